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
from facilities.geography.models import District, Governorate
from uhis_portal.arabic import comparable
from uhis_portal.files.cells import Cells, spellings
from uhis_portal.files.columns import shortened
from uhis_portal.readings import ARABIC

SEPARATORS = re.compile(r"\s*(?<!\\)[;؛\n]\s*")
SEPARATOR_WITHIN = re.compile(r"[;؛]")  # of a value: written after a backslash
BOTH_LANGUAGES = re.compile(r"\s+/\s+")
SEVERAL = ""  # what a spelling stands for that several things share


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
    """Comparable spellings of codes and names, and the code that each stands for, or SEVERAL."""
    found: dict[str, str] = {}
    for one in things:
        for name in {comparable(str(getattr(one, by))) for by in ("pk", "name_ar", "name_en", *more)}:
            found[name] = one.pk if name not in found else SEVERAL
    return found


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
    return meant(reading, name, typed, known) if typed else None


def meant(reading: Reading, name: str, typed: str, known: Mapping[str, str]) -> str | None:
    """What one text stands for; None, and a fault, for a text that stands for nothing or for several things."""
    value = known.get(comparable(typed))
    if value is None:
        sentence = _("“%(text)s” is none of the values known here.")
        reading.cells.refuse(name, sentence, code="unknown", text=shortened(typed))
    elif value == SEVERAL:
        sentence = _("Several are called “%(text)s”. Write the full name, or the code.")
        reading.cells.refuse(name, sentence, code="several", text=shortened(typed))
    return value or None


def several(reading: Reading, name: str, known: Mapping[str, str]) -> list[str]:
    """Several names or codes in one cell."""
    found = (meant(reading, name, typed, known) for typed in apart(reading.cells.row[name]))
    return [value for value in found if value is not None]


def apart(cell: str) -> list[str]:
    """The texts that stand in one cell."""
    texts = (re.sub(r"\\([;؛])", r"\1", text) for text in SEPARATORS.split(cell.strip()))
    return [text for text in texts if text]


def together(texts: Iterable[str]) -> str:
    """Texts in one cell: `apart` gives them again."""
    return "; ".join(SEPARATOR_WITHIN.sub(r"\\\g<0>", text) for text in texts)


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
    return sorted(map(name_of, apart(reading.cells.row[name])), key=repr)


def name_of(entry: str) -> tuple[str | None, str | None]:
    """(Arabic, English) of one entry; a stroke between two texts of one script is part of the name."""
    for stroke in BOTH_LANGUAGES.finditer(entry):
        before, after = entry[: stroke.start()], entry[stroke.end() :]
        if bool(ARABIC.search(before)) != bool(ARABIC.search(after)):
            return (before, after) if ARABIC.search(before) else (after, before)
    return (entry, None) if ARABIC.search(entry) else (None, entry)


def contacts(reading: Reading, name: str) -> list[str]:
    return sorted(apart(reading.cells.row[name]))
