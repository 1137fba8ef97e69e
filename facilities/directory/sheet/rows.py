"""Sheets read from the database and written to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models

from facilities.directory.hours.text import parsed, written
from facilities.directory.hours.week import Span, Week
from facilities.directory.models import Department, Facility, OpeningHours
from facilities.directory.sheet.checking import Sheet, in_order, new_names, nothing_known
from facilities.directory.sheet.parts import FIELD_PARTS, PARTS, ROW_PARTS, ROWS, Column, FieldPart, RowPart

Difference = dict[str, dict[str, Any]]
RELATED = tuple(ROW_PARTS)  # each part is called as the relation that leads to its rows


def with_sheet(facilities: models.QuerySet[Facility]) -> models.QuerySet[Facility]:
    """With all rows that a sheet is made of: one query per kind of row, however many facilities."""
    return facilities.prefetch_related(*RELATED)


def read(facility: Facility) -> Sheet:
    """What is known of a facility, as plain values; two sheets are alike if they are equal."""
    sheet: Sheet = {name: value_of(facility, part) for name, part in FIELD_PARTS.items()}
    departments = {row.pk: row.name_ar for row in facility.departments.all()}
    for name, part in ROW_PARTS.items():
        if part.model is OpeningHours:
            rows = tables_of(facility.opening_hours.all())
        else:
            found = getattr(facility, name).all()
            rows = [
                {column.name: cell_of(row, column, departments) for column in part.columns} for row in found
            ]
        sheet[name] = in_order(part, rows)
    return {name: sheet[name] for name in PARTS}


def value_of(facility: Facility, part: FieldPart) -> Any:
    if not part.columns:
        return part.as_column().of_row(facility)
    values = {column.name: column.of_row(facility) for column in part.columns}
    whole = all(values[column.name] is not None for column in part.columns if column.required)
    return values if whole else None


def cell_of(row: Any, column: Column, departments: dict[int, str]) -> Any:
    if column.name == "department":
        return departments.get(row.department_id)
    return column.of_row(row)


def tables_of(rows: Iterable[OpeningHours]) -> list[dict[str, Any]]:
    """One row of the sheet per table of hours: a part, a service, a season."""
    tables: dict[tuple[str, str | None, str], list[OpeningHours]] = {}
    for row in rows:
        tables.setdefault((row.of, row.service_type_id, row.season), []).append(row)
    found = []
    for (of, service, season), spans in tables.items():
        days: dict[int, list[Span]] = {}
        for span in spans:
            days.setdefault(span.weekday, []).append(Span(span.opens, span.closes))
        sources = [span.source for span in spans if span.source]
        found.append(
            {
                "of": of,
                "service_type": service,
                "season": season,
                "hours": written(Week.of(days)),
                "source": sources[0] if sources else None,
            }
        )
    return found


def difference(before: Sheet | None, after: Sheet) -> Difference:
    """The parts that differ: `{part: {"from": …, "to": …}}`. Nothing was there before a facility was."""
    was = before or nothing_known()
    return {name: {"from": was[name], "to": after[name]} for name in PARTS if was[name] != after[name]}


def columns_to_write(changes: Difference) -> dict[str, Any]:
    """What the facility's own row becomes by a difference, attribute by attribute."""
    written_columns: dict[str, Any] = {}
    for name in changes.keys() & FIELD_PARTS.keys():
        part, value = FIELD_PARTS[name], changes[name]["to"]
        if not part.columns:
            written_columns |= part.as_column().to_row(value)
            continue
        for column in part.columns:
            written_columns |= column.to_row(None if value is None else value[column.name])
        if name == "position" and value is None:
            written_columns["position_precision"] = Facility.Precision.NONE.value
    return written_columns


def write_rows(changed: Sequence[tuple[Facility, Difference]]) -> None:
    """Bring the rows of facilities to their sheets, all of them at once; what stays alike is not written.

    Rows that went are deleted before others come, so that periods never meet on the way. The facilities were read
    `with_sheet` (new ones have no rows yet).
    """
    for part in reversed(ROWS):
        if part.model is not Department:
            doomed = [pk for facility, changes in changed for pk in gone(facility, part, changes)]
            if doomed:
                part.model._default_manager.filter(pk__in=doomed).delete()
    for facility, changes in changed:
        if "departments" in changes:
            write_departments(facility, changes["departments"])
    for part in ROWS:
        if part.model is not Department:
            made = [row for facility, changes in changed for row in come(facility, part, changes)]
            if made:
                part.model._default_manager.bulk_create(made)


def gone(facility: Facility, part: RowPart, changes: Difference) -> list[int]:
    """The keys of the facility's rows that its sheet no longer has."""
    if part.name not in changes:
        return []
    left_out = [row for row in changes[part.name]["from"] if row not in changes[part.name]["to"]]
    if not left_out:
        return []
    rows = getattr(facility, part.name).all()
    if part.model is OpeningHours:
        tables = {(row["of"], row["service_type"], row["season"]) for row in left_out}
        return [row.pk for row in rows if (row.of, row.service_type_id, row.season) in tables]
    departments = {row.pk: row.name_ar for row in facility.departments.all()}
    return [
        row.pk
        for row in rows
        if {column.name: cell_of(row, column, departments) for column in part.columns} in left_out
    ]


def write_departments(facility: Facility, change: dict[str, Any]) -> None:
    """Departments are changed in their rows, which services and their history point at; what is left over goes."""
    renamed = new_names(change["from"], change["to"])
    wanted = {row["name"]["ar"]: row["name"]["en"] for row in change["to"]}
    for row in Department.objects.filter(facility=facility):
        name_ar = renamed.get(row.name_ar, row.name_ar)
        if name_ar not in wanted:
            row.delete()
            continue
        name_en = wanted.pop(name_ar)
        if (row.name_ar, row.name_en) != (name_ar, name_en):
            row.name_ar, row.name_en = name_ar, name_en
            row.save(update_fields=["name_ar", "name_en"])
    Department.objects.bulk_create(
        Department(facility=facility, name_ar=name_ar, name_en=name_en) for name_ar, name_en in wanted.items()
    )


def come(facility: Facility, part: RowPart, changes: Difference) -> Iterator[models.Model]:
    """The rows, not saved yet, that the facility's sheet has anew."""
    if part.name not in changes:
        return
    anew = [row for row in changes[part.name]["to"] if row not in changes[part.name]["from"]]
    departments: dict[str, int] = {}
    if any(row.get("department") for row in anew):
        departments = dict(Department.objects.filter(facility=facility).values_list("name_ar", "pk"))
    for row in anew:
        if part.model is OpeningHours:
            yield from spans_of(facility, row)
            continue
        values: dict[str, Any] = {"facility": facility}
        for column in part.columns:
            if column.name == "department":
                values["department_id"] = departments.get(row["department"])
            else:
                values |= column.to_row(row[column.name])
        yield part.model(**values)


def spans_of(facility: Facility, table: Sheet) -> Iterator[OpeningHours]:
    """One row of the database per span of a table of hours."""
    week = parsed(table["hours"])
    assert week is not None  # noqa: S101 (checked before)
    for weekday in range(1, 8):
        for opens, closes in week.on(weekday):
            yield OpeningHours(
                facility=facility,
                of=table["of"],
                service_type_id=table["service_type"],
                season=table["season"],
                weekday=weekday,
                opens=opens,
                closes=closes,
                source=table["source"] or "",
            )
