"""Who gives which post to whom, and what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from facilities.directory.models import Facility
from facilities.staff.models import Post, Role
from facilities.staff.reach import of_staff
from tests.cast import staff
from tests.facilities.staff.posts import TODAY, TOMORROW, codes, colleague, give
from uhis_portal.accounts.models import Account
from uhis_portal.audit import actions as audit
from uhis_portal.audit.models import Event
from uhis_portal.reach import Reach, system_reach

pytestmark = pytest.mark.django_db


def test_a_national_administrator_gives_every_post(national_admin: Account, port_said_unit: Facility) -> None:
    areas: dict[str, dict[str, str]] = {
        "clerk": {"facility": port_said_unit.pk},
        "facility_manager": {"facility": port_said_unit.pk},
        "governorate_administrator": {"governorate": "EG-PTS"},
        "national_administrator": {},
    }
    assert set(areas) == set(Role)
    for role, area in areas.items():
        post = give(national_admin, colleague(role), role, **area)
        assert (post.role, post.given_by) == (role, national_admin)


@pytest.mark.parametrize("role", ["clerk", "facility_manager"])
def test_a_governorate_administrator_gives_posts_at_the_facilities_of_the_own_governorate(
    role: str, governorate_admin: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    assert give(governorate_admin, colleague(), role, facility=luxor_unit.pk).facility == luxor_unit
    with pytest.raises(ValidationError) as refused:
        give(governorate_admin, colleague("other"), role, facility=port_said_unit.pk)
    assert codes(refused.value) == {"facility": "elsewhere"}


@pytest.mark.parametrize("role", ["governorate_administrator", "national_administrator"])
def test_a_governorate_administrator_makes_no_administrators(role: str, governorate_admin: Account) -> None:
    area = {"governorate": "EG-LX"} if role == "governorate_administrator" else {}
    with pytest.raises(PermissionDenied):
        give(governorate_admin, colleague(), role, **area)


def test_a_manager_gives_the_posts_of_clerks_at_the_own_facility_only(
    manager: Account, luxor_unit: Facility
) -> None:
    assert give(manager, colleague(), "clerk", facility=luxor_unit.pk).facility == luxor_unit
    neighbour = Facility.objects.filter(governorate="EG-LX").exclude(pk=luxor_unit.pk).order_by("code")[0]
    with pytest.raises(ValidationError) as refused:
        give(manager, colleague("other"), "clerk", facility=neighbour.pk)
    assert codes(refused.value) == {"facility": "elsewhere"}


@pytest.mark.parametrize("role", ["facility_manager", "governorate_administrator", "national_administrator"])
def test_a_manager_gives_no_other_post(role: str, manager: Account, luxor_unit: Facility) -> None:
    area = {
        "facility_manager": {"facility": luxor_unit.pk},
        "governorate_administrator": {"governorate": "EG-LX"},
    }
    with pytest.raises(PermissionDenied):
        give(manager, colleague(), role, **area.get(role, {}))
    assert not Post.objects.filter(role=role, account__username="colleague").exists()


@pytest.mark.parametrize("who", ["clerk", "citizen"])
def test_others_give_no_posts(who: str, request: pytest.FixtureRequest, luxor_unit: Facility) -> None:
    with pytest.raises(PermissionDenied):
        give(request.getfixturevalue(who), colleague(), "clerk", facility=luxor_unit.pk)


def test_a_manager_whose_post_has_ended_gives_none(manager: Account, luxor_unit: Facility) -> None:
    manager.posts.update(until=TODAY)
    with pytest.raises(PermissionDenied):
        give(manager, colleague(), "clerk", facility=luxor_unit.pk)


@pytest.mark.parametrize("who", ["manager", "governorate_admin", "national_admin"])
def test_nobody_gives_a_post_to_themselves(
    who: str, request: pytest.FixtureRequest, luxor_unit: Facility
) -> None:
    account = request.getfixturevalue(who)
    with pytest.raises(ValidationError) as refused:
        give(account, account, "clerk", facility=luxor_unit.pk)
    assert codes(refused.value) == {"username": "own_post"}


def test_a_clerk_may_also_be_the_manager_and_a_facility_may_have_two(
    national_admin: Account, clerk: Account, manager: Account, luxor_unit: Facility
) -> None:
    give(national_admin, clerk, "facility_manager", facility=luxor_unit.pk)
    assert set(clerk.posts.values_list("role", flat=True)) == {"clerk", "facility_manager"}


@pytest.mark.parametrize("role", ["facility_manager", "governorate_administrator", "national_administrator"])
def test_the_same_post_is_not_held_twice_at_a_time(
    role: str, national_admin: Account, luxor_unit: Facility
) -> None:
    area = {
        "facility_manager": {"facility": luxor_unit.pk},
        "governorate_administrator": {"governorate": "EG-LX"},
    }.get(role, {})
    account = colleague()
    first = give(national_admin, account, role, until=TODAY + timedelta(days=30), **area)
    with pytest.raises(ValidationError) as refused:
        give(national_admin, account, role, since=TODAY + timedelta(days=29), **area)
    assert codes(refused.value) == {"": "same_post"}
    again = give(national_admin, account, role, since=TODAY + timedelta(days=30), **area)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=first.pk).update(until=again.since + timedelta(days=1))


def test_a_clerk_has_one_desk_at_a_time(
    national_admin: Account, clerk: Account, port_said_unit: Facility
) -> None:
    with pytest.raises(ValidationError):
        give(national_admin, clerk, "clerk", facility=port_said_unit.pk)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"role": ""}, {"role": "required"}),
        ({"role": "king"}, {"role": "unknown_role"}),
        ({"facility": ""}, {"facility": "required"}),
        ({"facility": "XX-1"}, {"facility": "unknown_facility"}),
        ({"governorate": "EG-PTS"}, {"governorate": "other_governorate"}),
        ({"role": "national_administrator"}, {"facility": "no_facility"}),
        (
            {"role": "governorate_administrator", "facility": "", "governorate": "EG-XX"},
            {"governorate": "unknown_governorate"},
        ),
        ({"role": "governorate_administrator", "facility": ""}, {"governorate": "required"}),
        (
            {"role": "national_administrator", "facility": "", "governorate": "EG-LX"},
            {"governorate": "no_governorate"},
        ),
        ({"since": None}, {"since": "required"}),
        ({"since": date(1950, 1, 1)}, {"since": "too_early"}),
        ({"since": TODAY + timedelta(days=367)}, {"since": "too_late"}),
        ({"until": TODAY}, {"until": "past"}),
        (
            {"since": TODAY + timedelta(days=9), "until": TODAY + timedelta(days=9)},
            {"until": "before_since"},
        ),
        ({"role": "", "since": None}, {"role": "required", "since": "required"}),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_at_its_field(
    wrong: dict[str, Any], told: dict[str, str], national_admin: Account, luxor_unit: Facility
) -> None:
    given: dict[str, Any] = {"role": "clerk", "facility": luxor_unit.pk, "since": TODAY} | wrong
    with pytest.raises(ValidationError) as refused:
        give(national_admin, colleague(), **given)
    assert codes(refused.value) == told


def test_a_user_name_that_is_no_staffs_is_told_with_the_other_faults(
    national_admin: Account, citizen: Account
) -> None:
    with pytest.raises(ValidationError) as refused:
        give(national_admin, Account(username="nobody"), "clerk")
    assert codes(refused.value) == {"username": "unknown_username", "facility": "required"}


def test_a_post_in_the_future_gives_nothing_before_its_day(
    national_admin: Account, luxor_unit: Facility
) -> None:
    account = colleague()
    post = give(national_admin, account, "clerk", since=TOMORROW, facility=luxor_unit.pk)
    assert post.state(TODAY) == Post.State.FUTURE
    assert of_staff(account) == Reach()


def test_the_reach_of_a_manager_is_the_own_facility(manager: Account, luxor_unit: Facility) -> None:
    reach = of_staff(manager)
    assert (reach.facilities, reach.governorates, reach.everything) == ({luxor_unit.pk}, frozenset(), False)


def test_a_manager_sits_at_no_desk(manager: Account) -> None:
    from facilities.staff.access import desk_of

    with pytest.raises(PermissionDenied):
        desk_of(manager)


def test_giving_is_audited_and_is_undone_with_its_audit(
    national_admin: Account, luxor_unit: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = give(national_admin, colleague(), "clerk", facility=luxor_unit.pk)
    with system_reach():
        event = Event.objects.get(action="staff.give_post")
    assert (event.account_id, event.subject_id, event.facility) == (
        national_admin.pk,
        str(post.pk),
        luxor_unit.pk,
    )

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(audit, "note_all", fail)
    with pytest.raises(RuntimeError):
        give(national_admin, colleague("second"), "clerk", facility=luxor_unit.pk)
    assert not Post.objects.filter(account__username="second").exists()


def test_the_system_gives_posts_when_a_command_asks_for_it(luxor_unit: Facility) -> None:
    assert give(Account.system(), colleague(), "clerk", facility=luxor_unit.pk).given_by == Account.system()


def test_a_manager_of_another_governorate_gives_nothing_here(
    luxor_unit: Facility, port_said_unit: Facility
) -> None:
    stranger = staff("stranger", Role.FACILITY_MANAGER, facility=port_said_unit)
    with pytest.raises(ValidationError) as refused:
        give(stranger, colleague(), "clerk", facility=luxor_unit.pk)
    assert codes(refused.value) == {"facility": "elsewhere"}
