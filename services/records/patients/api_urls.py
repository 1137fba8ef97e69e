from django.urls import path

from services.records.patients import api

urlpatterns = [
    path("other-patients/", api.OtherPatients.as_view(), name="api-other-patients"),
    path("other-patients/<uuid:pk>/", api.OneOtherPatient.as_view(), name="api-other-patient"),
    path(
        "other-patients/<uuid:pk>/identify/",
        api.IdentifyOtherPatient.as_view(),
        name="api-other-patient-identify",
    ),
    path(
        "other-patients/<uuid:pk>/take-back-identity/",
        api.TakeBackIdentity.as_view(),
        name="api-other-patient-take-back",
    ),
]
