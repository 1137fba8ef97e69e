from django.urls import path

from uhis_portal.files.exports import api

urlpatterns = [
    path("exports/", api.Exports.as_view(), name="api-exports"),
    path("exports/kinds/", api.ExportKinds.as_view(), name="api-export-kinds"),
    path("exports/<uuid:pk>/", api.OneExport.as_view(), name="api-export"),
    path("exports/<uuid:pk>/file/", api.ExportFile.as_view(), name="api-export-file"),
    path("exports/<uuid:pk>/cancel/", api.ExportCancel.as_view(), name="api-export-cancel"),
    path("exports/<uuid:pk>/resume/", api.ExportResume.as_view(), name="api-export-resume"),
]
