"""Signing in: a code to the number that was typed, a password for staff; limits that hold in PostgreSQL."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import problem
from uhis_portal.accounts import actions
from uhis_portal.accounts.models import Account, OneTimeCode
from uhis_portal.notices.models import Message
from uhis_portal.reach import system_reach

PHONE = "01000000123"
PASSWORD = "a long enough phrase"
pytestmark = pytest.mark.django_db


def last_code() -> str:
    with system_reach():
        return re.search(r"\d{6}", Message.objects.latest("made_at").body).group()


def ask_for_code(client: Client, phone: str = PHONE, language: str = "ar") -> Any:
    return client.post(f"/{language}/sign-in/", {"phone": phone})


@pytest.fixture
def staff_member(national_admin: Account) -> Account:
    return actions.make_staff_account(
        by=national_admin, username="mona", password=PASSWORD, name_ar="منى", name_en="Mona"
    )


def test_a_citizen_signs_in_with_the_code_sent_to_the_number(client: Client) -> None:
    assert ask_for_code(client).status_code == 302
    answer = client.post("/ar/sign-in/code/", {"code": last_code()})
    assert answer.status_code == 302
    account = Account.objects.with_phone(PHONE).get()
    assert client.session["_auth_user_id"] == str(account.pk)


def test_the_second_visit_opens_the_same_account(client: Client) -> None:
    for _visit in range(2):
        sent = actions.request_code(phone=PHONE, now=timezone.now() + timedelta(minutes=2 * _visit))
        actions.confirm_code(code_id=sent.pk, typed=last_code(), now=sent.sent_at)
    assert Account.objects.with_phone(PHONE).count() == 1


@pytest.mark.parametrize(
    "typed", ["٠١٠ ٠٠٠٠ ٠١٢٣", "+201000000123", "0020 100 000 0123", "۰۱۰۰۰۰۰۰۱۲۳", "\u200e0100-000-0123"]
)
def test_a_number_is_taken_however_it_is_written(client: Client, typed: str) -> None:
    assert ask_for_code(client, typed).status_code == 302
    with system_reach():
        assert Message.objects.get().to == PHONE


@pytest.mark.parametrize("typed", ["", "0100", "02012345678", "01300000000", "01000000123x", "0100000012345"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_no_mobile_number_is_refused_at_its_field(client: Client, typed: str, language: str) -> None:
    answer = ask_for_code(client, typed, language)
    assert answer.status_code == 422
    assert answer.context["form"].errors["phone"]
    with system_reach():
        assert not Message.objects.exists()


def test_page_and_endpoint_refuse_a_number_with_the_same_words(client: Client) -> None:
    page = ask_for_code(client, "0100", "en")
    endpoint = client.post(
        "/api/v1/session/codes/", {"phone": "0100"}, "application/json", headers={"Accept-Language": "en"}
    )
    assert endpoint.status_code == page.status_code == 422
    fault = problem(endpoint)["errors"][0]
    assert (fault["field"], [fault["message"]]) == ("phone", page.context["form"].errors["phone"])


def test_a_second_code_within_a_minute_and_a_sixth_within_an_hour_are_refused(client: Client) -> None:
    assert ask_for_code(client).status_code == 302
    assert ask_for_code(client).status_code == 429
    OneTimeCode.objects.update(sent_at=timezone.now() - timedelta(minutes=2))
    index = OneTimeCode.objects.get().phone_index
    for _code in range(4):
        OneTimeCode.objects.create(
            phone=PHONE, phone_index=index, digest=b"", sent_at=timezone.now() - timedelta(minutes=30)
        )
    assert ask_for_code(client).status_code == 429


def test_a_code_opens_once(client: Client) -> None:
    sent = actions.request_code(phone=PHONE, now=timezone.now())
    code = last_code()
    actions.confirm_code(code_id=sent.pk, typed=code, now=timezone.now())
    session = client.session
    session["code_id"] = str(sent.pk)
    session.save()
    answer = client.post("/en/sign-in/code/", {"code": code})
    assert answer.status_code == 422
    assert "expired" in str(answer.context["form"].errors["code"])


def test_an_expired_code_says_so(client: Client) -> None:
    ask_for_code(client)
    OneTimeCode.objects.update(sent_at=timezone.now() - timedelta(minutes=10))
    answer = client.post("/ar/sign-in/code/", {"code": last_code()})
    assert answer.status_code == 422 and answer.context["form"].errors["code"]


def test_five_wrong_tries_close_a_code_for_good(client: Client) -> None:
    ask_for_code(client)
    code = last_code()
    wrong = "000000" if code != "000000" else "000001"
    for _try in range(5):
        assert client.post("/ar/sign-in/code/", {"code": wrong}).status_code == 422
    assert OneTimeCode.objects.get().tries == 5
    assert client.post("/ar/sign-in/code/", {"code": code}).status_code == 422
    assert "_auth_user_id" not in client.session


def test_a_code_is_taken_in_arabic_digits(client: Client) -> None:
    ask_for_code(client)
    arabic = last_code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post("/ar/sign-in/code/", {"code": f" {arabic[:3]} {arabic[3:]} "}).status_code == 302


def test_neither_number_nor_code_stands_in_clear_in_the_database(client: Client) -> None:
    from django.db import connection

    ask_for_code(client)
    code = last_code()
    with connection.cursor() as cursor, system_reach():
        for table in ("accounts_onetimecode", "notices_message", "django_session"):
            cursor.execute(f"SELECT string_agg(row_to_json(t)::text, ' ') FROM {table} t")
            row = cursor.fetchone()[0] or ""
            assert PHONE not in row and PHONE.encode().hex() not in row
            assert f'"{code}"' not in row and code.encode().hex() not in row


def test_staff_sign_in_with_a_password(client: Client, staff_member: Account) -> None:
    assert client.post("/en/staff/sign-in/", {"username": "mona", "password": PASSWORD}).status_code == 302
    assert client.session["_auth_user_id"] == str(staff_member.pk)


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(
    client: Client, staff_member: Account
) -> None:
    answers = [
        client.post("/en/staff/sign-in/", {"username": name, "password": "wrong wrong wrong"})
        for name in ("mona", "nobody")
    ]
    assert [a.status_code for a in answers] == [422, 422]
    assert answers[0].context["form"].errors == answers[1].context["form"].errors


def test_after_ten_failures_even_the_right_password_waits(client: Client, staff_member: Account) -> None:
    for _try in range(10):
        client.post("/en/staff/sign-in/", {"username": "mona", "password": "wrong wrong wrong"})
    answer = client.post("/en/staff/sign-in/", {"username": "mona", "password": PASSWORD})
    assert answer.status_code == 429
    assert "15 minutes" in answer.content.decode()
    again = client.post(
        "/api/v1/session/",
        {"username": "mona", "password": PASSWORD},
        "application/json",
        headers={"Accept-Language": "en"},
    )
    assert again.status_code == 429


def test_the_session_endpoint_signs_in_and_out(client: Client, staff_member: Account) -> None:
    answer = client.post("/api/v1/session/", {"username": "mona", "password": PASSWORD}, "application/json")
    assert answer.status_code == 201 and answer.json()["kind"] == "staff" and answer.json()["csrf_token"]
    assert client.delete("/api/v1/session/").status_code == 204
    assert "_auth_user_id" not in client.session


def test_only_an_address_of_the_portal_is_gone_to_after_signing_in(
    client: Client, staff_member: Account
) -> None:
    for wanted, reached in (("https://elsewhere.example/", False), ("/en/facilities/", True)):
        answer = client.post("/en/staff/sign-in/", {"username": "mona", "password": PASSWORD, "next": wanted})
        assert (answer.headers["Location"] == wanted) is reached
        client.post("/en/sign-out/")
