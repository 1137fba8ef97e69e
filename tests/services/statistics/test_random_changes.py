"""Months of random changes through the real actions, folded in random parts: every number equals a recount, all the way."""

import random
from collections.abc import Callable

import pytest

from facilities.directory.models import Facility
from services.statistics import actions
from services.statistics.counting.recount import differences
from tests.services.statistics.life import Life
from tests.services.statistics.people_again import recounted, shown
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db(transaction=True)

WEIGHTS: dict[Callable[[Life], None], int] = {
    Life.visit: 12,
    Life.visit_of_a_guest: 8,
    Life.batch: 3,
    Life.undo: 14,
    Life.tell_who_a_guest_was: 10,
    Life.no_longer_know_who_a_guest_was: 4,
    Life.move_a_unit: 2,
    Life.register: 3,
    Life.move_house: 3,
    Life.move_to_another_unit: 3,
    Life.bear_a_child: 2,
    Life.die: 1,
    Life.correct_a_number: 3,
    Life.merge: 9,
    Life.unmerge: 5,
    Life.apply: 4,
    Life.give_back: 4,
    Life.send_again: 3,
    Life.withdraw: 2,
    Life.approve: 2,
    Life.refuse: 1,
}
FOLDS = (1, 1, 2, 3, 5, 40)  # deltas at once: mostly so few that some wait while more happens


def go_on(seed: int, steps: int, units: list[Facility], clerk: Account) -> Life:
    """So many steps, with folds of any size in between; after each of them every cell is as recounted, in two ways."""
    life = Life(chance=random.Random(seed), places=units, clerk=clerk)
    for _family in range(6):
        life.register()
    for number in range(steps):
        what = life.step(WEIGHTS)
        if life.chance.random() < 0.4:
            at_once = life.chance.choice(FOLDS)
            actions.fold(at_once=at_once)
            what += f", and {at_once} folded"
        assert list(differences()) == [], f"seed {seed}, step {number}: {what}"
        assert shown() == recounted(), f"seed {seed}, step {number}: {what}"
    while actions.fold():
        pass
    assert list(differences()) == [], f"seed {seed}, all folded"
    assert shown() == recounted(), f"seed {seed}, all folded"
    return life


def test_numbers_equal_a_recount_through_random_changes(units: list[Facility], other_clerk: Account) -> None:
    go_on(20261122, 120, units, other_clerk)


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_numbers_equal_a_recount_through_months_of_random_changes(
    seed: int, units: list[Facility], other_clerk: Account
) -> None:
    life = go_on(seed, 500, units, other_clerk)
    assert set(life.done) == {what.__name__ for what in WEIGHTS}, "something never happened"
