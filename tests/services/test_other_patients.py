"""Patients who were not registered: found, read, and said to be somebody, by page and endpoint alike."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from uuid_utils.compat import uuid4, uuid7

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.actions import Guest, log_visit
from services.records.models import Identification, OtherPatient, ServiceRecord
from tests.cast import sign_in
from tests.families import national_id
from tests.services.visits import lines_of, own_reach, person_of
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import system_reach, within

pytestmark = pytest.mark.django_db(transaction=True)
BORN = date(1988, 2, 3)
LIST = "/api/v1/other-patients/"


@pytest.fixture
def patient(clerk: Account, luxor_unit: Facility) -> OtherPatient:
    """Someone who came without papers, and was given two kinds of care."""
    who = Guest(uuid4(), "unregistered", full_name="رجل من الحادث", paper="A12345")
    with within(own_reach(clerk)):
        log_visit(by=clerk, visit=uuid7(), facility=luxor_unit.pk, beneficiary=None, guest=who,
                  provided_on=cairo_today(), lines=lines_of("PHC-LAB", "PHC-FM"), now=cairo_now())  # fmt: skip
        return OtherPatient.objects.get(pk=who.id)


@pytest.fixture
def stranger(port_said_unit: Facility) -> Beneficiary:
    """Someone registered at a unit of another governorate."""
    return person_of(port_said_unit, born=BORN, serial=7)


def say(client: Client, patient: OtherPatient, **given: Any) -> Any:
    return client.post(f"{LIST}{patient.pk}/identify/", given, content_type="application/json",
                       headers={"Accept-Language": "en"})  # fmt: skip


def faults(answer: Any) -> dict[str, str]:
    return {one["field"]: one["code"] for one in answer.json()["errors"]}


def said() -> list[tuple[Any, str]]:
    with system_reach():
        return list(Identification.objects.order_by("position").values_list("beneficiary", "reason"))


def test_who_it_was_is_written_beside_the_record_and_the_ledger_stays(
    client: Client, clerk: Account, patient: OtherPatient, stranger: Beneficiary
) -> None:
    sign_in(client, clerk)
    assert [one["identified_as"] for one in client.get(LIST, {"state": "not_known"}).json()["results"]] == [
        None
    ]
    answer = say(client, patient, national_id=national_id(BORN, 7), reason=" his brother brought the card ")
    assert answer.status_code == 200 and answer.json()["identified_as"] == str(stranger.pk)
    assert said() == [(stranger.pk, "his brother brought the card")]
    assert client.get(LIST, {"state": "not_known"}).json()["results"] == []
    assert len(client.get(f"{LIST}{patient.pk}/").json()["records"]) == 2
    with system_reach():
        assert set(ServiceRecord.objects.values_list("beneficiary", flat=True)) == {None}
        actions = Event.objects.filter(action__startswith="records.").values_list("action", flat=True)
        assert {"records.identify", "records.read_patient"} <= set(actions)


def test_the_last_word_counts_and_may_be_taken_back(
    client: Client, clerk: Account, patient: OtherPatient, luxor_unit: Facility, stranger: Beneficiary
) -> None:
    sign_in(client, clerk)
    neighbour = person_of(luxor_unit)
    say(client, patient, beneficiary=str(neighbour.pk), reason="he says so")
    say(client, patient, national_id=national_id(BORN, 7), reason="his card was found")
    back = client.post(f"{LIST}{patient.pk}/take-back-identity/", {"reason": "not his card"},
                       content_type="application/json")  # fmt: skip
    assert back.json()["identified_as"] is None and back.json()["identified_at"] is not None
    assert [who for who, _why in said()] == [neighbour.pk, stranger.pk, None]
    again = client.post(f"{LIST}{patient.pk}/take-back-identity/", {"reason": "again"},
                        content_type="application/json")  # fmt: skip
    assert again.status_code == 200 and len(said()) == 3


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(
    client: Client, clerk: Account, patient: OtherPatient
) -> None:
    sign_in(client, clerk)
    unknown = national_id(date(1977, 1, 1), 9)
    for given, wrong in (
        ({"reason": ""}, {"national_id": "required", "reason": "required"}),
        ({"national_id": "123", "reason": "x"}, {"national_id": "length"}),
        (
            {"national_id": unknown, "reason": "x" * 201},
            {"national_id": "not_registered", "reason": "max_length"},
        ),
        ({"beneficiary": str(uuid4()), "reason": "x"}, {"beneficiary": "not_found"}),
        ({"beneficiary": str(uuid4()), "national_id": unknown, "reason": "x"}, {"beneficiary": "one_only"}),
    ):
        answer = say(client, patient, **given)
        assert (answer.status_code, faults(answer)) == (422, wrong), given
    nobody = client.post(
        f"{LIST}{patient.pk}/take-back-identity/", {"reason": "x"}, content_type="application/json"
    )
    assert nobody.status_code == 409
    assert said() == []


def test_the_page_does_as_the_endpoint(
    client: Client, clerk: Account, patient: OtherPatient, stranger: Beneficiary
) -> None:
    sign_in(client, clerk)
    page = f"/en/patients/{patient.pk}/"
    assert "رجل من الحادث" in client.get("/en/patients/").content.decode()
    wrong = client.post(page, {"national_id": national_id(date(1977, 1, 1), 9), "reason": ""})
    assert wrong.status_code == 422 and set(wrong.context["form"].errors) == {"national_id", "reason"}
    assert client.post(page, {"national_id": national_id(BORN, 7), "reason": "card"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "registered at another unit" in shown and stranger.full_name not in shown and "A12345" not in shown
    assert client.post(f"{page}take-back/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}take-back/", {"reason": "slip"}).status_code == 302
    assert [why for _who, why in said()] == ["card", "slip"]


def test_another_facility_sees_nothing_and_a_manager_reads_only(
    client: Client, foreign_clerk: Account, manager: Account, patient: OtherPatient
) -> None:
    sign_in(client, foreign_clerk)
    assert client.get(LIST).json()["results"] == []
    assert client.get(f"{LIST}{patient.pk}/").status_code == 404
    assert say(client, patient, reason="x", national_id="1").status_code == 404
    sign_in(client, manager)
    assert client.get(f"{LIST}{patient.pk}/").status_code == 200
    assert say(client, patient, reason="x", national_id="1").status_code == 403
    page = client.get(f"/en/patients/{patient.pk}/").content.decode()
    assert "Write down who it was" not in page
