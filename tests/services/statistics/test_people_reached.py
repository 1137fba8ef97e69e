"""Distinct people: who was entered twice counts once, and an other patient counts as whoever it turned out to be.

Each story is folded in three ways, and its counts are the same in each.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.statistics import actions
from services.statistics.counting.recount import differences
from tests.services.statistics.patients import (
    KIND,
    NEW_YEAR,
    OLD_YEAR,
    given,
    given_to_a_guest,
    merged,
    unmerged,
    was,
)
from tests.services.statistics.people_again import recounted, shown
from tests.services.visits import undo
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db(transaction=True)

Folding = Callable[[], object]
FOLDINGS: dict[str, Folding] = {
    "never folded": lambda: None,
    "folded one by one": lambda: actions.fold(at_once=1),
    "folded at once": actions.fold,
}


@pytest.fixture(params=FOLDINGS)
def fold(request: pytest.FixtureRequest) -> Folding:
    return FOLDINGS[request.param]


def reached(*places: str, year: int = 0) -> list[int]:
    """People by place, in a year or ever; all that is shown is also as recounted."""
    assert list(differences()) == []
    found = shown()
    assert found == recounted()
    return [found.get((place, KIND, year), 0) for place in places]


def test_one_person_counts_once_in_each_governorate_and_once_in_the_country(
    fold: Folding, luxor: Beneficiary, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    places = ("EG-LX", "EG-PTS", "EG")
    first = given(luxor_unit, luxor)
    given(luxor_unit, luxor)
    fold()
    assert reached(*places) == [1, 0, 1]
    away = given(port_said_unit, luxor)
    fold()
    assert reached(*places) == [1, 1, 1]
    undo(Account.system(), first)
    fold()
    assert reached(*places) == [1, 1, 1]
    undo(Account.system(), away)
    fold()
    assert reached(*places) == [1, 0, 1]


def test_a_year_ends_with_its_last_day(fold: Folding, luxor: Beneficiary, luxor_unit: Facility) -> None:
    old = given(luxor_unit, luxor, OLD_YEAR)
    new = given(luxor_unit, luxor, NEW_YEAR)
    fold()
    for year in (2025, 2026, 0):
        assert reached("EG-LX", "EG", year=year) == [1, 1]
    undo(Account.system(), old)
    fold()
    assert (reached("EG", year=2025), reached("EG", year=2026), reached("EG")) == ([0], [1], [1])
    undo(Account.system(), new)
    fold()
    assert (reached("EG", year=2025), reached("EG", year=2026), reached("EG")) == ([0], [0], [0])


def test_who_was_entered_twice_counts_once_while_merged(
    fold: Folding, luxor: Beneficiary, port_said: Beneficiary, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    places = ("EG-LX", "EG-PTS", "EG")
    first = given(luxor_unit, luxor)
    given(luxor_unit, port_said)
    given(port_said_unit, port_said)
    fold()
    assert reached(*places) == [2, 1, 2]
    pair = merged(luxor, stays=port_said)
    fold()
    assert reached(*places) == [1, 1, 1]
    undo(Account.system(), first)
    fold()
    assert reached(*places) == [1, 1, 1]
    given(luxor_unit, luxor)  # with the old card: the ledger names who goes on
    unmerged(pair)
    fold()
    assert reached(*places) == [1, 1, 1], "the first record is undone, and the last one is of who went on"
    given(luxor_unit, luxor)
    fold()
    assert reached(*places) == [2, 1, 2]


def test_a_guest_counts_as_who_it_was_and_as_whom_that_person_goes_on(
    fold: Folding, luxor: Beneficiary, port_said: Beneficiary, luxor_unit: Facility
) -> None:
    guest = given_to_a_guest(luxor_unit)
    fold()
    assert reached("EG-LX", "EG") == [0, 0], "of nobody who is known"
    given(luxor_unit, port_said)
    was(guest, luxor)
    fold()
    assert reached("EG-LX", "EG") == [2, 2]
    pair = merged(luxor, stays=port_said)
    fold()
    assert reached("EG-LX", "EG") == [1, 1]
    unmerged(pair)
    fold()
    assert reached("EG-LX", "EG") == [2, 2]
    was(guest, port_said)
    fold()
    assert reached("EG-LX", "EG") == [1, 1]
    merged(port_said, stays=luxor)
    fold()
    assert reached("EG-LX", "EG") == [1, 1]
    was(guest, None)
    fold()
    assert reached("EG-LX", "EG") == [1, 1]


def test_what_is_told_before_the_care_is_folded_counts_the_same(
    fold: Folding, luxor: Beneficiary, port_said: Beneficiary, luxor_unit: Facility
) -> None:
    """Care waits, and meanwhile the patient is told, merged, told otherwise and given more."""
    guest = given_to_a_guest(luxor_unit)
    record = given(luxor_unit, luxor)
    was(guest, luxor)
    pair = merged(luxor, stays=port_said)
    fold()
    given(luxor_unit, port_said)
    undo(Account.system(), record)
    assert reached("EG-LX", "EG") == [1, 1]
    unmerged(pair)
    fold()
    assert reached("EG-LX", "EG") == [2, 2]
    was(guest, port_said)
    fold()
    assert reached("EG-LX", "EG") == [1, 1]
    while actions.fold(at_once=1):
        assert reached("EG-LX", "EG") == [1, 1]
