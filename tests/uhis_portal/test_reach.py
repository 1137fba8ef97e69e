"""Reach: nothing is seen without it, it ends with its block, and one request's reach never leaks into the next."""

import uuid

import pytest
from django.db import connection

from facilities.staff.reach import of_staff
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.reach import NOBODY, Reach, add_household, system_reach, within


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_block_has_its_reach_and_the_transaction_gets_back_the_one_before() -> None:
    with within(Reach(facilities=frozenset({"LX-1", "LX-2"}))):
        assert setting("portal.facilities") == "LX-1,LX-2"
        with system_reach():
            assert (setting("portal.everything"), setting("portal.facilities")) == ("on", "")
        assert (setting("portal.everything"), setting("portal.facilities")) == ("", "LX-1,LX-2")
    assert setting("portal.facilities") == ""


@pytest.mark.django_db
def test_single_households_are_added_to_the_running_transaction() -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    with within(NOBODY):
        add_household(first)
        add_household(second)
        assert setting("portal.households") == f"{first},{second}"


@pytest.mark.django_db(transaction=True)
def test_after_the_transaction_nothing_is_in_reach() -> None:
    with system_reach():
        pass
    assert setting("portal.everything") == ""


def test_a_clerk_reaches_the_own_facility_and_reviews_its_governorate(clerk: Account) -> None:
    reach = of_staff(clerk)
    post = clerk.posts.get()
    assert reach.facilities == {post.facility_id}
    assert reach.reviews == {"EG-LX"}
    assert reach.governorates == frozenset() and not reach.everything


def test_a_post_that_has_ended_gives_nothing(clerk: Account) -> None:
    clerk.posts.update(until="2021-01-01")
    assert of_staff(clerk) == Reach()


def test_a_citizen_has_no_reach_by_a_post(citizen: Account) -> None:
    assert of_staff(citizen) == Reach()


def test_events_of_others_are_not_seen(citizen: Account, other_citizen: Account) -> None:
    Event.objects.bulk_create(
        [
            Event(account_id=account.pk, action="x.y", subject_kind="x", subject_id="1")
            for account in (citizen, other_citizen)
        ]
    )
    with within(Reach(account=citizen.pk)):
        assert {event.account_id for event in Event.objects.all()} == {citizen.pk}
    with within(NOBODY):
        assert not Event.objects.exists()
