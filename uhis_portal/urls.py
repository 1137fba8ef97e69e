"""The site map: pages under /ar/ and /en/, the API under /api/v1/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from uhis_portal import offline, page
from uhis_portal.api.views import ApiDocumentation, nothing_here

urlpatterns = [
    path("", page.start, name="start"),
    path("sw.js", offline.service_worker, name="service-worker"),
    path("health/", page.health, name="health"),
    path("health/ready/", page.ready, name="ready"),
    path("api/v1/", include("uhis_portal.api.urls")),
    re_path(r"^api(?:/(?P<path>.*))?$", nothing_here, name="api-nothing"),
    *i18n_patterns(
        path("", include("facilities.geography.urls")),
        path("", include("facilities.catalogue.urls")),
        path("", include("facilities.directory.urls")),
        path("", include("facilities.staff.urls")),
        path("", include("uhis_portal.accounts.urls")),
        path("", include("uhis_portal.files.urls")),
        path("", include("registry.applications.urls")),
        path("", include("registry.people.urls")),
        path("", include("registry.coverage.urls")),
        path("", include("services.records.urls")),
        path("", include("services.statistics.urls")),
        path("offline/", offline.offline, name="offline"),
        path("developers/", ApiDocumentation.as_view(), name="api-docs"),
    ),
]
if settings.DEMO:
    from uhis_portal.components_page import components_page

    urlpatterns += i18n_patterns(
        path("", include("uhis_portal.notices.urls")), path("components/", components_page, name="components")
    )

handler400 = page.bad_request
handler403 = page.forbidden
handler404 = page.not_found
handler500 = page.failed
