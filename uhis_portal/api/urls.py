"""The site map of /api/v1/."""

from django.urls import include, path

from uhis_portal.api.views import ApiSchema

urlpatterns = [
    path("", include("services.records.api_urls")),  # first, because desks ask most
    path("", include("facilities.geography.api_urls")),
    path("", include("facilities.catalogue.api_urls")),
    path("", include("facilities.directory.api_urls")),
    path("", include("facilities.staff.api_urls")),
    path("", include("registry.people.api_urls")),
    path("", include("registry.applications.api_urls")),
    path("", include("services.statistics.api_urls")),
    path("", include("uhis_portal.accounts.api_urls")),
    path("", include("uhis_portal.files.api_urls")),
    path("schema/", ApiSchema.as_view(), name="api-schema"),
]
