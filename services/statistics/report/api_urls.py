from django.urls import path

from services.statistics.report import api

urlpatterns = [
    path("statistics/reports/", api.Reports.as_view(), name="api-reports"),
    path("statistics/reports/draft/", api.DraftOfReport.as_view(), name="api-report-draft"),
    path("statistics/reports/draft/pdf/", api.DraftAsPdf.as_view(), name="api-report-draft-pdf"),
    path("statistics/reports/<slug:code>/", api.OneReport.as_view(), name="api-report"),
    path("statistics/reports/<slug:code>/pdf/", api.ReportAsPdf.as_view(), name="api-report-pdf"),
]
