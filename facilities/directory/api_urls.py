from django.urls import path

from facilities.directory import api

urlpatterns = [
    path("facilities/", api.Facilities.as_view(), name="api-facilities"),
    path("facilities/<slug:code>/", api.OneFacility.as_view(), name="api-facility"),
]
