"""Files of families that had a file before the portal, as many as wanted, each person another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from facilities.geography.birth_places import BIRTH_PLACES
from tests.families import national_id

HEADINGS = ("file_number", "relation", "full_name", "national_id", "unit")
MEMBERS = (("head", 1, 1960), ("spouse", 2, 1964), ("child", 3, 2004), ("child", 5, 2006))
SPAN = 1_400  # days of births from which people of one place, one serial and one decade are taken
PLACES = sorted(BIRTH_PLACES)


def family(number: int, unit: str) -> list[tuple[str, ...]]:
    """The rows of family `number` (0 to SPAN × 28 - 1): head, spouse and two children."""
    place, day = PLACES[number // SPAN], number % SPAN
    return [
        (
            f"OLD-{number:07}",
            relation,
            f"علي حسن محمود {'السيد' if serial % 2 else 'سعيد'}",
            national_id(date(year, 1, 1) + timedelta(days=day), serial, place),
            unit,
        )
        for relation, serial, year in MEMBERS
    ]


def families(number: int, unit: str) -> Iterator[tuple[str, ...]]:
    """The rows of so many families, one below another."""
    for one in range(number):
        yield from family(one, unit)


def as_csv(
    rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]], headings: tuple[str, ...] = HEADINGS
) -> bytes:
    return "".join(",".join(row) + "\r\n" for row in (headings, *rows)).encode()
