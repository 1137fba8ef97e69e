from django.urls import path

from registry.people.own_file import api

urlpatterns = [
    path("households/<uuid:pk>/readings/", api.Readings.as_view(), name="api-household-readings"),
]
