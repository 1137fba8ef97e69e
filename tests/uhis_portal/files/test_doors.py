"""Pages and endpoints of imports: the same actions, the same refusals, nothing for anyone else."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import sign_in
from tests.conftest import problem
from tests.uhis_portal.files.conftest import csv_of, finish, people, save, seen, send
from uhis_portal.accounts.models import Account
from uhis_portal.files import limits
from uhis_portal.files.models import Import
from uhis_portal.files.reading import Table
from uhis_portal.page import new_key
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


@pytest.fixture
def desk(client: Client, clerk: Account) -> Client:
    return sign_in(client, clerk)


def upload(content: bytes, name: str = "people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_goes_in_by_the_pages_without_any_script(desk: Client) -> None:
    page = desk.get("/en/files/new/accounts/").content.decode()
    assert "50 MB" in page and "User name" in page
    answer = desk.post("/en/files/new/accounts/", {"key": new_key(), "file": upload(csv_of(people(30)))})
    assert answer.status_code == 302
    address = answer.headers["Location"]
    page = desk.get(address).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    one = finish(Import.objects.get().pk)
    page = desk.get(address).content.decode()
    assert "30 rows can be saved" in page and "http-equiv" not in page
    assert "منى 2" in page and "منى 3" not in page  # the first three rows, as they were read
    answer = desk.post(f"{address}save/", {"key": new_key(), "version": one.version})
    assert answer.headers["Location"] == address
    finish(one.pk)
    assert "30 rows are saved" in desk.get(address).content.decode()
    assert "people.csv" in desk.get("/en/files/").content.decode()


def test_a_file_goes_in_by_the_endpoints(desk: Client) -> None:
    answer = desk.post("/api/v1/imports/", {"kind": "accounts", "file": upload(csv_of(people(30)))})
    assert answer.status_code == 201
    address = answer.headers["Location"]
    assert answer.json()["state"]["code"] == "checking"
    finish(Import.objects.get().pk)
    read = desk.get(address)
    assert read.json()["rows"] == {
        "total": 30, "done": 30, "new": 30, "changed": 0, "unchanged": 0, "wrong": 0, "alike": 0, "saved": 0,
    }  # fmt: skip
    asked: dict[str, Any] = {"content_type": "application/json"}
    assert problem(desk.post(f"{address}save/", {}, **asked))["status"] == 428
    assert problem(desk.post(f"{address}save/", {}, headers={"If-Match": '"9"'}, **asked))["status"] == 412
    saved = desk.post(f"{address}save/", {}, headers={"If-Match": read.headers["ETag"]}, **asked)
    assert saved.json()["state"]["code"] == "saving"
    finish(Import.objects.get().pk)
    assert desk.get(address).json()["rows"]["saved"] == 30
    assert [one["id"] for one in desk.get("/api/v1/imports/?state=saved").json()["results"]] == [
        read.json()["id"]
    ]


def test_the_same_upload_with_the_same_key_begins_one_import(desk: Client) -> None:
    def post(content: bytes) -> Any:
        body = {"kind": "accounts", "file": upload(content)}
        return desk.post("/api/v1/imports/", body, headers={"Idempotency-Key": "key-of-a-file"})

    first, again, other = post(csv_of(people(3))), post(csv_of(people(3))), post(csv_of(people(4)))
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert again.headers["Idempotency-Replayed"] == "true" and first.content == again.content
    assert Import.objects.count() == 1


def test_page_and_endpoint_refuse_the_same_file_with_the_same_words(desk: Client) -> None:
    content = b"nickname\r\nmona\r\n"
    page = desk.post("/en/files/new/accounts/", {"file": upload(content)})
    answer = desk.post("/api/v1/imports/", {"kind": "accounts", "file": upload(content)}, headers=EN)
    assert (page.status_code, answer.status_code) == (422, 422)
    entry = problem(answer)["errors"][0]
    assert entry["field"] == "file" and "nickname" in entry["message"]
    assert page.context["form"].errors["file"] == [entry["message"]]


def test_wrong_rows_are_shown_listed_and_downloaded_in_the_asked_language(
    desk: Client, clerk: Account
) -> None:
    rows = people(70)
    for at in range(0, 70, 2):
        rows[at] = (rows[at][0], "")
    rows[1] = ("=cmd|' /C calc'!A0", "مرفوض")
    one = finish(send(clerk, csv_of(rows)))
    page = desk.get(f"/en/files/{one.pk}/").content.decode()
    assert "This is needed." in page and "?page=2" in page
    faults = desk.get(f"/api/v1/imports/{one.pk}/faults/", headers=EN).json()["results"]
    assert faults[0] == {
        "row": 2, "column": {"code": "name_ar", "name": {"ar": "الاسم بالعربية", "en": "Name in Arabic"}},
        "code": "required", "message": "This is needed.", "cell": "",
    }  # fmt: skip
    answer = desk.get(f"/en/files/{one.pk}/wrong-rows.csv")
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines[0] == ["User name", "Name in Arabic", "Reason"] and len(lines) == 37
    assert lines[1] == ["user-0", "", "Row 2. Name in Arabic: This is needed."]
    assert lines[2][0].startswith("'=cmd")
    book = b"".join(desk.get(f"/ar/files/{one.pk}/wrong-rows.xlsx").streaming_content)
    table = Table(io.BytesIO(book), one.importer.columns)
    assert len(list(table.rows())) == 36


def test_a_mended_file_of_wrong_rows_goes_in_as_it_is(desk: Client, clerk: Account) -> None:
    rows = [*people(3), ("user-3", ""), ("user-4", "")]
    one = save(finish(send(clerk, csv_of(rows))), right_rows_only=True)
    for form, mended in (("csv", None), ("xlsx", None)):
        content = b"".join(desk.get(f"/ar/files/{one.pk}/wrong-rows.{form}").streaming_content)
        if form == "csv":
            mended = (
                content.decode().replace("user-3,", "user-3,منى").replace("user-4,", "user-4,هدى").encode()
            )
        again = finish(send(clerk, mended or content))
        assert (again.rows_new, again.rows_wrong) == ((2, 0) if form == "csv" else (0, 2))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_template_is_a_file_that_the_portal_reads(desk: Client, form: str, language: str) -> None:
    answer = desk.get(f"/{language}/files/new/accounts/template.{form}")
    table = Table(io.BytesIO(b"".join(answer.streaming_content)), finish_importer().columns)
    assert table.headings.names == ["username", "name_ar", "name_en", "seats"]


def finish_importer() -> Any:
    from tests.uhis_portal.files.importers import AccountImporter

    return AccountImporter


def test_another_clerk_finds_nothing(client: Client, clerk: Account, other_clerk: Account) -> None:
    one = finish(send(clerk, csv_of([*people(3), ("user-9", "")])))
    sign_in(client, other_clerk)
    for path in (f"/ar/files/{one.pk}/", f"/ar/files/{one.pk}/wrong-rows.csv", f"/api/v1/imports/{one.pk}/",
                 f"/api/v1/imports/{one.pk}/faults/"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    for act in ("save", "cancel", "resume"):
        for path in (f"/ar/files/{one.pk}/{act}/", f"/api/v1/imports/{one.pk}/{act}/"):
            assert client.post(path, headers={"If-Match": '"2"'}).status_code == 404, path
    assert client.get("/api/v1/imports/").json()["results"] == []


def test_who_may_import_nothing_is_told_so(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    assert "There is nothing for you to import" in client.get("/en/files/").content.decode()
    assert client.get("/en/files/new/accounts/").status_code == 403
    assert client.get("/en/files/new/nothing/").status_code == 404
    assert client.get("/api/v1/imports/kinds/").json() == []
    answer = client.post("/api/v1/imports/", {"kind": "accounts", "file": upload(csv_of(people(1)))})
    assert problem(answer)["status"] == 403


def test_the_kinds_say_what_their_columns_are(desk: Client) -> None:
    kinds = desk.get("/api/v1/imports/kinds/").json()
    assert [kind["code"] for kind in kinds] == ["accounts", "many", "broken"]
    assert kinds[0]["columns"][0] == {
        "code": "username", "name": {"ar": "اسم المستخدم", "en": "User name"}, "also": [], "required": True,
        "holds": "code", "hint": "", "example": "mona",
    }  # fmt: skip


def test_cancelling_and_resuming_by_page_and_endpoint(desk: Client, clerk: Account) -> None:
    one = finish(send(clerk, csv_of(people(2))))
    assert desk.post(f"/en/files/{one.pk}/cancel/", {"key": new_key()}).status_code == 302
    assert seen(one.pk).state == "cancelled"
    answer = desk.post(f"/en/files/{one.pk}/resume/", {"key": new_key()})
    assert answer.status_code == 409 and "cannot go on" in answer.content.decode()
    assert problem(desk.post(f"/api/v1/imports/{one.pk}/resume/"))["status"] == 409
    assert desk.post(f"/api/v1/imports/{one.pk}/cancel/").json()["state"]["code"] == "cancelled"


def test_wrong_rows_stop_the_saving_until_leaving_them_out_is_chosen(desk: Client, clerk: Account) -> None:
    one = finish(send(clerk, csv_of([*people(3), ("user-9", "")])))
    body = {"version": one.version}
    refused = desk.post(f"/en/files/{one.pk}/save/", body)
    assert refused.status_code == 422 and refused.context["form"].errors["right_rows_only"]
    answer = desk.post(
        f"/api/v1/imports/{one.pk}/save/", "{}", content_type="application/json",
        headers={"If-Match": f'"{one.version}"', **EN},
    )  # fmt: skip
    assert problem(answer)["errors"][0]["field"] == "right_rows_only"
    assert desk.post(f"/en/files/{one.pk}/save/", {**body, "right_rows_only": "on"}).status_code == 302


def test_what_is_too_large_is_413_in_words(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uhis_portal.files.reading.LARGEST_FILE", 2 * limits.MEGABYTE)
    monkeypatch.setattr("uhis_portal.files.uploads.LARGEST_FILE", 3 * limits.MEGABYTE)
    for size in (2 * limits.MEGABYTE + 1, 5 * limits.MEGABYTE):  # read and judged; refused before it is read
        content = b"username,name_ar\r\n" + b"a" * size
        page = desk.post("/en/files/new/accounts/", {"file": upload(content)})
        assert (
            page.status_code == 413 and "too large" in page.content.decode()
        ) or "larger than" in page.content.decode()
        body = {"kind": "accounts", "file": upload(content)}
        for headers in (EN, {**EN, "Idempotency-Key": f"large-file-{size}"}):
            assert (
                problem(desk.post("/api/v1/imports/", body | {"file": upload(content)}, headers=headers))[
                    "status"
                ]
                == 413
            )
    assert not Import.objects.exists()


@pytest.mark.parametrize("kind", ["application/json", "text/csv", "application/octet-stream"])
@pytest.mark.parametrize(
    "headers", [EN, {**EN, "Idempotency-Key": "another-kind"}], ids=["plain", "with key"]
)
def test_a_file_that_comes_otherwise_than_by_a_form_is_told_how(
    desk: Client, kind: str, headers: dict[str, str]
) -> None:
    said = problem(desk.post("/api/v1/imports/", b"username,name_ar", content_type=kind, headers=headers))
    assert (said["status"], said["detail"]) == (415, "Send it as multipart/form-data.")
    assert "JSON" not in said["title"]


def test_a_form_without_a_file_is_refused_at_its_field(desk: Client) -> None:
    answer = desk.post("/api/v1/imports/", {"kind": "accounts"}, headers=EN)
    assert [one["field"] for one in problem(answer)["errors"]] == ["file"]


def test_a_broken_multipart_body_is_refused(desk: Client) -> None:
    for headers in ({}, {"Idempotency-Key": "broken-body"}):
        answer = desk.generic(
            "POST",
            "/api/v1/imports/",
            b"--x\r\nnonsense",
            content_type="multipart/form-data; boundary=x",
            headers=headers,
        )
        assert answer.status_code in (400, 422), answer.content


def test_an_unknown_parameter_of_the_list_is_named(desk: Client) -> None:
    assert problem(desk.get("/api/v1/imports/?colour=red"))["errors"][0]["field"] == "colour"
    assert problem(desk.get("/api/v1/imports/?state=odd"))["errors"][0]["field"] == "state"
    assert desk.get("/en/files/?page=odd").status_code == 200


def test_lists_cost_the_same_for_one_row_and_for_many(
    desk: Client, clerk: Account, django_assert_max_num_queries: Any
) -> None:
    rows = people(60)
    for at in range(40):
        rows[at] = (rows[at][0], "")
    one = finish(send(clerk, csv_of(rows)))
    for _turn in range(8):
        send(clerk, csv_of(people(1)))
    for path in (
        "/ar/files/",
        f"/ar/files/{one.pk}/",
        "/api/v1/imports/",
        f"/api/v1/imports/{one.pk}/faults/",
    ):
        with django_assert_max_num_queries(14):
            assert desk.get(path).status_code == 200


def test_rows_that_are_forgotten_cannot_be_downloaded(desk: Client, clerk: Account) -> None:
    one = finish(send(clerk, csv_of([("user-9", "")])))
    desk.post(f"/api/v1/imports/{one.pk}/cancel/")
    assert desk.get(f"/ar/files/{one.pk}/wrong-rows.csv").status_code == 404
    with system_reach():
        assert json.dumps(Import.objects.get().reason) == "null"
