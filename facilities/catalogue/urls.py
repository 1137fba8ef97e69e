from django.urls import path

from facilities.catalogue import views

urlpatterns = [
    path("services/", views.services, name="services"),
    path("services/new/", views.add, name="service-new"),
    path("services/<slug:code>/", views.service, name="service"),
    path("services/<slug:code>/revise/", views.revise, name="service-revise"),
    path("services/<slug:code>/withdraw/", views.withdraw, name="service-withdraw"),
]
