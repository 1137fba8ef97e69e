from django.urls import path

from registry.people import api
from registry.people.access.api_urls import urlpatterns as access
from registry.people.duplicates.api_urls import urlpatterns as duplicates
from registry.people.life.api_urls import urlpatterns as life
from registry.people.own_file.api_urls import urlpatterns as own_file
from registry.people.units.api_urls import urlpatterns as units

urlpatterns = [
    path("beneficiaries/", api.Beneficiaries.as_view(), name="api-beneficiaries"),
    path("beneficiaries/look-up/", api.BeneficiaryLookUp.as_view(), name="api-beneficiary-look-up"),
    path("beneficiaries/<uuid:pk>/", api.BeneficiaryView.as_view(), name="api-beneficiary"),
    path("households/", api.Households.as_view(), name="api-households"),
    path("households/<uuid:pk>/", api.HouseholdView.as_view(), name="api-household"),
    *own_file,
    *access,
    *life,
    *units,
    *duplicates,
]
