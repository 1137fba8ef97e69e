"""The cells of a file about facilities, read: names and codes in any spelling, several of them in one cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils.translation import gettext_lazy as _

from facilities.catalogue.models import ServiceType
from facilities.directory.hours.text import parsed, written
from facilities.directory.models import Facility
from facilities.directory.sheet import Sheet
from facilities.directory.sheet.kinds import ARABIC
from facilities.geography.models import District, Governorate
from uhis_portal.arabic import comparable
from uhis_portal.files.cells import Cells, spellings

SEPARATORS = re.compile(r"\s*[;؛\n]\s*")
BOTH_LANGUAGES = re.compile(r"\s+/\s+")


@dataclass(frozen=True)
class Lists:
    """What cells refer to, by code and by name in any spelling; read once per chunk."""

    governorates: Mapping[str, str]
    districts: Mapping[str, Mapping[str, str]]  # governorate → names
    services: Mapping[str, str]

    @classmethod
    def read(cls) -> Lists:
        of_governorate: dict[str, list[District]] = {}
        for one in District.objects.all():
            of_governorate.setdefault(one.governorate_id, []).append(one)
        districts = {code: named(found, "full_name") for code, found in of_governorate.items()}
        return cls(named(Governorate.objects.defer("outline")), districts, named(ServiceType.objects.all()))


def named(things: Iterable[Any], *more: str) -> dict[str, str]:
    """Comparable spellings of codes and names, and the code that each stands for."""
    spelled = {name: one.pk for one in things for name in (one.pk, one.name_ar, one.name_en)}
    spelled |= {getattr(one, attribute): one.pk for one in things for attribute in more}
    return spellings(spelled)


@cache
def spellings_of(choices: type[Choices]) -> dict[str, str]:
    """Those of a fixed list; made once, since a file has many rows."""
    return spellings(choices)


@dataclass(frozen=True)
class Reading:
    """One row of a file while it is read: its cells, what may be named in them, and the sheet before."""

    cells: Cells
    lists: Lists
    before: Sheet
    today: date


def text(reading: Reading, name: str) -> str | None:
    return reading.cells.text(name)


def whole(reading: Reading, name: str) -> int | None:
    return reading.cells.whole(name, least=-(10**9), most=10**9)


def degrees(reading: Reading, name: str) -> float | None:
    found = reading.cells.decimal(name, least=-1000, most=1000)
    return None if found is None else round(float(found), 5)


def yes_no(reading: Reading, name: str) -> bool | None:
    return reading.cells.yes_no(name)


def day(reading: Reading, name: str) -> str | None:
    found = reading.cells.day(name)
    return found.isoformat() if found else None


def day_as_known(reading: Reading, name: str) -> str | None:
    """2024 and 2024-05 as they are, else a day."""
    found = reading.cells.code(name) or ""
    return found if re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", found) else day(reading, name)


def one_of(choices: type[Choices]) -> Callable[[Reading, str], Any]:
    return lambda reading, name: chosen(reading, name, spellings_of(choices))


def chosen(reading: Reading, name: str, known: Mapping[str, str]) -> str | None:
    """One of `known`, which maps comparable spellings to values."""
    typed = reading.cells.row[name].strip()
    value = known.get(comparable(typed))
    if typed and value is None:
        refuse_unknown(reading, name, typed)
    return value if typed else None


def refuse_unknown(reading: Reading, name: str, typed: str) -> None:
    reading.cells.refuse(
        name, _("“%(text)s” is none of the values known here."), code="unknown", text=typed[:60]
    )


def several(reading: Reading, name: str, known: Mapping[str, str]) -> list[str]:
    """Several names or codes in one cell."""
    found = []
    for typed in SEPARATORS.split(reading.cells.row[name].strip()):
        if not typed:
            continue
        value = known.get(comparable(typed))
        if value is None:
            refuse_unknown(reading, name, typed)
        else:
            found.append(value)
    return found


def levels(reading: Reading, name: str) -> list[str] | None:
    found = several(reading, name, spellings_of(Facility.Level))
    return [one for one in Facility.Level.values if one in found] or None


def services(reading: Reading, name: str) -> list[str]:
    return sorted(set(several(reading, name, reading.lists.services)))


def governorate(reading: Reading, name: str) -> str | None:
    return chosen(reading, name, reading.lists.governorates)


def district(reading: Reading, name: str) -> str | None:
    """A district by code, or by its name within the governorate of the row."""
    there = reading.before["governorate"]
    if "governorate" in reading.cells.row:
        there = reading.lists.governorates.get(comparable(reading.cells.row["governorate"]), there)
    return chosen(reading, name, reading.lists.districts.get(there, {}))


def hours(reading: Reading, name: str) -> str | None:
    """A week in its one spelling; what cannot be read stays as it is, for the sheet to refuse."""
    typed = reading.cells.text(name)
    try:
        return written(parsed(typed or "")) or None
    except ValidationError:
        return typed


def names(reading: Reading, name: str) -> list[tuple[str | None, str | None]]:
    """“مستشفى الأقصر العام / Luxor General Hospital; …”: each in Arabic, in English, or in both."""
    found = []
    for entry in filter(None, SEPARATORS.split(reading.cells.row[name].strip())):
        said: dict[str, str | None] = {"ar": None, "en": None}
        for part in BOTH_LANGUAGES.split(entry, maxsplit=1):
            said["ar" if ARABIC.search(part) else "en"] = part
        found.append((said["ar"], said["en"]))
    return sorted(found, key=repr)


def contacts(reading: Reading, name: str) -> list[str]:
    return sorted(filter(None, SEPARATORS.split(reading.cells.row[name].strip())))
