from django.urls import path

from services.statistics.public import views

urlpatterns = [path("public-figures/", views.public_figures, name="public-figures")]
