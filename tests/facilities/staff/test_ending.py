"""Ending and cancelling posts; someone always administers the whole."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from facilities.directory.models import Facility
from facilities.staff.models import Post, Role
from tests.cast import sign_in, staff
from tests.facilities.staff.posts import TODAY, TOMORROW, codes, colleague, end, give
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now
from uhis_portal.reach import system_reach
from uhis_portal.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db
NEXT_WEEK = TODAY + timedelta(days=7)


def national(username: str) -> Account:
    return staff(username, Role.NATIONAL_ADMINISTRATOR)


def test_a_post_ends_with_effect_from_a_day_and_says_who_ended_it(manager: Account, clerk: Account) -> None:
    post = end(manager, clerk.posts.get(), until=NEXT_WEEK)
    assert post.state(NEXT_WEEK - timedelta(days=1)) == Post.State.CURRENT
    assert post.state(NEXT_WEEK) == Post.State.ENDED
    assert (post.ended_by, post.version) == (manager, 2)
    with system_reach():
        event = Event.objects.get(action="staff.end_post")
    assert (event.account_id, event.details) == (manager.pk, {"until": NEXT_WEEK.isoformat()})


def test_a_post_that_ends_today_gives_nothing_from_now_on(manager: Account, clerk: Account) -> None:
    end(manager, clerk.posts.get(), until=TODAY)
    assert not clerk.posts.held_on(TODAY).exists()


def test_an_open_session_loses_the_reach_of_a_post_with_its_end(
    client: Client, governorate_admin: Account, manager: Account, clerk: Account
) -> None:
    at_the_desk, of_the_manager = sign_in(Client(), clerk), sign_in(client, manager)
    assert at_the_desk.get("/en/desk/").status_code == 200
    assert of_the_manager.get("/en/staff/").status_code == 200
    end(manager, clerk.posts.get())
    end(governorate_admin, manager.posts.get())
    assert at_the_desk.get("/en/desk/").status_code == 403
    assert at_the_desk.get("/api/v1/beneficiaries/").json()["results"] == []
    assert of_the_manager.get("/en/staff/").status_code == 403
    assert of_the_manager.get("/api/v1/posts/").status_code == 403
    assert of_the_manager.post("/en/staff/invite/", {"role": "clerk"}).status_code == 403


def test_a_planned_end_may_be_moved(manager: Account, clerk: Account) -> None:
    post = end(manager, clerk.posts.get(), until=NEXT_WEEK)
    assert end(manager, post, until=TOMORROW).until == TOMORROW


def test_a_post_that_has_not_begun_is_cancelled_by_ending_it_on_its_first_day(
    manager: Account, luxor_unit: Facility
) -> None:
    account = colleague()
    post = end(manager, give(manager, account, "clerk", since=NEXT_WEEK, facility=luxor_unit.pk), NEXT_WEEK)
    assert post.state(TODAY) == post.state(NEXT_WEEK) == Post.State.CANCELLED
    assert give(manager, account, "clerk", since=NEXT_WEEK, facility=luxor_unit.pk).until is None


def test_wrong_days_are_told_at_their_field(manager: Account, clerk: Account, luxor_unit: Facility) -> None:
    held = clerk.posts.get()
    begins = give(manager, colleague(), "clerk", since=NEXT_WEEK, facility=luxor_unit.pk)
    for post, until, told in (
        (held, None, "required"),
        (held, TODAY - timedelta(days=1), "past"),
        (held, held.since - timedelta(days=1), "before_since"),
        (begins, TOMORROW, "before_since"),
    ):
        with pytest.raises(ValidationError) as refused:
            end(manager, post, until)
        assert codes(refused.value) == {"until": told}


def test_what_has_ended_is_not_ended_again(manager: Account, clerk: Account) -> None:
    post = end(manager, clerk.posts.get(), until=TODAY)
    with pytest.raises(Conflict) as refused:
        end(manager, post, until=NEXT_WEEK)
    assert refused.value.code == "ended"


def test_who_saw_an_older_version_ends_nothing(manager: Account, clerk: Account) -> None:
    post = end(manager, clerk.posts.get(), until=NEXT_WEEK)
    with pytest.raises(Stale):
        end(manager, post, until=TODAY, version=1)
    post.refresh_from_db()
    assert post.until == NEXT_WEEK


def test_who_does_not_give_a_post_does_not_end_it(
    clerk: Account, other_clerk: Account, manager: Account, governorate_admin: Account, foreign_clerk: Account
) -> None:
    for by, post in (
        (clerk, other_clerk.posts.get()),
        (manager, foreign_clerk.posts.get()),
        (manager, governorate_admin.posts.get()),
        (governorate_admin, foreign_clerk.posts.get()),
        (governorate_admin, staff("second-luxor", Role.GOVERNORATE_ADMINISTRATOR, governorate_id="EG-LX").posts.get()),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            end(by, post)


def test_nobody_ends_their_own_post(national_admin: Account, manager: Account, luxor_unit: Facility) -> None:
    national("second")
    own_desk = give(national_admin, manager, "clerk", facility=luxor_unit.pk)
    for account, post in ((national_admin, national_admin.posts.get()), (manager, own_desk)):
        with pytest.raises(ValidationError) as refused:
            end(account, post)
        assert codes(refused.value) == {"": "own_post"}


def test_an_administrator_ends_anothers_post_as_long_as_one_remains(national_admin: Account) -> None:
    second = national("second")
    assert end(national_admin, second.posts.get()).until == TODAY


def test_there_is_an_administrator_on_every_future_day(national_admin: Account) -> None:
    second = national("second")
    third = national("third")
    end(national_admin, second.posts.get(), until=NEXT_WEEK)
    # The national administrator leaves in ten days: the third is then the only one.
    end(third, national_admin.posts.get(), until=TODAY + timedelta(days=10))
    with pytest.raises(ValidationError) as refused:
        end(national_admin, third.posts.get(), until=TODAY + timedelta(days=300))
    assert codes(refused.value) == {"": "last_administrator"}


def test_a_successor_who_begins_in_time_lets_the_last_one_go_and_one_who_is_late_does_not(
    national_admin: Account,
) -> None:
    second = national("second")
    end(second, national_admin.posts.get(), until=NEXT_WEEK)
    give(second, colleague(), "national_administrator", since=NEXT_WEEK + timedelta(days=2))
    with pytest.raises(ValidationError) as refused:
        end(national_admin, second.posts.get(), until=NEXT_WEEK + timedelta(days=1))
    assert codes(refused.value) == {"": "last_administrator"}
    assert end(national_admin, second.posts.get(), until=NEXT_WEEK + timedelta(days=2)).version == 2


def test_an_account_that_was_closed_does_not_count_as_the_one_who_remains(national_admin: Account) -> None:
    second, third = national("second"), national("third")
    Account.objects.filter(pk__in=[national_admin.pk, third.pk]).update(is_active=False)
    with pytest.raises(ValidationError) as refused:
        end(third, second.posts.get())
    assert codes(refused.value) == {"": "last_administrator"}


def test_the_row_history_keeps_each_step(manager: Account, clerk: Account) -> None:
    end(manager, clerk.posts.get(), until=NEXT_WEEK)
    events = Post.history.rel.related_model.objects.filter(account=clerk).order_by("pgh_id")
    assert [(event.pgh_label, event.until) for event in events] == [("insert", None), ("update", NEXT_WEEK)]


def test_a_moment_of_ending_is_kept(manager: Account, clerk: Account) -> None:
    before = cairo_now()
    assert end(manager, clerk.posts.get()).ended_at >= before
