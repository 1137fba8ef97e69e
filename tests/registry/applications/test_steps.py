"""The citizen's steps, one thing a page: what is shown back, kept, offered, and mended."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from facilities.directory.models import Facility
from registry.applications import actions, places
from registry.applications.models import Application
from tests.cast import has_status, sign_in
from tests.families import ADDRESS, approve, family_of_five, national_id, send_application
from tests.registry.applications.test_pages_and_endpoints_agree import NEWBORN, Pages, api, as_typed
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.headers.get("Location")
    return answer.content.decode()


def with_family(pages: Pages, count: int = 3) -> None:
    """The head and some of the others are entered."""
    people = family_of_five()
    pages.done("head/", **people[0])
    for one in people[1:count]:
        pages.done("family/add/", **one)


class TestWhatIsReadFromTheNumber:
    def test_stands_on_the_next_page_without_javascript(self, client: Client, pages: Pages) -> None:
        pages.done("head/", **family_of_five()[0])
        assert "Read from the number: male, born on 1 March 1985, Luxor" in text(
            client, f"{pages.base}spouses/"
        )

    def test_is_said_as_one_leaves_the_field(self, client: Client, pages: Pages) -> None:
        address = reverse("api-application-look", args=[pages.pk])
        asked = {"person": {"relation": "head", "national_id": family_of_five()[0]["national_id"]}}
        looked = api(client, "POST", address, asked).json()
        assert looked["said"] == "Read from the number: male, born on 1 March 1985, Luxor"
        assert [error["field"] for error in looked["errors"]] == ["full_name"]
        with system_reach():
            assert not Application.objects.get(pk=pages.pk).applicants.exists(), "nothing is saved"

    def test_a_look_is_the_same_for_known_and_unknown_people(
        self, client: Client, clerk: Account, luxor_unit: Facility, other_citizen: Account, pages: Pages
    ) -> None:
        approve(clerk, send_application(other_citizen, luxor_unit, family_of_five(day=7)))
        address = reverse("api-application-look", args=[pages.pk])
        answers = []
        for day in (7, 8):
            asked = {"person": {**family_of_five(day=day)[0]}}
            answer = api(client, "POST", address, asked)
            answers.append((answer.status_code, len(answer.content), answer.json()["errors"]))
        assert answers[0] == answers[1] == (200, answers[0][1], [])

    def test_nobody_looks_into_the_draft_of_somebody_else(
        self, pages: Pages, other_citizen: Account, clerk: Account
    ) -> None:
        address = reverse("api-application-look", args=[pages.pk])
        for stranger in (other_citizen, clerk):
            assert api(sign_in(Client(), stranger), "POST", address, {}).status_code == 404


class TestTyped:
    def test_at_most_four_fields_are_typed_for_a_member_after_the_number(
        self, client: Client, pages: Pages
    ) -> None:
        pages.done("head/", **family_of_five()[0])
        for by in ("national_id", "certificate", "passport"):
            form = client.get(f"{pages.base}family/add/?by={by}").context["form"]
            typed = [
                name for name in form.fields if name not in ("relation", "sex", "guardian", "nationality")
            ]
            assert len(set(typed) - {"national_id", "certificate_number", "passport_number"}) <= 4, by

    def test_comes_back_after_a_session_that_ended(
        self, client: Client, citizen: Account, pages: Pages
    ) -> None:
        head = family_of_five()[0]
        client.logout()
        answer = client.post(f"{pages.base}head/", {**head, "key": str(uuid.uuid4()), "version": 1})
        assert (answer.status_code, "sign-in" in answer.headers["Location"]) == (302, True)
        assert "next=" in answer.headers["Location"]
        sign_in(client, citizen)
        page = text(client, f"{pages.base}head/")
        assert head["full_name"] in page and head["national_id"] in page
        assert "What you typed is here again" in page
        assert head["full_name"] not in text(client, f"{pages.base}head/"), "shown once"

    def test_stands_sealed_in_the_session(self, client: Client, pages: Pages) -> None:
        head = family_of_five()[0]
        client.logout()
        client.post(f"{pages.base}head/", head)
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_data FROM django_session")
            stored = "".join(row[0] for row in cursor.fetchall())
        session = client.session.load()
        for told in (stored, str(session)):
            assert head["national_id"] not in told and head["full_name"] not in told
        assert "typed" in session

    def test_is_not_shown_to_another_person_on_the_same_phone(
        self, client: Client, pages: Pages, other_citizen: Account
    ) -> None:
        client.logout()
        client.post(f"{pages.base}head/", family_of_five()[0])
        sign_in(client, other_citizen)
        assert client.get(f"{pages.base}head/").status_code == 404
        own = Pages(client)
        assert family_of_five()[0]["full_name"] not in text(client, f"{own.base}head/")

    def test_comes_back_to_a_page_that_was_left_half_filled(self, client: Client, pages: Pages) -> None:
        kept = client.post(f"{pages.base}address/", {"address": ADDRESS, "keep": "1", "version": 1})
        assert (kept.status_code, pages.version) == (204, 1)
        assert ADDRESS in text(client, f"/ar/register/{pages.pk}/address/"), "in the other language too"

    def test_goes_along_where_a_person_is_known_by_something_else(self, client: Client, pages: Pages) -> None:
        name = family_of_five()[0]["full_name"]
        client.post(f"{pages.base}head/", {"full_name": name, "known_by": "national_id", "keep": "1"})
        page = text(client, f"{pages.base}head/?by=passport")
        assert name in page and 'name="passport_number"' in page

    def test_is_dropped_once_it_is_saved(self, client: Client, pages: Pages) -> None:
        client.post(f"{pages.base}address/", {"address": "half of it", "keep": "1"})
        pages.done("address/", address=ADDRESS)
        assert "half of it" not in text(client, f"{pages.base}address/")


class TestUnits:
    def test_of_the_own_district_come_first_then_the_nearest(self, luxor_unit: Facility) -> None:
        offers = places.offers(luxor_unit.governorate, luxor_unit.district, people=5, today=cairo_today())
        own = [one.in_own_district for one in offers]
        assert own == sorted(own, reverse=True) and any(own) and not all(own)
        far = [one.distance_km for one in offers if not one.in_own_district and one.distance_km is not None]
        assert far == sorted(far) and far

    def test_that_cannot_be_chosen_say_why(self, client: Client, pages: Pages, luxor_unit: Facility) -> None:
        with_family(pages, 3)
        pages.done("governorate/", governorate="EG-LX")
        pages.done("district/", district=luxor_unit.district_id)
        Facility.objects.filter(pk=luxor_unit.pk).update(places=2)
        page = text(client, f"{pages.base}unit/")
        assert "Cannot be chosen now" in page and "This unit has 2 free places" in page
        assert f'value="{luxor_unit.pk}"' not in page
        has_status(luxor_unit, "suspended", since=cairo_today())
        assert "This unit is closed for a time" in text(client, f"{pages.base}unit/")
        by_api = client.get(
            reverse("api-application-units", args=[pages.pk]), headers={"Accept-Language": "en"}
        )
        one = next(one for one in by_api.json() if one["unit"]["code"] == luxor_unit.pk)
        assert (one["can_be_chosen"], one["refusal"][:27]) == (False, "This unit is closed for a t")

    def test_in_other_districts_are_one_link_away(
        self, client: Client, pages: Pages, luxor_unit: Facility
    ) -> None:
        pages.done("governorate/", governorate="EG-LX")
        pages.done("district/", district=luxor_unit.district_id)
        few = client.get(f"{pages.base}unit/").context["form"].fields["unit"].choices
        every = client.get(f"{pages.base}unit/?all=1").context["form"].fields["unit"].choices
        assert 0 < len(few) < len(every)
        assert "km away" in text(client, f"{pages.base}unit/")


class TestGovernorate:
    def test_that_is_not_open_leads_to_when_it_will_be(self, client: Client, pages: Pages) -> None:
        page = pages.post("governorate/", governorate="EG-C")
        assert page.status_code == 422
        assert "/en/register/when/?governorate=EG-C" in page.content.decode()


def returned(application: Application, to_mend: list[dict[str, Any]]) -> Application:
    """The application as a reviewer sends it back."""
    with system_reach():
        application.status, application.returned_at = Application.Status.RETURNED, cairo_now()
        application.to_mend = to_mend
        application.version += 1
        application.save()
    return application


class TestMending:
    @pytest.fixture
    def to_mend(self, citizen: Account, luxor_unit: Facility) -> Application:
        application = send_application(citizen, luxor_unit, family_of_five(day=6))
        with system_reach():
            head = application.applicants.get(relation="head")
        asked = [
            {"field": "full_name", "person": str(head.pk), "why": "The card says otherwise."},
            {"field": "address", "person": None, "why": "Which village?"},
        ]
        return returned(application, asked)

    def test_says_what_and_why_and_leads_there(
        self, client: Client, citizen: Account, to_mend: Application
    ) -> None:
        sign_in(client, citizen)
        page = text(client, f"/en/register/{to_mend.pk}/")
        for words in ("The card says otherwise.", "Which village?", f"/en/register/{to_mend.pk}/head/"):
            assert words in page
        assert "The card says otherwise." in text(client, f"/en/register/{to_mend.pk}/head/")
        assert "Which village?" in text(client, f"/en/register/{to_mend.pk}/address/")
        assert "Which village?" not in text(client, f"/en/register/{to_mend.pk}/unit/")
        assert "To be corrected" in text(client, "/en/my-file/")

    def test_is_done_and_sent_again_with_its_place_in_the_queue(
        self, client: Client, citizen: Account, clerk: Account, to_mend: Application
    ) -> None:
        sign_in(client, citizen)
        first_sent = to_mend.sent_at
        base = f"/en/register/{to_mend.pk}/"
        answer = client.post(
            f"{base}address/", {"address": "قرية الكرنك، منزل 4", "version": to_mend.version}
        )
        assert answer.headers["Location"] == f"{base}check/"
        answer = client.post(f"{base}check/", {"declared": "on", "version": to_mend.version + 1})
        assert answer.headers["Location"] == f"{base}sent/", answer.content.decode()
        with system_reach():
            to_mend.refresh_from_db()
        assert (to_mend.status, to_mend.sent_at, to_mend.returned_at is None) == (
            "received",
            first_sent,
            False,
        )
        assert approve(clerk, to_mend).household is not None

    def test_a_person_added_while_mending_is_seen_by_the_reviewer_once_sent(
        self, client: Client, citizen: Account, clerk: Account, to_mend: Application
    ) -> None:
        sign_in(client, citizen)
        given = {**family_of_five(day=9)[3], "version": to_mend.version}
        assert client.post(f"/en/register/{to_mend.pk}/family/add/", given).status_code == 302
        with within(reach_of(clerk)):
            assert to_mend.applicants.count() == 5
        sent = {"declared": "on", "version": to_mend.version + 1}
        assert client.post(f"/en/register/{to_mend.pk}/check/", sent).status_code == 302
        with within(reach_of(clerk)):
            assert to_mend.applicants.count() == 6

    def test_another_governorate_needs_another_application(
        self, client: Client, citizen: Account, to_mend: Application
    ) -> None:
        sign_in(client, citizen)
        given = {"governorate": "EG-ASN", "version": to_mend.version}
        answer = client.post(f"/en/register/{to_mend.pk}/governorate/", given)
        assert answer.status_code == 422
        assert "Withdraw this application" in answer.content.decode()

    def test_what_was_sent_whole_stays_whole(self, citizen: Account, to_mend: Application) -> None:
        for field in ("governorate", "district", "unit", "address"):
            with within(reach_of(citizen)), pytest.raises(ValidationError) as caught:
                actions.save(by=citizen, application_id=to_mend.pk, version=to_mend.version,
                             changes={field: None}, today=cairo_today())  # fmt: skip
            assert caught.value.error_dict[field][0].code == "required"

    def test_the_family_reads_its_numbers_whole_and_the_reviewer_does_not(
        self, client: Client, citizen: Account, clerk: Account, to_mend: Application
    ) -> None:
        number = family_of_five(day=6)[0]["national_id"]
        address = reverse("api-application", args=[to_mend.pk])
        assert number in sign_in(client, citizen).get(address).content.decode()
        assert number not in sign_in(Client(), clerk).get(address).content.decode()


class TestWithdrawing:
    def test_closes_a_draft(self, client: Client, citizen: Account, pages: Pages) -> None:
        assert "Withdraw the application?" in text(client, f"{pages.base}withdraw/")
        pages.done("withdraw/")
        assert "was withdrawn" in text(client, f"{pages.base}sent/")
        assert pages.pk not in text(client, "/en/register/")

    def test_is_too_late_once_it_is_under_review(
        self, citizen: Account, sent_application: Application
    ) -> None:
        with within(reach_of(citizen)), pytest.raises(Conflict):
            actions.withdraw(by=citizen, application_id=sent_application.pk, version=sent_application.version)

    def test_goes_by_the_endpoint_with_a_version(self, client: Client, pages: Pages) -> None:
        address = reverse("api-application-withdraw", args=[pages.pk])
        assert api(client, "POST", address, {}).status_code == 428
        answer = api(client, "POST", address, {}, **{"If-Match": '"1"'})
        assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")


class TestTasks:
    def test_say_what_is_done(self, client: Client, pages: Pages, luxor_unit: Facility) -> None:
        def states() -> dict[str, str]:
            page = client.get(pages.base)
            return {one["name"]: one["status"] for one in page.context["tasks"]}

        assert set(states().values()) == {"todo", "blocked"}
        pages.done("governorate/", governorate="EG-LX")
        assert states()["governorate"] == "doing"
        pages.done("district/", district=luxor_unit.district_id)
        with_family(pages, 5)
        pages.done("address/", address=ADDRESS)
        pages.done("unit/", unit=luxor_unit.pk)
        assert states() == {"governorate": "done", "head": "done", "spouses": "done", "family": "done",
                            "work": "todo", "address": "done", "unit": "done", "check": "blocked"}  # fmt: skip
        for place, kind in enumerate(("employee", "not_working")):
            pages.done(f"family/{pages.person(place)}/work/", work=kind)
        assert states()["check"] == "todo"

    def test_ask_for_the_work_of_each_adult_in_turn(self, client: Client, pages: Pages) -> None:
        with_family(pages, 3)
        first = client.get(f"{pages.base}work/").headers["Location"]
        assert str(pages.person(0)) in first
        second = pages.post(f"family/{pages.person(0)}/work/", work="pensioner").headers["Location"]
        assert str(pages.person(1)) in second
        assert (
            "/address/" in pages.post(f"family/{pages.person(1)}/work/", work="not_sure").headers["Location"]
        )
        assert "Pensioner" in text(client, f"{pages.base}work/")

    def test_a_household_without_an_adult_is_said(
        self, client: Client, pages: Pages, luxor_unit: Facility
    ) -> None:
        pages.done("head/", **{**family_of_five()[2], "relation": "head"})
        assert "at least one adult" in text(client, pages.base)


def test_the_people_are_changed_one_at_a_time_through_endpoints(client: Client, pages: Pages) -> None:
    people = family_of_five()
    address = reverse("api-applicants", args=[pages.pk])
    assert api(client, "POST", address, people[0]).status_code == 428
    key = {"Idempotency-Key": str(uuid.uuid4()), "If-Match": '"1"'}
    twice = [api(client, "POST", address, {**people[0], "work": "employee"}, **key) for _time in range(2)]
    assert [one.status_code for one in twice] == [201, 201] and twice[0].content == twice[1].content
    added = api(client, "POST", address, people[1], **{"If-Match": '"2"'}).json()["applicants"]
    assert [row["relation"] for row in added] == ["head", "spouse"]
    one = reverse("api-applicant", args=[pages.pk, added[1]["id"]])
    assert (
        api(client, "PUT", one, {**people[1], "full_name": "Hoda Said"}, **{"If-Match": '"2"'}).status_code
        == 412
    )
    changed = api(client, "PUT", one, {**people[1], "full_name": "Hoda Said"}, **{"If-Match": '"3"'}).json()
    assert changed["applicants"][1]["full_name"] == "Hoda Said"
    assert changed["applicants"][0]["work"] == "employee"
    left = api(client, "DELETE", one, {}, **{"If-Match": '"4"'}).json()["applicants"]
    assert [row["relation"] for row in left] == ["head"]
    assert api(client, "DELETE", one, {}, **{"If-Match": '"5"'}).status_code == 404


def test_a_draft_read_whole_can_be_sent_back_as_it_is(client: Client, pages: Pages) -> None:
    with_family(pages, 2)
    pages.done("family/add/", **as_typed(NEWBORN))
    address = reverse("api-application", args=[pages.pk])
    read = client.get(address).json()
    names = ("relation", "full_name", "known_by", "national_id", "certificate_number", "guardian", "birth_date",
             "sex", "work", "monthly_income")  # fmt: skip
    given = {
        "address": read["address"],
        "applicants": [{name: one[name] for name in names} for one in read["applicants"]],
    }
    answer = api(client, "PUT", address, given, **{"If-Match": f'"{read["version"]}"'})
    assert answer.status_code == 200, answer.json()
    shown = [{**one, "id": None} for one in answer.json()["applicants"]]
    assert shown == [{**one, "id": None} for one in read["applicants"]]


def test_who_is_sent_again_as_a_whole_goes_on_as_the_same_row(client: Client, pages: Pages) -> None:
    with_family(pages, 3)
    address = reverse("api-application", args=[pages.pk])
    before = {row["national_id"]: row["id"] for row in client.get(address).json()["applicants"]}
    head, spouse, child = family_of_five()[:3]
    swapped = [{**spouse, "relation": "head"}, {**head, "relation": "spouse"}, family_of_five(day=2)[3]]
    answer = api(client, "PUT", address, {"applicants": swapped}, **{"If-Match": f'"{pages.version}"'})
    after = {row["national_id"]: row["id"] for row in answer.json()["applicants"]}
    assert [row["relation"] for row in answer.json()["applicants"]] == ["head", "spouse", "child"]
    assert {number: after[number] == before.get(number) for number in after} == {
        spouse["national_id"]: True, head["national_id"]: True, swapped[2]["national_id"]: False,
    }  # fmt: skip
    assert child["national_id"] not in after


@pytest.mark.parametrize("step", ["head/", "family/add/", "address/", "unit/"])
def test_what_is_sent_is_not_changed_any_more_on_any_page(
    client: Client, citizen: Account, sent_application: Application, step: str
) -> None:
    sign_in(client, citizen)
    given = {
        **family_of_five(day=8)[0],
        "relation": "child",
        "address": ADDRESS,
        "unit": sent_application.unit_id,
    }
    answer = client.post(
        f"/en/register/{sent_application.pk}/{step}", {**given, "version": sent_application.version}
    )
    assert answer.status_code == 409
    assert given["full_name"] in answer.content.decode() or step in ("address/", "unit/")


def test_the_address_stands_sealed_and_is_found_by_its_index(citizen: Account, luxor_unit: Facility) -> None:
    application = send_application(citizen, luxor_unit, family_of_five(day=8))
    with system_reach(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT address, address_index FROM applications_application WHERE id = %s", [application.pk]
        )
        sealed, index = cursor.fetchone()
    assert ADDRESS.encode() not in bytes(sealed)
    assert len(bytes(index)) == 32


def test_the_categories_of_work_are_in_the_language_of_the_page(client: Client, pages: Pages) -> None:
    pages.done("head/", **family_of_five()[0])
    for language, words in (("en", "Liberal profession"), ("ar", "مهنة حرة")):
        assert words in text(client, f"/{language}/register/{pages.pk}/family/{pages.person(0)}/work/")


def test_the_setting_that_names_the_categories_is_the_contributions(client: Client, pages: Pages) -> None:
    listed = client.get(reverse("api-work-categories"), headers={"Accept-Language": "en"}).json()
    assert [one["code"] for one in listed][-2:] == ["not_working", "not_sure"]
    assert {"employee", "pensioner"} < {one["code"] for one in listed}
    assert settings.WORK_CATEGORIES_SOURCE.startswith("registry.coverage.")


def test_a_script_is_told_the_next_page_and_asks_for_it_once(client: Client, pages: Pages) -> None:
    given = {"key": str(uuid.uuid4()), "version": pages.version, "governorate": "EG-LX"}
    answer = client.post(f"{pages.base}governorate/", given, headers={"X-By-Script": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["X-Next-Page"] == f"{pages.base}district/"


@pytest.mark.parametrize(("head", "another"), [(1, True), (2, False)], ids=["a man", "a woman"])
def test_another_spouse_is_offered_to_a_man_only(
    client: Client, pages: Pages, head: int, another: bool
) -> None:
    people = family_of_five()
    pages.done("head/", full_name=people[0]["full_name"], national_id=national_id(date(1985, 3, 1), head))
    assert "Add a spouse" in text(client, f"{pages.base}spouses/")
    spouse = {**people[1], "national_id": national_id(date(1988, 7, 1), 3 - head)}
    pages.done("family/add/", **spouse)
    assert ("Add another spouse" in text(client, f"{pages.base}spouses/")) is another
