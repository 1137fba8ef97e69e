"""Registering families: all at once or not at all, and one person once."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.people.actions import NewMember, look_up, register_household
from registry.people.models import Beneficiary, Household, Membership, Relation
from registry.people.national_id import parse
from tests.families import family_of_five, national_id
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.reach import reach_of, system_reach, within

TODAY = date(2026, 4, 1)
pytestmark = pytest.mark.django_db


def members(day: int = 1) -> list[NewMember]:
    return [
        NewMember(Relation(one["relation"]), one["full_name"], parse(one["national_id"], today=TODAY))
        for one in family_of_five(day)
    ]


def home(unit: Facility) -> District:
    return unit.district or District.objects.filter(governorate=unit.governorate, kind="qism").first()


def register(by: Account, unit: Facility, people: list[NewMember]) -> Household:
    with within(reach_of(by)):
        return register_household(
            by=by, governorate=unit.governorate, district=home(unit), unit=unit, people=people, on=TODAY
        )


def test_a_family_comes_into_being_whole(clerk: Account, luxor_unit: Facility) -> None:
    family = register(clerk, luxor_unit, members())
    assert family.file_number.startswith("LX-")
    assert len(family.file_number) == len("LX-0000123")
    with system_reach():
        assert family.members.count() == 5
        head = family.memberships.get(relation="head")
        assert (head.since, head.until, head.sex, head.birth_year) == (TODAY, None, "male", 1985)
        assert (head.district_id, head.unit_id) == (luxor_unit.district_id, luxor_unit.pk)
        person = head.beneficiary
        assert person.comparable_name == "احمد محمود عبدالله حسن"
        assert person.national_id == national_id(date(1985, 3, 1), 1)
        event = Event.objects.get(action="people.register_household")
        assert (event.subject_id, event.facility, event.details) == (
            str(family.pk),
            luxor_unit.pk,
            {"people": 5},
        )
    luxor_unit.refresh_from_db()
    assert luxor_unit.taken == 5


def test_the_reach_of_who_registers_grows_by_that_family_and_no_other(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    register(foreign_clerk, port_said_unit, members(day=2))
    with within(reach_of(clerk)):
        family = register_household(
            by=clerk,
            governorate=port_said_unit.governorate,
            district=home(port_said_unit),
            unit=port_said_unit,
            people=members(),
            on=TODAY,
        )
        assert list(Household.objects.all()) == [family]
    with within(reach_of(clerk)):
        assert not Household.objects.exists()


def test_who_is_registered_already_is_named_and_nothing_is_left_behind(
    clerk: Account, luxor_unit: Facility
) -> None:
    register(clerk, luxor_unit, members())
    again = members(day=3)
    again[2] = members()[4]
    with pytest.raises(ValidationError) as caught:
        register(clerk, luxor_unit, again)
    assert set(caught.value.message_dict) == {"people.2.national_id"}
    assert again[2].full_name in caught.value.messages[0]
    with system_reach():
        assert (Household.objects.count(), Beneficiary.objects.count(), Membership.objects.count()) == (
            1,
            5,
            5,
        )
    luxor_unit.refresh_from_db()
    assert luxor_unit.taken == 5


def test_a_unit_without_room_takes_nobody(clerk: Account, luxor_unit: Facility) -> None:
    luxor_unit.places = 4
    luxor_unit.save()
    with pytest.raises(ValidationError) as caught:
        register(clerk, luxor_unit, members())
    assert set(caught.value.message_dict) == {"unit"}
    with system_reach():
        assert not Household.objects.exists()


def test_an_act_whose_audit_cannot_be_written_leaves_nothing_behind(
    clerk: Account, luxor_unit: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_audit(**_: Any) -> None:
        raise DatabaseError("no audit")

    monkeypatch.setattr("registry.people.actions.registering.note_all", no_audit)
    with pytest.raises(DatabaseError):
        register(clerk, luxor_unit, members())
    with system_reach():
        assert not Household.objects.exists()
        assert not Beneficiary.objects.exists()
    luxor_unit.refresh_from_db()
    assert luxor_unit.taken == 0


def test_a_family_without_a_head_is_refused_by_the_database(clerk: Account, luxor_unit: Facility) -> None:
    register(clerk, luxor_unit, members()[1:])
    with pytest.raises(DatabaseError, match="a family has a head"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_clerk_finds_a_person_of_another_unit_by_the_full_number_and_it_is_noted(
    clerk: Account, foreign_clerk: Account, port_said_unit: Facility
) -> None:
    family = register(foreign_clerk, port_said_unit, members())
    typed = national_id(date(1988, 7, 1), 2)
    with within(reach_of(clerk)):
        assert not Beneficiary.objects.exists()
        person = look_up(by=clerk, national_id=typed, reason="a visit", today=TODAY, facility="LX-X")
        assert person is not None
        assert person.full_name == "منى إبراهيم علي السيد"
        assert list(Household.objects.all()) == [family]
    with system_reach():
        event = Event.objects.get(action="people.look_up")
        assert (event.account_id, event.subject_id, event.facility, event.reason) == (
            clerk.pk, str(person.pk), "LX-X", "a visit",
        )  # fmt: skip
        assert typed not in str(event.details)


def test_asking_in_vain_is_noted_too(clerk: Account) -> None:
    with within(reach_of(clerk)):
        typed = national_id(date(1990, 1, 1), 1)
        assert look_up(by=clerk, national_id=typed, reason="a visit", today=TODAY) is None
    with system_reach():
        assert Event.objects.get(action="people.look_up").details["found"] is False


def test_a_look_up_wants_a_whole_number_and_a_reason(clerk: Account) -> None:
    with pytest.raises(ValidationError) as caught:
        look_up(by=clerk, national_id="299", reason=" ", today=TODAY)
    assert set(caught.value.message_dict) == {"national_id", "reason"}


def test_nobody_belongs_to_two_families_at_once(clerk: Account, luxor_unit: Facility) -> None:
    first, second = register(clerk, luxor_unit, members()), register(clerk, luxor_unit, members(day=2))
    with system_reach():
        child = first.memberships.filter(relation="child").first()
        columns = {
            name: getattr(child, name)
            for name in ("beneficiary", "governorate", "district", "unit", "sex", "birth_year")
        }
        second_membership = Membership(household=second, relation="child", since=date(2027, 1, 1), **columns)
    with pytest.raises(DatabaseError, match="one_household_at_a_time"), system_reach():
        second_membership.save()
