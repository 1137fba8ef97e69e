"""Who reads a family's file: by a printed code and one more fact, or by a clerk who saw the card. An ID opens nothing."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from registry.applications.models import Application
from registry.people.actions import access
from registry.people.models import FileHolder, JoinCode
from tests.cast import sign_in, with_phone
from tests.conftest import problem
from tests.families import family_of_five, national_id
from uhis_portal.accounts.actions import request_code
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import TooMany

pytestmark = pytest.mark.django_db
HEAD, SPOUSE, CHILD = (family_of_five(day=1)[n] for n in (0, 1, 2))
HEAD_BORN = date(1985, 3, 1)
NEW_PHONE = "01000000042"


def print_code(clerk: Account, number: str = HEAD["national_id"], **more: Any) -> access.PrintedCode:
    with within(reach_of(clerk)):
        return access.print_join_code(
            by=clerk, national_id=number, card_seen=True, now=more.get("now", timezone.now())
        )


def join(citizen: Account, code: str, born: date | None = HEAD_BORN, now: Any = None) -> Any:
    with within(reach_of(citizen)):
        return access.join_by_code(by=citizen, code=code, birth_date=born, now=now or timezone.now())


def reads(account: Account) -> set[Any]:
    with within(reach_of(account)) as reach:
        return set(reach.households)


def code_to(number: str) -> str:
    with system_reach():
        bodies = [m.body for m in Message.objects.order_by("made_at") if m.to == number]
    return re.search(r"\d{6}", bodies[-1]).group()  # type: ignore[union-attr]


def join_at_counter(clerk: Account, phone: str, number: str = HEAD["national_id"], **more: Any) -> FileHolder:
    sent = request_code(phone=phone, now=timezone.now())
    with within(reach_of(clerk)):
        return access.join_at_counter(
            by=clerk, national_id=number, card_seen=True, code_id=sent.pk, now=timezone.now(),
            **{"code": code_to(phone), **more},
        )  # fmt: skip


def test_who_registered_alone_reads_the_family_and_nobody_else_does(
    registered: Application, citizen: Account, other_citizen: Account
) -> None:
    assert reads(citizen) == {registered.household_id}
    assert reads(other_citizen) == set()


def test_a_printed_code_and_a_birth_date_of_an_adult_open_the_file(
    registered: Application, clerk: Account, other_citizen: Account
) -> None:
    printed = print_code(clerk)
    typed = f" {printed.code.lower().replace('-', ' ')} "
    assert join(other_citizen, typed).pk == registered.household_id
    assert reads(other_citizen) == {registered.household_id}
    with system_reach():
        held = FileHolder.objects.get(account=other_citizen)
        assert (held.how, JoinCode.objects.get().used_by_id) == ("code", other_citizen.pk)
        assert Event.objects.filter(action="people.hold_file", account_id=other_citizen.pk).exists()


def test_the_code_of_the_sheet_stands_nowhere_in_clear(registered: Application, clerk: Account) -> None:
    printed = print_code(clerk)
    with system_reach():
        row = JoinCode.objects.get()
        assert printed.code not in str(vars(row)) and printed.code.replace("-", "") not in str(vars(row))
        assert not any(printed.code in str(event.details) for event in Event.objects.all())


def refusal(citizen: Account, code: str, born: date | None) -> Any:
    """What the citizen is told, in a request that ends well: the refusal is an answer, and what was counted stays."""
    with translation.override("en"), within(reach_of(citizen)), pytest.raises(ValidationError) as caught:
        access.join_by_code(by=citizen, code=code, birth_date=born, now=timezone.now())
    return {name: (fault[0].code, fault[0].message) for name, fault in caught.value.error_dict.items()}


def test_an_unknown_code_and_a_wrong_fact_and_a_used_code_are_refused_alike(
    registered: Application, clerk: Account, other_citizen: Account
) -> None:
    printed, used = print_code(clerk), print_code(clerk)
    join(other_citizen, used.code)
    stranger = with_phone("01000000003")
    refused = [
        refusal(stranger, "B7KM-3XQ9-T4", HEAD_BORN),
        refusal(stranger, printed.code, date(1985, 3, 2)),
        refusal(stranger, printed.code, date(2012, 1, 1)),  # a child's
        refusal(stranger, used.code, HEAD_BORN),
    ]
    assert all(one == refused[0] for one in refused)
    assert list(refused[0]) == ["code"] and refused[0]["code"][0] == "does_not_open"
    assert reads(stranger) == set()


def test_a_code_that_is_too_old_opens_nothing(
    registered: Application, clerk: Account, other_citizen: Account
) -> None:
    printed = print_code(clerk, now=timezone.now() - JoinCode.LIFETIME - timedelta(minutes=1))
    assert refusal(other_citizen, printed.code, HEAD_BORN)["code"][0] == "does_not_open"


def test_five_wrong_facts_close_a_code_for_good(registered: Application, clerk: Account) -> None:
    printed = print_code(clerk)
    for number in range(JoinCode.TRIES):
        refusal(with_phone(f"0100000010{number}"), printed.code, date(1970, 1, 1 + number))
    assert refusal(with_phone("01000000109"), printed.code, HEAD_BORN)["code"][0] == "does_not_open"


def test_through_the_endpoint_the_eleventh_refused_code_is_answered_with_a_wait(
    registered: Application, other_citizen: Account, client: Client
) -> None:
    sign_in(client, other_citizen)
    given = {"code": "B7KM-3XQ9-T4", "birth_date": "1985-03-01"}
    answers = [client.post("/api/v1/households/join/", given, "application/json") for _guess in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert answers[-1].headers["Retry-After"] == "3600"


def test_the_eleventh_refused_code_of_an_account_waits_even_if_it_is_right(
    registered: Application, clerk: Account, other_citizen: Account
) -> None:
    printed = print_code(clerk)
    for _guess in range(access.REFUSALS):
        refusal(other_citizen, "B7KM-3XQ9-T4", HEAD_BORN)
    with pytest.raises(TooMany) as caught:
        join(other_citizen, printed.code)
    assert caught.value.retry_after == 3600
    assert join(other_citizen, printed.code, now=timezone.now() + timedelta(minutes=61))


@pytest.mark.parametrize(
    ("code", "born", "fields"),
    [
        ("", None, ["code", "birth_date"]),
        ("B7KM", HEAD_BORN, ["code"]),
        ("AAAA-AAAA-AA", HEAD_BORN, ["code"]),
    ],
)
def test_what_can_be_no_code_is_refused_at_its_field_and_counted_nowhere(
    other_citizen: Account, code: str, born: date | None, fields: list[str]
) -> None:
    assert list(refusal(other_citizen, code, born)) == fields
    with system_reach():
        assert not Event.objects.filter(action=access.REFUSED).exists()


def test_a_national_id_opens_nothing(registered: Application, other_citizen: Account, client: Client) -> None:
    sign_in(client, other_citizen)
    for typed in (HEAD["national_id"], HEAD["national_id"][:10]):
        answer = client.post("/en/my-file/join/", {"code": typed, "birth_date_0": "1", "birth_date_1": "3",
                                                   "birth_date_2": "1985"})  # fmt: skip
        assert answer.status_code == 422
    assert reads(other_citizen) == set()


def test_page_and_endpoint_join_alike(
    registered: Application, clerk: Account, other_citizen: Account, client: Client
) -> None:
    sign_in(client, other_citizen)
    page = client.post("/en/my-file/join/", {"code": "B7KM-3XQ9-T4", "birth_date_0": "1", "birth_date_1": "3",
                                             "birth_date_2": "1985"})  # fmt: skip
    endpoint = client.post(
        "/api/v1/households/join/",
        {"code": "B7KM-3XQ9-T4", "birth_date": "1985-03-01"},
        "application/json",
        headers={"Accept-Language": "en"},
    )
    assert page.status_code == endpoint.status_code == 422
    fault = problem(endpoint)["errors"][0]
    assert (fault["field"], [fault["message"]]) == ("code", page.context["form"].errors["code"])
    printed = print_code(clerk)
    done = client.post(
        "/api/v1/households/join/", {"code": printed.code, "birth_date": "1985-03-01"}, "application/json"
    )
    assert (done.status_code, done.json()["household"]) == (201, str(registered.household_id))


def test_known_and_unknown_files_are_answered_to_the_byte_alike(
    registered: Application, clerk: Account, other_citizen: Account, client: Client
) -> None:
    sign_in(client, other_citizen)
    printed = print_code(clerk)
    answers = [
        client.post(
            "/api/v1/households/join/", {"code": code, "birth_date": "1970-01-01"}, "application/json"
        )
        for code in ("B7KM-3XQ9-T4", printed.code)
    ]
    told = [
        (a.status_code, a.content, {n: v for n, v in a.headers.items() if n != "X-Request-ID"})
        for a in answers
    ]
    assert told[0] == told[1]


def test_a_clerk_who_saw_the_card_joins_the_number_that_the_code_came_to(
    registered: Application, clerk: Account
) -> None:
    held = join_at_counter(clerk, NEW_PHONE)
    account = Account.objects.with_phone(NEW_PHONE).get()
    assert (held.account_id, held.how) == (account.pk, "counter")
    assert reads(account) == {registered.household_id}
    with system_reach():
        told = {message.to for message in Message.objects.all() if "LX-" in message.body}
        assert told >= {NEW_PHONE, "01000000001"}, "who read the file before is told too"


def test_also_a_clerk_of_another_governorate_joins_a_person_who_stands_there(
    registered: Application, foreign_clerk: Account
) -> None:
    join_at_counter(foreign_clerk, NEW_PHONE)
    assert reads(Account.objects.with_phone(NEW_PHONE).get()) == {registered.household_id}
    assert reads(foreign_clerk) == set(), "the clerk's own reach has not grown"


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"card_seen": False}, "card_seen", "required"),
        ({"number": CHILD["national_id"]}, "national_id", "no_adult"),
        ({"number": national_id(date(1971, 1, 1), 1)}, "national_id", "unknown"),
        ({"number": "123"}, "national_id", "length"),
        ({"code": "000"}, "code", "wrong"),
    ],
)
def test_what_is_wrong_at_the_counter_is_said_at_its_field(
    registered: Application, clerk: Account, more: dict[str, Any], field: str, code: str
) -> None:
    sent = request_code(phone=NEW_PHONE, now=timezone.now())
    given = {"national_id": HEAD["national_id"], "card_seen": True, "code": code_to(NEW_PHONE)}
    if "number" in more:
        more = {"national_id": more["number"]}
    with within(reach_of(clerk)), pytest.raises(ValidationError) as caught:
        access.join_at_counter(by=clerk, code_id=sent.pk, now=timezone.now(), **{**given, **more})
    assert {name: fault[0].code for name, fault in caught.value.error_dict.items()} == {field: code}
    assert not Account.objects.with_phone(NEW_PHONE).exists()


def test_without_the_card_nobody_is_looked_up(registered: Application, clerk: Account) -> None:
    with within(reach_of(clerk)), pytest.raises(ValidationError):
        access.print_join_code(by=clerk, national_id=HEAD["national_id"], card_seen=False, now=timezone.now())
    with system_reach():
        assert not Event.objects.filter(action="people.look_up").exists()
        assert not JoinCode.objects.exists()


def test_a_lost_number_is_changed_at_the_counter(
    registered: Application, clerk: Account, citizen: Account, client: Client
) -> None:
    sign_in(client, citizen)
    sent = request_code(phone=NEW_PHONE, now=timezone.now())
    with within(reach_of(clerk)):
        access.change_number_at_counter(
            by=clerk, national_id=HEAD["national_id"], card_seen=True, old_phone="٠١٠٠٠٠٠٠٠٠١",
            code_id=sent.pk, code=code_to(NEW_PHONE), now=timezone.now(),
        )  # fmt: skip
    assert Account.objects.get(pk=citizen.pk).phone == NEW_PHONE
    assert reads(citizen) == {registered.household_id}
    assert client.get("/en/my-file/").status_code == 302, "the lost phone is signed out"


def test_a_number_that_does_not_read_the_file_is_not_changed_by_it(
    registered: Application, clerk: Account, other_citizen: Account
) -> None:
    sent = request_code(phone=NEW_PHONE, now=timezone.now())
    with within(reach_of(clerk)), pytest.raises(ValidationError) as caught:
        access.change_number_at_counter(
            by=clerk, national_id=HEAD["national_id"], card_seen=True, old_phone="01000000002",
            code_id=sent.pk, code=code_to(NEW_PHONE), now=timezone.now(),
        )  # fmt: skip
    assert caught.value.error_dict["old_phone"][0].code == "no_holder"
    assert Account.objects.get(pk=other_citizen.pk).phone == "01000000002"


def test_a_number_whose_reading_was_ended_reads_no_more(
    registered: Application, clerk: Account, citizen: Account
) -> None:
    with within(reach_of(clerk)):
        access.end_reading(
            by=clerk,
            national_id=SPOUSE["national_id"],
            card_seen=True,
            phone="01000000001",
            now=timezone.now(),
        )
    assert reads(citizen) == set()


def test_the_counter_pages_lead_through_all_of_it(
    client: Client, registered: Application, clerk: Account
) -> None:
    sign_in(client, clerk)
    assert client.get("/ar/desk/files/").status_code == 200
    assert client.post("/en/desk/files/join/", {"phone": NEW_PHONE}).status_code == 302
    card = {"national_id": HEAD["national_id"], "card_seen": "on"}
    assert client.get("/ar/desk/files/join/card/").status_code == 200
    done = client.post("/en/desk/files/join/card/", card | {"code": code_to(NEW_PHONE)}, follow=True)
    assert registered.household is not None and registered.household.file_number in done.content.decode()
    sheet = client.post("/ar/desk/files/code/", card).content.decode()
    assert re.search(r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{2}", sheet)
    assert HEAD["national_id"] not in sheet
    refused = client.post("/en/desk/files/end/", card | {"phone": "01000000099"})
    assert refused.status_code == 422 and refused.context["form"].errors["phone"]
    assert client.post("/en/desk/files/end/", card | {"phone": NEW_PHONE}).status_code == 302


def test_page_and_endpoint_of_the_counter_refuse_with_the_same_words(
    client: Client, registered: Application, clerk: Account
) -> None:
    sign_in(client, clerk)
    page = client.post("/en/desk/files/code/", {"national_id": CHILD["national_id"], "card_seen": "on"})
    endpoint = client.post(
        "/api/v1/desk/join-codes/",
        {"national_id": CHILD["national_id"], "card_seen": True},
        "application/json",
        headers={"Accept-Language": "en"},
    )
    assert page.status_code == endpoint.status_code == 422
    fault = problem(endpoint)["errors"][0]
    assert [fault["message"]] == page.context["form"].errors[fault["field"]]
