"""Entering a family: what is wrong is said at its field, in one place for pages and endpoints; nothing is half saved."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.applications import actions
from registry.applications.models import Applicant, Application
from tests.cast import has_status, sign_in
from tests.conftest import problem
from tests.families import ADDRESS, family_of_five, national_id, send_application, with_work
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)
HEAD = {"relation": "head", "full_name": "Ahmed Mahmoud", "national_id": national_id(date(1985, 3, 1), 1)}
SPOUSE = {"relation": "spouse", "full_name": "Mona Ibrahim", "national_id": national_id(date(1988, 7, 1), 2)}


def person(**changes: str) -> dict[str, str]:
    return {**HEAD, **changes}


@pytest.fixture
def whole(luxor_unit: Facility) -> dict[str, Any]:
    """An application with nothing missing, as an endpoint is given it."""
    return {
        "governorate": "EG-LX",
        "district": luxor_unit.district_id,
        "unit": luxor_unit.pk,
        "address": ADDRESS,
        "applicants": with_work(family_of_five(), TODAY),
    }


def begin(by: Account, given: dict[str, Any]) -> Application:
    with within(reach_of(by)):
        return actions.begin(by=by, today=TODAY, given=given)


def send(by: Account, application: Application, **more: Any) -> Application:
    with within(reach_of(by)):
        return actions.send(
            by=by,
            application_id=application.pk,
            declared=more.pop("declared", True),
            now=cairo_now(),
            today=TODAY,
        )


def faults(by: Account, given: dict[str, Any]) -> dict[str, list[str]]:
    """Field → codes with which `given` is refused; nothing may be left behind."""
    with pytest.raises(ValidationError) as caught:
        begin(by, given)
    with system_reach():
        assert not Application.objects.exists()
        assert not Applicant.objects.exists()
    return {name: [one.code for one in found] for name, found in caught.value.error_dict.items()}


def test_a_whole_family_is_sent_at_once(citizen: Account, whole: dict[str, Any]) -> None:
    application = send(citizen, begin(citizen, whole))
    assert application.status == "received"
    assert application.phone == citizen.phone
    with system_reach():
        rows = list(application.applicants.order_by("position"))
        assert [row.relation for row in rows] == ["head", "spouse", "child", "child", "child"]
        assert {row.governorate_id for row in rows} == {"EG-LX"}
        assert (rows[0].sex, rows[0].birth_date, rows[0].birth_governorate_code) == (
            "male",
            date(1985, 3, 1),
            "29",
        )
        assert application.reference in Message.objects.get().body


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([{}], {"applicants.0.relation": ["required"], "applicants.0.full_name": ["required"],
                "applicants.0.national_id": ["required"]}),
        ([person(relation="uncle")], {"applicants.0.relation": ["unknown_relation"]}),
        ([HEAD, person(national_id=SPOUSE["national_id"])], {"applicants.1.relation": ["second_head"]}),
        ([HEAD, {**SPOUSE, "national_id": HEAD["national_id"]}], {"applicants.1.national_id": ["twice"]}),
        ([HEAD, SPOUSE, {**SPOUSE, "relation": "child"}], {"applicants.2.national_id": ["twice"]}),
        ([person(full_name="Ahmed")], {"applicants.0.full_name": ["name"]}),
        ([person(full_name="Ahmed 2")], {"applicants.0.full_name": ["name"]}),
        ([person(full_name="- .")], {"applicants.0.full_name": ["name"]}),
        ([person(full_name="<b>Ahmed</b> Ali")], {"applicants.0.full_name": ["name"]}),
        ([person(full_name="Ahmed " + "A" * 160)], {"applicants.0.full_name": ["max_length"]}),
        ([person(full_name="ﷺ " * 12 + "Ali")], {"applicants.0.full_name": ["max_length"]}),
        ([person(national_id="2850301290001")], {"applicants.0.national_id": ["length"]}),
        ([person(national_id="28513012900012")], {"applicants.0.national_id": ["impossible_date"]}),
        ([HEAD] * 61, {"applicants": ["too_many"]}),
    ],
)  # fmt: skip
def test_each_fault_of_a_person_stands_at_its_field(
    citizen: Account, whole: dict[str, Any], people: list[dict[str, str]], expected: dict[str, list[str]]
) -> None:
    assert faults(citizen, {**whole, "applicants": people}) == expected


@pytest.mark.parametrize(
    "name", ["أحمد محمود", "عبد الله بن عمر", "Mary-Jane O'Neil", "أَحْمَد عَلِيّ", "  Ahmed \u200f Ali "]
)
def test_names_of_two_words_are_taken_as_they_are_written(
    citizen: Account, whole: dict[str, Any], name: str
) -> None:
    application = begin(citizen, {**whole, "applicants": [person(full_name=name)]})
    with system_reach():
        assert application.applicants.get().full_name == " ".join(name.replace("\u200f", "").split())


def test_each_fault_of_the_place_stands_at_its_field(
    citizen: Account, whole: dict[str, Any], port_said_unit: Facility
) -> None:
    port_police = District.objects.filter(kind="port_police", governorate="EG-SUZ").first()
    hospital = Facility.objects.get(pk="LX-H2")
    cases: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
        ({"governorate": "EG-C"}, {"governorate": ["not_open"]}),
        ({"governorate": "EG-XX"}, {"governorate": ["unknown"]}),
        ({"governorate": ""}, {"governorate": ["required"]}),
        ({"governorate": None}, {"district": ["governorate_first"], "unit": ["governorate_first"]}),
        ({"district": "9999"}, {"district": ["unknown"]}),
        ({"district": "0301"}, {"district": ["elsewhere"]}),
        ({"governorate": "EG-SUZ", "district": port_police.pk, "unit": None}, {"district": ["no_residence"]}),
        ({"address": "شارع\x1b المعبد"}, {"address": ["no_words"]}),
        ({"unit": hospital.pk}, {"unit": ["kind"]}),
        ({"unit": port_said_unit.pk}, {"unit": ["elsewhere"]}),
        ({"unit": "LX-F999"}, {"unit": ["unknown"]}),
        ({"phone": "01000000099"}, {"phone": ["not_at_a_counter"]}),
    ]  # fmt: skip
    for change, expected in cases:
        assert faults(citizen, {**whole, **change}) == expected, change


def test_a_closed_unit_and_a_full_one_are_refused(
    citizen: Account, whole: dict[str, Any], luxor_unit: Facility
) -> None:
    Facility.objects.filter(pk=luxor_unit.pk).update(places=4)
    assert faults(citizen, whole) == {"unit": ["full"]}
    has_status(luxor_unit, "closed", since=date(2020, 1, 1))
    assert faults(citizen, whole) == {"unit": ["closed"]}


@pytest.mark.parametrize(
    ("free", "english", "arabic"),
    [
        (0, "0 free places", "لا توجد"),
        (1, "1 free place,", "مكان واحد"),
        (2, "2 free places", "مكانان"),
        (4, "4 free places", "4 أماكن"),
    ],
)
def test_how_many_places_are_left_is_said_in_the_right_plural(
    citizen: Account, whole: dict[str, Any], luxor_unit: Facility, free: int, english: str, arabic: str
) -> None:
    Facility.objects.filter(pk=luxor_unit.pk).update(places=free)
    for language, words in (("en", english), ("ar", arabic)):
        with translation.override(language), pytest.raises(ValidationError) as caught:
            begin(citizen, whole)
        assert words in caught.value.messages[0]


def test_sending_an_unfinished_draft_says_what_is_missing(citizen: Account, clerk: Account) -> None:
    draft = begin(citizen, {})
    with pytest.raises(ValidationError) as caught:
        send(citizen, draft, declared=False)
    assert set(caught.value.error_dict) == {
        "applicants", "governorate", "district", "address", "unit", "declared",
    }  # fmt: skip
    at_counter = begin(clerk, {"applicants": [HEAD]})
    with pytest.raises(ValidationError) as caught:
        send(clerk, at_counter)
    assert set(caught.value.error_dict) == {
        "governorate", "district", "address", "unit", "phone", "applicants.0.work",
    }  # fmt: skip


def test_a_unit_that_closed_meanwhile_is_found_when_sending(
    citizen: Account, whole: dict[str, Any], luxor_unit: Facility
) -> None:
    draft = begin(citizen, whole)
    has_status(luxor_unit, "closed", since=date(2020, 1, 1))
    with pytest.raises(ValidationError) as caught:
        send(citizen, draft)
    assert set(caught.value.error_dict) == {"unit"}


def test_another_governorate_takes_district_and_unit_with_it(citizen: Account, whole: dict[str, Any]) -> None:
    draft = begin(citizen, whole)
    with within(reach_of(citizen)):
        changed = actions.save(
            by=citizen, application_id=draft.pk, version=1, changes={"governorate": "EG-ASN"}, today=TODAY
        )
    assert (changed.governorate_id, changed.district_id, changed.unit_id) == ("EG-ASN", None, None)


def test_what_was_sent_can_no_longer_be_changed_and_sending_again_changes_nothing(
    citizen: Account, whole: dict[str, Any]
) -> None:
    sent = send(citizen, begin(citizen, whole))
    with within(reach_of(citizen)), pytest.raises(Conflict) as caught:
        actions.save(by=citizen, application_id=sent.pk, version=sent.version, changes={}, today=TODAY)
    assert caught.value.status == 409
    again = send(citizen, sent)
    assert (again.pk, again.version, again.sent_at) == (sent.pk, sent.version, sent.sent_at)
    with system_reach():
        assert Message.objects.count() == 1


def test_a_change_of_another_version_is_refused(citizen: Account, whole: dict[str, Any]) -> None:
    draft = begin(citizen, whole)
    with within(reach_of(citizen)), pytest.raises(Stale):
        actions.save(by=citizen, application_id=draft.pk, version=7, changes={"unit": None}, today=TODAY)


def test_a_clerk_is_told_that_someone_is_registered_and_that_is_noted(
    client: Client, clerk: Account, registered: Application, whole: dict[str, Any]
) -> None:
    sign_in(client, clerk)
    answer = client.post(
        reverse("api-applications"),
        {**whole, "phone": "01000000077", "applicants": family_of_five(day=1)[:1]},
        content_type="application/json",
        headers={"Accept-Language": "en"},
    )
    assert problem(answer)["errors"] == [
        {
            "field": "applicants.0.national_id",
            "code": "already_registered",
            "message": "This person is already registered.",
        }
    ]
    with system_reach():
        assert Event.objects.filter(action="applications.told_registered", account_id=clerk.pk).count() == 1
        assert not Application.objects.filter(account=clerk).exists()


def test_a_clerk_is_told_on_the_page_too(client: Client, clerk: Account, registered: Application) -> None:
    draft = begin(clerk, {})
    sign_in(client, clerk)
    answer = client.post(
        f"/en/desk/register/{draft.pk}/head/",
        {**family_of_five(day=1)[0], "version": 1, "key": str(uuid.uuid4())},
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"national_id": ["This person is already registered."]}
    with system_reach():
        assert (
            Event.objects.filter(action="applications.told_registered", subject_id=str(draft.pk)).count() == 1
        )
        assert draft.applicants.count() == 0


def test_a_citizen_learns_nothing_about_who_is_registered(
    citizen: Account, other_citizen: Account, registered: Application, luxor_unit: Facility, client: Client
) -> None:
    sign_in(client, other_citizen)
    answers = []
    for people in (family_of_five(day=1), family_of_five(day=9)):
        given = {
            "governorate": "EG-LX",
            "district": luxor_unit.district_id,
            "unit": luxor_unit.pk,
            "address": ADDRESS,
            "applicants": with_work(people, TODAY),
        }
        made = client.post(reverse("api-applications"), given, content_type="application/json")
        sent = client.post(
            f"{made.headers['Location']}send/", {"declared": True}, content_type="application/json"
        )
        answers.append((made.status_code, sent.status_code, sent.json()["status"], len(sent.content)))
    assert answers[0] == answers[1] == (201, 200, "received", answers[0][3])


def test_known_and_unknown_people_cost_the_same_queries(
    other_citizen: Account, registered: Application, luxor_unit: Facility
) -> None:
    asked = []
    for day in (1, 9):
        with CaptureQueriesContext(connection) as queries:
            send_application(other_citizen, luxor_unit, family_of_five(day=day))
        asked.append([re.sub(r"[\"'].*", "", query["sql"]) for query in queries.captured_queries])
    assert asked[0] == asked[1]


def test_a_clerk_enters_a_family_with_its_own_number(clerk: Account, whole: dict[str, Any]) -> None:
    draft = begin(clerk, {**whole, "phone": "٠١٠٠٠٠٠٠٠٧٧"})
    assert (draft.channel, draft.phone) == ("counter", "01000000077")
    assert faults_of_phone(clerk, whole, "123") == ["not_a_mobile"]
    assert faults_of_phone(clerk, whole, "") == ["required"]


def faults_of_phone(clerk: Account, whole: dict[str, Any], typed: str) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        begin(clerk, {**whole, "phone": typed})
    return [one.code for one in caught.value.error_dict["phone"]]
