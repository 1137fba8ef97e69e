"""Families and people through the API: only what is in reach, never a whole national ID, and staff's reading noted."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registry.applications.models import Application
from tests.cast import sign_in
from tests.conftest import problem
from tests.families import family_of_five, national_id
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db


def get(client: Client, name: str, *args: Any, **query: Any) -> Any:
    return client.get(reverse(name, args=args), query)


def events(action: str) -> list[Event]:
    with system_reach():
        return list(Event.objects.filter(action=action))


def test_a_clerk_of_the_unit_reads_the_family_and_it_is_noted(
    client: Client, clerk: Account, registered: Application
) -> None:
    sign_in(client, clerk)
    family = get(client, "api-household", registered.household_id).json()
    assert family["file_number"].startswith("LX-")
    assert [member["relation"] for member in family["members"]] == [
        "head",
        "spouse",
        "child",
        "child",
        "child",
    ]
    assert family["governorate"] == {"code": "EG-LX", "name": {"ar": "الأقصر", "en": "Luxor"}}
    [event] = events("people.read_household")
    assert (event.account_id, event.subject_id) == (clerk.pk, str(registered.household_id))
    assert event.facility == clerk.posts.get().facility_id


def test_a_person_is_shown_with_a_masked_number(
    client: Client, clerk: Account, registered: Application
) -> None:
    sign_in(client, clerk)
    rows = get(client, "api-beneficiaries", household=registered.household_id).json()["results"]
    assert len(rows) == 5
    assert all("national_id" not in row for row in rows)
    person = get(client, "api-beneficiary", rows[0]["id"]).json()
    assert person["national_id"].startswith("••••••••••••")
    assert person["birth_governorate"] == {"code": "29", "name": {"ar": "الأقصر", "en": "Luxor"}}
    assert len(events("people.read_beneficiary")) == 1
    assert len(events("people.list_beneficiary")[0].details["beneficiary"]) == 5


def test_a_citizen_reads_the_own_family_and_nothing_is_noted(
    client: Client, citizen: Account, registered: Application
) -> None:
    sign_in(client, citizen)
    assert [one["id"] for one in get(client, "api-households").json()["results"]] == [
        str(registered.household_id)
    ]
    assert get(client, "api-household", registered.household_id).status_code == 200
    assert not events("people.read_household")


@pytest.mark.parametrize("stranger", ["other_citizen", "foreign_clerk"])
def test_to_strangers_the_family_does_not_exist(
    request: pytest.FixtureRequest, client: Client, registered: Application, stranger: str
) -> None:
    sign_in(client, request.getfixturevalue(stranger))
    assert get(client, "api-households").json()["results"] == []
    assert get(client, "api-beneficiaries").json()["results"] == []
    assert problem(get(client, "api-household", registered.household_id))["status"] == 404


def test_a_clerk_looks_a_person_up_in_the_body_of_a_post(
    client: Client, foreign_clerk: Account, registered: Application
) -> None:
    sign_in(client, foreign_clerk)
    given = {"national_id": national_id(date(1985, 3, 1), 1), "reason": "came to our emergency room"}
    answer = client.post(reverse("api-beneficiary-look-up"), given, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["full_name"] == "أحمد محمود عبد الله حسن"
    assert given["national_id"] not in answer.content.decode()
    [event] = events("people.look_up")
    assert event.reason == "came to our emergency room"


def test_a_look_up_in_vain_is_not_found_and_a_bad_number_is_told_at_its_field(
    client: Client, clerk: Account
) -> None:
    sign_in(client, clerk)
    nobody = {"national_id": national_id(date(1990, 1, 1), 1), "reason": "a visit"}
    address = reverse("api-beneficiary-look-up")
    assert problem(client.post(address, nobody, content_type="application/json"))["status"] == 404
    bad = problem(client.post(address, {"national_id": "299"}, content_type="application/json"))
    assert {error["field"] for error in bad["errors"]} == {"national_id", "reason"}


def test_a_national_id_is_no_query_parameter(client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    assert problem(get(client, "api-beneficiaries", national_id="29912310300029"))["status"] == 400


def test_lists_cost_the_same_however_long_they_are(
    client: Client, clerk: Account, registered: Application, django_assert_num_queries: Any
) -> None:
    sign_in(client, clerk)
    with django_assert_num_queries(SESSION + 2):  # the page of people, the note
        get(client, "api-beneficiaries")
    with django_assert_num_queries(SESSION + 2):
        get(client, "api-households")


# Savepoint, session, account, posts, reach (with who writes), savepoint.
SESSION = 6


def test_a_citizens_page_shows_the_family_and_the_application(
    client: Client, citizen: Account, registered: Application
) -> None:
    sign_in(client, citizen)
    page = client.get("/en/my-file/").content.decode()
    for text in (
        "Your family is registered",
        registered.household.file_number,
        *{p["full_name"] for p in family_of_five()},
    ):
        assert text in page
    assert registered.reference in page
    assert family_of_five()[0]["national_id"] not in page


def test_a_citizen_without_a_family_is_led_to_register(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    page = client.get("/en/my-file/").content.decode()
    assert "/en/register/" in page
    assert "No application yet" in page
