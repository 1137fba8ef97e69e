"""Returning an application for mending: what, of whom and why; the family mends it and sends it again."""

import json
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Applicant, Application
from tests.cast import english, sign_in
from tests.conftest import problem
from tests.families import approve, family_of_five, send_application
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db


def child_of(application: Application) -> Applicant:
    with system_reach():
        return application.applicants.get(position=4)


def give_back(by: Account, application: Application, *things: dict[str, Any], **more: Any) -> Application:
    with within(reach_of(by)):
        return actions.return_for_mending(
            by=by, application_id=application.pk, to_mend=things, now=cairo_now(), **more
        )


def send_again(by: Account, application: Application) -> Application:
    with within(reach_of(by)):
        return actions.send(
            by=by, application_id=application.pk, declared=True, now=cairo_now(), today=cairo_today()
        )


ADDRESS = {"field": "address", "person": None, "why": "The number of the house is missing."}


def test_a_returned_application_says_what_of_whom_and_why(
    client: Client, clerk: Account, citizen: Account, sent_application: Application
) -> None:
    child = child_of(sent_application)
    why = "The certificate has another number."
    give_back(clerk, sent_application, ADDRESS, {"field": "national_id", "person": str(child.pk), "why": why})
    page = sign_in(client, citizen).get(english("register-tasks", sent_application.pk)).content.decode()
    assert why in page and ADDRESS["why"] in page and child.full_name in page
    shown = client.get(reverse("api-application", args=[sent_application.pk])).json()
    assert shown["status"] == "returned"
    assert [one["field"] for one in shown["to_mend"]] == ["address", "national_id"]
    with system_reach():
        event = Event.objects.get(action="applications.returned")
        assert (event.account_id, event.subject_id) == (clerk.pk, str(sent_application.pk))
        assert why not in json.dumps(event.details), "the words are the family's alone"


def test_it_is_mended_sent_again_and_approved(
    clerk: Account, citizen: Account, sent_application: Application
) -> None:
    first_sent = sent_application.sent_at
    returned = give_back(clerk, sent_application, ADDRESS)
    with pytest.raises(Conflict):
        approve(clerk, sent_application)
    with within(reach_of(citizen)):
        actions.save(
            by=citizen, application_id=returned.pk, version=returned.version,
            changes={"address": "12 شارع المعبد، شقة 5"}, today=cairo_today(),
        )  # fmt: skip
    again = send_again(citizen, sent_application)
    assert (again.status, again.sent_at) == ("received", first_sent), "it keeps its place in the queue"
    assert approve(clerk, sent_application).status == "approved"


def test_returned_twice_with_the_same_words_it_is_returned_once(
    clerk: Account, other_clerk: Account, sent_application: Application
) -> None:
    first = give_back(clerk, sent_application, ADDRESS)
    again = give_back(clerk, sent_application, ADDRESS)
    assert again.version == first.version
    with pytest.raises(Conflict):
        give_back(other_clerk, sent_application, {**ADDRESS, "why": "Something else."})
    with system_reach():
        assert Event.objects.filter(action="applications.returned").count() == 1


def test_who_entered_it_does_not_return_it_either(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    entered = send_application(clerk, luxor_unit, family_of_five(), phone="01000000077")
    with pytest.raises(ValidationError) as caught:
        give_back(clerk, entered, ADDRESS)
    assert caught.value.code == "own_application"
    assert give_back(other_clerk, entered, ADDRESS).status == "returned"


def test_a_stale_reviewer_is_told_so(clerk: Account, sent_application: Application) -> None:
    with pytest.raises(Stale):
        give_back(clerk, sent_application, ADDRESS, version=99)


WRONG: list[tuple[list[dict[str, Any]], list[tuple[str, str]]]] = [
    ([], [("to_mend", "required")]),
    ([{"field": "", "why": ""}], [("to_mend.0.field", "required"), ("to_mend.0.why", "required")]),
    ([{"field": "uncle", "why": "no"}], [("to_mend.0.field", "unknown")]),
    ([{"field": "full_name", "why": "of nobody"}], [("to_mend.0.field", "unknown")]),
    ([{"field": "address", "why": "x" * 301}], [("to_mend.0.why", "max_length")]),
    ([{"field": "address", "why": " \u200f "}], [("to_mend.0.why", "required")]),
    (
        [ADDRESS, {"field": "full_name", "person": str(uuid.uuid4()), "why": "someone else's"}],
        [("to_mend.1.person", "unknown")],
    ),
    ([ADDRESS] * 41, [("to_mend", "too_many")]),
]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("things", "expected"), WRONG)
def test_page_and_endpoint_refuse_alike(
    client: Client,
    clerk: Account,
    sent_application: Application,
    things: list[dict[str, Any]],
    expected: list[tuple[str, str]],
    language: str,
) -> None:
    sign_in(client, clerk)
    answer = client.post(
        reverse("api-application-return", args=[sent_application.pk]),
        json.dumps({"to_mend": things}),
        content_type="application/json",
        headers={"Accept-Language": language},
    )
    said = problem(answer)
    assert said["status"] == 422
    assert [(error["field"], error["code"]) for error in said["errors"]] == expected
    if len(things) > 40 or any(not one["field"] and not one["why"] for one in things):
        return  # a page offers forty lines, and takes an empty one for none
    lines: dict[str, str] = {}
    for number, one in enumerate(things):
        person = one.get("person")
        lines[f"what_{number}"] = f"{person}:{one['field']}" if person else one["field"]
        lines[f"why_{number}"] = one["why"]
    with translation.override(language):
        address = reverse("application-return", args=[sent_application.pk])
    page = client.post(address, {**lines, "version": sent_application.version})
    assert page.status_code == 422
    errors = page.context["mending"].errors
    assert [message for found in errors.values() for message in found] == [
        e["message"] for e in said["errors"]
    ]
    field, _code = expected[0]
    if field != "to_mend":
        _name, number, part = field.split(".")
        assert list(errors) == [f"why_{number}" if part == "why" else f"what_{number}"]
    for typed in lines.values():
        assert typed in {page.context["mending"][name].value() for name in lines}, "nothing typed is lost"


def test_the_page_returns_it_with_empty_lines_left_out(
    client: Client, clerk: Account, sent_application: Application
) -> None:
    sign_in(client, clerk)
    child = child_of(sent_application)
    lines = {"what_0": "", "why_0": "", "what_1": f"{child.pk}:full_name", "why_1": "It is spelled otherwise.",
             "what_2": "unit", "why_2": "This unit is far away."}  # fmt: skip
    address = english("application-return", sent_application.pk)
    body = {**lines, "key": str(uuid.uuid4()), "version": sent_application.version}
    for _time in range(2):
        assert client.post(address, body).status_code == 302
    with system_reach():
        sent_application.refresh_from_db()
        assert sent_application.to_mend == [
            {"field": "full_name", "person": str(child.pk), "why": "It is spelled otherwise."},
            {"field": "unit", "person": None, "why": "This unit is far away."},
        ]
    page = client.get(english("application-review", sent_application.pk)).content.decode()
    assert "This unit is far away." in page and "Approve and register" not in page


def test_the_form_grows_by_a_link(client: Client, clerk: Account, sent_application: Application) -> None:
    sign_in(client, clerk)
    page = client.get(english("application-review", sent_application.pk), {"lines": "6"}).content.decode()
    assert 'name="why_5"' in page and 'name="why_6"' not in page
    odd = client.get(english("application-review", sent_application.pk), {"lines": "٦x"})
    assert odd.status_code == 200


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_message_fits_one_short_message(
    clerk: Account, citizen: Account, luxor_unit: Facility, language: str
) -> None:
    with translation.override(language):
        sent = send_application(citizen, luxor_unit, family_of_five())
    with translation.override("en" if language == "ar" else "ar"):  # of the reviewer: the family has its own
        give_back(clerk, sent, ADDRESS)
    with system_reach():
        body = Message.objects.latest("made_at").body
    assert sent.reference in body
    assert len(body) <= (70 if language == "ar" else 160), body
    assert ("needs correction" in body) is (language == "en")


def test_strangers_cannot_return_it(
    client: Client, foreign_clerk: Account, citizen: Account, sent_application: Application
) -> None:
    for account, status in ((foreign_clerk, 404), (citizen, 403)):
        sign_in(client, account)
        for name in ("application-return", "api-application-return"):
            answer = client.post(
                reverse(name, args=[sent_application.pk]), "{}", content_type="application/json"
            )
            assert answer.status_code == status
