from django.urls import path

from services.statistics.fairness import views

urlpatterns = [
    path("statistics/fairness/", views.country, name="statistics-fairness"),
    path("statistics/fairness/<slug:code>/", views.governorate, name="statistics-fairness-governorate"),
    path("statistics/readiness/", views.readiness, name="statistics-readiness"),
]
