from django.urls import path

from services.statistics.fairness import api

urlpatterns = [
    path("statistics/fairness/", api.FairnessOfCountry.as_view(), name="api-statistics-fairness"),
    path(
        "statistics/fairness/<slug:code>/",
        api.FairnessOfGovernorate.as_view(),
        name="api-statistics-fairness-governorate",
    ),
    path("statistics/readiness/", api.ReadinessOfNext.as_view(), name="api-statistics-readiness"),
]
