from django.urls import path

from registry.coverage import views

urlpatterns = [path("rates/", views.rates, name="rates")]
