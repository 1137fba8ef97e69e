"""How every endpoint behaves: errors, strict bodies, idempotency."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory

from tests.conftest import problem
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.api.idempotency import once
from uhis_portal.api.models import StoredAnswer
from uhis_portal.reach import Reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db
CODES = "/api/v1/session/codes/"


def post(client: Client, body: bytes | str, path: str = CODES, kind: str = "application/json") -> Any:
    return client.post(path, body, content_type=kind, headers={"Accept-Language": "en"})


@pytest.mark.parametrize("body", [
    b"{", b"\xff\xfe", b'{"phone": NaN}', b'{"phone": "1", "phone": "2"}', b'{"phone": "\\ud800"}',
    b"[" * 100_000, b'{"phone": 1e', b"nul", b"null",
])  # fmt: skip
def test_a_body_that_is_not_json_is_400(client: Client, body: bytes) -> None:
    assert problem(post(client, body))["status"] == 400


def test_a_body_that_is_too_large_is_413(client: Client) -> None:
    answer = post(client, b'{"phone": "' + b"1" * 1_100_000 + b'"}')
    assert answer.status_code == 413 and problem(answer)["title"] == "What you sent is too large."


def test_another_media_type_is_415(client: Client) -> None:
    said = problem(post(client, "phone=1", kind="application/x-www-form-urlencoded"))
    assert (said["status"], said["detail"]) == (415, "Send it as application/json.")


@pytest.mark.parametrize("body", ['["01000000001"]', '"01000000001"', "5", '{"phone": null}', '{"phone": {}}',
                                  '{"phone": "a\\u0000b"}', '{"phone": ["01000000001"]}', "{}", ""])  # fmt: skip
def test_json_of_another_shape_is_422_in_words(client: Client, body: str) -> None:
    answer = post(client, body)
    assert answer.status_code == 422
    assert all(fault["message"] for fault in problem(answer)["errors"])


def test_a_field_that_does_not_exist_is_named(client: Client) -> None:
    faults = problem(post(client, '{"phone": "01000000001", "fone": "1"}'))["errors"]
    assert [fault["field"] for fault in faults] == ["fone"]


def test_a_method_that_does_not_exist_is_405(client: Client) -> None:
    assert problem(client.put(CODES, "{}", content_type="application/json"))["status"] == 405


def test_what_is_not_public_asks_to_sign_in(client: Client) -> None:
    answer = client.get("/api/v1/applications/", headers={"Accept-Language": "en"})
    assert answer.status_code == 401 and problem(answer)["title"] == "Sign in first."


def test_a_huge_form_is_413_in_words(client: Client) -> None:
    answer = client.post("/en/sign-in/", {"phone": "1" * 1_200_000})
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


@pytest.fixture
def effects() -> list[str]:
    return []


def request_of(account: Account, body: str = '{"a": 1}') -> HttpRequest:
    request = RequestFactory().post("/somewhere/", body, content_type="application/json")
    request.user = account
    return request


def test_the_same_key_and_content_takes_effect_once_and_is_answered_to_the_byte(
    citizen: Account, effects: list[str]
) -> None:
    def perform() -> HttpResponse:
        effects.append("done")
        return JsonResponse({"id": str(uuid.uuid4())}, status=201)

    with within(Reach(account=citizen.pk)):
        first = once(request_of(citizen), "key-number-1", perform)
        again = once(request_of(citizen), "key-number-1", perform)
    assert effects == ["done"]
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_the_same_key_with_other_content_is_a_conflict(citizen: Account) -> None:
    with within(Reach(account=citizen.pk)):
        once(request_of(citizen), "key-number-1", lambda: HttpResponse(status=201))
        with pytest.raises(Conflict):
            once(request_of(citizen, '{"a": 2}'), "key-number-1", lambda: HttpResponse(status=201))


def test_a_refusal_is_not_kept_so_that_it_can_be_mended(citizen: Account) -> None:
    with within(Reach(account=citizen.pk)):
        assert once(request_of(citizen), "key-number-1", lambda: HttpResponse(status=422)).status_code == 422
        assert (
            once(
                request_of(citizen, '{"a": 2}'), "key-number-1", lambda: HttpResponse(status=201)
            ).status_code
            == 201
        )


def test_two_accounts_may_use_the_same_key(
    citizen: Account, other_citizen: Account, effects: list[str]
) -> None:
    for account in (citizen, other_citizen):
        with within(Reach(account=account.pk)):
            once(request_of(account), "key-number-1", lambda: HttpResponse(effects.append("x"), status=201))
    assert len(effects) == 2


def test_a_kept_answer_is_sealed_and_seen_by_its_account_only(
    citizen: Account, other_citizen: Account
) -> None:
    with within(Reach(account=citizen.pk)):
        once(
            request_of(citizen),
            "key-number-1",
            lambda: JsonResponse({"secret": "29912312900016"}, status=201),
        )
        assert b"29912312900016" not in raw_answer()
    with within(Reach(account=other_citizen.pk)):
        assert not StoredAnswer.objects.exists()


def raw_answer() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM api_storedanswer")
        return bytes(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_being_worked_on_elsewhere_answers_busy(citizen: Account) -> None:
    import hashlib

    number = int.from_bytes(
        hashlib.sha256(f"{citizen.pk}:key-number-1".encode()).digest()[:8], "big", signed=True
    )
    other = owner_connection(connection.settings_dict["NAME"])
    other.autocommit = False
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
        with within(Reach(account=citizen.pk)), pytest.raises(Conflict) as busy:
            once(request_of(citizen), "key-number-1", lambda: HttpResponse(status=201))
    other.close()
    assert busy.value.retry_after == 1
