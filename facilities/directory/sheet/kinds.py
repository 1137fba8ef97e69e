"""What a value of the sheet may be. Each kind takes plain JSON values and refuses what is wrong, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from drf_spectacular.plumbing import list_hash

from facilities.catalogue.models import ServiceType
from facilities.directory.hours.text import parsed, written
from facilities.geography.models import DatePrecision, District, Governorate
from uhis_portal.readings import refuse_other_script, visible_line

FIRST_YEAR = 1800
YEARS_AHEAD = 30
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_AS_KNOWN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
PRECISIONS = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)


@dataclass(frozen=True)
class Known:
    """What a sheet may refer to, and the day on which it is read."""

    today: date
    governorates: frozenset[str]
    districts: Mapping[str, str] = field(hash=False)  # code → governorate
    services: frozenset[str]

    @classmethod
    def on(cls, today: date) -> Known:
        """Read anew; three queries."""
        return cls(
            today,
            frozenset(Governorate.objects.values_list("pk", flat=True)),
            dict(District.objects.values_list("pk", "governorate_id")),
            frozenset(ServiceType.objects.values_list("pk", flat=True)),
        )


def fault(message: str, code: str) -> ValidationError:
    return ValidationError(message, code=code)


def required() -> ValidationError:
    return fault(_("This is needed."), "required")


def wrong_kind() -> ValidationError:
    return fault(_("This is not the kind of value that belongs here."), "type")


@cache
def values_of(choices: type[models.Choices]) -> list[str]:
    """The values of a fixed list in its order; made once, since Django makes them anew each time."""
    return list(choices.values)


class Kind:
    """A kind of value: `read` takes JSON, `of_row` and `to_row` translate from and to a row of the database."""

    def read(self, given: Any, known: Known) -> Any:
        """The value as it is kept. ValidationError, in the active language, says what is wrong; None: nothing given."""
        raise NotImplementedError

    def of_row(self, row: models.Model, attribute: str) -> Any:
        return getattr(row, attribute)

    def to_row(self, value: Any, attribute: str) -> dict[str, Any]:
        return {attribute: value}

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema, null apart."""
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Kind):
    """One line; `script` is what it must have a letter of."""

    longest: int
    script: str = ""

    def read(self, given: Any, known: Known) -> str | None:
        if given is None:
            return None
        if not isinstance(given, str):
            raise wrong_kind()
        text = visible_line(given, longest=self.longest)
        if text:
            refuse_other_script(text, self.script)
        return text or None

    def of_row(self, row: models.Model, attribute: str) -> str | None:
        return getattr(row, attribute) or None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.longest}


@dataclass(frozen=True)
class TextOrEmpty(Text):
    """Text whose column is empty rather than null where nothing is known."""

    def to_row(self, value: str | None, attribute: str) -> dict[str, Any]:
        return {attribute: value or ""}


@dataclass(frozen=True)
class OneOf(Kind):
    """One of a fixed list."""

    choices: type[models.Choices]

    def read(self, given: Any, known: Known) -> str | None:
        if given in (None, ""):
            return None
        if not isinstance(given, str) or given not in values_of(self.choices):
            raise fault(_("Choose one from the list."), "unknown")
        return given

    def schema(self) -> dict[str, Any]:
        # The mark by which the list gets its name in the schema; it is not written out.
        mark = list_hash(self.choices.choices)
        return {"type": "string", "enum": values_of(self.choices), "x-spec-enum-id": mark}


@dataclass(frozen=True)
class SeveralOf(OneOf):
    """At least one of a fixed list, in its order; a flag of the row for each."""

    def read(self, given: Any, known: Known) -> list[str] | None:  # type: ignore[override]
        if given is None:
            return None
        if not isinstance(given, list):
            raise wrong_kind()
        if not all(isinstance(one, str) and one in values_of(self.choices) for one in given):
            raise fault(_("Choose from the list."), "unknown")
        return [one for one in values_of(self.choices) if one in given] or None

    def of_row(self, row: models.Model, attribute: str) -> list[str]:
        return [one for one in values_of(self.choices) if getattr(row, one)]

    def to_row(self, value: list[str] | None, attribute: str) -> dict[str, Any]:
        return {one: one in (value or ()) for one in values_of(self.choices)}

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": super().schema()}


@dataclass(frozen=True)
class Reference(Kind):
    """The code of something kept elsewhere; `among` names it in Known."""

    among: str

    def read(self, given: Any, known: Known) -> str | None:
        if given in (None, ""):
            return None
        if not isinstance(given, str) or given not in getattr(known, self.among):
            raise fault(_("There is nothing with this code."), "unknown")
        return given

    def of_row(self, row: models.Model, attribute: str) -> str | None:
        return getattr(row, f"{attribute}_id")

    def to_row(self, value: str | None, attribute: str) -> dict[str, Any]:
        return {f"{attribute}_id": value}

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 20}


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number between two bounds."""

    least: int
    most: int

    def read(self, given: Any, known: Known) -> int | None:
        if given in (None, ""):
            return None
        if isinstance(given, bool) or not isinstance(given, int):
            raise fault(_("Write a whole number."), "not_a_number")
        if not self.least <= given <= self.most:
            bounds = {"least": f"{self.least:,}", "most": f"{self.most:,}"}
            raise fault(_("Write a number from %(least)s to %(most)s.") % bounds, "out_of_bounds")
        return given

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Year(Kind):
    """A year that may be meant: not before FIRST_YEAR, not after this one."""

    def read(self, given: Any, known: Known) -> int | None:
        if given in (None, ""):
            return None
        if isinstance(given, bool) or not isinstance(given, int):
            raise fault(_("Write the year as four digits."), "not_a_number")
        if not FIRST_YEAR <= given <= known.today.year:
            bounds = {"first": FIRST_YEAR, "last": known.today.year}
            raise fault(_("Write a year from %(first)s to %(last)s.") % bounds, "out_of_bounds")
        return given

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": FIRST_YEAR, "maximum": 9999}


@dataclass(frozen=True)
class Degrees(Kind):
    """Degrees (WGS 84) within Egypt, to five places: about a metre."""

    least: float
    most: float
    said: Callable[[], str]

    def read(self, given: Any, known: Known) -> float | None:
        if given in (None, ""):
            return None
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise fault(_("Write degrees as a number, such as 25.70809."), "not_a_number")
        if not self.least <= given <= self.most:
            raise fault(self.said(), "outside")
        return round(float(given), 5)

    def of_row(self, row: models.Model, attribute: str) -> float | None:
        found = getattr(row, attribute)
        return None if found is None else float(found)

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Truth(Kind):
    """Yes, no, or not known."""

    def read(self, given: Any, known: Known) -> bool | None:
        if given is None or isinstance(given, bool):
            return given
        raise fault(_("Say yes, no, or that it is not known."), "unknown")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Day(Kind):
    """A day as YYYY-MM-DD, between `first` and so many years ahead; `ahead=0`: not in the future."""

    first: date = date(FIRST_YEAR, 1, 1)
    ahead: int = YEARS_AHEAD

    def read(self, given: Any, known: Known) -> str | None:
        if given in (None, ""):
            return None
        if not isinstance(given, str) or not DAY.fullmatch(given):
            raise fault(_("Give day, month and year, such as 2026-05-27."), "invalid")
        return self.within(day_of(*map(int, given.split("-"))), known).isoformat()

    def within(self, day: date, known: Known) -> date:
        if self.ahead == 0 and day > known.today:
            raise fault(_("This day is still to come."), "future")
        if not self.first <= day <= known.today + timedelta(days=366 * self.ahead):
            raise fault(_("Check the year: this day is too far away."), "out_of_bounds")
        return day

    def of_row(self, row: models.Model, attribute: str) -> str | None:
        found = getattr(row, attribute)
        return found.isoformat() if found else None

    def to_row(self, value: str | None, attribute: str) -> dict[str, Any]:
        return {attribute: date.fromisoformat(value) if value else None}

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class DayAsKnown(Day):
    """A day as far as it is known: YYYY-MM-DD, YYYY-MM or YYYY. Its row keeps the first day and the precision."""

    def read(self, given: Any, known: Known) -> str | None:
        if given in (None, ""):
            return None
        match = DAY_AS_KNOWN.fullmatch(given) if isinstance(given, str) else None
        if match is None:
            raise fault(
                _(
                    "Give the day, or its month and year, or the year alone, such as 2026-05-27, 2026-05 or 2026."
                ),
                "invalid",
            )
        self.within(day_of(*(int(part or 1) for part in match.groups())), known)
        return match[0]

    def of_row(self, row: models.Model, attribute: str) -> str | None:
        found = getattr(row, attribute)
        if found is None:
            return None
        precision = getattr(row, f"{attribute}_precision") or DatePrecision.DAY
        return found.isoformat()[: (4, 7, 10)[PRECISIONS.index(precision)]]

    def to_row(self, value: str | None, attribute: str) -> dict[str, Any]:
        if value is None:
            return {attribute: None, f"{attribute}_precision": ""}
        parts = [int(part) for part in value.split("-")]
        return {
            attribute: date(*([*parts, 1, 1])[:3]),
            f"{attribute}_precision": str(PRECISIONS[len(parts) - 1]),
        }

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}


def day_of(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise fault(_("There is no such day."), "no_such_day") from None


@dataclass(frozen=True)
class WeeklyHours(Kind):
    """The hours of a week as the text of facilities.directory.hours.text, in its one spelling."""

    def read(self, given: Any, known: Known) -> str | None:
        if given is None:
            return None
        if not isinstance(given, str):
            raise wrong_kind()
        week = parsed(given)
        if week is not None and not any(week.days):
            raise fault(
                _("A facility that never opens has no hours: leave this row out, or say so in its status."),
                "never",
            )
        return written(week) or None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 500, "examples": ["Sa-Th 08:00-14:00; Fr off"]}


@dataclass(frozen=True)
class InBoth(Kind):
    """`{ar, en}`; `needed` says how many of the two languages must be written."""

    longest: int
    needed: int = 2
    strict: bool = True

    def read(self, given: Any, known: Known) -> dict[str, str | None] | None:
        if given is None:
            return None
        if not isinstance(given, Mapping):
            raise wrong_kind()
        faults: dict[str, ValidationError] = {
            str(name): fault(_("There is no such field."), "unknown")
            for name in given
            if name not in ("ar", "en")
        }
        read: dict[str, str | None] = {}
        for language in ("ar", "en"):
            try:
                text = Text(self.longest, language if self.strict else "")
                read[language] = text.read(given.get(language), known)
                if self.needed == 2 and read[language] is None and any(given.values()):
                    raise fault(_("Write it in both languages."), "required")
            except ValidationError as found:
                faults[language] = found
        if faults:
            raise ValidationError(faults)
        return read if any(read.values()) else None

    def of_row(self, row: models.Model, attribute: str) -> dict[str, str | None] | None:
        said = {language: getattr(row, f"{attribute}_{language}") or None for language in ("ar", "en")}
        return said if any(said.values()) else None

    def to_row(self, value: Mapping[str, str | None] | None, attribute: str) -> dict[str, Any]:
        return {f"{attribute}_{language}": (value or {}).get(language) for language in ("ar", "en")}

    def schema(self) -> dict[str, Any]:
        one = {"type": ["string", "null"], "maxLength": self.longest}
        return {"type": "object", "properties": {"ar": one, "en": one}, "additionalProperties": False}
