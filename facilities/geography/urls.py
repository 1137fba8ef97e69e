from django.urls import path

from facilities.geography import views

urlpatterns = [
    path("", views.home, name="home"),
    path("governorates.svg", views.governorates_map, name="governorates-map"),
    path("governorates.geojson", views.governorates_outlines, name="governorates-outlines"),
]
