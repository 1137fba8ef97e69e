from django.urls import path

from services.statistics.checking import api

urlpatterns = [path("statistics/check/", api.NumbersCheck.as_view(), name="api-numbers-check")]
