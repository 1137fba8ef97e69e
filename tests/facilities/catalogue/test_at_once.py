"""Two who keep the catalogue at the same moment: real transactions on connections of their own."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from facilities.catalogue import actions, reference
from facilities.catalogue.models import KindVersion, ServiceType
from facilities.staff.models import Role
from tests.cast import staff
from tests.facilities.catalogue.kinds import MONTH, TODAY, add, periods, revise, withdraw
from tests.facilities.staff.test_races import at_once
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.reach import system_reach
from uhis_portal.reference import Report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keepers(db: None) -> Iterator[list[Account]]:
    """Four who keep the catalogue; what they changed is taken back, since a flush keeps it."""
    yield [staff(f"keeper-{number}", Role.NATIONAL_ADMINISTRATOR) for number in range(4)]
    with transaction.atomic():
        for code in ("PHC-LAB", "SEC-SLEEP"):
            KindVersion.objects.filter(service_type=code).delete()
            ServiceType.objects.filter(pk=code).delete()
        reference.load(Report())


@pytest.mark.parametrize("round_", range(3))
def test_a_kind_revised_by_four_at_once_is_revised_by_one(round_: int, keepers: list[Account]) -> None:
    done = at_once([
        lambda by=by, n=n: revise(by, since=MONTH, version=1, name_en=f"Name {n}") for n, by in enumerate(keepers)
    ])  # fmt: skip
    assert sorted(type(one).__name__ for one in done) == ["KindVersion", "Stale", "Stale", "Stale"]
    assert len(periods()) == 2 and ServiceType.objects.get(pk="PHC-LAB").version == 2
    with system_reach():
        assert Event.objects.filter(action="catalogue.revise").count() == 1


def test_a_kind_revised_and_withdrawn_at_once_is_one_of_both(keepers: list[Account]) -> None:
    first, second, *_others = keepers
    done = at_once([
        lambda: revise(first, version=1, name_en="Other"),
        lambda: withdraw(second, until=TODAY, version=1),
    ])  # fmt: skip
    assert sum(type(one).__name__ == "Stale" for one in done) == 1
    assert ServiceType.objects.get(pk="PHC-LAB").version == 2


@pytest.mark.parametrize("round_", range(3))
def test_a_code_given_by_four_at_once_is_given_once(round_: int, keepers: list[Account]) -> None:
    done = at_once([lambda by=by: add(by) for by in keepers])
    assert sorted(type(one).__name__ for one in done) == ["ServiceType", *["ValidationError"] * 3]
    assert [fault.error_dict["code"][0].code for fault in done if hasattr(fault, "error_dict")] == [
        "taken"
    ] * 3
    assert periods("SEC-SLEEP") == [(TODAY, None, "Sleep study")]


def test_the_clock_and_an_administrator_at_once_leave_what_the_last_version_says(
    keepers: list[Account],
) -> None:
    revise(keepers[0], since=MONTH, name_en="Planned")
    done = at_once([
        lambda: actions.take_effect(today=MONTH),
        lambda: revise(keepers[1], since=MONTH, name_en="Corrected", version=2, today=MONTH),
        lambda: actions.take_effect(today=MONTH),
    ])  # fmt: skip
    assert not [one for one in done if isinstance(one, Exception)]
    actions.take_effect(today=MONTH)
    assert ServiceType.objects.get(pk="PHC-LAB").name_en == "Corrected"
