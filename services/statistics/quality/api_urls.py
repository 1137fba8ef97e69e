from django.urls import path

from services.statistics.quality import api

urlpatterns = [path("statistics/quality/<slug:code>/", api.Quality.as_view(), name="api-quality")]
