from django.urls import path

from services.statistics.report import views

urlpatterns = [
    path("statistics/reports/", views.reports, name="reports"),
    path("statistics/reports/draft/", views.draft, name="report-draft"),
    path("statistics/reports/draft/pdf/", views.draft_as_pdf, name="report-draft-pdf"),
    path("statistics/reports/<slug:code>/", views.report, name="report"),
    path("statistics/reports/<slug:code>/pdf/", views.report_as_pdf, name="report-pdf"),
]
