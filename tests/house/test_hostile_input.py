"""Input that nobody types by accident: refused in words, never a failure of the server."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from uuid_utils.compat import uuid7

from registry.applications.actions import begin
from registry.applications.models import Application
from services.records.models import ServiceRecord
from tests.cast import sign_in
from tests.conftest import problem
from tests.families import approve, family_of_five, national_id, send_application
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db
NUL = "%00"


@pytest.mark.parametrize("key", ['"\\000\\000abcdefghijk"', "Ø§" * 6, "a'b;--abcdefgh", "x" * 5000])
@pytest.mark.parametrize("path", ["/ar/", "/api/v1/governorates/"])
def test_a_session_cookie_that_was_never_given_out_is_nobodys(client: Client, key: str, path: str) -> None:
    assert client.get(path, headers={"Cookie": f"sessionid={key}"}).status_code == 200


@pytest.mark.parametrize(
    "wanted", ["abc", "home", "sign-out", "//evil.example", "/\\evil.example", "javascript:x", "\x00/"]
)
def test_after_signing_in_an_odd_address_leads_to_the_first_page(
    client: Client, clerk: Account, wanted: str
) -> None:
    clerk.set_password("a long enough phrase")
    clerk.save()
    answer = client.post(
        "/ar/staff/sign-in/", {"username": "clerk", "password": "a long enough phrase", "next": wanted}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar/desk/")


def test_a_nul_in_a_step_of_registering_is_refused_at_its_field(client: Client, citizen: Account) -> None:
    with within(reach_of(citizen)):
        draft = begin(
            by=citizen, today=cairo_today(), given={"governorate": "EG-LX", "applicants": family_of_five()}
        )
    sign_in(client, citizen)
    for step in ("governorate", "district", "unit"):
        answer = client.post(f"/ar/register/{draft.pk}/{step}/", {step: "\x00", "version": draft.version})
        assert answer.status_code == 422, step


def test_a_nul_in_a_path_is_not_found(client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    for path in (
        f"/ar/statistics/{NUL}/",
        f"/api/v1/statistics/{NUL}/",
        f"/ar/facilities/{NUL}/",
        f"/api/v1/facilities/{NUL}/",
    ):
        assert client.get(path).status_code == 404, path


def test_options_and_unknown_methods_are_405(
    client: Client, clerk: Account, sent_application: Application
) -> None:
    sign_in(client, clerk)
    for path in ("/api/v1/governorates/", f"/api/v1/applications/{sent_application.pk}/approve/"):
        assert problem(client.options(path))["status"] == 405, path


@pytest.mark.parametrize("query", ["page=1&page=2", "q=a&q=b", "governorate=EG-LX&governorate=EG-C"])
def test_a_parameter_given_twice_is_named(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/facilities/?{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert problem(answer)["errors"][0]["field"] == query.split("=")[0]


@pytest.mark.parametrize("cursor", ["garbage", "cD16eno%3D", "cD0yMDI2"])
def test_a_position_that_is_none_of_the_list_is_named(client: Client, clerk: Account, cursor: str) -> None:
    sign_in(client, clerk)
    answer = client.get(f"/api/v1/service-records/?cursor={cursor}")
    assert answer.status_code == 400
    assert problem(answer)["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/", "/api/v1/nothing"])
def test_every_wrong_path_of_the_api_answers_as_the_api(client: Client, path: str) -> None:
    assert problem(client.get(path))["status"] == 404


@pytest.mark.parametrize(("method", "path", "accept"), [
    ("get", "/api/v1/schema/", "text/html"), ("post", "/api/v1/schema/", "*/*"), ("get", "/api/v1/governorates/", "text/html"),
])  # fmt: skip
def test_a_problem_is_json_whatever_the_view_answers_otherwise(
    client: Client, method: str, path: str, accept: str
) -> None:
    assert problem(getattr(client, method)(path, headers={"Accept": accept}))["status"] in (405, 406)


@pytest.mark.parametrize(
    "path",
    ["/api/v1/applications/", "/api/v1/households/", "/api/v1/service-records/", "/ar/", "/ar/my-file/"],
)
def test_what_a_signed_in_person_gets_is_kept_by_no_cache(
    client: Client, clerk: Account, citizen: Account, path: str
) -> None:
    sign_in(client, citizen if "my-file" in path else clerk)
    assert "no-store" in client.get(path).headers["Cache-Control"]


@pytest.mark.parametrize("quantity", ["1.5", "1/2", "2-3", "-1", "+1", "1e2", "٠", "1000000", "١٢٣٤٥٦٧", "x"])
def test_a_quantity_that_is_no_count_is_refused_at_its_field(
    client: Client, clerk: Account, registered: Application, quantity: str
) -> None:
    answer, _form = log(client, clerk, registered, quantity=quantity)
    assert answer.status_code == 422
    assert answer.context["form"].errors["lines.0.quantity"]
    with system_reach():
        assert not ServiceRecord.objects.exists()


@pytest.mark.parametrize("day", ["2-1", "1_0", "-1", "1.0", "x"])
def test_a_day_that_is_no_day_is_refused_at_its_field(
    client: Client, clerk: Account, registered: Application, day: str
) -> None:
    answer, _form = log(client, clerk, registered, day=day)
    assert answer.status_code == 422
    assert answer.context["form"].errors["provided_on"]


def test_a_quantity_in_arabic_digits_is_counted(
    client: Client, clerk: Account, registered: Application
) -> None:
    answer, _form = log(client, clerk, registered, quantity="\u200f١٢ ")
    assert answer.status_code == 302
    with system_reach():
        assert ServiceRecord.objects.get().quantity == 12


def log(
    client: Client, clerk: Account, registered: Application, quantity: str = "1", day: str = ""
) -> tuple[Any, Any]:
    """Log one service on the desk's page, as the form would be sent."""
    with system_reach():
        person = registered.household.members.order_by("pk").first()
    sign_in(client, clerk)
    form = client.get(f"/en/desk/{person.pk}/").context["form"]
    sent = {
        field.html_name: field.value() or ""
        for field in form
        if not field.html_name.startswith("provided_on")
    }
    today = cairo_today()
    sent |= {"provided_on_0": day or today.day, "provided_on_1": today.month, "provided_on_2": today.year}
    sent |= {"lines.0.service_type": "PHC-FM", "lines.0.quantity": quantity}
    return client.post(f"/en/desk/{person.pk}/", sent), form


def test_a_reviewer_who_is_told_that_someone_is_registered_leaves_a_note(
    client: Client, clerk: Account, registered: Application, other_citizen: Account
) -> None:
    again = send_application(other_citizen, registered.unit, family_of_five(day=1))
    sign_in(client, clerk)
    answer = client.post(f"/ar/desk/applications/{again.pk}/approve/", {"version": again.version})
    assert answer.status_code == 422
    with system_reach():
        told = Event.objects.get(action="applications.told_registered", subject_id=str(again.pk))
        assert len(told.details["national_id_index"]) == 5
        assert Application.objects.get(pk=again.pk).status == "received"


def test_the_page_too_takes_60_people_at_most(client: Client, citizen: Account) -> None:
    head, *_others = family_of_five()
    children = [
        {
            "relation": "child",
            "full_name": "يوسف أحمد محمود",
            "national_id": national_id(date(2010, 1, 1 + n // 10), n % 10, "28"),
        }
        for n in range(60)
    ]
    with within(reach_of(citizen)):
        draft = begin(by=citizen, today=cairo_today(), given={"applicants": [head, *children[:59]]})
    sign_in(client, citizen)
    answer = client.post(f"/en/register/{draft.pk}/family/add/", {**children[59], "version": draft.version})
    assert answer.status_code == 422
    assert "60 people at most" in answer.content.decode()
    with within(reach_of(citizen)):
        assert draft.applicants.count() == 60


def test_a_kept_answer_is_not_for_someone_who_lost_the_right(
    client: Client, clerk: Account, registered: Application
) -> None:
    with system_reach():
        person = registered.household.members.order_by("pk").first()
    sign_in(client, clerk)
    visit = {
        "visit": str(uuid7()), "facility": clerk.posts.get().facility_id, "beneficiary": str(person.pk),
        "provided_on": str(cairo_today()), "lines": [{"id": str(uuid7()), "service_type": "PHC-FM", "quantity": 1}],
    }  # fmt: skip
    send = {"content_type": "application/json", "headers": {"Idempotency-Key": "key-number-1"}}
    assert client.post("/api/v1/service-records/", visit, **send).status_code == 201
    assert client.post("/api/v1/service-records/", visit, **send).headers["Idempotency-Replayed"] == "true"
    clerk.posts.update(until="2021-01-01")
    assert client.post("/api/v1/service-records/", visit, **send).status_code == 403


def test_a_family_gets_its_messages_in_its_own_language(
    client: Client, citizen: Account, clerk: Account
) -> None:
    from django.utils import translation

    from facilities.directory.models import Facility
    from uhis_portal.notices.models import Message

    unit = Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit", district="3601").first()
    with translation.override("en"):
        sent = send_application(citizen, unit, family_of_five(day=1))
    with translation.override("ar"):
        approve(clerk, sent)
    with system_reach():
        bodies = [message.body for message in Message.objects.order_by("made_at")]
    assert bodies[-1].startswith("Your family is registered.")
