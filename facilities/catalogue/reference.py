"""The first stock of the catalogue, from the files in data/: what people change afterwards is theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Model

from facilities.catalogue.models import Initiative, KindVersion, ServiceType, Specialty, searchable
from uhis_portal.reference import Report, rows_of

DATA = Path(__file__).parent / "data"
OWN_LIST = "the portal's own list of kinds of service"
ARTICLE = "article on Luxor (Al-Bawaba News, albawabhnews.com/4903862)"


def load(report: Report) -> None:
    """Add the kinds of service, initiatives and specialties of the files that are not there yet.

    One that is there already is left alone: it is kept by administrators from then on.
    """
    initiatives, initiatives_left = not_there_yet(Initiative, rows_of(DATA / "initiatives.csv"))
    report.add(Initiative, map(initiative, initiatives), unchanged=initiatives_left)
    kinds, kinds_left = not_there_yet(ServiceType, rows_of(DATA / "service_types.csv"))
    report.add(ServiceType, map(service_type, kinds), unchanged=kinds_left)
    report.add(KindVersion, map(first_version, kinds), unchanged=kinds_left)
    for row in initiatives:
        unclaimed = ServiceType.objects.filter(pk__in=row["kinds"].split(), initiative=None)
        unclaimed.update(initiative=row["code"])
    specialties, specialties_left = not_there_yet(Specialty, rows_of(DATA / "specialties.csv"))
    report.add(Specialty, map(specialty, specialties), unchanged=specialties_left)


def not_there_yet(model: type[Model], rows: list[dict[str, str]]) -> tuple[list[dict[str, str]], int]:
    """The rows whose code is new, and how many others there are."""
    known = set(model._default_manager.values_list("pk", flat=True))
    new = [row for row in rows if row["code"] not in known]
    return new, len(rows) - len(new)


def initiative(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name_ar": row["name_ar"],
        "name_en": row["name_en"],
        "since": read_day(row["since"]),
        "until": read_day(row["until"]),
        "standing": row["standing"],
        "note_ar": row["note_ar"] or None,
        "note_en": row["note_en"] or None,
        "source": row["source"],
    }


def read_day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def attributes(row: dict[str, str]) -> dict[str, str]:
    return {
        "name_ar": row["name_ar"],
        "name_en": row["name_en"],
        "level": row["level"],
        "category": row["category"],
        "setting": row["setting"],
        "copayment_class": row["copay_class"],
        "encounter_class": row["fhir_encounter_class"],
        "icd10_reason": row["icd10_reason"],
        "loinc_document": row["loinc_document"],
    }


def service_type(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "comparable": searchable(row["name_ar"], row["name_en"]),
        "note": row["note"],
        **attributes(row),
    }


def first_version(row: dict[str, str]) -> dict[str, Any]:
    """What the file says, as far back as is known."""
    source = f"{OWN_LIST}; {ARTICLE}" if row["in_founding_article"] == "y" else OWN_LIST
    return {"service_type_id": row["code"], "source": source, **attributes(row)}


def specialty(row: dict[str, str]) -> dict[str, Any]:
    return {**row, "comparable": searchable(row["name_ar"], row["name_en"])}
