from django.urls import path

from facilities.catalogue import api

urlpatterns = [
    path("service-types/", api.ServiceTypes.as_view(), name="api-service-types"),
    path("service-types/<slug:code>/", api.OneServiceType.as_view(), name="api-service-type"),
]
