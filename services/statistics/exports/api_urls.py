from django.urls import path

from services.statistics.exports import api

urlpatterns = [
    path("statistics/dhis2-units/", api.Dhis2Units.as_view(), name="api-dhis2-units"),
    path("statistics/dhis2-units/<slug:code>/", api.Dhis2UnitView.as_view(), name="api-dhis2-unit"),
]
