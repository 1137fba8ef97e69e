from django.urls import include, path

from services.statistics import views

urlpatterns = [
    path("", include("services.statistics.checking.urls")),
    path("", include("services.statistics.quality.urls")),
    path("", include("services.statistics.exports.urls")),
    path("", include("services.statistics.public.urls")),
    path("statistics/", views.country, name="statistics"),
    path("statistics/map.svg", views.coverage_map, name="statistics-map"),
    path("statistics/compare/", views.compare, name="statistics-compare"),
    path("", include("services.statistics.report.urls")),
    path("statistics/districts/<slug:code>/", views.district, name="statistics-district"),
    path("statistics/facilities/<slug:code>/", views.facility, name="statistics-facility"),
    path("statistics/facilities/<slug:code>/rows/", views.rows_of_facility, name="statistics-rows"),
    path("", include("services.statistics.fairness.urls")),
    path("statistics/<slug:code>/", views.governorate, name="statistics-governorate"),
]
