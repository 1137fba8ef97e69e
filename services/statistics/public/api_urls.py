from django.urls import path

from services.statistics.public import api

urlpatterns = [
    path("public-figures/", api.PublicNumbers.as_view(), name="api-public-figures"),
    path("public-figures/figures.csv", api.PublicNumbersCsv.as_view(), name="api-public-figures-csv"),
]
