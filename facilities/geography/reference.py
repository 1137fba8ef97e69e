"""Governorates, their stages of the roll-out and their districts, from the files in data/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from facilities.geography.models import DatePrecision, District, Governorate, Stage
from uhis_portal.arabic import comparable
from uhis_portal.reference import Report, rows_of

DATA = Path(__file__).parent / "data"
SOURCE = "CAPMAS; ISO 3166-2:EG; OCHA; outline: Natural Earth (public domain)"
DIVIDED_ANEW = f"{SOURCE}, Luxor and Qena divided anew at about 25.80° N"
# Days for which CAPMAS's population clock was read, latest first, with the column that holds the rounded estimate.
POPULATION_CLOCK = (
    (date(2025, 10, 14), "population_clock_2025_10_14_rounded"),
    (date(2023, 7, 30), "population_clock_2023_07_30_rounded"),
)


def load(report: Report) -> None:
    """Keep 27 governorates, a stage for each, and 389 districts."""
    governorates = [row for row in rows_of(DATA / "governorates.csv") if row["iso_3166_2"]]
    report.keep(Governorate, with_outlines(governorates), by=("code",))
    report.keep(Stage, map(stage, governorates), by=("governorate_id", "since"))
    report.keep(District, map(district, rows_of(DATA / "districts.csv")), by=("code",))


def with_outlines(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    drawn = json.loads((DATA / "governorates.geojson").read_text(encoding="utf-8"))["features"]
    outlines = {feature["properties"]["iso"]: feature for feature in drawn}
    for row in rows:
        outline = outlines[row["iso_3166_2"]]
        as_of, population = latest_population(row)
        yield {
            "code": row["iso_3166_2"],
            "birth_code": row["nid_gov_code"],
            "name_ar": row["name_ar"],
            "name_en": row["name_en"],
            "other_names": row["alt_names"],
            "comparable": comparable(" ".join((row["name_ar"], row["name_en"], row["alt_names"]))),
            "region_ar": row["region_ar"],
            "region_en": row["region_en"],
            "capital_ar": row["capital_ar"],
            "capital_en": row["capital_en"],
            "population_census_2017": int(row["population_census_2017"]),
            "population": population,
            "population_as_of": as_of,
            "law_annex_phase": number(row["law2018_annex_phase"]),
            "latitude": coordinate(row["label_lat"]),
            "longitude": coordinate(row["label_lon"]),
            "outline": outline["geometry"],
            "source": SOURCE if outline["properties"]["quality"] == "natural-earth" else DIVIDED_ANEW,
        }


def latest_population(row: dict[str, str]) -> tuple[date | None, int | None]:
    """The latest estimate that the row has, and its day."""
    for day, column in POPULATION_CLOCK:
        if row[column]:
            return day, int(row[column])
    return None, None


def stage(row: dict[str, str]) -> dict[str, Any]:
    """Where the roll-out stands. A governorate where the system runs has done so since its launch."""
    launched, precision = read_date(row["launch_date"])
    registration_opened, _precision = read_date(row["registration_open"])
    return {
        "governorate_id": row["iso_3166_2"],
        "phase": number(row["uhis_phase"]),
        "status": row["uhis_status"],
        "since": launched if row["uhis_status"] == Stage.Status.OPERATIONAL else None,
        "registration_opened": registration_opened,
        "launched": launched,
        "launched_precision": precision,
        "launch_kind": row["launch_kind"],
        "source": row["rollout_note"],
    }


def district(row: dict[str, str]) -> dict[str, Any]:
    names = (row["name_ar"], row["name_en"], row["ocha_name_en_2017"])
    return {
        "code": row["district_code"],
        "governorate_id": row["governorate_iso"],
        "kind": row["kind"],
        "name_ar": row["name_ar"],
        "name_en": row["name_en"],
        "full_name": row["name_ar_full"],
        "comparable": comparable(" ".join(dict.fromkeys(names))),
        "latitude": coordinate(row["lat"]),
        "longitude": coordinate(row["lon"]),
        "position_precision": row["coord_precision"],
        "position_source": row["coord_source"],
        "note": row["note"],
    }


def number(written: str) -> int | None:
    return int(written) if written else None


def coordinate(written: str) -> Decimal | None:
    """Degrees with five decimals, about a metre."""
    return Decimal(written).quantize(Decimal("0.00001")) if written else None


def read_date(written: str) -> tuple[date | None, str]:
    """A date written as YYYY, YYYY-MM or YYYY-MM-DD: its first day, and how precise it is."""
    if not written:
        return None, ""
    parts = [int(part) for part in written.split("-")]
    precision = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)[len(parts) - 1]
    return date(*([*parts, 1, 1])[:3]), str(precision)
