from django.urls import path

from facilities.directory import views

urlpatterns = [
    path("facilities/", views.facilities, name="facilities"),
    path("facilities/<slug:code>/", views.facility, name="facility"),
]
