from django.urls import path

from services.statistics.exports import views

urlpatterns = [
    path("statistics/dhis2-units/", views.dhis2_units, name="dhis2-units"),
    path("statistics/dhis2-units/<slug:code>/", views.dhis2_unit, name="dhis2-unit"),
]
