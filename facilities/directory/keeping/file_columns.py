"""The directory as a table: what each column says of a sheet, how its cells are read, and what they make of a sheet.

Written and read by the same columns, so that a file that was exported changes nothing when it is imported. A column that
is not in the file leaves its part alone; an empty cell empties it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from facilities.directory.keeping.file_cells import (
    Reading,
    contacts,
    day,
    day_as_known,
    degrees,
    district,
    governorate,
    hours,
    levels,
    name_of,
    names,
    one_of,
    services,
    text,
    together,
    whole,
    yes_no,
)
from facilities.directory.models import Accreditation, Capacity, Facility
from facilities.directory.sheet import FIELD_PARTS, ROW_PARTS, Sheet
from facilities.directory.sheet.checking import holds, status_on
from facilities.directory.sheet.parts import PrecisionOfPosition
from facilities.directory.sheet.row_rules import first_day
from uhis_portal.files.cells import Cells
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.export import plain_text
from uhis_portal.files.importing import Row

CAPACITY_HEADINGS = {
    "beds": "الأسرّة",
    "planned_beds": "الأسرّة المخطط لها",
    "icu_beds": "أسرّة العناية المركزة",
    "incubators": "الحضّانات",
    "operating_rooms": "غرف العمليات",
    "delivery_rooms": "غرف الولادة",
    "dialysis_machines": "ماكينات الغسيل الكلوي",
    "dialysis_negative": "ماكينات الغسيل (سلبي)",
    "dialysis_positive": "ماكينات الغسيل (إيجابي)",
    "outpatient_clinics": "العيادات الخارجية",
    "laboratories": "المعامل",
    "imaging_rooms": "غرف الأشعة",
    "emergency_rooms": "غرف الطوارئ",
    "pharmacies": "الصيدليات",
}
HOURS = {
    "hours": ("general", "all_year"),
    "ramadan_hours": ("general", "ramadan"),
    "emergency_hours": ("emergency", "all_year"),
}


@dataclass(frozen=True)
class FileColumn:
    """A column, the part of the sheet that it is about, what it says of a sheet, and how a cell of it is read."""

    column: Column
    part: str
    of: Callable[[Sheet, date], Any]
    read: Callable[[Reading, str], Any]

    @property
    def name(self) -> str:
        return self.column.name


def latest(sheet: Sheet, kind: str) -> Sheet | None:
    """The newest count of a kind; one of an unknown day is the oldest."""
    rows = [row for row in sheet["capacities"] if row["kind"] == kind]
    return max(rows, key=lambda row: row["as_of"] or "", default=None)


def as_of_all(sheet: Sheet) -> str | None:
    """The day of the newest counts where all of them are of one day."""
    days = {row["as_of"] for kind in Capacity.Kind.values if (row := latest(sheet, kind))}
    return days.pop() if len(days) == 1 else None


def last_event(sheet: Sheet) -> Sheet | None:
    """GAHAR's last word; of several on one day, the last in order."""
    events: list[Sheet] = sheet["accreditations"]
    return max(events, key=lambda row: first_day(row["since"]) if row["since"] else "", default=None)


def of_event(column: str) -> Callable[[Sheet, date], Any]:
    return lambda sheet, today: (last_event(sheet) or {}).get(column)


def of_part(name: str, column: str = "") -> Callable[[Sheet, date], Any]:
    if not column:
        return lambda sheet, today: sheet[name]
    return lambda sheet, today: (sheet[name] or {}).get(column)


def of_kind(kind: str) -> Callable[[Sheet, date], Any]:
    return lambda sheet, today: (latest(sheet, kind) or {}).get("quantity")


def of_contact(kind: str) -> Callable[[Sheet, date], Any]:
    return lambda sheet, today: sorted(row["value"] for row in sheet["contacts"] if row["kind"] == kind)


def of_hours(of: str, season: str) -> Callable[[Sheet, date], Any]:
    return lambda sheet, today: (hours_row(sheet, of, season) or {}).get("hours")


def hours_row(sheet: Sheet, of: str, season: str) -> Sheet | None:
    tables = sheet["opening_hours"]
    return next((r for r in tables if (r["of"], r["season"], r["service_type"]) == (of, season, None)), None)


def former_names(sheet: Sheet, today: date) -> list[tuple[str | None, str | None]]:
    return sorted(
        ((row["name"]["ar"], row["name"]["en"]) for row in sheet["other_names"] if row["kind"] == "former"),
        key=repr,
    )


def offered(sheet: Sheet, today: date) -> list[str]:
    return sorted({row["service_type"] for row in sheet["services"] if holds(row, today)})


def column(
    name: str,
    ar: str,
    en: str,
    part: str,
    of: Any,
    read: Any,
    kind: Kind = Kind.TEXT,
    hint: Any = "",
    example: str = "",
) -> FileColumn:
    return FileColumn(Column(name, ar=ar, en=en, kind=kind, hint=hint, example=example), part, of, read)


CODE = Column(
    "code", ar="رمز المنشأة", en="Facility code", also=("كود المنشأة", "الكود"), required=True, kind=Kind.CODE, example="LX-H2",
    hint=_("A code that is not there yet makes a new facility."),
)  # fmt: skip
COLUMNS: tuple[FileColumn, ...] = (
    column("name_ar", "الاسم بالعربية", "Name in Arabic", "name", of_part("name", "ar"), text,
           example="مستشفى الكرنك الدولي"),
    column("name_en", "الاسم بالإنجليزية", "Name in English", "name", of_part("name", "en"), text,
           example="Karnak International Hospital"),
    column("former_names", "الأسماء السابقة", "Former names", "other_names", former_names, names,
           hint=_("Separated by ; — each in Arabic, in English, or as Arabic / English."),
           example="مستشفى الأقصر العام / Luxor General Hospital"),
    column("kind", "نوع المنشأة", "Kind of facility", "kind", of_part("kind"), one_of(Facility.Kind), example="hospital"),
    column("owner", "الجهة المشغّلة", "Run by", "owner", of_part("owner"), one_of(Facility.Owner), example="eha"),
    column("levels", "مستويات الرعاية", "Levels of care", "levels", of_part("levels"), levels,
           hint=_("Separated by ;"), example="secondary; tertiary"),
    column("governorate", "المحافظة", "Governorate", "governorate", of_part("governorate"), governorate, example="EG-LX"),
    column("district", "المركز أو القسم", "District", "district", of_part("district"), district, example="3601"),
    column("address_ar", "العنوان بالعربية", "Address in Arabic", "address", of_part("address", "ar"), text),
    column("address_en", "العنوان بالإنجليزية", "Address in English", "address", of_part("address", "en"), text),
    column("latitude", "خط العرض", "Latitude", "position", of_part("position", "latitude"), degrees, Kind.DECIMAL,
           example="25.70809"),
    column("longitude", "خط الطول", "Longitude", "position", of_part("position", "longitude"), degrees, Kind.DECIMAL,
           example="32.64569"),
    column("precision", "دقة الموقع", "Precision of the position", "position", of_part("position", "precision"),
           one_of(PrecisionOfPosition), example="point"),
    column("position_source", "مصدر الموقع", "Source of the position", "position", of_part("position", "source"), text),
    column("emergency", "تستقبل الطوارئ", "Receives emergencies", "emergency", of_part("emergency"), yes_no, Kind.YES_NO),
    column("places", "أماكن الأسر", "Places for families", "places", of_part("places"), whole, Kind.WHOLE,
           hint=_("Family-medicine units and centres only.")),
    *(column(kind.value, CAPACITY_HEADINGS[kind.value], str(kind.value).replace("_", " ").capitalize(), "capacities",
             of_kind(kind.value), whole, Kind.WHOLE) for kind in Capacity.Kind),
    column("capacities_as_of", "الأعداد حتى تاريخ", "Numbers as of", "capacities", lambda sheet, today: as_of_all(sheet), day,
           Kind.DAY, hint=_("A later day keeps the older numbers in the history.")),
    column("services", "الخدمات", "Services", "services", offered, services, hint=_("Codes, separated by ;"),
           example="PHC-LAB; PHC-FM"),
    column("hours", "مواعيد العمل", "Opening hours", "opening_hours", of_hours(*HOURS["hours"]), hours,
           example="Sa-Th 08:00-14:00; Fr off"),
    column("ramadan_hours", "مواعيد رمضان", "Opening hours in Ramadan", "opening_hours", of_hours(*HOURS["ramadan_hours"]),
           hours),
    column("emergency_hours", "مواعيد الطوارئ", "Hours for emergencies", "opening_hours",
           of_hours(*HOURS["emergency_hours"]), hours, example="24/7"),
    column("status", "الحالة", "Status", "statuses", status_on, one_of(Facility.Status),
           hint=_("Another one holds from the day of the import on."), example="open"),
    *(column(name, ar, en, "contacts", of_contact(name), contacts, kind, hint=_("Separated by ;"))
      for name, ar, en, kind in (("phone", "الهاتف", "Telephone", Kind.CODE),
                                 ("emergency_phone", "هاتف الطوارئ", "Telephone for emergencies", Kind.CODE),
                                 ("email", "البريد الإلكتروني", "E-mail", Kind.TEXT),
                                 ("website", "الموقع الإلكتروني", "Website", Kind.TEXT))),
    column("accreditation", "الاعتماد", "Accreditation", "accreditations", of_event("state"), one_of(Accreditation.State)),
    column("accreditation_since", "الاعتماد منذ", "Accreditation since", "accreditations", of_event("since"), day_as_known,
           Kind.CODE, hint=_("A day, or its month and year, or the year: 2025-09-01, 2025-09, 2025."), example="2025-09"),
    column("accreditation_until", "الاعتماد حتى", "Accreditation until", "accreditations", of_event("until"), day, Kind.DAY),
    column("accreditation_source", "مصدر الاعتماد", "Source of the accreditation", "accreditations", of_event("source"), text),
    column("source", "المصدر", "Source", "source", of_part("source"), text),
    column("note", "ملاحظة", "Note", "note", of_part("note"), text),
)  # fmt: skip
BY_NAME = {one.name: one for one in COLUMNS}
OF_PART: dict[str, tuple[FileColumn, ...]] = {
    name: tuple(one for one in COLUMNS if one.part == name) for name in {one.part: None for one in COLUMNS}
}


def said_of(sheet: Sheet, today: date) -> dict[str, Any]:
    """The values of all columns for a sheet, as a file writes them."""
    return {one.name: as_cell(one, one.of(sheet, today)) for one in COLUMNS}


def entry_of(pair: tuple[str | None, str | None]) -> str:
    """A name in both languages as it stands in a cell."""
    return " / ".join(filter(None, pair))


def as_cell(one: FileColumn, value: Any) -> Any:
    if one.name == "former_names":
        return together(map(entry_of, value))
    if isinstance(value, list):
        return together(value)
    if one.column.kind is Kind.DAY and value:
        return date.fromisoformat(value)
    return value


def wanted(reading: Reading, in_file: Iterable[str]) -> Sheet:
    """The parts of the sheet that the row asks to be otherwise. Faults of its cells are gathered in `reading.cells`."""
    given = {name: BY_NAME[name].read(reading, name) for name in in_file if name in BY_NAME}
    before, today = reading.before, reading.today
    differing = {name for name, value in given.items() if value != as_read_back(BY_NAME[name], reading)}
    changes: Sheet = {}
    for part, columns in OF_PART.items():
        changed = [one.name for one in columns if one.name in differing]
        if changed:
            values = {one.name: given.get(one.name, one.of(before, today)) for one in columns}
            changes[part] = MERGED[part](before, values, changed, reading) if part in MERGED else values[part]
    return changes


def as_read_back(one: FileColumn, reading: Reading) -> Any:
    """What the cell would say if the sheet before were written: a cell that was left alone asks for nothing."""
    text = plain_text(as_cell(one, one.of(reading.before, reading.today)))
    written = Row(0, {one.name: text})
    return one.read(Reading(Cells(written), reading.lists, reading.before, reading.today), one.name)


Values = Mapping[str, Any]


def merged_name(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    return {"ar": values["name_ar"], "en": values["name_en"]}


def merged_address(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    return {"ar": values["address_ar"], "en": values["address_en"]}


def merged_position(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    if values["latitude"] is None and values["longitude"] is None:
        return None
    return {
        "latitude": values["latitude"],
        "longitude": values["longitude"],
        "precision": values["precision"],
        "source": values["position_source"],
    }


def merged_names(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    """Former names as the file has them; one that stays keeps its years and its source."""
    others = [row for row in before["other_names"] if row["kind"] != "former"]
    known = {
        name_of(entry_of((row["name"]["ar"], row["name"]["en"]))): row
        for row in before["other_names"]
        if row["kind"] == "former"
    }
    return others + [
        known.get(pair, {"kind": "former", "name": {"ar": pair[0], "en": pair[1]}})
        for pair in values["former_names"]
    ]


def merged_capacities(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    """A number of a later day stands beside the older one; without one, it takes its place."""
    rows = list(before["capacities"])
    as_of = values["capacities_as_of"]
    all_anew = "capacities_as_of" in changed and as_of is not None
    for kind in Capacity.Kind.values:
        old, quantity = latest(before, kind), values[kind]
        if kind not in changed and not (all_anew and old and old["as_of"] != as_of):
            continue
        if quantity is None:
            rows = [row for row in rows if row["kind"] != kind]
            continue
        of_day = as_of if all_anew or old is None else old["as_of"]
        new = {"kind": kind, "quantity": quantity, "as_of": of_day, "source": values_source(before, reading)}
        rows = [row for row in rows if not (row["kind"] == kind and row["as_of"] == of_day)]
        rows.append(new)
    return rows


def values_source(before: Sheet, reading: Reading) -> str | None:
    """Where new rows come from: the source that the row of the file names, else that of the facility."""
    return reading.cells.row["source"].strip() or before["source"]


def merged_services(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    """What it gives today; services that ended before stay as history, one that comes back begins today."""
    wanted_codes = set(values["services"])
    kept = [
        row
        for row in before["services"]
        if not holds(row, reading.today) or row["service_type"] in wanted_codes
    ]
    given = {row["service_type"] for row in kept if holds(row, reading.today)}
    ended = {row["service_type"] for row in kept if not holds(row, reading.today)}
    return kept + [
        {"service_type": code, "since": reading.today.isoformat() if code in ended else None}
        for code in sorted(wanted_codes - given)
    ]


def merged_hours(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    rows = list(before["opening_hours"])
    for name in changed:
        old = hours_row(before, *HOURS[name])
        rows = [row for row in rows if row is not old]
        if values[name]:
            of, season = HOURS[name]
            source = values_source(before, reading)
            rows.append({"of": of, "season": season, "hours": values[name], "source": source})
    return rows


def merged_statuses(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    """The status of today: another one begins today and ends the one before; without one, none is known."""
    today = reading.today.isoformat()
    if values["status"] is None:
        return [row for row in before["statuses"] if not holds(row, reading.today)]
    if not before["statuses"]:
        return [{"status": values["status"], "source": values_source(before, reading)}]
    rows = []
    for row in before["statuses"]:
        if not holds(row, reading.today):
            rows.append(row)
        elif row["since"] != today:
            rows.append({**row, "until": today})
    following = [row["since"] for row in rows if row["since"] and row["since"] > today]
    rows.append(
        {
            "status": values["status"],
            "since": today,
            "until": min(following, default=None),
            "source": values_source(before, reading),
        }
    )
    return rows


def merged_contacts(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    rows = [row for row in before["contacts"] if row["kind"] not in changed]
    return rows + [{"kind": kind, "value": value} for kind in changed for value in values[kind]]


def merged_accreditations(before: Sheet, values: Values, changed: list[str], reading: Reading) -> Any:
    """The last event as the file has it; one of another day is a new event. Without a state, it is taken out."""
    last = last_event(before)
    another_day = "accreditation_since" in changed and values["accreditation_since"] is not None
    rows = [row for row in before["accreditations"] if another_day or row is not last]
    if values["accreditation"] is None:
        return [row for row in rows if row is not last]
    source = values["accreditation_source"] or values_source(before, reading)
    return [
        *rows,
        {
            "state": values["accreditation"],
            "since": values["accreditation_since"],
            "until": values["accreditation_until"],
            "source": source,
        },
    ]


MERGED: dict[str, Callable[[Sheet, Values, list[str], Reading], Any]] = {
    "name": merged_name,
    "address": merged_address,
    "position": merged_position,
    "other_names": merged_names,
    "capacities": merged_capacities,
    "services": merged_services,
    "opening_hours": merged_hours,
    "statuses": merged_statuses,
    "contacts": merged_contacts,
    "accreditations": merged_accreditations,
}


def column_at(path: str, changes: Sheet) -> str:
    """The column of the file that a path of the sheet was made from."""
    part, *rest = path.split(".")
    if part not in OF_PART:
        return part
    names_of_part = [one.name for one in OF_PART[part]]
    if part in FIELD_PARTS:
        told = {"position": {"source": "position_source"}}.get(part, {})
        wanted_name = told.get(rest[0], rest[0]) if rest else part
        return next(
            (n for n in (f"{part}_{wanted_name}", wanted_name) if n in names_of_part), names_of_part[0]
        )
    row = changes[part][int(rest[0])] if part in ROW_PARTS and rest and rest[0].isdigit() else {}
    if part in ("capacities", "contacts"):
        return "capacities_as_of" if rest[1:] == ["as_of"] else row.get("kind", names_of_part[0])
    if part == "opening_hours":
        return next(
            (name for name, table in HOURS.items() if table == (row.get("of"), row.get("season"))), "hours"
        )
    if part == "accreditations" and rest[1:] in (["since"], ["until"], ["source"]):
        return f"accreditation_{rest[1]}"
    return names_of_part[0]
