"""The desk's endpoints: finding people without telling more than staff may know, the day, the queue and its release."""

import base64
import json
import os
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.test import Client
from uuid_utils.compat import uuid7

from facilities.directory.models import Facility
from facilities.staff.models import Post
from registry.people.models import Beneficiary
from services.records.models import OtherPatient, ServiceRecord
from tests.cast import sign_in
from tests.families import national_id
from tests.services.visits import lines_of, person_of, undo, visit
from uhis_portal import sealed_fields
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
NOBODY = national_id(date(1980, 1, 1), 7)


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return whole(person_of(luxor_unit))


@pytest.fixture
def stranger(port_said_unit: Facility) -> Beneficiary:
    return whole(person_of(port_said_unit, serial=3))


def whole(person: Beneficiary) -> Beneficiary:
    with system_reach():
        return Beneficiary.objects.select_related("household").get(pk=person.pk)


@pytest.fixture
def at_desk(client: Client, clerk: Account) -> Client:
    return sign_in(client, clerk)


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/{address}", json.dumps(body), content_type="application/json")


def found(client: Client, who: str, **more: Any) -> tuple[str, list[str]]:
    answer = post(client, "desk/look-up", {"who": who, **more})
    assert answer.status_code == 200, answer.content
    assert NOBODY not in answer.content.decode()
    told = answer.json()
    return told["by"], [one["id"] for one in told["people"]]


def test_the_desk_is_told_all_it_needs_and_nothing_of_any_patient(
    at_desk: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-VACC"))
    answer = at_desk.get("/api/v1/desk/")
    told = answer.json()
    assert told["facility"]["code"] == luxor_unit.pk and told["clerk"]["id"] == str(clerk.pk)
    assert told["favourites"][0] == "PHC-VACC" and len(told["favourites"]) <= 9
    assert all(len(kind["spelled"]) == 3 for kind in told["kinds"])
    assert told["limits"]["latest_entry_days"] == settings.LATEST_ENTRY_DAYS
    left = datetime.fromisoformat(told["session_ends"]) - datetime.fromisoformat(told["now"])
    assert timedelta(hours=11) < left <= timedelta(hours=12)
    shell = at_desk.get("/ar/desk/shell/")
    assert shell.headers["Offline"] == "own"
    for page in (answer, shell):
        assert person.full_name not in page.content.decode()


def test_people_of_the_own_unit_are_found_by_number_code_file_and_name(
    at_desk: Client, person: Beneficiary
) -> None:
    file_number = person.household.file_number
    own = [str(person.pk)]
    for typed, by in (
        (person.national_id or "", "national_id"),
        (person.code, "code"),
        (person.code.replace("-", "").lower(), "code"),
        (file_number, "file_number"),
        (file_number.partition("-")[2].lstrip("0"), "file_number"),
        ("خالد سامى", "name"),
        ("خـالد", "name"),
    ):
        assert found(at_desk, typed) == (by, own), typed


def test_people_of_another_unit_are_found_by_full_number_or_code_alone(
    at_desk: Client, stranger: Beneficiary
) -> None:
    other = [str(stranger.pk)]
    assert found(at_desk, stranger.household.file_number) == ("file_number", [])
    assert found(at_desk, stranger.full_name) == ("name", [])
    assert found(at_desk, stranger.national_id or "") == ("national_id", other)
    assert found(at_desk, stranger.code) == ("code", other)
    assert found(at_desk, NOBODY) == ("national_id", [])


def test_what_was_looked_up_by_code_may_be_logged_and_each_look_up_is_noted(
    at_desk: Client, clerk: Account, luxor_unit: Facility, stranger: Beneficiary
) -> None:
    body = {
        "visit": str(uuid7()), "facility": luxor_unit.pk, "beneficiary": str(stranger.pk),
        "provided_on": cairo_today().isoformat(),
        "lines": [{"id": str(uuid7()), "service_type": "PHC-FM", "quantity": 1}],
    }  # fmt: skip
    assert post(at_desk, "service-records/", body).status_code == 422
    found(at_desk, stranger.code)
    assert post(at_desk, "service-records/", body).status_code == 201
    found(at_desk, "BBBB-BBBB-BB")
    with system_reach():
        noted = Event.objects.filter(action="people.look_up", account_id=clerk.pk, facility=luxor_unit.pk)
        assert [event.details["found"] for event in noted.order_by("pk")] == [True, False]


def test_cover_is_told_with_its_reason_for_the_day_of_the_service(
    at_desk: Client, person: Beneficiary
) -> None:
    def cover(**day: str) -> tuple[str, str]:
        answer = post(at_desk, "desk/look-up", {"who": person.code, **day}).json()["people"][0]
        return answer["cover"]["code"], answer["cover_reason"]["code"]

    assert cover() == ("covered", "registered")
    assert cover(day="2024-01-31") == ("not_covered", "not_yet")


@pytest.mark.parametrize("typed", ["", "x", "9" * 14, "2990230010"])
def test_what_can_be_nobody_is_refused(typed: str, at_desk: Client) -> None:
    answer = post(at_desk, "desk/look-up", {"who": typed})
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {"who"}


def test_the_day_names_whom_staff_may_see_and_counts_what_stands(
    at_desk: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary, stranger: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB", quantity=4))
    found(at_desk, stranger.code)
    (slip,) = visit(clerk, luxor_unit.pk, stranger.pk, lines_of("PHC-DENT"))
    undo(clerk, slip)
    told = at_desk.get("/api/v1/desk/day/").json()
    assert [one["name"] for one in told["visits"]] == ["", person.full_name]
    assert told["visits"][0]["records"][0]["reversed_by"] is not None
    totals = told["totals"]
    assert (totals["services"], totals["people"], totals["late"]) == (4, 1, 0)
    assert [kind["code"] for kind in totals["kinds"]] == ["PHC-LAB"]


def test_without_a_script_somebody_not_registered_is_logged_with_a_diagnosis(
    at_desk: Client, luxor_unit: Facility
) -> None:
    day = cairo_today()
    form = {
        "visit": str(uuid7()), "favourites": "", "lines.0.service_type": "PHC-FM",
        **{f"lines.{row}.id": str(uuid7()) for row in range(3)},
        "lines.0.quantity": "٢", "lines.0.diagnosis": "j45.9", "other_patient.id": str(uuid7()),
        "other_patient.kind": "visitor", "other_patient.full_name": "John Smith", "other_patient.birth_year": "١٩٨٠",
        "other_patient.paper": "a 123-456", "provided_on_0": day.day, "provided_on_1": day.month, "provided_on_2": day.year,
    }  # fmt: skip
    assert at_desk.post("/en/desk/other/", {**form, "lines.0.diagnosis": "?"}).status_code == 422
    assert at_desk.post("/en/desk/other/", {**form, "other_patient.birth_year": "80"}).status_code == 422
    for _time in range(2):
        assert at_desk.post("/en/desk/other/", form).status_code == 302
    with system_reach():
        record = ServiceRecord.objects.select_related("other_patient").get()
        assert (record.quantity, record.diagnosis, record.cover_reason) == (2, "J45.9", "visitor")
        assert record.other_patient and record.other_patient.paper == "A123456"
        assert OtherPatient.objects.count() == 1


def secret_of(client: Client, **query: str) -> tuple[str, bytes]:
    told = client.get("/api/v1/desk/queue-secret", query).json()
    return told["key"], base64.b64decode(told["secret"])


def test_a_queues_secret_is_the_clerks_own_and_outlives_a_new_key(
    at_desk: Client, other_clerk: Account, settings: Any
) -> None:
    key, secret = secret_of(at_desk)
    assert secret_of(at_desk) == (key, secret)
    assert secret_of(sign_in(Client(), other_clerk))[1] != secret
    settings.SEALING_KEYS = f"new:{base64.b64encode(os.urandom(32)).decode()},{settings.SEALING_KEYS}"
    sealed_fields.materials.cache_clear()
    sealed_fields.keys.cache_clear()
    try:
        assert secret_of(at_desk)[0] == "new"
        assert secret_of(at_desk, key=key) == (key, secret)
        assert at_desk.get("/api/v1/desk/queue-secret", {"key": "gone"}).status_code == 422
    finally:
        settings.SEALING_KEYS = settings.SEALING_KEYS.partition(",")[2]
        sealed_fields.materials.cache_clear()
        sealed_fields.keys.cache_clear()


class Queue:
    """What a device keeps for a clerk."""

    def __init__(self, clerk: Account, facility: str) -> None:
        self.clerk, self.facility, self.salt = clerk, facility, os.urandom(32)
        self.key, secret = secret_of(sign_in(Client(), clerk))
        self.cipher = AESGCM(HKDF(SHA256(), 32, self.salt, b"desk-queue").derive(secret))

    def entry(self, number: str, **changes: Any) -> dict[str, str]:
        item = {
            "id": str(uuid7()), "visit": str(uuid7()), "service_type": "PHC-FM", "quantity": 1, "national_id": number,
            "provided_on": cairo_today().isoformat(), **changes,
        }  # fmt: skip
        return self.sealed({"facility": self.facility, "item": item})

    def sealed(self, content: dict[str, Any]) -> dict[str, str]:
        return self.sealed_as(content["item"]["id"], json.dumps(content).encode())

    def sealed_as(self, id: str, content: bytes) -> dict[str, str]:
        iv = os.urandom(12)
        sealed = self.cipher.encrypt(iv, content, f"{self.clerk.pk}:{id}".encode())
        return {"id": id, "iv": base64.b64encode(iv).decode(), "sealed": base64.b64encode(sealed).decode()}

    def body(self, *entries: dict[str, str]) -> dict[str, Any]:
        salt = base64.b64encode(self.salt).decode()
        return {"clerk": str(self.clerk.pk), "key": self.key, "salt": salt, "entries": list(entries)}


def test_a_manager_releases_a_queue_as_the_clerks_and_learns_no_name(
    clerk: Account, manager: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    queue = Queue(clerk, luxor_unit.pk)
    body = queue.body(
        queue.entry(person.national_id or ""), queue.entry(NOBODY), queue.entry(NOBODY, quantity="x")
    )
    Post.objects.filter(account=clerk).update(until=cairo_today())  # the clerk has left
    client = sign_in(Client(), manager)
    for _time in range(2):
        answer = post(client, "desk/release", body)
        assert answer.status_code == 200, answer.content
        assert (answer.json()["logged"], answer.json()["refused"]) == (1, 2)
        assert person.full_name not in answer.content.decode() and "cover" not in answer.content.decode()
    with system_reach():
        record = ServiceRecord.objects.get()
        assert (record.recorded_by_id, record.beneficiary_id) == (clerk.pk, person.pk)
        noted = Event.objects.filter(action="records.release_queue").order_by("pk")
        assert [(one.account_id, one.subject_id, one.details["records"]) for one in noted] == [
            (manager.pk, str(clerk.pk), 1),
            (manager.pk, str(clerk.pk), 0),
        ]


def test_a_queue_of_another_facility_or_one_that_was_altered_is_not_released(
    clerk: Account, foreign_clerk: Account, manager: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    client = sign_in(Client(), manager)
    foreign = Queue(foreign_clerk, port_said_unit.pk)
    assert post(client, "desk/release", foreign.body(foreign.entry(NOBODY))).status_code == 403
    queue = Queue(clerk, luxor_unit.pk)
    one, other = queue.entry(NOBODY), queue.entry(NOBODY)
    swapped = {**one, "sealed": other["sealed"]}
    elsewhere = Queue(clerk, port_said_unit.pk)
    for body in (
        queue.body(swapped),
        {**queue.body(one), "salt": base64.b64encode(os.urandom(32)).decode()},
        {**queue.body(one), "key": "gone"},
        {**queue.body(one), "entries": []},
        {**queue.body(one), "salt": "?"},
    ):
        assert post(client, "desk/release", body).status_code == 422
    told = post(client, "desk/release", elsewhere.body(elsewhere.entry(NOBODY))).json()
    assert (told["logged"], told["refused"]) == (0, 1)
    with system_reach():
        assert not ServiceRecord.objects.exists()


def test_an_entry_that_cannot_be_read_holds_up_no_other(
    clerk: Account, manager: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    queue = Queue(clerk, luxor_unit.pk)
    good, other = queue.entry(person.national_id or ""), queue.entry(NOBODY)
    broken = {**queue.entry(NOBODY), "sealed": other["sealed"]}
    strange = [
        queue.sealed_as(str(uuid7()), content)
        for content in (b"", b"[" * 2000, b"\xff", b"[]", b'{"item": 1}')
    ]
    answer = post(sign_in(Client(), manager), "desk/release", queue.body(broken, *strange, good))
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["logged"], told["refused"]) == (1, 6)
    assert [one["status"] for one in told["results"]] == ["refused"] * 6 + ["logged"]
