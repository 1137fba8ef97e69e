"""Made-up families. National IDs have a serial that begins with 000; nobody real can have one."""

from datetime import date
from typing import Any

import pytest

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Application
from registry.people.ages import is_adult
from registry.people.national_id import parse
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, within

WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
ADDRESS = "12 شارع المعبد، شقة 3"
NAMES = {
    "head": "أحمد محمود عبد الله حسن",
    "spouse": "منى إبراهيم علي السيد",
    "child": "يوسف أحمد محمود عبد الله",
}


def national_id(born: date, serial: int, governorate: str = "29") -> str:
    """A made-up national ID; `serial` 0 to 9, odd for a man or a boy, even for a woman or a girl."""
    century = "2" if born.year < 2000 else "3"
    digits = f"{century}{born:%y%m%d}{governorate}000{serial}"
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11
    return digits + str((11 - rest) % 10)


def family_of_five(day: int = 1) -> list[dict[str, str]]:
    """Head, spouse and three children; another `day` gives other people."""
    born = [
        date(1985, 3, day),
        date(1988, 7, day),
        date(2012, 1, day),
        date(2015, 5, day),
        date(2019, 9, day),
    ]
    relations = ["head", "spouse", "child", "child", "child"]
    serials = [1, 2, 3, 4, 5]
    return [
        {
            "relation": relation,
            "full_name": NAMES[relation],
            "national_id": national_id(date_of_birth, serial),
        }
        for relation, date_of_birth, serial in zip(relations, born, serials, strict=True)
    ]


def with_work(people: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """The people, each adult among them with a category of work where none is said."""
    return [
        {"work": "employee" if position == 0 else "not_working", **person}
        if person.get("work") is None and adult(person, today)
        else person
        for position, person in enumerate(people)
    ]


def adult(person: dict[str, Any], today: date) -> bool:
    """Whether who has this national ID number is of age."""
    number = person.get("national_id")
    return bool(number) and is_adult(parse(number, today=today).birth_date, today)


def send_application(by: Account, unit: Facility, people: list[dict[str, str]], **more: Any) -> Application:
    """An application entered and sent by `by`, who is a citizen, or a clerk with `phone=`."""
    with within(reach_of(by)):
        given = {"governorate": unit.governorate_id, "district": unit.district_id, "unit": unit.pk,
                 "applicants": with_work(people, cairo_today()), "address": ADDRESS, **more}  # fmt: skip
        draft = actions.begin(by=by, today=cairo_today(), given=given)
        return actions.send(
            by=by, application_id=draft.pk, declared=True, now=cairo_now(), today=cairo_today()
        )


def approve(by: Account, application: Application) -> Application:
    """`by` approves, in the reach that a request of `by` would have."""
    with within(reach_of(by)):
        return actions.approve(by=by, application_id=application.pk, on=cairo_today())


@pytest.fixture
def sent_application(citizen: Account, luxor_unit: Facility) -> Application:
    """A family of five waits for review."""
    return send_application(citizen, luxor_unit, family_of_five(day=2))


@pytest.fixture
def registered(citizen: Account, clerk: Account, luxor_unit: Facility) -> Application:
    """A family of five is registered in the Luxor unit of the cast."""
    return approve(clerk, send_application(citizen, luxor_unit, family_of_five(day=1)))
