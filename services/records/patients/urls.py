from django.urls import path

from services.records.patients import views

urlpatterns = [
    path("patients/", views.patients, name="other-patients"),
    path("patients/<uuid:pk>/", views.patient, name="other-patient"),
    path("patients/<uuid:pk>/take-back/", views.take_back, name="other-patient-take-back"),
]
