"""The kinds of service, from data/service_types.csv."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from facilities.catalogue.models import ServiceType
from uhis_portal.arabic import comparable
from uhis_portal.reference import Report, rows_of

SERVICE_TYPES = Path(__file__).parent / "data" / "service_types.csv"


def load(report: Report) -> None:
    """Keep 89 kinds of service."""
    report.keep(ServiceType, map(service_type, rows_of(SERVICE_TYPES)), by=("code",))


def service_type(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name_ar": row["name_ar"],
        "name_en": row["name_en"],
        "comparable": comparable(f"{row['name_ar']} {row['name_en']}"),
        "level": row["level"],
        "category": row["category"],
        "setting": row["setting"],
        "copayment_class": row["copay_class"],
        "encounter_class": row["fhir_encounter_class"],
        "icd10_reason": row["icd10_reason"],
        "loinc_document": row["loinc_document"],
        "note": row["note"],
    }
