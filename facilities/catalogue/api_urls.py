from django.urls import path

from facilities.catalogue import api

urlpatterns = [
    path("service-types/", api.ServiceTypes.as_view(), name="api-service-types"),
    path("service-types/<slug:code>/", api.OneServiceType.as_view(), name="api-service-type"),
    path("service-types/<slug:code>/versions/", api.VersionsView.as_view(), name="api-service-type-versions"),
    path("service-types/<slug:code>/withdraw/", api.WithdrawView.as_view(), name="api-service-type-withdraw"),
    path("initiatives/", api.Initiatives.as_view(), name="api-initiatives"),
    path("initiatives/<slug:code>/", api.OneInitiative.as_view(), name="api-initiative"),
    path("specialties/", api.Specialties.as_view(), name="api-specialties"),
    path("specialties/<slug:code>/", api.OneSpecialty.as_view(), name="api-specialty"),
]
