"""Two records of one person go on as one, nothing moves, and all of it can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from facilities.directory.models import Facility
from registry.people.duplicates import actions
from registry.people.duplicates.queue import note_likely_duplicates
from registry.people.models import Beneficiary, Membership, Merge, PossibleDuplicate
from tests.cast import sign_in
from tests.families import national_id
from tests.registry.people.duplicates.entering import (
    BORN,
    HEAD,
    LAST_YEAR,
    ONE_DIGIT_OFF,
    SAME_HEAD,
    Person,
    entered,
    fresh,
    household,
    pairs,
    rows_of_people,
    the_pair,
)
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db
WIFE = Person("منى إبراهيم علي السيد", national_id(BORN, 2), "spouse")


@pytest.fixture
def two(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> list[Beneficiary]:
    """One person, head of a family in Luxor, and entered once more alone in Port Said."""
    [first, _wife] = entered(clerk, luxor_unit, HEAD, WIFE)
    [second] = entered(foreign_clerk, port_said_unit, SAME_HEAD)
    return [first, second]


def current(person: Beneficiary) -> Membership | None:
    with system_reach():
        return Membership.objects.filter(beneficiary=person, until__isnull=True).first()


def merge(by: Account, stays: Beneficiary, kept: Beneficiary | None = None, **more: Any) -> Merge:
    """`by` merges the one pair; the membership of `kept` goes on."""
    belongs = current(kept or stays)
    wish: dict[str, Any] = {
        "survivor": stays.pk,
        "membership": belongs.pk if belongs else None,
        "reason": "saw the card",
        "now": cairo_now(),
        "today": cairo_today(),
        **more,
    }
    with within(reach_of(by)) as reach:
        pair = PossibleDuplicate.objects.get()
        return actions.merge(by=by, reach=reach, pair_id=pair.pk, **{"version": pair.version, **wish})


def undo(by: Account, **more: Any) -> PossibleDuplicate:
    with within(reach_of(by)) as reach:
        pair = PossibleDuplicate.objects.get()
        given = {"reason": "two cards", "now": cairo_now(), "version": pair.version, **more}
        return actions.undo_merge(by=by, reach=reach, pair_id=pair.pk, **given)


def codes(fault: ValidationError) -> dict[str, list[str]]:
    return {name: [one.code for one in found] for name, found in fault.error_dict.items()}


def test_the_survivor_goes_on_and_the_other_membership_ends(
    clerk: Account, two: list[Beneficiary], luxor_unit: Facility, port_said_unit: Facility
) -> None:
    first, second = two
    made = merge(clerk, first)
    assert (made.survivor, made.merged, made.made_by) == (first, second, clerk)
    assert fresh(second).merged_into_id == first.pk and fresh(first).merged_into_id is None
    assert current(second) is None and current(first) is not None
    assert made.ended is not None and (made.ended.beneficiary_id, made.ended.ended_by) == (second.pk, "merge")
    assert household(second).closed_on == cairo_today()
    luxor_unit.refresh_from_db()
    port_said_unit.refresh_from_db()
    assert (luxor_unit.taken, port_said_unit.taken) == (2, 0)


def test_the_membership_that_stays_may_be_the_other_records_and_the_survivor_takes_it_over(
    clerk: Account, two: list[Beneficiary], port_said_unit: Facility
) -> None:
    first, second = two
    made = merge(clerk, second, kept=first)
    taken_over, ended = current(second), made.ended
    assert taken_over is not None and taken_over.household_id == first.household_id
    assert (taken_over.relation, taken_over.began_by) == ("head", "merge")
    assert ended is not None and ended.beneficiary_id == second.pk
    assert current(first) is None
    assert (fresh(second).household_id, fresh(second).unit_id) == (first.household_id, first.unit_id)
    port_said_unit.refresh_from_db()
    assert port_said_unit.taken == 0


@pytest.mark.parametrize("survivor", [0, 1])
@pytest.mark.parametrize("kept", [0, 1])
def test_merge_and_undo_leave_every_row_where_it_was(
    clerk: Account, governorate_admin: Account, two: list[Beneficiary], survivor: int, kept: int
) -> None:
    if kept == 1:  # the family in Luxor would be left without a head
        with system_reach():
            wife = Membership.objects.get(relation="spouse")
            Membership.objects.filter(pk=wife.pk).update(until=cairo_today(), ended_by="death")
    before = rows_of_people()
    merge(clerk, two[survivor], kept=two[kept])
    assert rows_of_people() != before
    undo(governorate_admin)
    assert rows_of_people() == before
    with system_reach():
        made = Merge.objects.get()
    assert made.undone_by == governorate_admin and made.undone_at is not None


def test_what_was_undone_can_be_merged_the_other_way(clerk: Account, two: list[Beneficiary]) -> None:
    first, second = two
    before = rows_of_people()
    merge(clerk, first)
    undo(clerk)
    merge(clerk, second, kept=first)
    undo(clerk)
    merge(clerk, first)
    undo(clerk)
    assert rows_of_people() == before
    with system_reach():
        assert Merge.objects.filter(undone_at__isnull=True).count() == 0


def test_sent_twice_it_is_merged_once(clerk: Account, two: list[Beneficiary]) -> None:
    first = merge(clerk, two[0], version=1)
    assert merge(clerk, two[0], version=1, membership=None) == first


@pytest.mark.parametrize(
    ("wish", "field", "code"),
    [
        ({"survivor": None}, "survivor", "required"),
        ({"survivor": UUID(int=7)}, "survivor", "required"),
        ({"membership": None}, "membership", "required"),
        ({"membership": UUID(int=7)}, "membership", "required"),
        ({"reason": "  "}, "reason", "required"),
        ({"reason": "x" * 301}, "reason", "max_length"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_happens(
    clerk: Account, two: list[Beneficiary], wish: dict[str, Any], field: str, code: str
) -> None:
    before = rows_of_people()
    with pytest.raises(ValidationError) as refused:
        merge(clerk, two[0], **wish)
    assert codes(refused.value) == {field: [code]}
    assert rows_of_people() == before


def test_a_family_is_not_left_without_a_head(clerk: Account, two: list[Beneficiary]) -> None:
    first, second = two
    with pytest.raises(ValidationError) as refused:
        merge(clerk, second, kept=second)
    assert codes(refused.value) == {"membership": ["head"]}
    assert fresh(first).merged_into_id is None


def test_a_page_that_is_old_merges_nothing(clerk: Account, two: list[Beneficiary]) -> None:
    with pytest.raises(Stale):
        merge(clerk, two[0], version=9)
    merge(clerk, two[0])
    with pytest.raises(Stale):
        undo(clerk, version=1)


def test_not_the_same_is_remembered_and_never_queued_again(clerk: Account, two: list[Beneficiary]) -> None:
    pair = the_pair()
    with within(reach_of(clerk)) as reach:
        actions.not_the_same(by=clerk, reach=reach, pair_id=pair.pk, now=cairo_now(), version=1)
    note_likely_duplicates([fresh(two[0]), fresh(two[1])])
    assert pairs() == 1 and the_pair().status == "different"
    with pytest.raises(Conflict):
        merge(clerk, two[0])


def test_a_third_record_is_queued_with_the_person_as_whom_the_first_two_go_on(
    clerk: Account, two: list[Beneficiary], luxor_unit: Facility
) -> None:
    first, _second = two
    merge(clerk, first)
    other_digit = ONE_DIGIT_OFF[:13] + str((int(ONE_DIGIT_OFF[13]) + 1) % 10)
    [third] = entered(clerk, luxor_unit, Person(HEAD.full_name, other_digit))
    with system_reach():
        [new] = PossibleDuplicate.objects.filter(status="waiting")
    assert {new.one_id, new.other_id} == {first.pk, third.pk}
    with pytest.raises(ValidationError) as refused, within(reach_of(clerk)) as reach:
        actions.merge(by=clerk, reach=reach, pair_id=new.pk, survivor=third.pk, membership=current(third).pk,  # type: ignore[union-attr]
                      reason="r", now=cairo_now(), today=cairo_today(), version=1)  # fmt: skip
    assert codes(refused.value) == {"survivor": ["has_merged"]}


def test_a_membership_that_began_today_ends_tomorrow(
    clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    [first] = entered(clerk, luxor_unit, HEAD)
    [second] = entered(clerk, luxor_unit, SAME_HEAD, on=cairo_today())
    before = rows_of_people()
    made = merge(clerk, first)
    assert made.ended is not None and made.ended.until == cairo_today() + timedelta(days=1)
    undo(clerk)
    assert rows_of_people() == before
    assert second.full_name == first.full_name


def test_a_merge_is_not_undone_over_a_family_that_changed_since(
    clerk: Account, two: list[Beneficiary], luxor_unit: Facility
) -> None:
    first, second = two
    merge(clerk, second, kept=first)
    with system_reach():  # the survivor, who led the family, died
        taken_over = current(second)
        Membership.objects.filter(relation="spouse").update(until=cairo_today(), ended_by="move")
        Membership.objects.filter(pk=taken_over.pk).update(  # type: ignore[union-attr]
            until=cairo_today() + timedelta(days=1), ended_by="death"
        )
    before = rows_of_people()
    with pytest.raises(ValidationError) as refused:
        undo(clerk)
    assert refused.value.code == "changed_since"
    assert rows_of_people() == before


def test_a_reviewer_of_another_governorate_does_not_find_the_pair(
    clerk: Account, luxor_unit: Facility, foreign_clerk: Account
) -> None:
    entered(clerk, luxor_unit, HEAD)
    [second] = entered(clerk, luxor_unit, SAME_HEAD)
    pair = the_pair()
    with within(reach_of(foreign_clerk)) as reach:
        assert not PossibleDuplicate.objects.exists()
        for act, more in (
            (
                actions.merge,
                {"survivor": second.pk, "membership": None, "reason": "r", "today": cairo_today()},
            ),
            (actions.not_the_same, {}),
            (actions.undo_merge, {"reason": "r"}),
        ):
            with pytest.raises(PossibleDuplicate.DoesNotExist):
                act(by=foreign_clerk, reach=reach, pair_id=pair.pk, now=cairo_now(), version=1, **more)  # type: ignore[operator]


def test_both_files_tell_who_merged_and_undid_it_and_why(clerk: Account, two: list[Beneficiary]) -> None:
    merge(clerk, two[0])
    undo(clerk)
    with system_reach():
        noted = Event.objects.filter(action__in=["people.merge", "people.undo_merge"]).order_by("at", "pk")
        told = {(event.action, event.subject_id, event.reason) for event in noted}
    assert told == {
        (action, str(person.pk), reason)
        for action, reason in (("people.merge", "saw the card"), ("people.undo_merge", "two cards"))
        for person in two
    }


def test_reads_go_through_the_survivor(client: Client, clerk: Account, two: list[Beneficiary]) -> None:
    first, second = two
    merge(clerk, first)
    sign_in(client, clerk)
    listed = client.get("/api/v1/beneficiaries/").json()["results"]
    assert str(second.pk) not in {person["id"] for person in listed}
    assert client.get(f"/api/v1/beneficiaries/{first.pk}/").json()["id"] == str(first.pk)


def test_the_id_of_a_merged_record_leads_to_the_survivor(
    client: Client, national_admin: Account, clerk: Account, two: list[Beneficiary]
) -> None:
    first, second = two
    merge(clerk, first)
    sign_in(client, national_admin)
    answer = client.get(f"/api/v1/beneficiaries/{second.pk}/").json()
    assert (answer["id"], answer["registered_on"]) == (str(first.pk), LAST_YEAR.isoformat())
    members = client.get(f"/api/v1/households/{first.household_id}/").json()["members"]
    assert {member["id"] for member in members} >= {str(first.pk)}
    closed = client.get(f"/api/v1/households/{second.household_id}/").json()
    assert closed["members"] == []
