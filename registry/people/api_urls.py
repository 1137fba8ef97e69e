from django.urls import path

from registry.people import api

urlpatterns = [
    path("beneficiaries/", api.Beneficiaries.as_view(), name="api-beneficiaries"),
    path("beneficiaries/look-up/", api.BeneficiaryLookUp.as_view(), name="api-beneficiary-look-up"),
    path("beneficiaries/<uuid:pk>/", api.BeneficiaryView.as_view(), name="api-beneficiary"),
    path("households/", api.Households.as_view(), name="api-households"),
    path("households/<uuid:pk>/", api.HouseholdView.as_view(), name="api-household"),
]
