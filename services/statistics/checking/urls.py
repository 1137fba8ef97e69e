from django.urls import path

from services.statistics.checking import views

urlpatterns = [
    path("statistics/check/", views.check, name="numbers-check"),
    path("statistics/check/begin/", views.begin, name="numbers-check-begin"),
]
