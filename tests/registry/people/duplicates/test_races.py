"""Two reviewers at once: real transactions on connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from facilities.directory.models import Facility
from registry.people.duplicates import actions
from registry.people.models import Beneficiary, Membership, Merge, PossibleDuplicate
from tests.families import national_id
from tests.registry.people.duplicates.entering import BORN, HEAD, ONE_DIGIT_OFF, SAME_HEAD, Person, entered
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each work gives or refuses, all begun at the same moment on connections of their own."""
    start = Barrier(len(works))

    def alone(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        except (Conflict, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(alone, works))


def merging(by: Account, pair: PossibleDuplicate, survivor: Beneficiary) -> Callable[[], Merge]:
    def work() -> Merge:
        with within(reach_of(by)) as reach:
            kept = Membership.objects.filter(beneficiary=survivor.pk, until__isnull=True).first()
            return actions.merge(
                by=by, reach=reach, pair_id=pair.pk, survivor=survivor.pk, membership=kept.pk if kept else None,
                reason="r", now=cairo_now(), today=cairo_today(), version=1,
            )  # fmt: skip

    return work


def pair_of(one: Beneficiary, other: Beneficiary) -> PossibleDuplicate:
    low, high = sorted([one.pk, other.pk])
    with system_reach():
        return PossibleDuplicate.objects.get(one=low, other=high)


@pytest.fixture
def three(clerk: Account, luxor_unit: Facility) -> list[Beneficiary]:
    """One person, entered three times."""
    other_digit = ONE_DIGIT_OFF[:13] + str((int(ONE_DIGIT_OFF[13]) + 1) % 10)
    people = [HEAD, SAME_HEAD, Person(HEAD.full_name, other_digit)]
    return [entered(clerk, luxor_unit, one)[0] for one in people]


def test_two_who_merge_one_pair_the_other_way_round_merge_it_once(
    three: list[Beneficiary], clerk: Account, other_clerk: Account
) -> None:
    first, second, _third = three
    pair = pair_of(first, second)
    results = at_once(merging(clerk, pair, first), merging(other_clerk, pair, second))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Merge"]
    with system_reach():
        assert Merge.objects.count() == Beneficiary.objects.exclude(merged_into=None).count() == 1


def test_merges_that_share_a_record_never_make_a_chain_or_a_ring(
    three: list[Beneficiary], clerk: Account, other_clerk: Account, governorate_admin: Account
) -> None:
    first, second, third = three
    at_once(
        merging(clerk, pair_of(first, second), second),
        merging(other_clerk, pair_of(second, third), third),
        merging(governorate_admin, pair_of(first, third), first),
    )
    with system_reach():
        merged = dict(Beneficiary.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
        assert merged and not set(merged) & set(merged.values())
        assert Merge.objects.filter(undone_at=None).count() == len(merged)
        going_on = Membership.objects.filter(until__isnull=True).values_list("beneficiary", flat=True)
        assert not set(going_on) & set(merged)


def test_a_merge_and_not_the_same_at_once_are_one_judgement(
    three: list[Beneficiary], clerk: Account, other_clerk: Account
) -> None:
    first, second, _third = three
    pair = pair_of(first, second)

    def not_the_same() -> PossibleDuplicate:
        with within(reach_of(other_clerk)) as reach:
            return actions.not_the_same(
                by=other_clerk, reach=reach, pair_id=pair.pk, now=cairo_now(), version=1
            )

    results = at_once(merging(clerk, pair, first), not_the_same)
    assert sum(isinstance(result, Conflict) for result in results) == 1
    judged = pair_of(first, second)
    with system_reach():
        assert (judged.status == "same") == Merge.objects.exists()


def test_the_same_undo_twice_at_once_gives_the_place_back_once(
    three: list[Beneficiary], clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    first, second, _third = three
    pair = pair_of(first, second)
    merging(clerk, pair, first)()

    def undoing(by: Account) -> Callable[[], PossibleDuplicate]:
        def work() -> PossibleDuplicate:
            with within(reach_of(by)) as reach:
                return actions.undo_merge(
                    by=by, reach=reach, pair_id=pair.pk, reason="r", now=cairo_now(), version=2
                )

        return work

    results = at_once(undoing(clerk), undoing(other_clerk))
    assert sum(isinstance(result, Conflict) for result in results) == 1
    luxor_unit.refresh_from_db()
    assert luxor_unit.taken == 3


def test_a_merge_waits_for_a_registration_of_the_same_unit_and_counts_both(
    three: list[Beneficiary], clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    first, second, _third = three
    wife = Person("منى إبراهيم علي السيد", national_id(BORN, 2))
    at_once(merging(clerk, pair_of(first, second), first), lambda: entered(other_clerk, luxor_unit, wife))
    luxor_unit.refresh_from_db()
    assert luxor_unit.taken == 3
