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
MEN = [
    "أحمد", "محمود", "علي", "حسن", "إبراهيم", "مصطفى", "حسين", "خالد", "يوسف", "عمر",
    "سعيد", "كامل", "جمال", "طارق", "صلاح", "عادل", "سمير", "عثمان", "سليمان", "موسى",
    "رمضان", "فتحي", "كريم", "نبيل", "ناصر", "هاني", "وليد", "سامي", "رضا", "شريف",
]  # fmt: skip
WOMEN = [
    "منى", "فاطمة", "مريم", "زينب", "نادية", "هدى", "أمل", "هبة", "آية", "سارة",
    "سعاد", "كريمة", "جميلة", "سامية", "نجلاء", "نوال", "هناء", "ليلى", "سلوى", "عفاف",
]  # fmt: skip


def forefathers(number: int) -> list[str]:
    """Four names of men, seldom the same for two numbers."""
    return [
        MEN[turned % len(MEN)] for turned in (number, number // 30, number // 900 + number, 7 * number + 3)
    ]


def name(number: int, relation: str, serial: int) -> str:
    """The four-part name of a member: children bear their father's, a spouse those of another house."""
    if relation == "head":
        return " ".join(forefathers(number))
    if relation == "spouse":
        return " ".join([WOMEN[number % len(WOMEN)], *forefathers(5 * number + 11)[:3]])
    return " ".join([MEN[(number + serial) % len(MEN)], *forefathers(number)[:3]])


def family(number: int, unit: str) -> list[tuple[str, ...]]:
    """The rows of family `number` (0 to SPAN × 28 - 1): head, spouse and two children."""
    place, day = PLACES[number // SPAN], number % SPAN
    return [
        (
            f"OLD-{number:07}",
            relation,
            name(number, relation, serial),
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
