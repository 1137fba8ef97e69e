"""Following an application by its reference number: where it stands, and nothing of anybody."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from registry.applications import actions
from registry.applications.models import Application
from tests.cast import sign_in
from tests.conftest import problem
from tests.families import family_of_five
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now
from uhis_portal.reach import reach_of, within

pytestmark = pytest.mark.django_db


def ask(client: Client, reference: str, language: str = "en") -> tuple[Any, Any]:
    """What the page and the endpoint say."""
    with translation.override(language):
        page = client.post(reverse("follow"), {"reference": reference})
    answer = client.post(
        reverse("api-applications-follow"), json.dumps({"reference": reference}), content_type="application/json",
        headers={"Accept-Language": language},
    )  # fmt: skip
    return page, answer


def test_anybody_with_the_number_sees_where_it_stands_and_by_when(
    client: Client, sent_application: Application
) -> None:
    page, answer = ask(client, sent_application.reference)
    text = page.content.decode()
    assert "Under review" in text and "You get the answer by" in text
    assert answer.json()["status"] == "received"
    assert set(answer.json()) == {"reference", "status", "sent_at", "returned_at", "decided_at", "due_on"}
    for person in family_of_five(day=2):
        assert person["full_name"] not in text
    assert str(sent_application.pk) not in text
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("typed", ["lower", "without dashes", "with spaces", "with marks"])
def test_however_it_is_typed(client: Client, sent_application: Application, typed: str) -> None:
    reference = sent_application.reference
    spelled = {
        "lower": reference.lower(),
        "without dashes": reference.replace("-", ""),
        "with spaces": " ".join(reference),
        "with marks": f"\u200f{reference}\u200e",
    }[typed]
    page, answer = ask(client, spelled)
    assert (page.status_code, answer.status_code) == (200, 200)


def test_it_says_each_standing(
    client: Client, clerk: Account, citizen: Account, sent_application: Application, registered: Application
) -> None:
    assert "The family is registered" in ask(client, registered.reference)[0].content.decode()
    with within(reach_of(clerk)):
        actions.return_for_mending(
            by=clerk, application_id=sent_application.pk, now=cairo_now(),
            to_mend=[{"field": "unit", "person": None, "why": "secret words of the reviewer"}],
        )  # fmt: skip
    text = ask(client, sent_application.reference)[0].content.decode()
    assert "Returned to you for correction" in text and "secret words" not in text


def test_a_refusal_does_not_tell_why(client: Client, clerk: Account, sent_application: Application) -> None:
    with within(reach_of(clerk)):
        actions.refuse(by=clerk, application_id=sent_application.pk, reason="secret words of the reviewer")
    page, answer = ask(client, sent_application.reference)
    assert "was not approved" in page.content.decode()
    assert "secret words" not in page.content.decode() + answer.content.decode()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    "typed",
    ["", " ", "x", "DJZB-MJBB-78", "AAAA-AAAA-AA", "K7MP-3XQ9-TB" * 50, "a\x00b", str(uuid.UUID(int=4))],
)
def test_other_numbers_are_refused_alike_at_the_field(client: Client, typed: str, language: str) -> None:
    page, answer = ask(client, typed, language)
    assert page.status_code == 422
    if "\x00" in typed:
        assert problem(answer)["status"] == 422
        return
    assert [error["message"] for error in problem(answer)["errors"]] == page.context["form"].errors[
        "reference"
    ]


def test_the_way_to_it_is_shown_before_and_after_sending(
    client: Client, sent_application: Application, citizen: Account
) -> None:
    with translation.override("en"):
        address = reverse("follow")
    assert address in client.get("/en/register/").content.decode()
    sign_in(client, citizen)
    assert address in client.get(f"/en/register/{sent_application.pk}/sent/").content.decode()
