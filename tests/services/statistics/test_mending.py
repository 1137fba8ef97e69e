"""A number that was wrong, whatever made it so, is put right and stays right."""

import pytest
from django.db import connection

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.statistics import actions
from services.statistics.counting import ROLLS
from services.statistics.counting.recount import compare, differences, mend
from tests.services.statistics.patients import given, given_to_a_guest, merged, unmerged, was
from tests.services.statistics.people_again import recounted, shown
from tests.services.visits import undo
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)


def spoil(statement: str) -> None:
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
    owner.close()


def found_wrong() -> int:
    return sum(compare(roll, name=0).wrong for roll in ROLLS)


def put_right() -> None:
    assert found_wrong() > 0
    with system_reach():
        for roll in ROLLS:
            mend(roll)
    assert list(differences()) == []
    assert found_wrong() == 0


@pytest.mark.parametrize("folded", [True, False])
def test_a_patient_whose_change_was_lost_counts_right_from_then_on(
    folded: bool, luxor: Beneficiary, port_said: Beneficiary, luxor_unit: Facility
) -> None:
    guest = given_to_a_guest(luxor_unit)
    record = given(luxor_unit, luxor)
    if folded:
        actions.fold()
    was(guest, port_said)
    pair = merged(luxor, stays=port_said)
    spoil("DELETE FROM statistics_identitydelta")
    put_right()
    for change in (
        lambda: undo(Account.system(), record),
        lambda: unmerged(pair),
        lambda: was(guest, luxor),
        lambda: was(guest, None),
        actions.fold,
    ):
        change()
        assert list(differences()) == []
        assert shown() == recounted()
