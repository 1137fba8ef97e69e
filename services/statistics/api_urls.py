from django.urls import include, path

from services.statistics import api

urlpatterns = [
    path("", include("services.statistics.checking.api_urls")),
    path("", include("services.statistics.quality.api_urls")),
    path("", include("services.statistics.exports.api_urls")),
    path("", include("services.statistics.public.api_urls")),
    path("statistics/", api.StatisticsOfGovernorates.as_view(), name="api-statistics"),
    path("statistics/compare/", api.StatisticsCompared.as_view(), name="api-statistics-compare"),
    path("", include("services.statistics.report.api_urls")),
    path(
        "statistics/districts/<slug:code>/",
        api.StatisticsOfDistrict.as_view(),
        name="api-statistics-district",
    ),
    path(
        "statistics/facilities/<slug:code>/",
        api.StatisticsOfFacility.as_view(),
        name="api-statistics-facility",
    ),
    path("", include("services.statistics.fairness.api_urls")),
    path("statistics/<slug:code>/", api.StatisticsOfArea.as_view(), name="api-statistics-governorate"),
]
