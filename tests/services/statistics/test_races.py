"""Races of the numbers, proved and not hoped for: who holds what open is decided here, and by no clock.

What is proved of the drain is also held against a planted one, which remembers how far it has come.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from facilities.directory.models import Facility
from registry.people.models import Beneficiary, Household, Membership
from services.statistics import actions
from services.statistics.counting import SERVICES, SOURCES
from services.statistics.counting.recount import Difference, differences
from services.statistics.models import CareDelta, IdentityDelta, RegistrationsByDay, RollUp
from tests.services.statistics.held_open import HeldOpen
from tests.services.statistics.life import Life
from tests.services.statistics.people_again import recounted, shown
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)

Drain = Callable[[], int]


@pytest.fixture
def lives(luxor_unit: Facility, port_said_unit: Facility, other_clerk: Account) -> list[Life]:
    """Two lives in the same units, each with people of its own who were registered, given care and folded."""
    places = [luxor_unit, port_said_unit]
    lives = [Life(random.Random(number), places, other_clerk, number) for number in (0, 1)]
    for life in lives:
        for _family in range(4):
            life.register()
        life.visit_of_a_guest()
        for _visit in range(3):
            life.visit()
    while actions.fold():
        pass
    return lives


def wrong() -> list[Difference]:
    return list(differences())


def drain_one() -> int:
    return actions.fold(at_once=1)


TAKING = f"DELETE FROM {SERVICES.table} WHERE id IN (SELECT id FROM {SERVICES.table} ORDER BY id LIMIT %s) RETURNING *"
PLANTED = SERVICES.fold.replace(
    f"WITH taken AS ({TAKING})",
    f"WITH gone AS (DELETE FROM {SERVICES.table} WHERE id <= %s RETURNING *),"
    " taken AS (SELECT * FROM gone WHERE id > %s)",
)


@dataclass
class Watermark:
    """A drain as it must not be: it takes what comes after the last id that it has seen."""

    last: int = 0

    def __call__(self) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT max(id) FROM {SERVICES.table} WHERE id > %s", [self.last])
            newest = cursor.fetchone()[0]
            if newest is None:
                return 0
            before, self.last = self.last, newest
            cursor.execute(PLANTED, [newest, before])
            return int(cursor.fetchone()[0])


# What is done to a drain, and which cells are wrong at some point of it.


def writer_held_open(drain: Drain, one: Life, other: Life) -> list[Difference]:
    """A writer whose deltas have the lower ids commits after those of another have been drained."""
    writer = HeldOpen(one.visit).has_written()
    other.visit()
    drain()
    found = wrong()
    writer.commit()
    found += wrong()
    other.visit()
    drain()
    return found + wrong()


def killed_before_it_commits(drain: Drain, one: Life, other: Life) -> list[Difference]:
    """The drainer's connection is ended when it has taken deltas and written cells, before it commits."""
    one.visit()
    HeldOpen(drain).has_written().kill()
    found = wrong()
    other.visit()
    drain()
    return found + wrong()


RACES = [writer_held_open, killed_before_it_commits]


@pytest.mark.parametrize("race", RACES)
@pytest.mark.parametrize("drain", [actions.fold, drain_one])
def test_the_drain_loses_nothing(
    race: Callable[[Drain, Life, Life], list[Difference]], drain: Drain, lives: list[Life]
) -> None:
    assert race(drain, *lives) == []
    while drain():
        assert wrong() == []
    assert shown() == recounted()


@pytest.mark.parametrize("race", RACES)
def test_a_drain_that_remembers_how_far_it_came_is_caught(
    race: Callable[[Drain, Life, Life], list[Difference]], lives: list[Life]
) -> None:
    assert SERVICES.fold != PLANTED, "the statement is no longer written as the planted one expects"
    found = race(Watermark(), *lives)
    assert {one.roll for one in found} == {roll.name for roll in SERVICES.rolls}
    assert all(int(one.shown.split()[0]) < int(one.recounted.split()[0]) for one in found), "rows are lost"


def test_changes_of_every_kind_held_open_across_drains_are_counted_when_they_commit(
    lives: list[Life],
) -> None:
    one, other = lives

    def everything() -> None:
        one.visit()
        one.visit_of_a_guest()
        one.batch()
        one.undo()
        for guest in one.guests:
            one.guests = [guest]
            one.tell_who_a_guest_was()
        while not one.merged:
            one.step({Life.merge: 1})
        one.register()
        one.apply()

    writer = HeldOpen(everything).has_written()
    before = shown()
    for _time in range(3):
        other.visit()
        other.undo()
        drain_one()
        assert wrong() == []
    assert waiting() > 0
    writer.commit()
    assert wrong() == []
    assert shown() == recounted() != before
    while drain_one():
        assert wrong() == []
        assert shown() == recounted()


def test_two_drainers_at_once_take_nothing_twice(lives: list[Life]) -> None:
    lives[0].batch()
    first = HeldOpen(drain_one).has_written()
    assert actions.fold() == 0, "the second finds the first at work"
    first.commit()
    assert wrong() == []


def test_eight_drainers_at_once_fold_each_delta_once(lives: list[Life]) -> None:
    for life in lives:
        life.batch()
        life.tell_who_a_guest_was()
        life.register()
    noted, before = waiting(), RollUp.objects.get().folded
    together = threading.Barrier(8)

    def drain(_number: int) -> int:
        together.wait(20)
        folded = 0
        try:
            while waiting():
                folded += drain_one()
        finally:
            connection.close()
        return folded

    with ThreadPoolExecutor(8) as threads:
        folded = sum(threads.map(drain, range(8)))
    assert folded == noted == RollUp.objects.get().folded - before
    assert wrong() == []
    assert shown() == recounted()


def waiting() -> int:
    """Deltas that are not yet folded."""
    tables = [*(source.deltas for source in SOURCES), CareDelta, IdentityDelta]
    with system_reach():
        return sum(table.objects.count() for table in tables)


# One person, changed by two at once


@pytest.fixture
def person(lives: list[Life]) -> Beneficiary:
    """Alone in a family, and not yet of the second unit."""
    with system_reach():
        alone = Household.objects.filter(unit=lives[0].places[0]).order_by("pk")
        return next(family.members.get() for family in alone if family.members.count() == 1)


def registered(unit: Facility) -> dict[tuple[str, int], int]:
    """People registered at a unit in the end, by sex and year of birth, as folded."""
    while actions.fold():
        pass
    cells = RegistrationsByDay.objects.filter(unit=unit.pk).values_list("sex", "birth_year")
    return {(sex, year): people for sex, year, people in cells.annotate(Sum("people")) if people}


@pytest.mark.parametrize("first", ["the number", "the unit"])
def test_sex_and_unit_of_one_person_changed_by_two_at_once_are_both_counted(
    first: str, person: Beneficiary, lives: list[Life]
) -> None:
    one, other = lives
    here, there = one.places
    before = {unit.pk: registered(unit) for unit in one.places}
    one.people = [person.pk]
    other.families, other.places = [person.household_id], [there]
    works = [one.correct_a_number, other.move_house]
    if first == "the unit":
        works.reverse()
    holding = HeldOpen(works[0]).has_written()
    second = HeldOpen(works[1]).waits()
    drain_one()
    assert wrong() == []
    holding.commit()
    second.has_written()
    assert wrong() == []
    drain_one()
    second.commit()
    assert wrong() == []

    was = (person.sex, person.birth_date.year)
    with system_reach():
        person.refresh_from_db()
        now = Membership.objects.get(beneficiary=person, until=None)
    is_now = (person.sex, person.birth_date.year)
    assert was != is_now and (now.sex, now.birth_year, now.unit) == (*is_now, there)
    assert Counter(registered(here)) == Counter(before[here.pk]) - Counter([was])
    assert Counter(registered(there)) == Counter(before[there.pk]) + Counter([is_now])
    assert wrong() == []


def test_one_row_updated_by_two_at_once_is_counted_as_it_is_in_the_end(
    person: Beneficiary, lives: list[Life]
) -> None:
    """Whatever the actions lock: the second update sees the first one's row, and so does the trigger."""
    _here, there = lives[0].places

    def update(**what: object) -> Callable[[], None]:
        def work() -> None:
            with system_reach():
                Membership.objects.filter(beneficiary=person).update(**what)

        return work

    before = registered(there)
    other_sex = "female" if person.sex == "male" else "male"
    holding = HeldOpen(update(sex=other_sex)).has_written()
    second = HeldOpen(update(unit=there)).waits()
    assert wrong() == []
    holding.commit()
    second.commit()
    assert wrong() == []
    cell = (other_sex, person.birth_date.year)
    assert Counter(registered(there)) == Counter(before) + Counter([cell])
    assert wrong() == []
