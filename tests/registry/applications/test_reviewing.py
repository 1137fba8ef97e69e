"""Reviewing: by someone else, in the own governorate, once; reading is noted; the family is told."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Application
from registry.people.models import Beneficiary, Household
from tests.cast import sign_in
from tests.conftest import problem
from tests.families import approve, family_of_five, send_application
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db


def refuse(by: Account, application: Application, reason: str) -> Application:
    with within(reach_of(by)):
        return actions.refuse(by=by, application_id=application.pk, reason=reason)


def test_approval_registers_the_family_and_tells_it(
    clerk: Account, citizen: Account, sent_application: Application, luxor_unit: Facility
) -> None:
    done = approve(clerk, sent_application)
    assert (done.status, done.decided_by, done.version) == ("approved", clerk, sent_application.version + 1)
    with system_reach():
        assert done.household.members.count() == 5
        assert done.household.file_number in Message.objects.latest("made_at").body
        assert Event.objects.filter(action="applications.approved", account_id=clerk.pk).count() == 1
    luxor_unit.refresh_from_db()
    assert luxor_unit.taken == 5
    with within(reach_of(citizen)):
        assert Household.objects.get() == done.household


def test_who_entered_an_application_does_not_decide_it(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    entered = send_application(clerk, luxor_unit, family_of_five(), phone="01000000077")
    with pytest.raises(ValidationError) as caught:
        approve(clerk, entered)
    assert caught.value.code == "own_application"
    with pytest.raises(ValidationError):
        refuse(clerk, entered, "no")
    assert approve(other_clerk, entered).status == "approved"


def test_the_database_holds_that_too(clerk: Account, luxor_unit: Facility) -> None:
    entered = send_application(clerk, luxor_unit, family_of_five(), phone="01000000077")
    with pytest.raises(IntegrityError, match="who_entered"), transaction.atomic(), system_reach():
        Application.objects.filter(pk=entered.pk).update(status="refused", decided_by=clerk)


def test_a_decision_is_made_once(clerk: Account, other_clerk: Account, sent_application: Application) -> None:
    first = approve(clerk, sent_application)
    again = approve(clerk, sent_application)
    assert (again.pk, again.version) == (first.pk, first.version)
    with pytest.raises(Conflict):
        approve(other_clerk, sent_application)
    with pytest.raises(Conflict):
        refuse(clerk, sent_application, "too late")
    with system_reach():
        assert Household.objects.count() == 1


def test_a_decision_on_another_version_is_refused(clerk: Account, sent_application: Application) -> None:
    with within(reach_of(clerk)), pytest.raises(Stale):
        actions.approve(
            by=clerk, application_id=sent_application.pk, on=sent_application.sent_at.date(), version=99
        )


def test_a_refusal_wants_a_reason_which_the_family_reads(
    client: Client, clerk: Account, citizen: Account, sent_application: Application
) -> None:
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(ValidationError) as caught:
            refuse(clerk, sent_application, reason)
        assert set(caught.value.message_dict) == {"reason"}
    refuse(clerk, sent_application, "The number of the third child is not on its certificate.")
    page = sign_in(client, citizen).get(f"/en/register/{sent_application.pk}/sent/").content.decode()
    assert "third child" in page
    with system_reach():
        assert not Household.objects.exists()


def test_someone_already_registered_is_named_and_the_application_stays(
    clerk: Account, other_citizen: Account, registered: Application, luxor_unit: Facility
) -> None:
    people = family_of_five(day=8)
    people[3] = {**people[3], "national_id": family_of_five(day=1)[3]["national_id"]}
    second = send_application(other_citizen, luxor_unit, people)
    with pytest.raises(ValidationError) as caught:
        approve(clerk, second)
    assert list(caught.value.message_dict) == ["applicants.3.national_id"]
    with system_reach():
        second.refresh_from_db()
        assert (second.status, second.household_id) == ("received", None)
        assert (Household.objects.count(), Beneficiary.objects.count()) == (1, 5)


def test_the_reviewer_is_told_on_the_page_and_by_the_endpoint_alike(
    client: Client, clerk: Account, other_citizen: Account, registered: Application, luxor_unit: Facility
) -> None:
    second = send_application(other_citizen, luxor_unit, family_of_five(day=1))
    sign_in(client, clerk)
    page = client.post(
        f"/en/desk/applications/{second.pk}/approve/", {"key": str(uuid.uuid4()), "version": second.version}
    )
    assert page.status_code == 422
    told = problem(
        client.post(reverse("api-application-approve", args=[second.pk]), headers={"Accept-Language": "en"})
    )
    assert [error["message"] for error in told["errors"]] == page.context["approval"].non_field_errors()
    assert {error["field"] for error in told["errors"]} == {f"applicants.{n}.national_id" for n in range(5)}


def test_an_approval_whose_audit_cannot_be_written_leaves_nothing_behind(
    clerk: Account, sent_application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_audit(**_: Any) -> None:
        raise DatabaseError("no audit")

    monkeypatch.setattr("registry.applications.actions.keeping.note", no_audit)
    with pytest.raises(DatabaseError):
        approve(clerk, sent_application)
    with system_reach():
        sent_application.refresh_from_db()
        assert sent_application.status == "received"
        assert not Household.objects.exists()
        assert Message.objects.count() == 1, "only the one that said it was received"


def test_reading_an_application_is_noted(
    client: Client, clerk: Account, sent_application: Application
) -> None:
    sign_in(client, clerk)
    page = client.get(f"/en/desk/applications/{sent_application.pk}/").content.decode()
    client.get(reverse("api-application", args=[sent_application.pk]))
    client.get("/en/desk/applications/")
    client.get(reverse("api-applications"))
    for one in family_of_five(day=2):
        assert one["full_name"] in page
        assert one["national_id"] not in page
    with system_reach():
        reads = Event.objects.filter(account_id=clerk.pk, action="applications.read")
        assert [event.subject_id for event in reads] == [str(sent_application.pk)] * 2
        lists = Event.objects.filter(account_id=clerk.pk, action="applications.list")
        assert [event.details for event in lists] == [{"application": [str(sent_application.pk)]}] * 2


def test_the_queue_shows_who_waits_the_longest_first(
    client: Client, clerk: Account, citizen: Account, other_citizen: Account, luxor_unit: Facility
) -> None:
    first = send_application(citizen, luxor_unit, family_of_five(day=5))
    second = send_application(other_citizen, luxor_unit, family_of_five(day=6))
    page = sign_in(client, clerk).get("/en/desk/applications/").content.decode()
    assert page.index(first.reference) < page.index(second.reference)
    approve(clerk, first)
    assert first.reference not in client.get("/en/desk/applications/").content.decode()
    assert first.reference in client.get("/en/desk/applications/?status=approved").content.decode()
    rows = client.get(reverse("api-applications"), {"status": "received"}).json()["results"]
    assert [row["reference"] for row in rows] == [second.reference]


@pytest.mark.parametrize("page", ["abc", "0", "-1", "99999999999", "٣"])
def test_a_page_number_that_is_none_shows_a_page(client: Client, clerk: Account, page: str) -> None:
    assert sign_in(client, clerk).get("/en/desk/applications/", {"page": page}).status_code == 200


def test_the_queue_costs_the_same_however_long_it_is(
    client: Client, clerk: Account, citizen: Account, luxor_unit: Facility
) -> None:
    sign_in(client, clerk)
    counts = []
    for day in (1, 2):
        send_application(citizen, luxor_unit, family_of_five(day=day))
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/desk/applications/")
        with CaptureQueriesContext(connection) as more:
            client.get(reverse("api-applications"))
        counts.append((len(queries), len(more)))
    assert counts[0] == counts[1]


def test_a_clerk_of_another_governorate_finds_nothing(
    client: Client, foreign_clerk: Account, sent_application: Application
) -> None:
    sign_in(client, foreign_clerk)
    assert client.get(f"/en/desk/applications/{sent_application.pk}/").status_code == 404
    assert sent_application.reference not in client.get("/en/desk/applications/").content.decode()
    for name in ("api-application", "api-application-approve", "api-application-refuse"):
        method = "GET" if name == "api-application" else "POST"
        answer = client.generic(
            method, reverse(name, args=[sent_application.pk]), "{}", content_type="application/json"
        )
        assert problem(answer)["status"] == 404


def test_a_whole_review_by_hand(
    client: Client, other_clerk: Account, clerk: Account, luxor_unit: Facility
) -> None:
    entered = send_application(clerk, luxor_unit, family_of_five(), phone="01000000077")
    sign_in(client, clerk)
    own = client.get(f"/en/desk/applications/{entered.pk}/").content.decode()
    assert "someone else must decide it" in own
    assert "Approve and register" not in own
    sign_in(client, other_clerk)
    address = f"/en/desk/applications/{entered.pk}/"
    assert "Approve and register" in client.get(address).content.decode()
    key = str(uuid.uuid4())
    for _time in range(2):
        answer = client.post(f"{address}approve/", {"key": key, "version": entered.version})
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
    with system_reach():
        family = Household.objects.get()
    assert family.file_number in client.get(address).content.decode()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_message_to_the_family_fits_one_short_message(
    clerk: Account, citizen: Account, luxor_unit: Facility, language: str
) -> None:
    with translation.override(language):
        approve(clerk, send_application(citizen, luxor_unit, family_of_five(day=1)))
        refuse(clerk, send_application(citizen, luxor_unit, family_of_five(day=2)), "no certificate")
    with system_reach():
        bodies = [message.body for message in Message.objects.all()]
    assert len(bodies) == 4
    longest = 70 if language == "ar" else 160  # characters of one message in Arabic, and in Latin letters
    assert all(len(body) <= longest for body in bodies), bodies


def test_a_reviewer_of_another_unit_is_told_the_file_number_once(
    client: Client, citizen: Account, clerk: Account, luxor_unit: Facility
) -> None:
    elsewhere = Facility.objects.family_units_of("EG-LX", on=cairo_today()).exclude(pk=luxor_unit.pk).first()
    application = send_application(citizen, elsewhere, family_of_five())
    sign_in(client, clerk)
    answer = client.post(
        f"/ar/desk/applications/{application.pk}/approve/", {"version": application.version}, follow=True
    )
    with system_reach():
        number = Household.objects.get().file_number
    assert number in answer.content.decode()
    assert number not in client.get(f"/ar/desk/applications/{application.pk}/").content.decode()
