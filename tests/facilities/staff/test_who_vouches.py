"""Whoever made an invitation, or its last link, vouches for it: a link opens nothing once that person lost the right."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from facilities.directory.models import Facility
from facilities.staff import actions
from facilities.staff.models import Invitation, Role
from tests.cast import sign_in, staff
from tests.facilities.staff.posts import PASSWORD, TODAY, TOMORROW, accept, end, invite
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db


def renew(by: Account, invitation: Invitation, today: date = TODAY) -> tuple[Invitation, str]:
    with within(reach_of(by)):
        return actions.renew_invitation(
            by=by, invitation_id=invitation.pk, portal="https://x", today=today, now=cairo_now()
        )


def test_the_link_of_a_manager_who_was_dismissed_opens_nothing(
    client: Client, manager: Account, governorate_admin: Account, luxor_unit: Facility
) -> None:
    token = invite(manager, facility=luxor_unit.pk)[1]
    end(governorate_admin, manager.posts.get())
    answer = client.get(f"/en/join/{token}/")
    assert (answer.status_code, "This link is not valid" in answer.content.decode()) == (404, True)
    given = {"username": "mona.said", "password": PASSWORD, "password_again": PASSWORD}
    assert client.post(f"/en/join/{token}/", given).status_code == 404
    sent = client.post(
        reverse("api-invitation-accept"),
        {"token": token, "username": "mona.said", "password": PASSWORD},
        content_type="application/json",
    )
    assert sent.status_code == 404
    assert not Account.objects.filter(username="mona.said").exists()


def test_the_link_of_a_closed_account_opens_nothing(manager: Account, luxor_unit: Facility) -> None:
    token = invite(manager, facility=luxor_unit.pk)[1]
    Account.objects.filter(pk=manager.pk).update(is_active=False)
    with pytest.raises(actions.LinkNotValid):
        accept(token)


def test_the_link_of_an_administrator_who_now_manages_a_facility_gives_no_manager(
    national_admin: Account, governorate_admin: Account, luxor_unit: Facility
) -> None:
    token = invite(governorate_admin, role="facility_manager", facility=luxor_unit.pk)[1]
    end(national_admin, governorate_admin.posts.get())
    actions.give_post(
        by=national_admin, username=governorate_admin.username or "", role=Role.FACILITY_MANAGER,
        facility=luxor_unit.pk, since=TODAY, today=TODAY, now=cairo_now(),
    )  # fmt: skip
    with pytest.raises(actions.LinkNotValid):
        accept(token)


def test_who_makes_a_new_link_vouches_from_then_on(
    manager: Account, governorate_admin: Account, luxor_unit: Facility
) -> None:
    invitation, _void = invite(manager, facility=luxor_unit.pk)
    end(governorate_admin, manager.posts.get())
    renewed, token = renew(governorate_admin, invitation)
    assert renewed.made_by == governorate_admin
    assert accept(token).given_by == governorate_admin


def test_an_invitation_whose_post_is_over_gets_no_new_link(manager: Account, luxor_unit: Facility) -> None:
    invitation, _token = invite(manager, facility=luxor_unit.pk, until=TOMORROW)
    with pytest.raises(Conflict) as refused:
        renew(manager, invitation, today=TOMORROW)
    assert refused.value.code == "over"
    with system_reach():
        assert Invitation.objects.get().version == 1


def test_somebody_signed_in_who_opens_a_link_is_told_that_it_is_for_another(
    client: Client, manager: Account, luxor_unit: Facility, citizen: Account
) -> None:
    token = invite(manager, facility=luxor_unit.pk)[1]
    for account in (manager, citizen):
        page = sign_in(client, account).get(f"/en/join/{token}/")
        assert (page.status_code, "You are signed in" in page.content.decode()) == (200, True)
    assert "You are signed in" not in Client().get(f"/en/join/{token}/").content.decode()
    sign_in(client, manager)
    given = {"username": "mona.said", "password": PASSWORD, "password_again": PASSWORD}
    assert client.post(f"/en/join/{token}/", given).status_code == 302
    assert Account.objects.get(username="mona.said").posts.get().role == "clerk"
    assert manager.posts.get().role == "facility_manager", "the one signed in has no other post"


@pytest.mark.parametrize(
    "token", ["x", "Zy" * 11, "é" * 22, "a" * 2000, "%00", "..", "' OR 1=1 --", "\u202e"]
)
def test_a_guessed_link_is_not_valid_and_nothing_fails(client: Client, token: str) -> None:
    assert client.get(f"/en/join/{token}/").status_code == 404
    body = {"token": token, "username": "mona.said", "password": PASSWORD}
    sent = client.post(reverse("api-invitation-accept"), body, content_type="application/json")
    assert sent.status_code in (400, 404), sent.content


def test_a_link_whose_inviter_was_given_other_posts_still_opens(
    national_admin: Account, manager: Account, luxor_unit: Facility
) -> None:
    token = invite(manager, facility=luxor_unit.pk)[1]
    second = staff("second-admin", Role.NATIONAL_ADMINISTRATOR)
    actions.give_post(
        by=second, username=manager.username or "", role=Role.CLERK, facility=luxor_unit.pk,
        since=TODAY + timedelta(days=3), today=TODAY, now=cairo_now(),
    )  # fmt: skip
    assert accept(token).role == "clerk"
