"""A kind of service that becomes something else, or is withdrawn: the ledger goes by the day of the care."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.kinds import kinds_given_at
from services.records.models import ServiceRecord
from tests.cast import sign_in
from tests.facilities.catalogue.kinds import revise, withdraw
from tests.services.test_batch import faults, item, send
from tests.services.visits import person_of
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


def test_a_kind_is_judged_as_what_it_was_on_the_day_of_the_care(
    client: Client, clerk: Account, national_admin: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    revise(national_admin, "PHC-DENT", category="surgery")
    withdraw(national_admin, "PHC-LAB")
    sign_in(client, clerk)
    yesterday = (cairo_today() - timedelta(days=1)).isoformat()
    given = [
        item(person, service_type="PHC-DENT", provided_on=yesterday),
        item(person, service_type="PHC-DENT"),
        item(person, provided_on=yesterday),
        item(person),
    ]
    results = send(client, luxor_unit.pk, given).json()["results"]
    assert [one["status"] for one in results] == ["logged", "logged", "logged", "refused"]
    assert faults(results[3]) == {("service_type", "not_given_here")}
    with system_reach():
        kept = ServiceRecord.objects.in_bulk([one["id"] for one in given[:2]])
        assert [kept[UUID(one["id"])].category for one in given[:2]] == ["dental", "surgery"]
    assert "PHC-LAB" not in {kind.pk for kind in kinds_given_at(luxor_unit, cairo_today())}
