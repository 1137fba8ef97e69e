from django.urls import include, path

from uhis_portal.files import api

urlpatterns = [
    path("", include("uhis_portal.files.exports.api_urls")),
    path("imports/", api.Imports.as_view(), name="api-imports"),
    path("imports/kinds/", api.ImportKinds.as_view(), name="api-import-kinds"),
    path("imports/<uuid:pk>/", api.OneImport.as_view(), name="api-import"),
    path(
        "imports/kinds/<slug:kind>/headings/",
        api.RememberedHeadings.as_view(),
        name="api-import-kind-headings",
    ),
    path("imports/<uuid:pk>/headings/", api.ImportHeadings.as_view(), name="api-import-headings"),
    path("imports/<uuid:pk>/save/", api.ImportSave.as_view(), name="api-import-save"),
    path("imports/<uuid:pk>/cancel/", api.ImportCancel.as_view(), name="api-import-cancel"),
    path("imports/<uuid:pk>/resume/", api.ImportResume.as_view(), name="api-import-resume"),
    path("imports/<uuid:pk>/faults/", api.ImportFaults.as_view(), name="api-import-faults"),
]
