"""What was reported is decided later: the family may be closed by then, and who was named may go on as somebody else."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from facilities.directory.models import Facility
from registry.people.models import Beneficiary, Household, LifeEvent, Membership
from registry.people.units import asking
from tests.families import national_id
from tests.registry.people.households import (
    TODAY,
    codes,
    decide,
    five,
    now_in,
    person,
    pk,
    record,
    registered_family,
    tell,
    the,
)
from uhis_portal.accounts.models import Account
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def family(clerk: Account, luxor_unit: Facility) -> Household:
    return registered_family(clerk, luxor_unit)


def joined_to_another(clerk: Account, other_clerk: Account, family: Household, unit: Facility) -> Household:
    """The family has become part of another, and its file is closed."""
    host = registered_family(clerk, unit, five(2))
    with system_reach():
        number = Beneficiary.objects.get(pk=the(family, "head").beneficiary_id).national_id or ""
    decide(other_clerk, tell(clerk, host, "join", happened_on=MARCH, other_national_id=number))
    assert stands(family)["closed_on"] == MARCH
    return host


def stands(family: Household) -> dict[str, Any]:
    """The row of a family file."""
    with system_reach():
        return Household.objects.values().get(pk=family.pk)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("move", {"happened_on": MARCH, "address": "شارع المحطة 12"}),
        ("correction", {"field": "phone", "phone": "01000000031"}),
        ("birth", {"full_name": "نور أحمد محمود", "national_id": national_id(MARCH, 5)}),
    ],
)
def test_what_was_reported_of_a_family_that_is_closed_by_now_takes_no_effect(
    clerk: Account,
    other_clerk: Account,
    family: Household,
    luxor_unit: Facility,
    kind: str,
    given: dict[str, object],
) -> None:
    waiting = tell(clerk, family, kind, **given)
    joined_to_another(clerk, other_clerk, family, luxor_unit)
    before = stands(family)
    with pytest.raises(Conflict) as refused:
        decide(other_clerk, waiting)
    assert refused.value.code == "closed"
    assert stands(family) == before
    with system_reach():
        assert LifeEvent.objects.get(pk=waiting.pk).status == "reported"


def test_another_unit_is_not_given_to_a_family_that_is_closed_or_elsewhere_by_now(
    clerk: Account, other_clerk: Account, family: Household, luxor_unit: Facility, citizen: Account
) -> None:
    other = Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit").exclude(
        pk=luxor_unit.pk
    )[0]
    with system_reach():
        request = asking.ask(
            by=citizen, household_id=family.pk, unit=other.pk, why="nearer", now=timezone.now(), today=TODAY
        )
    joined_to_another(clerk, other_clerk, family, luxor_unit)
    before = stands(family)
    with within(reach_of(clerk)), pytest.raises(Conflict) as refused:
        asking.approve(by=clerk, request_id=request.pk, now=timezone.now(), today=TODAY)
    assert refused.value.code == "closed"
    assert stands(family) == before


def test_another_unit_is_not_given_to_a_family_that_moved_to_another_one_meanwhile(
    clerk: Account, family: Household, luxor_unit: Facility, citizen: Account
) -> None:
    units = Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit")
    others = units.exclude(pk=luxor_unit.pk).order_by("pk")
    with system_reach():
        request = asking.ask(
            by=citizen,
            household_id=family.pk,
            unit=others[0].pk,
            why="nearer",
            now=timezone.now(),
            today=TODAY,
        )
    record(clerk, family, "move", happened_on=MARCH, unit=others[1].pk)
    with within(reach_of(clerk)), pytest.raises(Conflict) as refused:
        asking.approve(by=clerk, request_id=request.pk, now=timezone.now(), today=TODAY)
    assert refused.value.code == "moved"
    assert stands(family)["unit_id"] == others[1].pk


def merged(goes: Membership, stays: Membership) -> None:
    """A record goes on as another, whose membership is the only one left."""
    with system_reach():
        Membership.objects.filter(pk=goes.pk).update(until=MARCH, ended_by="merge")
        Beneficiary.objects.filter(pk=goes.beneficiary_id).update(merged_into=stays.beneficiary_id)


def test_a_report_about_a_record_that_was_merged_is_about_the_person_as_whom_it_goes_on(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    people = [
        person("head", date(1980, 1, 1), 1),
        person("child", date(2015, 1, 1), 2),
        person("child", date(2015, 1, 2), 3),
    ]
    family = registered_family(clerk, luxor_unit, people)
    twice, once = the(family, "child", 0), the(family, "child", 1)
    waiting = tell(clerk, family, "death", beneficiary=pk(twice), happened_on=MARCH)
    merged(twice, once)
    decided = decide(other_clerk, waiting)
    assert decided.beneficiary_id == once.beneficiary_id
    assert pk(once) not in now_in(family)


def test_the_number_of_a_record_that_was_merged_brings_nobody_into_the_own_family(
    clerk: Account, luxor_unit: Facility
) -> None:
    people = [
        person("head", date(1980, 1, 1), 1),
        person("child", date(2000, 1, 1), 2),
        person("child", date(2000, 1, 2), 4),
    ]
    family = registered_family(clerk, luxor_unit, people)
    merged(the(family, "child", 0), the(family, "child", 1))
    before = now_in(family)
    with pytest.raises(ValidationError) as refused:
        record(clerk, family, "marriage", beneficiary=pk(the(family, "head")), happened_on=MARCH, lives="here",
               full_name="هدى سعيد علي", national_id=national_id(date(2000, 1, 1), 2))  # fmt: skip
    assert codes(refused) == {"national_id": "in_family"}
    assert now_in(family) == before


def test_a_newborn_is_not_registered_again_by_the_other_parent(clerk: Account, family: Household) -> None:
    given = {"full_name": "نور أحمد محمود", "known_by": "certificate", "certificate_number": "778899",
             "birth_date": date(2026, 3, 20), "sex": "female"}  # fmt: skip
    record(clerk, family, "birth", guardian=pk(the(family, "spouse")), **given)
    with pytest.raises(ValidationError) as refused:
        record(clerk, family, "birth", guardian=pk(the(family, "head")), **given)
    assert codes(refused) == {"certificate_number": "in_family"}
