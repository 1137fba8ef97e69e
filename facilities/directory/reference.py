"""The first stock of facilities, from data/facilities.csv: what people change afterwards is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from facilities.directory.models import Accreditation, Capacity, Facility, OtherName, StatusPeriod
from facilities.geography.models import District, Governorate
from facilities.geography.reference import coordinate, read_date
from uhis_portal.arabic import comparable
from uhis_portal.reference import Report, rows_of

FACILITIES = Path(__file__).parent / "data" / "facilities.csv"
OWNERS = {"EHA": "eha", "NGO (partner)": "ngo", "private (contracted)": "private"}


def load(report: Report) -> None:
    """Add the facilities of the file that are not there yet, with all that the file knows of them.

    One that is there already is left alone: its governorate keeps it true by now.
    """
    known = set(Facility.objects.values_list("code", flat=True))
    rows = rows_of(FACILITIES)
    new = [row for row in rows if row["facility_id"] not in known]
    report.add(Facility, facilities(new), unchanged=len(rows) - len(new))
    report.add(OtherName, former_names(new))
    report.add(StatusPeriod, statuses(new))
    report.add(Capacity, capacities(new))
    report.add(Accreditation, accreditations(new))


def facilities(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    governorates = {governorate.code: governorate for governorate in Governorate.objects.all()}
    districts = {district.code: district for district in District.objects.all()}
    for row in rows:
        governorate, district = governorates[row["governorate_iso"]], districts.get(row["district_code"])
        levels = row["level_of_care"].split("/")
        yield {
            "code": row["facility_id"],
            "name_ar": row["name_ar"],
            "name_en": row["name_en"],
            "comparable": comparable(row["name_ar"]),
            "kind": row["facility_type"],
            "owner": OWNERS[row["ownership"]],
            **{level: level in levels for level in ("primary", "secondary", "tertiary", "diagnostic")},
            "governorate_id": governorate.code,
            "district_id": district.code if district else None,
            "latitude": coordinate(row["lat"]),
            "longitude": coordinate(row["lon"]),
            "position_precision": row["coord_precision"],
            "position_source": row["coord_source"],
            "source": f"{row['source']}; {row['licence_note']}",
            "note": row["note"],
        }


def former_names(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["former_name_ar"] or row["former_name_en"]:
            yield {
                "facility_id": row["facility_id"],
                "kind": OtherName.Kind.FORMER,
                "name_ar": row["former_name_ar"] or None,
                "name_en": row["former_name_en"] or None,
                "source": row["source"],
            }


def statuses(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """All of them are open, since when is not told."""
    for row in rows:
        yield {"facility_id": row["facility_id"], "status": Facility.Status.OPEN, "source": row["source"]}


def capacities(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """What a facility has, as far as the source tells; as of which day, it does not."""
    for row in rows:
        for kind in Capacity.Kind.values:
            if row.get(kind):
                yield {
                    "facility_id": row["facility_id"],
                    "kind": kind,
                    "quantity": int(row[kind]),
                    "as_of": None,
                    "source": row["source"],
                }


def accreditations(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["accreditation_state"]:
            since, precision = read_date(row["accreditation_since"])
            yield {
                "facility_id": row["facility_id"],
                "state": row["accreditation_state"],
                "since": since,
                "since_precision": precision,
                "source": row["accreditation_source"],
            }
