"""The second wall and sealed identifiers: what the database itself keeps from whoever has no business with it."""

import re
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from facilities.directory.models import Facility
from registry.applications.actions import begin, withdraw
from registry.applications.models import Application
from tests.cast import sign_in
from tests.families import family_of_five
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import NOBODY, reach_of, system_reach, within

pytestmark = pytest.mark.django_db
PERSONAL = [
    "people_household",
    "people_beneficiary",
    "people_membership",
    "applications_application",
    "applications_applicant",
]
EVENTS = [f"{table}event" for table in PERSONAL]


def rows(table: str) -> int:
    """How many rows the serving role sees, with no filter at all."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", PERSONAL + EVENTS)
def test_without_reach_nothing_is_seen(registered: Application, table: str) -> None:
    with system_reach():
        assert rows(table) > 0
    with within(NOBODY):
        assert rows(table) == 0


@pytest.mark.parametrize("stranger", ["foreign_clerk", "other_citizen"])
@pytest.mark.parametrize("table", PERSONAL)
def test_strangers_see_no_row_with_every_filter_removed(
    request: pytest.FixtureRequest, registered: Application, table: str, stranger: str
) -> None:
    with within(reach_of(request.getfixturevalue(stranger))):
        assert rows(table) == 0


@pytest.mark.parametrize("table", EVENTS)
@pytest.mark.parametrize("reader", ["clerk", "governorate_admin", "citizen"])
def test_the_history_of_people_is_read_by_nobody_in_service(
    request: pytest.FixtureRequest, registered: Application, table: str, reader: str
) -> None:
    with within(reach_of(request.getfixturevalue(reader))):
        assert rows(table) == 0


def test_a_draft_is_seen_by_its_maker_alone(citizen: Account, clerk: Account, luxor_unit: Facility) -> None:
    with within(reach_of(citizen)):
        begin(by=citizen, today=cairo_today(), given={"governorate": "EG-LX", "applicants": family_of_five()})
        assert (rows("applications_application"), rows("applications_applicant")) == (1, 5)
    with within(reach_of(clerk)):
        assert (rows("applications_application"), rows("applications_applicant")) == (0, 0)


@pytest.mark.parametrize("reviewer", ["clerk", "governorate_admin", "national_admin"])
def test_a_draft_that_was_given_up_is_seen_by_its_maker_alone(
    request: pytest.FixtureRequest, client: Client, citizen: Account, reviewer: str
) -> None:
    with within(reach_of(citizen)):
        draft = begin(by=citizen, today=cairo_today(), given={"governorate": "EG-LX"})
        withdraw(by=citizen, application_id=draft.pk, version=draft.version)
    account = request.getfixturevalue(reviewer)
    with within(reach_of(account)):
        assert reviewer == "national_admin" or rows("applications_application") == 0
    sign_in(client, account)
    address = f"/api/v1/applications/{draft.pk}/"
    assert client.get(address).status_code == 404
    assert client.get("/api/v1/applications/").json()["results"] == []
    for verb in ("approve", "refuse", "return"):
        answer = client.post(f"{address}{verb}/", {}, "application/json", headers={"If-Match": '"2"'})
        assert answer.status_code == 404, verb
    sign_in(client, citizen)
    assert client.get(address).json()["status"] == "withdrawn"


def test_even_a_national_administrator_does_not_open_a_draft(
    client: Client, citizen: Account, national_admin: Account
) -> None:
    with within(reach_of(citizen)):
        draft = begin(by=citizen, today=cairo_today(), given={"applicants": family_of_five()})
    sign_in(client, national_admin)
    assert client.get(f"/api/v1/applications/{draft.pk}/").status_code == 404
    assert client.get("/api/v1/applications/").json()["results"] == []


def dump() -> str:
    """Every row of every table as text."""
    texts = []
    managed = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    with system_reach(), connection.cursor() as cursor:
        for model in managed:
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            texts += [row[0] for row in cursor.fetchall()]
    return "\n".join(texts)


def test_no_table_holds_a_national_id_or_a_phone_that_can_be_read(
    client: Client, clerk: Account, citizen: Account, registered: Application, sent_application: Application
) -> None:
    sign_in(client, clerk)
    typed = {"national_id": family_of_five(day=1)[0]["national_id"], "reason": "a visit"}
    client.post(
        "/api/v1/beneficiaries/look-up/",
        typed,
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    everything = dump()
    assert registered.reference in everything
    for person in family_of_five(day=1) + family_of_five(day=2):
        for form in (person["national_id"], person["national_id"].encode().hex()):
            assert form not in everything
    assert citizen.phone not in everything


def test_no_address_of_the_registry_takes_a_national_id() -> None:
    from registry.applications.urls import urlpatterns
    from registry.people.api_urls import urlpatterns as people

    assert not any(re.search(r"<(?!uuid:)", str(pattern.pattern)) for pattern in [*urlpatterns, *people])


def test_pages_with_people_on_them_stay_out_of_caches(
    client: Client, citizen: Account, clerk: Account, sent_application: Application
) -> None:
    pages: list[tuple[Any, str]] = [
        (citizen, "/en/my-file/"),
        (citizen, f"/en/register/{sent_application.pk}/sent/"),
        (clerk, "/en/desk/applications/"),
        (clerk, f"/en/desk/applications/{sent_application.pk}/"),
        (clerk, "/en/desk/register/"),
    ]
    for account, address in pages:
        answer = sign_in(client, account).get(address)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"], address
