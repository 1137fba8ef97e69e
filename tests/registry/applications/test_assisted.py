"""Assisted registration: by a clerk at a counter or on the hotline, by the same rules, and marked as such."""

import json
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Application
from registry.people.models import FileHolder
from tests.cast import english, sign_in
from tests.conftest import problem
from tests.families import ADDRESS, approve, family_of_five, send_application, with_work
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db


def by_telephone(clerk: Account, unit: Facility, people: list[dict[str, Any]]) -> Application:
    given = {"governorate": unit.governorate_id, "district": unit.district_id, "unit": unit.pk, "address": ADDRESS,
             "phone": "01000000077", "applicants": with_work(people, cairo_today())}  # fmt: skip
    with within(reach_of(clerk)):
        draft = actions.begin(by=clerk, today=cairo_today(), given=given, channel="hotline")
        return actions.send(
            by=clerk, application_id=draft.pk, declared=True, now=cairo_now(), today=cairo_today()
        )


def test_a_clerk_enters_a_caller_by_the_pages_of_the_hotline(
    client: Client, clerk: Account, luxor_unit: Facility
) -> None:
    sign_in(client, clerk)
    assert "Register a family on the hotline 15344" in client.get("/en/desk/hotline/").content.decode()
    begun = client.post("/en/desk/hotline/", {"key": str(uuid.uuid4())})
    assert begun.headers["Location"].startswith("/en/desk/hotline/")
    assert client.get(begun.headers["Location"]).status_code == 200
    with within(reach_of(clerk)):
        draft = Application.objects.get()
        assert (draft.channel, draft.account) == ("hotline", clerk)
    assert client.get(english("counter-tasks", draft.pk)).status_code == 404, "each way has its own drafts"


def test_the_api_says_by_which_way(client: Client, clerk: Account, citizen: Account) -> None:
    sign_in(client, clerk)

    def begin(channel: str) -> Any:
        return client.post(
            reverse("api-applications"), json.dumps({"channel": channel}), content_type="application/json"
        )

    assert [begin(channel).json()["channel"] for channel in ("", "counter", "hotline")] == [
        "counter",
        "counter",
        "hotline",
    ]
    for channel in ("citizen", "pigeon"):
        assert problem(begin(channel))["errors"][0]["field"] == "channel"
    sign_in(client, citizen)
    assert begin("").json()["channel"] == "citizen"
    assert problem(begin("counter"))["errors"][0]["code"] == "unknown"


def test_it_is_marked_as_assisted_and_by_whom(
    client: Client, clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    entered = by_telephone(clerk, luxor_unit, family_of_five())
    sign_in(client, other_clerk)
    page = client.get(english("application-review", entered.pk)).content.decode()
    assert "Entered on the hotline 15344 by" in page and clerk.name_en in page
    shown = client.get(reverse("api-application-review", args=[entered.pk])).json()["application"]
    assert (shown["channel"], shown["entered_by"]["account"]) == ("hotline", str(clerk.pk))
    assert "by the hotline 15344" in client.get(english("applications")).content.decode()


def test_who_assisted_neither_approves_nor_refuses(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    entered = by_telephone(clerk, luxor_unit, family_of_five())
    with pytest.raises(ValidationError) as caught:
        approve(clerk, entered)
    assert caught.value.code == "own_application"
    with within(reach_of(clerk)), pytest.raises(ValidationError):
        actions.refuse(by=clerk, application_id=entered.pk, reason="no")
    assert approve(other_clerk, entered).status == "approved"


def test_on_the_hotline_the_clerk_is_not_told_who_is_registered(
    client: Client, clerk: Account, registered: Application, luxor_unit: Facility
) -> None:
    """Nobody showed a card: a caller must not learn it by the clerk either."""
    sign_in(client, clerk)
    for channel, status in (("hotline", 201), ("counter", 422)):
        body = {"channel": channel, "applicants": family_of_five(day=1)}
        answer = client.post(reverse("api-applications"), json.dumps(body), content_type="application/json")
        assert answer.status_code == status
    assert by_telephone(clerk, luxor_unit, family_of_five(day=1)).status == "received"
    with system_reach():
        assert Event.objects.filter(action="applications.told_registered").count() == 1


def test_an_approved_application_has_its_family_file_and_its_reader_at_once(
    citizen: Account, clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    own = approve(clerk, send_application(citizen, luxor_unit, family_of_five(day=1)))
    helped = approve(other_clerk, by_telephone(clerk, luxor_unit, family_of_five(day=2)))
    with system_reach():
        holder = FileHolder.objects.get()
        assert (holder.account, holder.household, holder.how) == (citizen, own.household, "application")
        for application in (own, helped):
            family = application.household
            assert (family.phone, family.address, family.unit) == (application.phone, ADDRESS, luxor_unit)
            assert family.memberships.count() == family.members.count() == 5
            assert len(set(family.members.values_list("code", flat=True))) == 5
