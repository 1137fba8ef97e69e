"""Papers of an application: photographed by who enters it, looked at by reviewers, each time noted."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.actions import papers
from registry.applications.models import Application, Paper
from tests.cast import english, sign_in
from tests.conftest import problem
from tests.families import ADDRESS, family_of_five, send_application, with_work
from tests.pictures import photograph, wide_bomb
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.files.limits import MEGABYTE
from uhis_portal.files.models import Document
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db


def upload(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.jpg", photograph() if content is None else content, "image/jpeg")


@pytest.fixture
def draft(citizen: Account, luxor_unit: Facility) -> Application:
    """A citizen's draft, whole but not sent."""
    given = {"governorate": "EG-LX", "district": luxor_unit.district_id, "unit": luxor_unit.pk, "address": ADDRESS,
             "applicants": with_work(family_of_five(), cairo_today())}  # fmt: skip
    with within(reach_of(citizen)):
        return actions.begin(by=citizen, today=cairo_today(), given=given)


def add(by: Account, application: Application, **more: Any) -> Paper:
    with within(reach_of(by)):
        given = {"kind": "id_card", "file": upload(), "now": cairo_now(), **more}
        return actions.add_paper(by=by, application_id=application.pk, **given)


def send(by: Account, application: Application) -> Application:
    with within(reach_of(by)):
        return actions.send(
            by=by, application_id=application.pk, declared=True, now=cairo_now(), today=cairo_today()
        )


def page_of(application: Application, language: str = "en") -> str:
    with translation.override(language):
        return reverse("register-papers", args=[application.pk])


def test_a_paper_is_added_by_the_page_seen_there_and_removed(
    client: Client, citizen: Account, draft: Application
) -> None:
    sign_in(client, citizen)
    with within(reach_of(citizen)):
        child = draft.applicants.get(position=2)
    page = client.get(page_of(draft)).content.decode()
    assert "at most 10 MB and 50 megapixels" in page and 'data-largest="10485760"' in page
    body = {"key": str(uuid.uuid4()), "kind": "birth_certificate", "person": str(child.pk), "file": upload()}
    for _time in range(2):  # sent twice, added once
        body["file"] = upload()
        assert client.post(page_of(draft), body).headers["Location"] == page_of(draft)
    with within(reach_of(citizen)):
        paper = draft.papers.get()
        assert (paper.kind, paper.applicant, paper.governorate) == ("birth_certificate", child, None)
    shown = client.get(page_of(draft)).content.decode()
    assert child.full_name in shown and "Birth certificate" in shown
    picture = client.get(english("register-paper", draft.pk, paper.pk))
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8\xff")
    gone = client.post(english("register-paper-remove", draft.pk, paper.pk), {"key": str(uuid.uuid4())})
    assert gone.status_code == 302
    with system_reach():
        assert not Paper.objects.exists() and not Document.objects.exists()


def test_the_api_does_the_same(client: Client, citizen: Account, draft: Application) -> None:
    sign_in(client, citizen)
    address, key = reverse("api-application-papers", args=[draft.pk]), str(uuid.uuid4())
    made = [
        client.post(address, {"kind": "passport", "file": upload()}, headers={"Idempotency-Key": key})
        for _time in range(2)
    ]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].content == made[1].content
    listed = client.get(address).json()
    assert [one["kind"]["code"] for one in listed] == ["passport"]
    picture = client.get(made[0].headers["Location"], headers={"Accept": "image/jpeg"})
    assert picture.status_code == 200 and picture.content.startswith(b"\xff\xd8\xff")
    assert client.delete(made[0].headers["Location"]).status_code == 204
    assert client.get(address).json() == []
    with system_reach():
        assert not Document.objects.exists()


WRONG: list[tuple[str, Callable[[], dict[str, Any]], str, str, int]] = [
    ("no kind", lambda: {"kind": "", "file": upload()}, "kind", "required", 422),
    ("unknown kind", lambda: {"kind": "cat", "file": upload()}, "kind", "unknown", 422),
    ("somebody else", lambda: {"kind": "other", "person": str(uuid.uuid4()), "file": upload()}, "person", "unknown", 422),
    ("no file", lambda: {"kind": "other"}, "file", "required", 422),
    ("no picture", lambda: {"kind": "other", "file": upload(b"<html>")}, "file", "not_a_picture", 422),
    ("nothing in it", lambda: {"kind": "other", "file": upload(b"")}, "file", "not_a_picture", 422),
    ("a bomb", lambda: {"kind": "other", "file": upload(wide_bomb())}, "file", "too_many_pixels", 422),
    ("11 MB", lambda: {"kind": "other", "file": upload(bytes(11 * MEGABYTE))}, "file", "too_large", 413),
    ("100 MB", lambda: {"kind": "other", "file": upload(bytes(100 * MEGABYTE))}, "file", "too_large", 413),
]  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("given", "field", "code", "status"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_page_and_endpoint_refuse_alike_at_the_field(
    client: Client,
    citizen: Account,
    draft: Application,
    language: str,
    given: Callable[[], dict[str, Any]],
    field: str,
    code: str,
    status: int,
) -> None:
    sign_in(client, citizen)
    page = client.post(page_of(draft, language), given())
    assert page.status_code == status
    form = page.context["form"]
    assert form["kind"].value() == given()["kind"], "what was chosen beside the picture stays"
    answer = client.post(
        reverse("api-application-papers", args=[draft.pk]), given(), headers={"Accept-Language": language}
    )
    said = problem(answer)
    assert said["status"] == status
    assert [(error["field"], error["code"]) for error in said["errors"]] == [(field, code)]
    assert [error["message"] for error in said["errors"]] == form.errors[field]
    with system_reach():
        assert not Paper.objects.exists() and not Document.objects.exists()


def test_a_request_of_a_gigabyte_is_413(client: Client, citizen: Account, draft: Application) -> None:
    sign_in(client, citizen)
    for address in (page_of(draft), reverse("api-application-papers", args=[draft.pk])):
        answer = client.generic(
            "POST",
            address,
            b"--x\r\n",
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(2**30),
        )
        assert answer.status_code == 413


def test_no_more_than_so_many(
    client: Client, citizen: Account, draft: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.applications.actions.papers.MOST_PAPERS", 2)
    sign_in(client, citizen)
    address = reverse("api-application-papers", args=[draft.pk])
    answers = [client.post(address, {"kind": "other", "file": upload()}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert problem(answers[2])["errors"][0]["code"] == "too_many"
    page = client.post(page_of(draft), {"kind": "other", "file": upload()})
    assert page.status_code == 422


def test_nor_over_many_applications_that_are_not_sent(
    citizen: Account, luxor_unit: Facility, draft: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "MOST_UNSENT", 2)
    with within(reach_of(citizen)):
        second = actions.begin(by=citizen, today=cairo_today())
    add(citizen, draft)
    add(citizen, second)
    with pytest.raises(ValidationError) as caught:
        add(citizen, second)
    assert caught.value.error_dict["file"][0].code == "too_many_unsent"
    send(citizen, draft)
    add(citizen, second)


def test_a_draft_that_is_given_up_leaves_no_pictures(citizen: Account, draft: Application) -> None:
    add(citizen, draft)
    with within(reach_of(citizen)):
        actions.withdraw(by=citizen, application_id=draft.pk, version=draft.version)
    with system_reach():
        assert not Paper.objects.exists() and not Document.objects.exists()


def test_what_was_returned_and_given_up_keeps_the_pictures_that_were_reviewed(
    citizen: Account, clerk: Account, draft: Application
) -> None:
    add(citizen, draft)
    sent = send(citizen, draft)
    with within(reach_of(clerk)):
        returned = actions.return_for_mending(
            by=clerk, application_id=sent.pk, now=cairo_now(),
            to_mend=[{"field": "address", "person": None, "why": "Which street?"}],
        )  # fmt: skip
    with within(reach_of(citizen)):
        actions.withdraw(by=citizen, application_id=sent.pk, version=returned.version)
    with system_reach():
        assert Paper.objects.count() == Document.objects.count() == 1


def test_the_csrf_token_of_a_form_with_a_picture_is_looked_at(citizen: Account, draft: Application) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), citizen)
    body = {"kind": "other", "file": upload()}
    assert strict.post(page_of(draft), body).status_code == 403
    strict.get(page_of(draft))
    token = strict.cookies["csrftoken"].value
    body = {"kind": "other", "file": upload(), "csrfmiddlewaretoken": token}
    assert strict.post(page_of(draft), body).status_code == 302


def test_nobody_else_sees_a_paper_of_a_draft(
    citizen: Account,
    other_citizen: Account,
    clerk: Account,
    foreign_clerk: Account,
    national_admin: Account,
    draft: Application,
) -> None:
    paper = add(citizen, draft)
    for stranger in (other_citizen, clerk, foreign_clerk, national_admin):
        client = sign_in(Client(), stranger)
        assert client.get(english("register-paper", draft.pk, paper.pk)).status_code in (403, 404)
        assert client.get(reverse("api-application-paper", args=[draft.pk, paper.pk])).status_code == 404
        assert client.get(reverse("api-application-papers", args=[draft.pk])).status_code == 404
        assert client.get(english("application-paper", draft.pk, paper.pk)).status_code in (403, 404)
    with system_reach():
        assert not Event.objects.filter(action="applications.read_paper").exists()


@pytest.mark.parametrize("table", ["applications_paper", "files_document"])
def test_with_every_filter_removed_strangers_see_no_paper(
    citizen: Account,
    other_citizen: Account,
    clerk: Account,
    foreign_clerk: Account,
    draft: Application,
    table: str,
) -> None:
    add(citizen, draft)

    def rows(account: Account) -> int:
        with within(reach_of(account)), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            return cursor.fetchone()[0]

    assert [rows(account) for account in (citizen, other_citizen, clerk, foreign_clerk)] == [1, 0, 0, 0]
    send(citizen, draft)
    assert [rows(account) for account in (citizen, other_citizen, clerk, foreign_clerk)] == [1, 0, 1, 0]


def test_a_reviewer_opens_it_once_it_is_sent_and_each_opening_is_noted(
    client: Client, citizen: Account, clerk: Account, foreign_clerk: Account, draft: Application
) -> None:
    paper = add(citizen, draft)
    send(citizen, draft)
    sign_in(client, clerk)
    review = client.get(english("application-review", draft.pk)).content.decode()
    address = english("application-paper", draft.pk, paper.pk)
    assert address in review
    answers = [client.get(address), client.get(reverse("api-application-paper", args=[draft.pk, paper.pk]))]
    for answer in answers:
        assert answer.status_code == 200 and answer.content.startswith(b"\xff\xd8\xff")
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    with system_reach():
        noted = Event.objects.filter(action="applications.read_paper", subject_id=str(paper.pk))
        assert [event.account_id for event in noted] == [clerk.pk, clerk.pk]
    elsewhere = sign_in(Client(), foreign_clerk)
    assert elsewhere.get(address).status_code == 404
    assert elsewhere.get(reverse("api-application-paper", args=[draft.pk, paper.pk])).status_code == 404


def test_after_sending_papers_stay_as_they_are(client: Client, citizen: Account, draft: Application) -> None:
    paper = add(citizen, draft)
    send(citizen, draft)
    with pytest.raises(Conflict):
        add(citizen, draft)
    sign_in(client, citizen)
    address = reverse("api-application-papers", args=[draft.pk])
    assert problem(client.post(address, {"kind": "other", "file": upload()}))["status"] == 409
    one = reverse("api-application-paper", args=[draft.pk, paper.pk])
    assert problem(client.delete(one))["status"] == 409
    assert client.get(page_of(draft)).headers["Location"].endswith("/sent/")


def test_who_is_taken_out_leaves_the_papers_with_the_family(citizen: Account, draft: Application) -> None:
    with within(reach_of(citizen)):
        child, other = draft.applicants.get(position=4), draft.applicants.get(position=3)
    add(citizen, draft, person=str(child.pk))
    add(citizen, draft, person=str(other.pk))
    with within(reach_of(citizen)):
        actions.remove_person(by=citizen, application_id=draft.pk, version=1, person_id=child.pk)
        assert set(draft.papers.values_list("applicant", flat=True)) == {None, other.pk}
        people = with_work(family_of_five(), cairo_today())[:3]
        actions.save(
            by=citizen,
            application_id=draft.pk,
            version=2,
            changes={"applicants": people},
            today=cairo_today(),
        )
        assert list(draft.papers.values_list("applicant", flat=True)) == [None, None]
        assert Document.objects.count() == 2


def test_papers_are_optional_unless_the_installation_needs_them(
    citizen: Account, draft: Application, settings: Any
) -> None:
    settings.PAPERS_NEEDED = True
    with pytest.raises(ValidationError) as caught:
        send(citizen, draft)
    assert set(caught.value.error_dict) == {"papers"}
    add(citizen, draft)
    assert send(citizen, draft).status == "received"


def test_what_is_written_of_a_paper_is_noted(citizen: Account, draft: Application) -> None:
    paper = add(citizen, draft)
    with within(reach_of(citizen)):
        actions.remove_paper(by=citizen, application_id=draft.pk, paper_id=paper.pk)
    with system_reach():
        noted = Event.objects.filter(subject_id=str(paper.pk)).order_by("at")
        assert [event.action for event in noted] == ["applications.add_paper", "applications.remove_paper"]


def test_a_clerk_photographs_at_the_counter(
    client: Client, clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    with within(reach_of(clerk)):
        entered = actions.begin(by=clerk, today=cairo_today())
    sign_in(client, clerk)
    address = english("counter-papers", entered.pk)
    assert client.post(address, {"kind": "id_card", "file": upload()}).status_code == 302
    assert sign_in(Client(), other_clerk).get(address).status_code == 404


def test_an_application_without_papers_shows_none(
    client: Client, clerk: Account, citizen: Account, luxor_unit: Facility
) -> None:
    application = send_application(citizen, luxor_unit, family_of_five())
    page = sign_in(client, clerk).get(english("application-review", application.pk)).content.decode()
    assert "Photographed papers</caption>" not in page
