"""A citizen's number: the code goes to it and nowhere else, guesses are counted, and it is changed with two codes."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.cast import sign_in, with_phone
from tests.conftest import problem
from uhis_portal.accounts import actions
from uhis_portal.accounts.models import Account, OneTimeCode
from uhis_portal.audit.models import Event
from uhis_portal.notices.models import Message
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
OLD, NEW = "01000000001", "01000000077"


def code_to(number: str) -> str:
    """The code of the latest message to a number."""
    with system_reach():
        bodies = [m.body for m in Message.objects.order_by("made_at") if m.to == number]
    return re.search(r"\d{6}", bodies[-1]).group()  # type: ignore[union-attr]


def another(code: str) -> str:
    return "000000" if code != "000000" else "000001"


def test_the_code_goes_to_the_number_typed_whoever_owns_it(client: Client, citizen: Account) -> None:
    typed = [OLD, "01000000055"]  # one has an account, the other none
    answers = [client.post("/ar/sign-in/", {"phone": number}) for number in typed]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.content for answer in answers}) == 1
    with system_reach():
        assert sorted(message.to for message in Message.objects.all()) == sorted(typed)


def test_a_code_guessed_ten_times_opens_nothing_and_says_so(client: Client) -> None:
    client.post("/en/sign-in/", {"phone": OLD})
    code = code_to(OLD)
    answers = [client.post("/en/sign-in/code/", {"code": another(code)}) for _guess in range(10)]
    assert [answer.status_code for answer in answers] == [422] * 10
    assert "not the code" in str(answers[0].context["form"].errors)
    assert "tried too often" in str(answers[9].context["form"].errors)
    assert client.post("/en/sign-in/code/", {"code": code}).status_code == 422
    assert not Account.objects.with_phone(OLD).exists()


def test_guesses_are_counted_over_all_codes_of_a_number() -> None:
    now = timezone.now()
    for minute in (0, 2):
        sent = actions.request_code(phone=OLD, now=now + timedelta(minutes=minute))
        for _guess in range(5):
            with pytest.raises(ValidationError):
                actions.confirm_code(code_id=sent.pk, typed=another(code_to(OLD)), now=sent.sent_at)
    last = actions.request_code(phone=OLD, now=now + timedelta(minutes=4))
    with pytest.raises(ValidationError) as caught:
        actions.confirm_code(code_id=last.pk, typed=code_to(OLD), now=last.sent_at)
    assert caught.value.error_dict["code"][0].code == "too_many_tries"
    later = actions.request_code(phone=OLD, now=now + timedelta(minutes=40))
    assert actions.confirm_code(code_id=later.pk, typed=code_to(OLD), now=later.sent_at)


def test_the_guesses_of_one_number_do_not_shut_out_another() -> None:
    now = timezone.now()
    sent = actions.request_code(phone=OLD, now=now)
    for _guess in range(5):
        with pytest.raises(ValidationError):
            actions.confirm_code(code_id=sent.pk, typed=another(code_to(OLD)), now=now)
    other = actions.request_code(phone=NEW, now=now)
    assert actions.confirm_code(code_id=other.pk, typed=code_to(NEW), now=now)


class TestADeviceUsedBefore:
    """A stranger asks for codes to the number and guesses them, on a device of the stranger's own."""

    @pytest.fixture
    def device(self, client: Client) -> Client:
        """A device where the owner signed in, and out again."""
        client.post("/en/sign-in/", {"phone": OLD})
        assert client.post("/en/sign-in/code/", {"code": code_to(OLD)}).status_code == 302
        client.post("/en/sign-out/")
        OneTimeCode.objects.all().delete()
        return client

    def besiege(self, number: str = OLD) -> None:
        """All codes of an hour, all guesses of a quarter of an hour."""
        now = timezone.now()
        for minutes in (5, 4, 3, 2, 0):
            sent = actions.request_code(phone=number, now=now - timedelta(minutes=minutes))
            for _guess in range(2):
                with pytest.raises(ValidationError):
                    actions.confirm_code(code_id=sent.pk, typed="x", now=now)

    def test_lets_its_owner_in(self, device: Client) -> None:
        self.besiege()
        assert device.post("/en/sign-in/", {"phone": OLD}).status_code == 302
        assert device.post("/en/sign-in/code/", {"code": code_to(OLD)}).status_code == 302
        assert "_auth_user_id" in device.session

    def test_lets_its_owner_in_through_the_endpoint(self, device: Client) -> None:
        self.besiege()
        sent = device.post("/api/v1/session/codes/", {"phone": OLD}, "application/json")
        given = {"code_id": sent.json()["code_id"], "code": code_to(OLD)}
        entered = device.post("/api/v1/session/", given, "application/json")
        assert (sent.status_code, entered.status_code) == (201, 201)
        assert entered.cookies["device"]["httponly"] and entered.cookies["device"]["samesite"] == "Lax"

    def test_is_no_way_around_the_limits_for_whoever_has_none(self, device: Client) -> None:
        self.besiege()
        stranger = Client()
        assert stranger.post("/en/sign-in/", {"phone": OLD}).status_code == 429
        stranger.cookies["device"] = device.cookies["device"].value[:-1] + "x"
        assert stranger.post("/en/sign-in/", {"phone": OLD}).status_code == 429

    def test_is_known_for_the_accounts_that_entered_there_alone(self, device: Client) -> None:
        self.besiege(NEW)
        assert device.post("/en/sign-in/", {"phone": NEW}).status_code == 429

    def test_has_limits_of_its_own(self, device: Client) -> None:
        assert device.post("/en/sign-in/", {"phone": OLD}).status_code == 302
        assert device.post("/en/sign-in/", {"phone": OLD}).status_code == 429
        code = code_to(OLD)
        for _guess in range(5):
            device.post("/en/sign-in/code/", {"code": another(code)})
        assert device.post("/en/sign-in/code/", {"code": code}).status_code == 422


def test_a_number_is_changed_with_a_code_to_each_and_the_session_goes_on(
    client: Client, citizen: Account
) -> None:
    elsewhere = sign_in(Client(), citizen)
    sign_in(client, citizen)
    assert client.post("/en/my-number/", {"phone": NEW}).status_code == 302
    answer = client.post("/en/my-number/codes/", {"old_code": code_to(OLD), "new_code": code_to(NEW)})
    assert answer.status_code == 302
    changed = Account.objects.get(pk=citizen.pk)
    assert changed.phone == NEW and not Account.objects.with_phone(OLD).exists()
    assert client.get("/en/my-number/").status_code == 200
    assert elsewhere.get("/en/my-number/").status_code == 302, "other sessions end"
    with system_reach():
        noted = Event.objects.get(action="accounts.change_number")
    assert noted.account_id == citizen.pk and OLD not in str(noted.details)


@pytest.mark.parametrize("wrong", ["old_code", "new_code"])
def test_one_right_code_of_two_changes_nothing_and_is_not_used_up(
    client: Client, citizen: Account, wrong: str
) -> None:
    sign_in(client, citizen)
    client.post("/en/my-number/", {"phone": NEW})
    right = {"old_code": code_to(OLD), "new_code": code_to(NEW)}
    answer = client.post("/en/my-number/codes/", right | {wrong: another(right[wrong])})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    assert Account.objects.get(pk=citizen.pk).phone == OLD
    assert client.post("/en/my-number/codes/", right).status_code == 302


def test_a_number_with_an_account_of_its_own_is_not_taken_from_it(client: Client, citizen: Account) -> None:
    owner = with_phone(NEW)
    sign_in(client, citizen)
    client.post("/en/my-number/", {"phone": NEW})
    answer = client.post("/en/my-number/codes/", {"old_code": code_to(OLD), "new_code": code_to(NEW)})
    assert answer.status_code == 422 and "account of its own" in str(
        answer.context["form"].errors["new_code"]
    )
    assert Account.objects.get(pk=owner.pk).phone == NEW


def test_page_and_endpoint_change_a_number_alike(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    now = timezone.now()
    old, new = actions.request_change(by=citizen, phone=NEW, now=now)
    given = {
        "old_code_id": str(old.pk),
        "old_code": code_to(OLD),
        "new_code_id": str(new.pk),
        "new_code": "x",
    }
    refused = client.post(
        "/api/v1/session/number/", given, "application/json", headers={"Accept-Language": "en"}
    )
    assert refused.status_code == 422 and problem(refused)["errors"][0]["field"] == "new_code"
    done = client.post("/api/v1/session/number/", given | {"new_code": code_to(NEW)}, "application/json")
    assert done.status_code == 204
    assert Account.objects.get(pk=citizen.pk).phone == NEW


def test_the_present_number_is_no_new_number(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    answer = client.post("/en/my-number/", {"phone": OLD})
    assert answer.status_code == 422 and answer.context["form"].errors["phone"]
    assert not OneTimeCode.objects.exists()


def test_staff_have_no_number_to_change(client: Client, clerk: Any) -> None:
    sign_in(client, clerk)
    assert client.get("/en/my-number/").status_code == 403
    assert client.post("/api/v1/session/number/", {}, "application/json").status_code == 403
