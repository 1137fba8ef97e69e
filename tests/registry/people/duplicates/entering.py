"""Families entered for tests of duplicates, and what the tables of people hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.people.actions import NewMember, register_household
from registry.people.models import Beneficiary, Household, PossibleDuplicate, Relation
from registry.people.national_id import parse
from tests.families import national_id
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import reach_of, system_reach, within

LAST_YEAR = date(2025, 6, 1)
BORN = date(1985, 3, 4)
NAME = "أحمد محمود عبد الله حسن"
NUMBER = national_id(BORN, 1)
ONE_DIGIT_OFF = NUMBER[:13] + str((int(NUMBER[13]) + 1) % 10)


@dataclass(frozen=True)
class Person:
    """Somebody to be entered."""

    full_name: str
    number: str
    relation: str = "head"


HEAD = Person(NAME, NUMBER)
SAME_HEAD = Person(NAME, ONE_DIGIT_OFF)


def registered(by: Account, unit: Facility, *people: Person, on: date = LAST_YEAR, **more: Any) -> Household:
    """A family with these people, as a clerk registers it."""
    with within(reach_of(by)):
        return register_household(
            by=by,
            governorate=unit.governorate,
            district=unit.district or District.objects.filter(governorate=unit.governorate).order_by("pk")[0],
            unit=unit,
            people=[
                NewMember(Relation(one.relation), one.full_name, parse(one.number, today=cairo_today()))
                for one in people
            ],
            on=on,
            **more,
        )


def entered(by: Account, unit: Facility, *people: Person, **more: Any) -> list[Beneficiary]:
    """The people of a new family, in the order given."""
    family = registered(by, unit, *people, **more)
    with system_reach():
        rows = Beneficiary.objects.filter(household=family).select_related("household")
        of_name = {person.full_name: person for person in rows}
    return [of_name[one.full_name] for one in people]


def the_pair() -> PossibleDuplicate:
    with system_reach():
        return PossibleDuplicate.objects.get()


def pairs() -> int:
    with system_reach():
        return PossibleDuplicate.objects.count()


def fresh(person: Beneficiary) -> Beneficiary:
    with system_reach():
        return Beneficiary.objects.select_related("household").get(pk=person.pk)


def household(person: Beneficiary) -> Household:
    return fresh(person).household


def rows_of_people() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of people, by table; but for merges, the history, and the counters of versions."""
    left_out = {"people_merge"}
    tables = [
        model._meta.db_table
        for model in apps.get_app_config("people").get_models()
        if not model._meta.db_table.endswith("event") or model._meta.db_table == "people_lifeevent"
    ]
    found = {}
    with system_reach(), connection.cursor() as cursor:
        for table in sorted(set(tables) - left_out):
            cursor.execute(f"SELECT to_jsonb(t) - 'version' FROM {table} t ORDER BY id")
            found[table] = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT code, taken FROM directory_facility WHERE taken > 0 ORDER BY code")
        found["places"] = [{"unit": code, "taken": taken} for code, taken in cursor.fetchall()]
    return found
