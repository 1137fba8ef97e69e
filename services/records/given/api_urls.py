from django.urls import path

from services.records.given import api

urlpatterns = [
    path("facilities/<str:code>/service-day/", api.ServiceDay.as_view(), name="api-service-day"),
    path(
        "beneficiaries/<uuid:pk>/service-records/", api.PersonServices.as_view(), name="api-person-services"
    ),
    path(
        "beneficiaries/<uuid:pk>/service-records/everywhere/",
        api.PersonServicesEverywhere.as_view(),
        name="api-person-services-everywhere",
    ),
    path("households/<uuid:pk>/service-records/", api.FamilyServices.as_view(), name="api-family-services"),
]
