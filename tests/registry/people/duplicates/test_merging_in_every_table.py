"""A merge and its undo against the whole database: every table but the history, the audit and the merges themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from facilities.directory.models import Facility
from registry.people.actions import hold_file, look_up
from registry.people.actions.access import print_join_code
from registry.people.duplicates import actions
from registry.people.models import Beneficiary, FileHolder, Household, Membership, PossibleDuplicate
from registry.people.units import asking
from tests.families import family_of_five, national_id, send_application
from tests.registry.people.duplicates.entering import (
    BORN,
    HEAD,
    NUMBER,
    ONE_DIGIT_OFF,
    SAME_HEAD,
    Person,
    entered,
    fresh,
    household,
)
from tests.registry.people.households import record, tell
from tests.services.visits import lines_of, visit
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db
WIFE = Person("منى إبراهيم علي السيد", national_id(BORN, 2), "spouse")
SON = Person("يوسف أحمد محمود عبد الله", national_id(date(2000, 1, 1), 1), "child")
OTHER_DIGIT = ONE_DIGIT_OFF[:13] + str((int(ONE_DIGIT_OFF[13]) + 1) % 10)
THIRD_HEAD = Person(HEAD.full_name, OTHER_DIGIT)
# What only grows, and says what happened; the deltas of the counts are held as their sums below.
GROWS = (
    "audit_%",
    "%event",
    "people_merge",
    "pghistory_%",
    "statistics_%",
    "django_%",
    "notices_message",
    "directory_change",
)
SUMS = "governorate, district, unit, sex, birth_year, day"


def everything() -> dict[str, Any]:
    """Every row of every table, as it stands, by table; without the counters of versions."""
    found: dict[str, Any] = {}
    with system_reach(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT relname LIKE ANY (%s) ORDER BY relname",
            [list(GROWS)],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT to_jsonb(t) - 'version' FROM \"{table}\" t ORDER BY to_jsonb(t)::text")
            found[table] = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            f"SELECT {SUMS}, sum(people) FROM (SELECT {SUMS}, people FROM statistics_registrationdelta UNION ALL"
            f" SELECT {SUMS}, people FROM statistics_registrationsbyday) AS counted"
            f" GROUP BY {SUMS} HAVING sum(people) <> 0 ORDER BY {SUMS}"
        )
        found["registrations counted"] = cursor.fetchall()
    return found


def differing(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {table for table in one if one[table] != other[table]}


def going_on(person: Beneficiary) -> Membership | None:
    with system_reach():
        return Membership.objects.filter(beneficiary=person, until__isnull=True).first()


def pair_of(one: Beneficiary, other: Beneficiary) -> PossibleDuplicate:
    low, high = sorted([one.pk, other.pk])
    with system_reach():
        return PossibleDuplicate.objects.get(one=low, other=high)


def merge(
    by: Account,
    pair: PossibleDuplicate,
    stays: Beneficiary,
    kept: Beneficiary | None = None,
    today: date | None = None,
) -> Any:
    belongs = going_on(kept or stays)
    with within(reach_of(by)) as reach:
        pair = PossibleDuplicate.objects.get(pk=pair.pk)
        return actions.merge(
            by=by, reach=reach, pair_id=pair.pk, survivor=stays.pk, membership=belongs.pk if belongs else None,
            reason="saw the card", now=cairo_now(), today=today or cairo_today(), version=pair.version,
        )  # fmt: skip


def undo(by: Account, pair: PossibleDuplicate) -> Any:
    with within(reach_of(by)) as reach:
        pair = PossibleDuplicate.objects.get(pk=pair.pk)
        return actions.undo_merge(
            by=by, reach=reach, pair_id=pair.pk, reason="two cards", now=cairo_now(), version=pair.version
        )


@pytest.fixture
def three(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> list[Beneficiary]:
    """One person entered three times: with a family in Luxor, alone in Port Said, and alone in Luxor."""
    [first, *_others] = entered(clerk, luxor_unit, HEAD, WIFE, SON)
    [second] = entered(foreign_clerk, port_said_unit, SAME_HEAD)
    [third] = entered(clerk, luxor_unit, THIRD_HEAD)
    return [first, second, third]


@pytest.fixture
def with_all_that_hangs_on_them(
    three: list[Beneficiary], clerk: Account, citizen: Account, other_citizen: Account, luxor_unit: Facility,
    port_said_unit: Facility, foreign_clerk: Account,
) -> list[Beneficiary]:  # fmt: skip
    """The three with services, readers, a printed code, reports, a request for another unit, and an application."""
    first, second, third = three
    for by, unit, person in (
        (clerk, luxor_unit, first),
        (foreign_clerk, port_said_unit, second),
        (clerk, luxor_unit, third),
    ):
        visit(by, unit.pk, person.pk, lines_of("PHC-LAB"))
    with system_reach():
        for account, person in ((citizen, first), (other_citizen, second)):
            hold_file(by=account, account=account, household=household(person), how=FileHolder.How.COUNTER,
                      now=timezone.now(), person=person.pk)  # fmt: skip
        other = Facility.objects.family_units_of("EG-LX", on=cairo_today()).exclude(pk=luxor_unit.pk)[0]
        asking.ask(by=citizen, household_id=first.household_id, unit=other.pk, why="nearer",
                   now=timezone.now(), today=cairo_today())  # fmt: skip
    with within(reach_of(clerk)):
        print_join_code(by=clerk, national_id=NUMBER, card_seen=True, now=timezone.now())
    tell(
        clerk,
        household(third),
        "death",
        today=cairo_today(),
        beneficiary=str(third.pk),
        happened_on=cairo_today(),
    )
    send_application(citizen, luxor_unit, family_of_five(day=9))
    return three


@pytest.mark.parametrize(("survivor", "kept"), [(0, 0), (2, 0), (0, 2), (2, 2)])
def test_a_merge_and_its_undo_leave_every_row_of_every_table_where_it_was(
    clerk: Account, with_all_that_hangs_on_them: list[Beneficiary], survivor: int, kept: int
) -> None:
    people = with_all_that_hangs_on_them
    pair = pair_of(people[0], people[2])
    before = everything()
    if kept == 2:  # the first leads a family of three
        with pytest.raises(ValidationError):
            merge(clerk, pair, people[survivor], people[kept])
    else:
        merge(clerk, pair, people[survivor], people[kept])
        changed = differing(before, everything())
        assert {
            "people_beneficiary",
            "people_membership",
            "people_household",
            "people_possibleduplicate",
        } <= changed
        assert changed <= {"people_beneficiary", "people_membership", "people_household", "people_possibleduplicate",
                           "directory_facility", "registrations counted"}  # fmt: skip
        undo(clerk, pair)
    assert differing(before, everything()) == set()


@pytest.mark.parametrize("first_back", [0, 1])
def test_three_records_of_one_person_are_merged_and_given_back_in_either_order(
    clerk: Account, with_all_that_hangs_on_them: list[Beneficiary], national_admin: Account, first_back: int
) -> None:
    first, second, third = with_all_that_hangs_on_them
    pairs = [pair_of(first, second), pair_of(first, third)]
    before = everything()
    merge(national_admin, pairs[0], first)
    merge(national_admin, pairs[1], first)
    assert {fresh(one).merged_into_id for one in (second, third)} == {first.pk}
    undo(national_admin, pairs[first_back])
    undo(national_admin, pairs[1 - first_back])
    assert differing(before, everything()) == set()


def test_a_chain_through_the_merged_one_is_given_back_too(
    national_admin: Account, with_all_that_hangs_on_them: list[Beneficiary]
) -> None:
    """The second goes on as the first; then the second and the third are one: the third goes on as the first."""
    first, second, third = with_all_that_hangs_on_them
    before = everything()
    merge(national_admin, pair_of(first, second), first)
    merge(national_admin, pair_of(second, third), first)
    assert fresh(third).merged_into_id == first.pk
    undo(national_admin, pair_of(first, second))
    assert (fresh(second).merged_into_id, fresh(third).merged_into_id) == (None, first.pk)
    undo(national_admin, pair_of(second, third))
    assert differing(before, everything()) == set()


def test_what_must_be_undone_first_is_said_and_nothing_is_half_undone(
    national_admin: Account, three: list[Beneficiary]
) -> None:
    """Both times the survivor went to the other's family: only the last merge can be undone."""
    first, second, third = three
    with system_reach():
        Membership.objects.filter(relation__in=["spouse", "child"]).update(
            until=cairo_today(), ended_by="death"
        )
    before = everything()
    merge(national_admin, pair_of(first, second), first, kept=second)
    after_one = everything()
    with pytest.raises(ValidationError):  # not twice on one day
        merge(national_admin, pair_of(first, third), first, kept=third)
    assert differing(after_one, everything()) == set()
    undo(national_admin, pair_of(first, second))
    assert differing(before, everything()) == set()


@pytest.mark.parametrize("survivor", [0, 1])
def test_the_dead_do_not_go_on_in_a_family_by_a_merge(
    clerk: Account, luxor_unit: Facility, survivor: int
) -> None:
    [dead, wife] = entered(clerk, luxor_unit, HEAD, WIFE)
    [again] = entered(clerk, luxor_unit, SAME_HEAD)
    today, day = cairo_today(), cairo_today() - timedelta(days=3)
    record(clerk, household(dead), "death", today=today, beneficiary=str(dead.pk), happened_on=day,
           new_head=str(wife.pk))  # fmt: skip
    pair, before = pair_of(dead, again), everything()
    with pytest.raises(ValidationError) as refused:
        merge(clerk, pair, [dead, again][survivor], kept=again)
    codes = {name: [one.code for one in found] for name, found in refused.value.error_dict.items()}
    assert codes == {"survivor": ["died"]}
    assert differing(before, everything()) == set()
    record(clerk, household(again), "death", today=today, beneficiary=str(again.pk), happened_on=day)
    merge(clerk, pair, dead)
    assert going_on(dead) is None and fresh(again).merged_into_id == dead.pk


def test_a_merge_is_not_undone_over_a_family_that_moved_to_another_district(
    clerk: Account, three: list[Beneficiary], luxor_unit: Facility
) -> None:
    first, _second, third = three
    pair = pair_of(first, third)
    merge(clerk, pair, third, kept=first)
    with system_reach():
        family = Household.objects.get(pk=first.household_id)
        district = (
            family.governorate.districts.exclude(pk=family.district_id).filter(kind="qism").first()
            or (family.governorate.districts.exclude(pk=family.district_id)[0])
        )
    with system_reach():  # as a move that keeps the unit
        Household.objects.filter(pk=family.pk).update(district=district)
    with pytest.raises(ValidationError) as refused:
        undo(clerk, pair)
    assert refused.value.code == "changed_since"


def test_not_the_same_is_not_asked_again_when_the_number_is_put_right(
    clerk: Account, luxor_unit: Facility
) -> None:
    [one] = entered(clerk, luxor_unit, HEAD)
    [other] = entered(clerk, luxor_unit, SAME_HEAD)
    pair = pair_of(one, other)
    with within(reach_of(clerk)) as reach:
        actions.not_the_same(by=clerk, reach=reach, pair_id=pair.pk, now=cairo_now(), version=1)
    record(clerk, household(other), "correction", today=cairo_today(), field="national_id",
           beneficiary=str(other.pk), national_id=OTHER_DIGIT)  # fmt: skip
    with system_reach():
        assert [one.status for one in PossibleDuplicate.objects.all()] == ["different"]


def test_the_merged_ones_number_leads_to_the_survivor_at_the_desk(
    clerk: Account, three: list[Beneficiary]
) -> None:
    first, _second, third = three
    merge(clerk, pair_of(first, third), first)
    with within(reach_of(clerk)):
        found = look_up(by=clerk, national_id=OTHER_DIGIT, reason="a visit", today=cairo_today())
    assert found == first


def test_the_merged_ones_number_is_registered_no_second_time(
    clerk: Account, three: list[Beneficiary], luxor_unit: Facility
) -> None:
    first, _second, third = three
    merge(clerk, pair_of(first, third), first)
    with pytest.raises(ValidationError):
        entered(clerk, luxor_unit, THIRD_HEAD)


def test_merges_of_three_are_undone_one_after_the_other(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    """The membership that the first merge began ended by the second, and began again when that was undone."""
    [first] = entered(clerk, luxor_unit, HEAD)
    [second] = entered(foreign_clerk, port_said_unit, SAME_HEAD)
    [third] = entered(clerk, luxor_unit, THIRD_HEAD)
    before = going_on(first), going_on(second), going_on(third)
    merge(clerk, pair_of(first, second), first, kept=second)
    merge(clerk, pair_of(first, third), first, kept=third, today=cairo_today() + timedelta(days=1))
    undo(clerk, pair_of(first, third))
    undo(clerk, pair_of(first, second))
    assert (going_on(first), going_on(second), going_on(third)) == before
