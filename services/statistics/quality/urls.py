from django.urls import path

from services.statistics.quality import views

urlpatterns = [
    path("statistics/quality/", views.quality, name="quality"),
    path("statistics/quality/<slug:code>/", views.quality, name="quality-of-area"),
]
