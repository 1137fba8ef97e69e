from django.urls import path

from services.statistics import views

urlpatterns = [
    path("statistics/", views.country, name="statistics"),
    path("statistics/<slug:code>/", views.governorate, name="statistics-governorate"),
]
