"""The roll-ups come to a portal that is in use: what was there before is counted, and counted once."""

import os
import random
import subprocess
import sys

import pytest
from django.db import connections

from facilities.directory.models import Facility
from services.statistics import actions
from services.statistics.counting.recount import differences
from tests.services.statistics.life import Life
from tests.services.statistics.people_again import recounted, shown
from tests.services.statistics.test_random_changes import WEIGHTS
from tests.template import PROJECT
from uhis_portal.accounts.models import Account

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def migrate(*to: str) -> None:
    connections.close_all()
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", *to]
    subprocess.run(command, cwd=PROJECT, env=os.environ, check=True)


@pytest.mark.parametrize("back", ["0003", "0004", "0005", "0010"])
def test_what_was_written_before_is_counted_once(
    back: str, luxor_unit: Facility, port_said_unit: Facility, other_clerk: Account
) -> None:
    life = Life(random.Random(3), [luxor_unit, port_said_unit], other_clerk)
    weights = {what: weight for what, weight in WEIGHTS.items() if what is not Life.move_a_unit}
    life.register()
    for _step in range(60):
        life.step(weights)
    actions.fold()
    life.visit()
    life.tell_who_a_guest_was()
    try:
        migrate("statistics", back)
    finally:
        migrate()
    for _part in range(4):
        assert list(differences()) == []
        assert shown() == recounted() != {}
        actions.fold(at_once=20)
        life.step(weights)
    while actions.fold():
        pass
    assert list(differences()) == []


def test_an_older_release_folds_on_where_this_one_ended(
    luxor_unit: Facility, port_said_unit: Facility, other_clerk: Account
) -> None:
    life = Life(random.Random(5), [luxor_unit, port_said_unit], other_clerk)
    life.register()
    for _step in range(80):
        life.step(WEIGHTS)
    actions.fold(at_once=40)
    try:
        migrate("statistics", "0011")
        while actions.fold(at_once=20):
            pass
    finally:
        migrate()
    assert list(differences()) == []
    assert shown() == recounted() != {}
