from django.urls import path

from facilities.geography import api

urlpatterns = [
    path("governorates/", api.Governorates.as_view(), name="api-governorates"),
    path("governorates/<slug:code>/", api.OneGovernorate.as_view(), name="api-governorate"),
    path("districts/", api.Districts.as_view(), name="api-districts"),
    path("districts/<slug:code>/", api.OneDistrict.as_view(), name="api-district"),
]
