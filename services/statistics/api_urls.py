from django.urls import path

from services.statistics import api

urlpatterns = [
    path("statistics/", api.StatisticsOfGovernorates.as_view(), name="api-statistics"),
    path("statistics/<slug:code>/", api.StatisticsOfArea.as_view(), name="api-statistics-governorate"),
]
