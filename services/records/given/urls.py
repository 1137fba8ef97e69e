from django.urls import path

from services.records.given import views

urlpatterns = [
    path("day/", views.own_day, name="own-service-day"),
    path("day/<str:code>/", views.service_day, name="service-day"),
    path("people/<uuid:pk>/services/", views.person_services, name="person-services"),
    path("my-file/<uuid:pk>/services/", views.family_services, name="family-services"),
]
