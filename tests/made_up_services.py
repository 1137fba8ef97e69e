"""Made-up people of one unit, as many as wanted, and files of what they were given, with faults planted among the rows."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from facilities.directory.models import Facility
from registry.people.models import Beneficiary, Household, Membership, Relation, Sex
from registry.people.models.registered import new_code
from tests.families import national_id
from uhis_portal.sealed_fields import index_of

FIRST_BIRTH = date(1950, 1, 1)
SERIALS = 10  # people who can be born on one day
FAMILY = 5
REGISTERED_ON = date(2024, 1, 1)
HEADINGS = ("اليوم", "الرقم القومي", "نوع الخدمة", "العدد", "التشخيص", "رقم الزيارة")
KINDS = ("PHC-FM", "PHC-LAB", "PHC-DRUG", "PHC-DENT", "PHC-VACC")
DIAGNOSES = ("", "", "J45", "J45.9", "I10", "E11.9", "K29.7")
Row = tuple[str, ...]


def number_of(person: int) -> str:
    """The national ID of the made-up person with this number, from 0."""
    return national_id(FIRST_BIRTH + timedelta(days=person // SERIALS), person % SERIALS)


def register(unit: Facility, people: int) -> None:
    """Register so many made-up people at `unit`, all at once; everything must be in reach."""
    district = unit.district or unit.governorate.districts.order_by("code")[0]
    place = {"governorate_id": unit.governorate_id, "unit": unit}
    for start in range(0, people, 5_000):
        numbers = range(start, min(start + 5_000, people))
        families = {
            number // FAMILY: Household(file_number=f"MADE-{number // FAMILY:07}", district=district,
                                        registered_on=REGISTERED_ON, **place)
            for number in numbers
        }  # fmt: skip
        Household.objects.bulk_create(families.values(), batch_size=1_000)
        members = [
            Beneficiary(
                id=uuid4(), code=new_code(), national_id=number_of(number),
                national_id_index=index_of("national_id", number_of(number)),
                full_name="خالد سامي فتحي علي", comparable_name="خالد سامي فتحي علي",
                sex=Sex.MALE if number % 2 else Sex.FEMALE,
                birth_date=FIRST_BIRTH + timedelta(days=number // SERIALS), household=families[number // FAMILY],
                **place,
            )
            for number in numbers
        ]  # fmt: skip
        Beneficiary.objects.bulk_create(members, batch_size=1_000)
        Membership.objects.bulk_create(
            [
                Membership(
                    beneficiary=person, household=person.household, district=district, since=REGISTERED_ON,
                    relation=Relation.HEAD if number % FAMILY == 0 else Relation.CHILD, sex=person.sex,
                    birth_year=person.birth_date.year, **place,
                )
                for number, person in zip(numbers, members, strict=True)
            ],
            batch_size=1_000,
        )  # fmt: skip


@dataclass
class Planted:
    """Rows of a file; `faults` says by row number, as a spreadsheet counts, at which column which fault was planted."""

    rows: list[Row]
    faults: dict[int, tuple[str, str]] = field(default_factory=dict)


def right_rows(count: int, people: int, last_day: date, days: int) -> Iterator[Row]:
    """Rows without a fault: visits of two rows each, of one person after another, over so many days."""
    for at in range(count):
        visit = at // 2
        day = last_day - timedelta(days=visit * 7 % days)
        yield (
            f"{day.day}/{day.month}/{day.year}" if visit % 2 else day.isoformat(), number_of(visit * 31 % people),
            KINDS[at % len(KINDS)], str(at % 3 + 1), DIAGNOSES[visit % len(DIAGNOSES)], str(visit),
        )  # fmt: skip


def plant(rows: list[Row], faults: int, people: int, today: date, chance: random.Random) -> Planted:
    """The rows with so many faults of eight kinds among them, one in a row."""
    planted = Planted(rows)
    for turn, at in enumerate(chance.sample(range(len(rows)), faults)):
        column, value, code = [
            (0, (today + timedelta(days=3)).isoformat(), "future"),
            (0, "31/2/2026", "not_a_day"),
            (0, "1/1/2019", "too_late"),
            (1, number_of(people + turn), "not_registered"),
            (1, "1234", "length"),
            (2, "غسيل السيارات", "unknown"),
            (3, "101", "out_of_range"),
            (4, "ASTHMA", "invalid"),
        ][turn % 8]
        row = list(rows[at])
        row[column] = value
        rows[at] = tuple(row)
        planted.faults[at + 2] = (("day", "patient", "service_type", "quantity", "diagnosis")[column], code)
    return planted


def as_csv(rows: Sequence[Row], headings: Row = HEADINGS) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows((headings, *rows))
    return file.getvalue().encode()
