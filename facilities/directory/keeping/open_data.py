"""The public directory as open data: CSV and GeoJSON, made once and kept until something of it changes.

Positions are given away under the licence of their source. Those whose source named none stay out of these files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import Any

from facilities.directory.changes import changes_since, present_snapshot
from facilities.directory.keeping.file_columns import latest
from facilities.directory.models import Capacity, Facility
from facilities.directory.sheet import Sheet, read, with_sheet
from facilities.directory.sheet.checking import status_on
from uhis_portal.files.columns import Column
from uhis_portal.files.export import csv_lines

ODBL, CC_BY = "https://opendatacommons.org/licenses/odbl/1-0/", "https://creativecommons.org/licenses/by/4.0/"
LICENCES = {"OpenStreetMap": ("ODbL-1.0", ODBL), "GeoNames": ("CC-BY-4.0", CC_BY)}
ATTRIBUTION = (
    "Positions: © OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright); GeoNames, CC BY 4.0 (geonames.org)."
    " Positions without a known licence are left out. Names, kinds and numbers are facts, each with its source."
)
NAMES = (
    "code", "name_ar", "name_en", "kind", "owner", "levels", "status", "governorate", "governorate_ar", "governorate_en",
    "district", "district_ar", "district_en", "address_ar", "address_en", "latitude", "longitude", "precision",
    "position_source", "position_licence", "emergency", *Capacity.Kind.values, "source",
)  # fmt: skip
COLUMNS = tuple(Column(name, ar=name, en=name) for name in NAMES)


def licence_of(source: str) -> str:
    """The SPDX name of the licence of a position; "" where its source names none."""
    return next((name for owner, (name, _address) in LICENCES.items() if source.startswith(owner)), "")


def facts_of(facility: Facility, today: date) -> dict[str, Any]:
    """A facility as a row of the open files, by NAMES; None where nothing is known."""
    sheet: Sheet = read(facility)
    position = sheet["position"] or {}
    licence = licence_of(position.get("source") or "")
    open_position = position if licence else {}
    governorate, district = facility.governorate, facility.district
    return {
        "code": facility.pk,
        "name_ar": facility.name_ar,
        "name_en": facility.name_en,
        "kind": facility.kind,
        "owner": facility.owner,
        "levels": ";".join(facility.levels),
        "status": status_on(sheet, today) or Facility.Status.OPEN.value,
        "governorate": governorate.pk,
        "governorate_ar": governorate.name_ar,
        "governorate_en": governorate.name_en,
        "district": district.pk if district else None,
        "district_ar": district.name_ar if district else None,
        "district_en": district.name_en if district else None,
        "address_ar": (sheet["address"] or {}).get("ar"),
        "address_en": (sheet["address"] or {}).get("en"),
        "latitude": open_position.get("latitude"),
        "longitude": open_position.get("longitude"),
        "precision": open_position.get("precision"),
        "position_source": open_position.get("source"),
        "position_licence": licence or None,
        "emergency": None if facility.emergency is None else "yes" if facility.emergency else "no",
        **{kind: (latest(sheet, kind) or {}).get("quantity") for kind in Capacity.Kind.values},
        "source": facility.source,
    }


def as_feature(facts: dict[str, Any]) -> dict[str, Any]:
    """RFC 7946: longitude before latitude; a feature without a position has no geometry."""
    point = None
    if facts["latitude"] is not None:
        point = {"type": "Point", "coordinates": [facts["longitude"], facts["latitude"]]}
    properties = {name: value for name, value in facts.items() if name not in ("latitude", "longitude")}
    properties["levels"] = facts["levels"].split(";") if facts["levels"] else []
    return {"type": "Feature", "id": facts["code"], "geometry": point, "properties": properties}


@dataclass(frozen=True)
class File:
    """An open file as it is sent, and its ETag."""

    content: bytes
    etag: str

    @classmethod
    def of(cls, content: bytes) -> File:
        return cls(content, f'"{sha256(content).hexdigest()[:32]}"')


class Kept:
    """The files of a process, made anew when the directory changes or a day begins."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.files: dict[str, File] = {}
        self.snapshot, self.day = "", date.min

    def file(self, name: str, today: date) -> File:
        """`csv` or `geojson`. Asks in one statement whether anything changed since it was made."""
        with self.lock:
            if self.files and self.day == today:
                changes = changes_since(self.snapshot)
                if not (changes.everything or changes.facilities):
                    return self.files[name]
                if changes.in_a_writing_transaction:  # what it has written itself nobody else may see
                    return made(today)[name]
            seen = present_snapshot()
            files = made(today)
            if not seen.in_a_writing_transaction:
                self.files, self.snapshot, self.day = files, seen.snapshot, today
            return files[name]


def made(today: date) -> dict[str, File]:
    """Both files, from one reading of the directory."""
    rows = list(all_facts(today))
    lines = csv_lines(COLUMNS, ([facts[name] for name in NAMES] for facts in rows))
    collection = {
        "type": "FeatureCollection",
        "attribution": ATTRIBUTION,
        "licences": dict(LICENCES.values()),
        "features": [as_feature(facts) for facts in rows],
    }
    geojson = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    return {"csv": File.of("".join(lines).encode()), "geojson": File.of(geojson.encode())}


def all_facts(today: date) -> Iterator[dict[str, Any]]:
    facilities = with_sheet(Facility.objects.with_place().order_by("code"))
    for facility in facilities.iterator(chunk_size=500):
        yield facts_of(facility, today)


kept = Kept()
