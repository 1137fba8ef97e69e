"""Inviting someone who has no account: the link, its one use, its end."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from facilities.directory.models import Facility
from facilities.staff import actions
from facilities.staff.models import Invitation, Role
from tests.cast import sign_in, staff
from tests.facilities.staff.posts import PASSWORD, TODAY, TOMORROW, accept, codes, colleague, invite
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now
from uhis_portal.notices.models import Message
from uhis_portal.reach import NOBODY, Reach, reach_of, system_reach, within
from uhis_portal.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db
MOBILE = "01000000123"


@pytest.fixture
def waiting(manager: Account, luxor_unit: Facility) -> tuple[Invitation, str]:
    return invite(manager, facility=luxor_unit.pk)


def address(token: str, language: str = "en") -> str:
    with translation.override(language):
        return reverse("join", args=[token])


def test_who_accepts_has_an_account_and_the_post(
    client: Client, waiting: tuple[Invitation, str], manager: Account, luxor_unit: Facility
) -> None:
    invitation, token = waiting
    shown = client.get(address(token))
    assert (shown.status_code, shown.headers["Cache-Control"].count("no-store")) == (200, 1)
    assert "Mona Said" in shown.content.decode()
    answer = client.post(
        address(token), {"username": "mona.said", "password": PASSWORD, "password_again": PASSWORD}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/staff/sign-in/")
    account = Account.objects.get(username="mona.said")
    post = account.posts.get()
    assert (post.role, post.facility, post.since, post.given_by) == ("clerk", luxor_unit, TODAY, manager)
    assert (account.name_ar, account.check_password(PASSWORD)) == ("منى سعيد", True)
    with system_reach():
        invitation.refresh_from_db()
        assert (invitation.post, invitation.state(cairo_now())) == (post, Invitation.State.ACCEPTED)
        assert set(Event.objects.filter(subject_id=str(invitation.pk)).values_list("action", flat=True)) == {
            "staff.invite", "staff.accept_invitation",
        }  # fmt: skip
    signed_in = client.post("/en/staff/sign-in/", {"username": "mona.said", "password": PASSWORD})
    assert signed_in.status_code == 302


def test_a_link_opens_once_and_then_says_that_it_was_used(
    client: Client, waiting: tuple[Invitation, str]
) -> None:
    token = waiting[1]
    accept(token)
    for method in (client.get, client.post):
        answer = method(address(token))
        assert answer.status_code == 409
        assert "This invitation was used" in answer.content.decode()
    with pytest.raises(Conflict):
        accept(token, username="another")


def test_unknown_expired_and_withdrawn_links_say_the_same(
    client: Client, manager: Account, waiting: tuple[Invitation, str], luxor_unit: Facility
) -> None:
    expired, expired_token = waiting
    with system_reach():
        Invitation.objects.filter(pk=expired.pk).update(expires_at=cairo_now())
    withdrawn, withdrawn_token = invite(manager, facility=luxor_unit.pk)
    with within(reach_of(manager)):
        actions.withdraw_invitation(by=manager, invitation_id=withdrawn.pk, today=TODAY, now=cairo_now())
    unknown = "Zy" * 11
    pages = set()
    for token in (expired_token, withdrawn_token, unknown):
        answer = client.get(address(token))
        assert answer.status_code == 404
        pages.add(answer.content.decode().replace(token, ""))
        assert client.post(address(token), {"username": "x"}).status_code == 404
    assert len(pages) == 1
    assert "This link is not valid" in pages.pop()


def test_an_invitation_is_valid_for_seven_days(waiting: tuple[Invitation, str]) -> None:
    invitation, token = waiting
    assert invitation.expires_at - invitation.made_at == timedelta(days=7)
    just_before = invitation.expires_at - timedelta(seconds=1)
    assert actions.find_invitation(token=token, now=just_before, today=TODAY).pk == invitation.pk
    with pytest.raises(actions.LinkNotValid):
        actions.find_invitation(token=token, now=invitation.expires_at, today=TODAY)


def test_a_post_whose_first_day_is_past_begins_on_the_day_of_acceptance(
    waiting: tuple[Invitation, str],
) -> None:
    later = TODAY + timedelta(days=3)
    assert accept(waiting[1], today=later).since == later


def test_a_post_that_would_be_over_is_not_accepted(manager: Account, luxor_unit: Facility) -> None:
    token = invite(manager, facility=luxor_unit.pk, until=TOMORROW)[1]
    with pytest.raises(actions.LinkNotValid):
        accept(token, today=TOMORROW)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"username": "", "password": ""}, {"username", "password"}),
        ({"username": "ab"}, {"username"}),
        ({"username": "mona said"}, {"username"}),
        ({"username": "منى"}, {"username"}),
        ({"username": "m" * 61}, {"username"}),
        ({"username": "MANAGER"}, {"username"}),
        ({"password": "short"}, {"password"}),
        ({"password": "password1234"}, {"password"}),
        ({"password": "p" * 201}, {"password"}),
        ({"username": "mona.said.luxor", "password": "mona.said.luxor"}, {"password"}),
        ({"username": "a\x00bcd"}, {"username"}),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
def test_page_and_endpoint_refuse_user_name_and_password_alike(
    client: Client, waiting: tuple[Invitation, str], given: dict[str, str], told: set[str]
) -> None:
    values = {"username": "mona.said", "password": PASSWORD} | given
    page = client.post(address(waiting[1]), {**values, "password_again": values["password"]})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == told
    answer = client.post(
        reverse("api-invitation-accept"), {"token": waiting[1], **values},
        content_type="application/json", headers={"Accept-Language": "en"},
    )  # fmt: skip
    assert answer.status_code == 422
    if "\x00" not in values["username"]:
        assert {error["field"]: error["message"] for error in answer.json()["errors"]} == {
            name: faults[0] for name, faults in page.context["form"].errors.items()
        }
    assert not Account.objects.filter(username="mona.said").exists()


def test_two_passwords_that_differ_are_told(client: Client, waiting: tuple[Invitation, str]) -> None:
    given = {"username": "mona.said", "password": PASSWORD, "password_again": PASSWORD + "x"}
    page = client.post(address(waiting[1]), given)
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"password_again"})


def test_the_link_goes_to_the_mobile_in_two_parts_at_most_and_the_number_is_sealed(
    manager: Account, luxor_unit: Facility
) -> None:
    invitation, token = invite(manager, facility=luxor_unit.pk, mobile="٠١٠٠ ٠٠٠ ٠١٢٣")
    with system_reach():
        message = Message.objects.get()
    assert message.to == MOBILE
    assert f"https://uhis.example/ar/join/{token}/" in message.body
    assert len(message.body) <= 134
    with connection.cursor() as cursor, system_reach():
        cursor.execute("SELECT mobile FROM staff_invitation WHERE id = %s", [invitation.pk])
        assert MOBILE.encode() not in bytes(cursor.fetchone()[0])
        cursor.execute(
            "SELECT count(*) FROM staff_invitation WHERE staff_invitation::text LIKE %s", [f"%{token}%"]
        )
        assert cursor.fetchone() == (0,)


def test_without_a_mobile_nothing_is_sent(waiting: tuple[Invitation, str]) -> None:
    with system_reach():
        assert not Message.objects.exists()


def test_the_mobile_is_forgotten_once_the_invitation_is_answered(
    manager: Account, luxor_unit: Facility
) -> None:
    accepted, token = invite(manager, facility=luxor_unit.pk, mobile=MOBILE)
    withdrawn, _token = invite(manager, facility=luxor_unit.pk, mobile=MOBILE)
    accept(token)
    with within(reach_of(manager)):
        actions.withdraw_invitation(by=manager, invitation_id=withdrawn.pk, today=TODAY, now=cairo_now())
        assert set(Invitation.objects.values_list("mobile", flat=True)) == {None}
        assert accepted.mobile == MOBILE


def test_a_new_link_makes_the_former_one_void(manager: Account, waiting: tuple[Invitation, str]) -> None:
    invitation, former = waiting
    now = cairo_now() + timedelta(days=8)
    with within(reach_of(manager)):
        renewed, token = actions.renew_invitation(
            by=manager, invitation_id=invitation.pk, portal="https://x", version=1, today=TODAY, now=now
        )
    assert renewed.expires_at == now + timedelta(days=7)
    with pytest.raises(actions.LinkNotValid):
        accept(former, now=now)
    assert accept(token, now=now).role == "clerk"


def test_who_saw_an_older_version_withdraws_nothing(
    manager: Account, waiting: tuple[Invitation, str]
) -> None:
    with within(reach_of(manager)), pytest.raises(Stale):
        actions.withdraw_invitation(
            by=manager, invitation_id=waiting[0].pk, version=7, today=TODAY, now=cairo_now()
        )


def test_an_answered_invitation_is_neither_withdrawn_nor_renewed(
    manager: Account, waiting: tuple[Invitation, str]
) -> None:
    accept(waiting[1])
    with within(reach_of(manager)):
        for act, more in (
            (actions.withdraw_invitation, {}),
            (actions.renew_invitation, {"portal": "https://x"}),
        ):
            with pytest.raises(Conflict) as refused:
                act(by=manager, invitation_id=waiting[0].pk, today=TODAY, now=cairo_now(), **more)
            assert refused.value.code == "accepted"


def test_a_manager_decides_nothing_about_the_invitation_of_a_manager(
    manager: Account, governorate_admin: Account, luxor_unit: Facility
) -> None:
    invitation, _token = invite(governorate_admin, role="facility_manager", facility=luxor_unit.pk)
    with within(reach_of(manager)), pytest.raises(PermissionDenied):
        actions.withdraw_invitation(by=manager, invitation_id=invitation.pk, today=TODAY, now=cairo_now())
    with pytest.raises(PermissionDenied):
        invite(manager, role="facility_manager", facility=luxor_unit.pk)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name_ar": ""}, {"name_ar": "required"}),
        ({"name_ar": "Mona"}, {"name_ar": "name"}),
        ({"name_en": "منى"}, {"name_en": "name"}),
        ({"name_en": "Mona <b>Said</b>"}, {"name_en": "name"}),
        ({"name_en": "\u202eMona\x00"}, {"name_en": "name"}),
        ({"name_en": "M" * 121}, {"name_en": "max_length"}),
        ({"name_en": "'.-"}, {"name_en": "name"}),
        ({"mobile": "0223456789"}, {"mobile": "not_a_mobile"}),
        ({"mobile": "1", "name_ar": "", "role": "x"}, {"mobile": "not_a_mobile", "name_ar": "required", "role": "unknown_role"}),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)  # fmt: skip
def test_wrong_input_is_told_at_its_field(
    wrong: dict[str, str], told: dict[str, str], manager: Account, luxor_unit: Facility
) -> None:
    with pytest.raises(ValidationError) as refused:
        invite(manager, **{"facility": luxor_unit.pk, **wrong})
    assert codes(refused.value) == told


def test_names_are_kept_with_single_spaces_and_without_invisible_marks(
    manager: Account, luxor_unit: Facility
) -> None:
    invitation, _token = invite(
        manager, facility=luxor_unit.pk, name_ar=" منى\u200f  عبد الله ", name_en="Mona  O'Said-Adel"
    )
    assert (invitation.name_ar, invitation.name_en) == ("منى عبد الله", "Mona O'Said-Adel")


def test_the_database_shows_invitations_to_their_own_area_only(
    waiting: tuple[Invitation, str], manager: Account, governorate_admin: Account, foreign_clerk: Account
) -> None:
    for account, seen in ((manager, 1), (governorate_admin, 1), (foreign_clerk, 0)):
        with within(reach_of(account)):
            assert Invitation.objects.count() == seen, account
    for reach in (NOBODY, Reach(governorates=frozenset({"EG-PTS"}))):
        with within(reach):
            assert Invitation.objects.count() == 0


def test_who_has_an_account_but_no_post_today_comes_to_the_own_posts(client: Client) -> None:
    account = colleague()
    page = sign_in(client, account).get("/en/staff/mine/")
    assert "You have no post yet" in page.content.decode()
    assert client.get("/en/staff/").status_code == 403
    links = [link["label"] for link in page.context["navigation"]]
    assert "My posts" in links and "My file" not in links


def test_the_link_is_shown_once(client: Client, manager: Account, luxor_unit: Facility) -> None:
    sign_in(client, manager)
    given = {
        "name_ar": "منى سعيد", "name_en": "Mona Said", "role": "clerk", "facility": luxor_unit.pk,
        "since_0": str(TODAY.day), "since_1": str(TODAY.month), "since_2": str(TODAY.year), "key": "k" * 12,
    }  # fmt: skip
    page = client.post("/en/staff/invite/", given)
    assert page.status_code == 200
    assert page.context["link"].startswith("http://testserver/en/join/")
    assert client.get(page.context["link"]).status_code == 200
    with within(reach_of(manager)):
        invitation = Invitation.objects.get()
    token = page.context["link"].split("/")[-2]
    again = client.get(f"/en/staff/invitations/{invitation.pk}/")
    assert token not in again.content.decode()
    assert client.post("/en/staff/invite/", given).content == page.content, "the same answer for the same key"
    with within(reach_of(manager)):
        assert Invitation.objects.count() == 1


def test_an_administrator_invites_administrators(national_admin: Account) -> None:
    for role, area in (
        ("governorate_administrator", {"governorate": "EG-PTS"}),
        ("national_administrator", {}),
    ):
        token = invite(national_admin, role=role, **area)[1]
        assert accept(token, username=f"new.{role}").role == role
    assert staff("x", Role.NATIONAL_ADMINISTRATOR).posts.count() == 1


def test_the_number_of_who_never_answered_is_erased_a_month_after_the_end(
    manager: Account, luxor_unit: Facility
) -> None:
    invitation, _token = invite(manager, facility=luxor_unit.pk, mobile=MOBILE)
    end = invitation.expires_at
    assert actions.forget_mobiles(now=end + timedelta(days=29)) == 0
    assert actions.forget_mobiles(now=end + timedelta(days=31)) == 1
    with system_reach():
        assert Invitation.objects.get(pk=invitation.pk).mobile is None
    assert actions.forget_mobiles(now=end + timedelta(days=31)) == 0
