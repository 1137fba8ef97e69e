"""Patients who were not registered, as they are represented."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from services.records.models import OtherPatient, ServiceRecord
from services.records.patients.serializers import OtherPatientDetail
from uhis_portal.reach import Reach


def patients_in(reach: Reach) -> QuerySet[OtherPatient]:
    """Patients of one's own area, with who they turned out to be."""
    return OtherPatient.objects.visible_to(reach).identified().select_related("facility")


def told_of(patient: OtherPatient, reach: Reach) -> dict[str, Any]:
    """A patient as `OtherPatientDetail`, with what they were given, the latest first."""
    given = ServiceRecord.objects.visible_to(reach).filter(other_patient=patient, reverses=None)
    patient.records = list(  # type: ignore[attr-defined]
        given.select_related("facility", "service_type", "reversal").order_by("-provided_on", "-pk")
    )
    return OtherPatientDetail(patient).data
