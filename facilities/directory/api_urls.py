from django.urls import include, path

from facilities.directory import api

urlpatterns = [
    path("", include("facilities.directory.hours.api_urls")),
    path("", include("facilities.directory.keeping.api_urls")),
    path("facilities/", api.Facilities.as_view(), name="api-facilities"),
    path("facilities/<slug:code>/", api.OneFacility.as_view(), name="api-facility"),
]
