"""Whether a sheet may be as somebody wants it. Every fault is told at once, each at the path of its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.directory.sheet.kinds import Known, OneOf, fault, required, values_of, wrong_kind
from facilities.directory.sheet.parts import FIELD_PARTS, MOST_ROWS, PARTS, ROW_PARTS, Column, Part, RowPart
from facilities.directory.sheet.row_rules import first_day

Sheet = dict[str, Any]


def checked(changes: Mapping[str, Any], before: Sheet | None, known: Known, *, taken: int = 0) -> Sheet:
    """The whole sheet after `changes`, which maps parts to what they shall be; other parts stay as in `before`.

    `before` is None for a facility that is not there yet; `taken` is how many people are assigned to it. Raises
    ValidationError with paths such as `capacities.2.quantity`.
    """
    reading = Reading(known)
    after = dict(before or nothing_known())
    for name, given in changes.items():
        if name in PARTS:
            after[name] = reading.part(PARTS[name], given)
        else:
            reading.refuse(str(name), fault(_("There is no such field."), "unknown"))
    for name, part in FIELD_PARTS.items():
        if part.required and after[name] is None and (before is None or name in changes):
            reading.refuse(name, required())
    if "departments" in changes and before is not None and "services" not in changes:
        after["services"] = following(before, after)
    for path, found in together(before, after, reading, taken):
        reading.refuse(path, found)
    if reading.faults:
        raise ValidationError(dict(reading.faults))
    return after


def nothing_known() -> Sheet:
    """The sheet of a facility that is not there yet."""
    return {name: [] if name in ROW_PARTS else None for name in PARTS}


class Reading:
    """Reads what was given, and gathers what is wrong with it by path."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.faults: dict[str, list[ValidationError]] = {}
        self.given_at: dict[str, list[int]] = {}  # part → where each of its rows, in their order, stood

    def refuse(self, path: str, found: ValidationError) -> None:
        """Note what is wrong at `path`, unless something at or below it is wrong already."""
        if not self.is_wrong(path):
            self.note(path, [found])

    def note(self, path: str, found: Iterable[ValidationError]) -> None:
        self.faults.setdefault(path, []).extend(found)

    def is_wrong(self, path: str) -> bool:
        return any(known == path or known.startswith(f"{path}.") for known in self.faults)

    def part(self, part: Part, given: Any) -> Any:
        if isinstance(part, RowPart):
            return self.rows(part, given)
        if not part.columns:
            return self.value(part.as_column(), given, part.name)
        if given is None:
            return None
        if not isinstance(given, Mapping):
            self.note(part.name, [wrong_kind()])
            return None
        return self.columns(part.columns, given, part.name)

    def value(self, column: Column, given: Any, path: str) -> Any:
        """The value; None where nothing is given, and where it is wrong."""
        try:
            return column.kind.read(given, self.known)
        except ValidationError as found:
            if hasattr(found, "error_dict"):
                for name, inner in found.error_dict.items():
                    self.note(f"{path}.{name}", inner)
            else:
                self.note(path, found.error_list)
            return None

    def columns(self, columns: tuple[Column, ...], given: Mapping[str, Any], path: str) -> Sheet:
        names = {column.name for column in columns}
        for name in given:
            if name not in names:
                self.note(f"{path}.{name}", [fault(_("There is no such field."), "unknown")])
        values = {}
        for column in columns:
            here = f"{path}.{column.name}"
            values[column.name] = self.value(column, given.get(column.name), here)
            if column.required and values[column.name] is None:
                self.refuse(here, required())
        return values

    def rows(self, part: RowPart, given: Any) -> list[Sheet]:
        """Rows in their one order, which is not the order in which they were given; without those that are wrong."""
        if not isinstance(given, list):
            self.note(part.name, [wrong_kind()])
            return []
        if len(given) > MOST_ROWS:
            self.note(part.name, [fault(_("At most %(number)s rows.") % {"number": MOST_ROWS}, "too_many")])
            return []
        found: list[tuple[int, Sheet]] = []
        for position, row in enumerate(given):
            path = f"{part.name}.{position}"
            if not isinstance(row, Mapping):
                self.note(path, [wrong_kind()])
                continue
            values = self.columns(part.columns, row, path)
            if self.is_wrong(path):
                continue
            for column, wrong in part.check(values):
                self.note(f"{path}.{column}", [wrong])
            if any(collide(part, values, earlier) for _position, earlier in found):
                self.note(f"{path}.{blamed(part)}", [fault(part.message, "twice")])
            if not self.is_wrong(path):
                found.append((position, values))
        found.sort(key=lambda entry: place_of(part, entry[1]))
        self.given_at[part.name] = [position for position, _row in found]
        return [row for _position, row in found]


def blamed(part: RowPart) -> str:
    """The column at which a row is told that it collides with another."""
    columns = part.unique or part.apart or ()
    return columns[0] if columns else part.columns[0].name


def collide(part: RowPart, one: Sheet, other: Sheet) -> bool:
    if part.unique:
        return all(at(one, path) == at(other, path) for path in part.unique)
    return all(at(one, path) == at(other, path) for path in part.apart or ()) and overlap(one, other)


def at(row: Sheet, path: str) -> Any:
    """The value at `name` or `name.ar`."""
    found: Any = row
    for step in path.split("."):
        found = (found or {}).get(step)
    return found


def overlap(one: Sheet, other: Sheet) -> bool:
    """Whether two periods share a day; an empty end is open."""

    def begins_in_time(a: Sheet, b: Sheet) -> bool:
        return not a["since"] or not b["until"] or first_day(a["since"]) < b["until"]

    return begins_in_time(one, other) and begins_in_time(other, one)


def holds(row: Sheet, today: date) -> bool:
    """Whether a period of days holds on one."""
    said = today.isoformat()
    return (row["since"] is None or row["since"] <= said) and (row["until"] is None or row["until"] > said)


def status_on(sheet: Sheet, today: date) -> str | None:
    """The status in force on a day; None where none is known."""
    return next((row["status"] for row in sheet["statuses"] if holds(row, today)), None)


def in_order(part: RowPart, rows: Iterable[Sheet]) -> list[Sheet]:
    return sorted(rows, key=lambda row: place_of(part, row))


def place_of(part: RowPart, row: Sheet) -> list[Any]:
    """The one order of rows: by their columns from left to right, choices as they are listed, empty first."""
    return [rank(column, row[column.name]) for column in part.columns]


def rank(column: Column, value: Any) -> tuple[bool, Any]:
    if value is None:
        return (False, "")
    if isinstance(column.kind, OneOf):
        return (True, values_of(column.kind.choices).index(value))
    if isinstance(value, Mapping):
        return (True, [text or "" for text in value.values()])
    return (True, value)


def following(before: Sheet, after: Sheet) -> list[Sheet]:
    """The services after departments were renamed: each goes with its department."""
    renamed = new_names(before["departments"], after["departments"])
    moved = (
        {**row, "department": renamed.get(row["department"], row["department"])} for row in before["services"]
    )
    return in_order(ROW_PARTS["services"], moved)


def new_names(before: list[Sheet], after: list[Sheet]) -> dict[str, str]:
    """What the Arabic names of departments became: if as many came as went, one took the other's place, in order."""
    old, new = ([row["name"]["ar"] for row in rows] for rows in (before, after))
    gone = [name for name in old if name not in new]
    came = [name for name in new if name not in old]
    return dict(zip(gone, came, strict=True)) if len(gone) == len(came) else {}


def together(
    before: Sheet | None, after: Sheet, reading: Reading, taken: int
) -> Iterator[tuple[str, ValidationError]]:
    """What must fit together across parts. Only what was changed is asked for: what is there already stays."""

    def touched(*names: str) -> bool:
        return before is None or any(before[name] != after[name] for name in names)

    kind, places, district = after["kind"], after["places"], after["district"]
    governorate = reading.known.districts.get(district) if district else after["governorate"]
    if touched("district", "governorate") and governorate != after["governorate"]:
        yield "district", fault(_("This district belongs to another governorate."), "elsewhere")
    if touched("kind", "places") and places is not None and kind and kind not in Facility.FAMILY_MEDICINE:
        yield "places", fault(_("Only family-medicine units and centres take families."), "kind")
    if touched("places") and places is not None and places < taken:
        sentence = _("%(number)s people are assigned to it already.") % {"number": f"{taken:,}"}
        yield "places", fault(sentence, "taken")
    if touched("kind") and taken and kind not in Facility.FAMILY_MEDICINE:
        yield (
            "kind",
            fault(_("Families are assigned to it: it must stay a family-medicine unit or centre."), "taken"),
        )
    if touched("services", "departments"):
        yield from without_department(after, reading)
    if before is not None and status_on(before, reading.known.today) == Facility.Status.CLOSED:
        yield from given_again(before, after)


def given_again(before: Sheet, after: Sheet) -> Iterator[tuple[str, ValidationError]]:
    """What would make another facility of one that is closed. A spelling may be mended."""
    was, name = before["name"], after["name"]
    renamed = name is not None and all(was[language] != name[language] for language in ("ar", "en"))
    for part in ("name", "kind", "governorate"):
        if renamed if part == "name" else before[part] != after[part]:
            sentence = _(
                "This code belongs to a facility that is closed, and is never given again. A new facility has a new"
                " code; if this one opened again, change its status first."
            )
            yield part, fault(sentence, "closed")


def without_department(after: Sheet, reading: Reading) -> Iterator[tuple[str, ValidationError]]:
    """Services of a department that is not there: told where the wish was made."""
    departments = {row["name"]["ar"] for row in after["departments"]}
    given_at = reading.given_at.get("services")
    for position, row in enumerate(after["services"]):
        if not row["department"] or row["department"] in departments:
            continue
        if given_at is None:
            sentence = _("“%(name)s” still gives services. Change these first.") % {"name": row["department"]}
            yield "departments", fault(sentence, "in_use")
        else:
            sentence = _("It has no department of this name. Write the Arabic name as it is listed.")
            yield f"services.{given_at[position]}.department", fault(sentence, "unknown")
