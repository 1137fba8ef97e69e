"""Registered families, and what is told of them, in a line each."""

from datetime import date, datetime, time
from typing import Any

from facilities.directory.models import Facility
from registry.people.actions import NewMember, confirm, refuse, register_household, report
from registry.people.models import Household, LifeEvent, Membership, Relation
from registry.people.national_id import parse
from tests.families import family_of_five, national_id
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import CAIRO
from uhis_portal.reach import reach_of, system_reach, within

REGISTERED = date(2026, 1, 1)
TODAY = date(2026, 4, 1)
PAPER = "certificate 1234, health office of Esna"


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CAIRO)


def person(relation: str, born: date, serial: int, name: str = "هدى سعيد علي منصور") -> NewMember:
    return NewMember(Relation(relation), name, parse(national_id(born, serial), today=date(2030, 1, 1)))


def five(day: int = 1) -> list[NewMember]:
    """Head, spouse and three children; another `day` gives other people."""
    return [
        NewMember(Relation(one["relation"]), one["full_name"], parse(one["national_id"], today=TODAY))
        for one in family_of_five(day)
    ]


def registered_family(
    by: Account,
    unit: Facility,
    people: list[NewMember] | None = None,
    on: date = REGISTERED,
    **more: Any,
) -> Household:
    with within(reach_of(by)):
        return register_household(
            by=by,
            governorate=unit.governorate,
            district=unit.district or unit.governorate.districts.filter(kind="qism").first(),
            unit=unit,
            people=people or five(),
            on=on,
            **more,
        )


def tell(
    by: Account, family: Household, kind: str, *, today: date = TODAY, proof: str = "", **given: Any
) -> LifeEvent:
    """`by` reports a change, in the reach that a request of `by` would have."""
    with within(reach_of(by)):
        return report(
            by=by, household_id=family.pk, kind=kind, given=given, now=noon(today), today=today, proof=proof
        )


def record(by: Account, family: Household, kind: str, **given: Any) -> LifeEvent:
    """A clerk records a change with the paper seen."""
    return tell(by, family, kind, proof=PAPER, **given)


def decide(by: Account, event: LifeEvent, *, today: date = TODAY, proof: str = PAPER) -> LifeEvent:
    with within(reach_of(by)):
        return confirm(by=by, event_id=event.pk, proof=proof, now=noon(today), today=today)


def turn_down(by: Account, event: LifeEvent, reason: str = "the paper is missing") -> LifeEvent:
    with within(reach_of(by)):
        return refuse(by=by, event_id=event.pk, reason=reason, now=noon(TODAY))


def rows(family: Household) -> list[Membership]:
    """All memberships of a family that there ever were."""
    with system_reach():
        return list(
            Membership.objects.filter(household=family)
            .select_related("beneficiary", "beneficiary__household")
            .order_by("since", "beneficiary__birth_date", "pk")
        )


def now_in(family: Household) -> dict[str, str]:
    """Id of each person in the family now → relation."""
    return {str(one.beneficiary_id): one.relation for one in rows(family) if one.until is None}


def the(family: Household, relation: str, nth: int = 0) -> Membership:
    """The nth member with a relation, the eldest first."""
    return [one for one in rows(family) if one.until is None and one.relation == relation][nth]


def pk(member: Membership) -> str:
    return str(member.beneficiary_id)


def home_of(member: Membership) -> Household:
    """The family to which a person belongs now."""
    with system_reach():
        return Household.objects.get(
            memberships__beneficiary=member.beneficiary_id, memberships__until__isnull=True
        )


def taken(unit: Facility) -> int:
    unit.refresh_from_db()
    return unit.taken


def codes(fault: Any) -> dict[str, str]:
    """Field → code of a refusal."""
    return {name: found[0].code for name, found in fault.value.error_dict.items()}
