"""The reviewers' queue: by age and by what an application waits for; and what stands beside one application."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from facilities.directory.models import Facility
from registry.applications import actions, waiting
from registry.applications.models import Applicant, Application
from tests.cast import english, sign_in
from tests.conftest import problem
from tests.families import family_of_five, send_application
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import CAIRO, cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db


def set_back(application: Application, days: int) -> None:
    """As if it had been sent so many days ago."""
    with system_reach():
        Application.objects.filter(pk=application.pk).update(
            sent_at=application.sent_at - timedelta(days=days),
            touched_at=application.touched_at - timedelta(days=days),
        )


@pytest.fixture
def four(citizen: Account, clerk: Account, luxor_unit: Facility) -> dict[str, Application]:
    """One application of each kind that waits."""
    kinds = ["decision", "dispute", "mended", "family"]
    found = {
        kind: send_application(citizen, luxor_unit, family_of_five(day=n)) for n, kind in enumerate(kinds, 11)
    }
    with system_reach():
        Applicant.objects.filter(application=found["dispute"], relation="spouse").update(
            disputed_at=cairo_now()
        )
    thing = [{"field": "address", "person": None, "why": "The number of the house is missing."}]
    for kind in ("mended", "family"):
        with within(reach_of(clerk)):
            actions.return_for_mending(
                by=clerk, application_id=found[kind].pk, to_mend=thing, now=cairo_now()
            )
    with within(reach_of(citizen)):
        actions.send(
            by=citizen, application_id=found["mended"].pk, declared=True, now=cairo_now(), today=cairo_today()
        )
    return found


def references(page: str, four: dict[str, Application]) -> set[str]:
    return {kind for kind, application in four.items() if application.reference in page}


def test_the_queue_tells_what_each_waits_for(
    client: Client, clerk: Account, four: dict[str, Application]
) -> None:
    sign_in(client, clerk)
    page = client.get(english("applications")).content.decode()
    assert references(page, four) == {"decision", "dispute", "mended"}
    assert references(client.get(english("applications"), {"status": "returned"}).content.decode(), four) == {
        "family"
    }
    for kind in ("decision", "dispute", "mended"):
        shown = client.get(
            english("applications"), {"status": "received", "waits_for": kind}
        ).content.decode()
        assert references(shown, four) == {kind}
    rows = client.get(reverse("api-applications-queue")).json()["results"]
    assert {row["reference"]: row["waits_for"] for row in rows} == {
        application.reference: kind for kind, application in four.items()
    }
    only = client.get(reverse("api-applications-queue"), {"waits_for": "family"}).json()["results"]
    assert [row["reference"] for row in only] == [four["family"].reference]


def test_its_head_counts_them(client: Client, clerk: Account, four: dict[str, Application]) -> None:
    set_back(four["decision"], 30)
    page = sign_in(client, clerk).get(english("applications"))
    assert page.context["counts"] == {
        "dispute": 1, "mended": 1, "proof": 0, "decision": 1, "family": 1, "undecided": 3, "overdue": 1,
    }  # fmt: skip
    text = page.content.decode()
    assert "3 wait for a reviewer" in text and "1 is late" in text
    late = client.get(english("applications"), {"status": "received", "overdue": "on"}).content.decode()
    assert references(late, four) == {"decision"}
    rows = client.get(reverse("api-applications-queue"), {"overdue": "true"}).json()["results"]
    assert [row["reference"] for row in rows] == [four["decision"].reference]


def test_the_longest_waiting_stands_first(
    client: Client, clerk: Account, four: dict[str, Application]
) -> None:
    set_back(four["mended"], 3)
    rows = sign_in(client, clerk).get(reverse("api-applications-queue")).json()["results"]
    assert rows[0]["reference"] == four["mended"].reference


@pytest.mark.parametrize("days", [1, 7, 30])
def test_by_when_an_answer_is_promised_is_a_setting(
    client: Client, citizen: Account, clerk: Account, luxor_unit: Facility, settings: Any, days: int
) -> None:
    settings.REVIEW_DAYS = days
    sent = send_application(citizen, luxor_unit, family_of_five())
    promised = sent.sent_at.astimezone(CAIRO).date() + timedelta(days=days)
    shown = sign_in(client, citizen).get(reverse("api-application", args=[sent.pk])).json()
    assert shown["due_on"] == promised.isoformat()
    page = client.get(f"/en/register/{sent.pk}/sent/").content.decode()
    assert f"{promised.day} {promised:%B} {promised.year}" in page
    with within(reach_of(clerk)):
        every = Application.objects.all()
        assert not every.filter(waiting.late(promised)).exists()
        assert every.filter(waiting.late(promised + timedelta(days=1))).exists()


def test_a_mended_one_has_its_days_anew(
    citizen: Account, clerk: Account, four: dict[str, Application]
) -> None:
    mended = four["mended"]
    with system_reach():
        Application.objects.filter(pk=mended.pk).update(sent_at=mended.sent_at - timedelta(days=60))
        mended.refresh_from_db()
        assert waiting.due_on(mended) >= cairo_today()
        assert not Application.objects.filter(waiting.late(cairo_today()), pk=mended.pk).exists()


def test_what_was_never_sent_is_not_in_the_queue_though_withdrawn(
    client: Client, citizen: Account, clerk: Account, luxor_unit: Facility
) -> None:
    with within(reach_of(citizen)):
        draft = actions.begin(by=citizen, today=cairo_today(), given={"governorate": "EG-LX"})
        actions.withdraw(by=citizen, application_id=draft.pk, version=draft.version)
    sign_in(client, clerk)
    assert client.get(reverse("api-applications-queue")).json()["results"] == []
    assert client.get(english("application-review", draft.pk)).status_code == 404
    assert client.get(reverse("api-application-review", args=[draft.pk])).status_code == 404


def test_unknown_parameters_are_400(client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    for name, value in (("uncle", "1"), ("waits_for", "godot"), ("overdue", "maybe")):
        answer = client.get(reverse("api-applications-queue"), {name: value})
        if name == "overdue":
            continue  # django-filter reads any other word as no choice
        assert problem(answer)["status"] == 400
    assert client.get(english("applications"), {"status": "x", "waits_for": "y"}).status_code == 200


def test_the_queue_costs_the_same_however_long_it_is(
    client: Client, clerk: Account, citizen: Account, luxor_unit: Facility
) -> None:
    sign_in(client, clerk)
    costs = []
    for day in (1, 2, 3):
        send_application(citizen, luxor_unit, family_of_five(day=day))
        with CaptureQueriesContext(connection) as page:
            client.get(english("applications"))
        with CaptureQueriesContext(connection) as rows:
            client.get(reverse("api-applications-queue"))
        costs.append((len(page), len(rows)))
    assert costs[1] == costs[2]


def test_likely_duplicates_stand_beside_the_application_for_the_reviewer_alone(
    client: Client, clerk: Account, other_citizen: Account, registered: Application, luxor_unit: Facility
) -> None:
    twin = [{**family_of_five(day=1)[0], "national_id": family_of_five(day=2)[0]["national_id"]}]
    second = send_application(other_citizen, luxor_unit, twin)
    sign_in(client, clerk)
    page = client.get(english("application-review", second.pk)).content.decode()
    assert "Registered people who may be the same" in page
    shown = client.get(reverse("api-application-review", args=[second.pk])).json()
    with system_reach():
        head = registered.household.members.get(full_name=family_of_five(day=1)[0]["full_name"])
        assert Event.objects.filter(action="people.read_beneficiary", subject_id=str(head.pk)).count() == 2
    assert [(one["place"], one["beneficiary"]) for one in shown["likely"]] == [(0, str(head.pk))]
    sign_in(client, other_citizen)
    family = client.get(reverse("api-application", args=[second.pk])).content.decode()
    assert "likely" not in family and str(head.pk) not in family
    for name in ("application-review", "api-application-review"):
        assert client.get(reverse(name, args=[second.pk])).status_code == 403


def test_who_entered_it_is_shown_no_duplicates(
    client: Client, clerk: Account, registered: Application, luxor_unit: Facility
) -> None:
    twin = [{**family_of_five(day=1)[0], "national_id": family_of_five(day=2)[0]["national_id"]}]
    own = send_application(clerk, luxor_unit, twin, phone="01000000077")
    shown = sign_in(client, clerk).get(reverse("api-application-review", args=[own.pk])).json()
    assert (shown["own"], shown["likely"]) == (True, [])


def test_strangers_see_no_review(
    client: Client, foreign_clerk: Account, sent_application: Application
) -> None:
    sign_in(client, foreign_clerk)
    assert client.get(reverse("api-application-review", args=[sent_application.pk])).status_code == 404
    assert client.get(reverse("api-applications-queue")).json()["results"] == []
