"""Headings that the portal does not know: who imports says once what they mean, and is not asked again."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import sign_in
from tests.conftest import problem
from tests.uhis_portal.files.conftest import counts, csv_of, finish, people, save, seen, send
from uhis_portal.accounts.models import Account
from uhis_portal.files.models import Import, RememberedHeading
from uhis_portal.page import new_key
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
OWN = ("اللقب على الجهاز", "من هو")  # user name and name, as one unit heads them
EN = {"Accept-Language": "en"}


@pytest.fixture
def desk(client: Client, clerk: Account) -> Client:
    return sign_in(client, clerk)


def rows(headings: tuple[str, ...] = OWN, number: int = 3, start: int = 0) -> bytes:
    return csv_of(people(number, start=start), headings)


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", content)


def say(client: Client, one: Import, columns: list[Any], version: int | None = None) -> Any:
    return client.post(
        f"/api/v1/imports/{one.pk}/headings/",
        {"columns": columns},
        content_type="application/json",
        headers={**EN, "If-Match": f'"{version or one.version}"', "Idempotency-Key": new_key()},
    )


def test_headings_are_said_once_on_the_page_and_the_next_file_goes_straight_on(
    desk: Client, clerk: Account
) -> None:
    answer = desk.post("/en/files/new/accounts/", {"key": new_key(), "file": upload(rows())})
    address = answer.headers["Location"]
    one = Import.objects.get()
    page = desk.get(address).content.decode()
    assert "2 headings of this file are not known" in page and "من هو" in page and "User name" in page
    assert finish(one.pk).state == "headings", "the worker has nothing to do yet"
    given = {"key": new_key(), "version": one.version, "headings.0": "username", "headings.1": "name_ar"}
    assert desk.post(f"{address}headings/", given).headers["Location"] == address
    assert counts(save(finish(one.pk))) == (3, 0, 0, 0)
    assert finish(send(clerk, rows(start=3))).state == "checked"
    page = desk.get("/en/files/new/accounts/").content.decode()
    assert "Forget these headings" in page
    desk.post("/en/files/new/accounts/forget-headings/")
    assert finish(send(clerk, rows(start=6))).state == "headings"


def test_headings_are_said_by_the_endpoints_with_the_same_refusals(desk: Client) -> None:
    begun = desk.post(
        "/api/v1/imports/", {"kind": "accounts", "file": upload(rows())},
        headers={**EN, "Idempotency-Key": new_key()},
    )  # fmt: skip
    assert begun.status_code == 201 and begun.json()["state"]["code"] == "headings"
    asked = [{"heading": heading, "said": False, "column": None} for heading in OWN]
    assert begun.json()["headings"] == asked
    one = Import.objects.get()
    for columns, faults in (
        (["username"], {("headings", "required")}),
        (["username", "colour"], {("headings.1", "unknown")}),
        (["username", "username"], {("headings.1", "heading_twice")}),
        ([None, "name_ar"], {("headings", "heading_missing")}),
    ):
        refused = problem(say(desk, one, columns))
        assert {(found["field"], found["code"]) for found in refused["errors"]} == faults, columns
    assert say(desk, one, ["username", "name_ar"], version=one.version + 5).status_code == 412
    answer = say(desk, one, ["username", "name_ar"])
    assert (
        answer.json()["state"]["code"] == "checking" and answer.json()["headings"][0]["column"] == "username"
    )
    assert say(desk, seen(one.pk), ["username", "name_ar"]).status_code == 409
    assert finish(one.pk).rows_new == 3
    assert desk.delete("/api/v1/imports/kinds/accounts/headings/").status_code == 204
    assert not RememberedHeading.objects.exists()


def test_a_column_that_means_nothing_here_is_left_out_and_stays_so(desk: Client, clerk: Account) -> None:
    headings = ("اسم المستخدم", "من هو", "اللون")
    content = csv_of([("user-1", "منى", "أحمر")], headings)
    one = seen(send(clerk, content))
    assert [heading for heading, _name in one.headings] == ["من هو", "اللون"], "what is known is not asked"
    assert say(desk, one, ["name_ar", None]).status_code == 200
    assert counts(save(finish(one.pk))) == (1, 0, 0, 0)
    again = finish(send(clerk, csv_of([("user-2", "هدى", "أزرق")], headings)))
    assert (again.state, again.columns) == ("checked", ["username", "name_ar"])


def test_what_one_account_said_means_nothing_for_another(
    desk: Client, clerk: Account, other_clerk: Account
) -> None:
    assert say(desk, seen(send(clerk, rows())), ["username", "name_ar"]).status_code == 200
    assert seen(send(other_clerk, rows())).state == "headings"


def test_what_cannot_be_mapped_is_refused_as_before(desk: Client) -> None:
    answer = desk.post(
        "/api/v1/imports/", {"kind": "accounts", "file": upload(b"Colour\r\nred\r\n")},
        headers={**EN, "Idempotency-Key": new_key()},
    )  # fmt: skip
    assert [found["code"] for found in problem(answer)["errors"]] == ["heading_unknown"]
    assert not Import.objects.exists()


def test_who_does_not_say_it_may_forget_the_file(desk: Client, clerk: Account) -> None:
    one = seen(send(clerk, rows()))
    page = desk.get(f"/ar/files/{one.pk}/").content.decode()
    assert "لا يعرف" in page or "غير معروف" in page
    desk.post(f"/en/files/{one.pk}/cancel/", {"key": new_key()})
    assert seen(one.pk).state == "cancelled"
    with system_reach():
        assert not one.parts.exists()
    assert json.dumps(seen(one.pk).headings), "what was asked may stay: it is no row"
