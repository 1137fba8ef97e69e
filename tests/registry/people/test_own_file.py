"""A citizen's own page: the family, its changes, who opened its file; one family at a time, where there are several."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from facilities.directory.models import Facility
from registry.applications.models import Application
from registry.people.actions import access, look_up, report
from registry.people.models import FileHolder, Household
from tests.cast import sign_in
from tests.families import approve, family_of_five, send_application
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db
HEAD = family_of_five(day=1)[0]


@pytest.fixture
def second_family(citizen: Account, clerk: Account, luxor_unit: Facility) -> Household:
    """Another family that the same number reads."""
    household = approve(clerk, send_application(citizen, luxor_unit, family_of_five(day=7))).household
    assert household is not None
    return household


def test_the_page_shows_the_family_with_its_codes_and_unit(
    client: Client, registered: Application, citizen: Account
) -> None:
    sign_in(client, citizen)
    page = client.get("/en/my-file/").content.decode()
    with system_reach():
        codes = registered.household.members.values_list("code", flat=True)  # type: ignore[union-attr]
        assert len(codes) == 5 and all(code in page for code in codes)
    assert registered.household.file_number in page and "Who opened your file" in page  # type: ignore[union-attr]
    assert HEAD["national_id"] not in page


def test_without_a_family_the_page_leads_to_registering_and_to_joining(
    client: Client, other_citizen: Account
) -> None:
    sign_in(client, other_citizen)
    page = client.get("/en/my-file/").content.decode()
    assert "/en/my-file/join/" in page and "/en/register/" in page


def test_of_several_families_one_is_chosen_and_remembered(
    client: Client, registered: Application, second_family: Household, citizen: Account
) -> None:
    sign_in(client, citizen)
    assert client.get("/en/my-file/").headers["Location"].endswith("/en/my-file/choose/")
    listed = client.get("/en/my-file/choose/").content.decode()
    assert second_family.file_number in listed and registered.household.file_number in listed  # type: ignore[union-attr]
    assert client.post("/en/my-file/choose/", {"household": str(second_family.pk)}).status_code == 302
    for _visit in range(2):
        page = client.get("/en/my-file/").content.decode()
        assert second_family.file_number in page and "another family" in page


def test_a_family_of_others_cannot_be_chosen(
    client: Client, registered: Application, other_citizen: Account
) -> None:
    sign_in(client, other_citizen)
    assert client.post("/en/my-file/choose/", {"household": str(registered.household_id)}).status_code == 422
    assert registered.household.file_number not in client.get("/en/my-file/").content.decode()  # type: ignore[union-attr]


def test_a_choice_ends_with_the_reading(
    client: Client, registered: Application, second_family: Household, citizen: Account
) -> None:
    sign_in(client, citizen)
    client.post("/en/my-file/choose/", {"household": str(second_family.pk)})
    with system_reach():
        FileHolder.objects.filter(household=second_family).update(ended_at=timezone.now())
    assert second_family.file_number not in client.get("/en/my-file/").content.decode()


def looked_up(by: Account, reason: str) -> None:
    with within(reach_of(by)):
        look_up(by=by, national_id=HEAD["national_id"], reason=reason, today=date(2026, 11, 22), facility="")


def test_the_family_sees_which_staff_opened_its_file_and_why(
    client: Client, registered: Application, citizen: Account, clerk: Account, foreign_clerk: Account
) -> None:
    sign_in(client, clerk)
    client.get(f"/api/v1/households/{registered.household_id}/")
    looked_up(foreign_clerk, "a visit to the emergency")
    sign_in(client, citizen)
    page = client.get(f"/en/my-file/{registered.household_id}/opened/").content.decode()
    assert ("a visit to the emergency" in page and "Facility clerk" in page) or "clerk" in page
    assert "foreign-clerk" not in page, "the post is told, not the name"
    answer = client.get(f"/api/v1/households/{registered.household_id}/readings/").json()["results"]
    assert [row["what"]["code"] for row in answer] == ["people.look_up", "people.read_household"]
    assert answer[0]["about"] == HEAD["full_name"] and answer[0]["reason"] == "a visit to the emergency"
    assert answer[0]["who"]["ar"] and answer[1]["about"] is None


def test_why_a_clerk_joined_a_number_is_told_in_the_language_of_the_family(
    client: Client, registered: Application, citizen: Account, clerk: Account
) -> None:
    with within(reach_of(clerk)):
        access.print_join_code(by=clerk, national_id=HEAD["national_id"], card_seen=True, now=timezone.now())
    sign_in(client, citizen)
    printing = escape(access.PRINTING)
    assert printing in client.get(f"/en/my-file/{registered.household_id}/opened/").content.decode()
    assert (
        access.PRINTING not in client.get(f"/ar/my-file/{registered.household_id}/opened/").content.decode()
    )


def test_a_family_reading_its_own_file_is_not_among_those_who_opened_it(
    client: Client, registered: Application, citizen: Account
) -> None:
    sign_in(client, citizen)
    client.get("/en/my-file/")
    client.get(f"/api/v1/households/{registered.household_id}/")
    readings = client.get(f"/api/v1/households/{registered.household_id}/readings/").json()["results"]
    assert all(row["what"]["code"] != "people.read_household" for row in readings)


@pytest.mark.parametrize("who", ["other_citizen", "clerk", "national_admin"])
def test_who_opened_a_file_is_for_its_family_alone(
    client: Client, registered: Application, who: str, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(who))
    answers: list[Any] = [
        client.get(f"/en/my-file/{registered.household_id}/opened/"),
        client.get(f"/api/v1/households/{registered.household_id}/readings/"),
    ]
    assert all(answer.status_code in (403, 404) for answer in answers)


def test_the_pages_of_changes_lead_back_to_the_own_file(
    client: Client, registered: Application, citizen: Account
) -> None:
    with within(reach_of(citizen)):
        given = {"field": "other", "what": "The spelling of a name."}
        event = report(by=citizen, household_id=registered.household_id, kind="correction", given=given,
                       now=timezone.now(), today=cairo_today())  # fmt: skip
    sign_in(client, citizen)
    for address in (f"/en/families/{registered.household_id}/changes/new/", f"/en/changes/{event.pk}/"):
        page = client.get(address).content.decode()
        assert re.search(
            r'class="back-link"[^>]*href="/en/my-file/"|href="/en/my-file/"[^>]*class="back-link"', page
        )
