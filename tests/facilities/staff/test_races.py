"""Two at once: real transactions on connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from facilities.directory.models import Facility
from facilities.staff.models import Invitation, Post, Role
from tests.cast import staff
from tests.facilities.staff.posts import TODAY, accept, colleague, end, give, invite
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """What each work gave or raised, all begun at the same moment on connections of their own."""
    start = Barrier(len(works))

    def alone(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return work()
        except (ValidationError, PermissionDenied, Conflict) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(alone, works))


@pytest.mark.parametrize("round_", range(5))
def test_two_administrators_who_end_each_others_post_at_once_leave_one(round_: int, db: None) -> None:
    first, second = (staff(name, Role.NATIONAL_ADMINISTRATOR) for name in ("first", "second"))
    posts = {account: account.posts.get() for account in (first, second)}
    done = at_once([lambda: end(first, posts[second]), lambda: end(second, posts[first])])
    assert sum(isinstance(one, Post) for one in done) == 1
    assert Post.objects.held_on(TODAY).filter(role=Role.NATIONAL_ADMINISTRATOR).count() == 1


def test_five_administrators_who_all_end_all_others_leave_one(db: None) -> None:
    everyone = [staff(f"admin-{n}", Role.NATIONAL_ADMINISTRATOR) for n in range(5)]
    posts = {account: account.posts.get() for account in everyone}
    works = [
        lambda by=by, post=post: end(by, post)
        for by in everyone
        for account, post in posts.items()
        if account != by
    ]
    at_once(works[:10])
    assert Post.objects.held_on(TODAY).filter(role=Role.NATIONAL_ADMINISTRATOR).count() >= 1


def test_an_invitation_accepted_by_eight_at_once_gives_one_account(
    manager: Account, luxor_unit: Facility
) -> None:
    _invitation, token = invite(manager, facility=luxor_unit.pk)
    done = at_once([lambda n=n: accept(token, username=f"mona.{n}") for n in range(8)])
    assert sum(isinstance(one, Post) for one in done) == 1
    assert sum(isinstance(one, Conflict) for one in done) == 7
    assert Account.objects.filter(username__startswith="mona.").count() == 1
    with system_reach():
        assert Invitation.objects.get().post_id is not None


def test_one_user_name_chosen_by_two_at_once_goes_to_one(manager: Account, luxor_unit: Facility) -> None:
    tokens = [invite(manager, facility=luxor_unit.pk)[1] for _n in range(4)]
    done = at_once([lambda token=token: accept(token, username="mona") for token in tokens])
    assert sum(isinstance(one, Post) for one in done) == 1
    assert [one.error_dict["username"][0].code for one in done if isinstance(one, ValidationError)] == [
        "taken"
    ] * 3


def test_one_post_given_by_four_at_once_is_given_once(national_admin: Account, luxor_unit: Facility) -> None:
    account = colleague()
    works = [lambda: give(national_admin, account, "facility_manager", facility=luxor_unit.pk)] * 4
    done = at_once(works)
    assert sum(isinstance(one, Post) for one in done) == 1
    assert account.posts.count() == 1


@pytest.mark.parametrize("round_", range(5))
def test_a_post_that_is_prolonged_while_the_next_one_is_given_leaves_no_two_at_a_time(
    round_: int, national_admin: Account, luxor_unit: Facility
) -> None:
    account = colleague()
    week, fortnight = TODAY + timedelta(days=7), TODAY + timedelta(days=14)
    first = give(national_admin, account, "clerk", until=week, facility=luxor_unit.pk)
    done = at_once([
        lambda: end(national_admin, first, until=fortnight),
        lambda: give(national_admin, account, "clerk", since=week, facility=luxor_unit.pk),
    ])  # fmt: skip
    assert sorted(type(one).__name__ for one in done) == ["Post", "ValidationError"]


def test_the_first_administrator_made_by_four_commands_at_once_is_one(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "nile-reed-stone-44")

    def make(username: str) -> Any:
        try:
            return call_command("make_administrator", username, "--name-ar", "طارق", "--name-en", "Tarek")
        except CommandError as refusal:
            return refusal

    done = at_once([lambda n=n: make(f"first-{n}") for n in range(4)])
    assert sum(isinstance(one, CommandError) for one in done) == 3
    assert Post.objects.count() == Account.objects.filter(kind="staff").count() == 1


@pytest.mark.parametrize("round_", range(5))
def test_two_administrators_who_give_each_other_a_post_at_once_both_do(
    round_: int, db: None, luxor_unit: Facility
) -> None:
    first, second = (staff(name, Role.NATIONAL_ADMINISTRATOR) for name in ("first", "second"))
    done = at_once([
        lambda: give(first, second, "facility_manager", facility=luxor_unit.pk),
        lambda: give(second, first, "facility_manager", facility=luxor_unit.pk),
    ])  # fmt: skip
    assert [type(one) for one in done] == [Post, Post]
