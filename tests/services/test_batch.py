"""Records that were kept meanwhile, sent together: each is taken or refused on its own, and none twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid4, uuid7

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.models import OtherPatient, ServiceRecord
from services.records.serializers import ItemIn, plain_item
from tests.cast import sign_in
from tests.families import national_id
from tests.services.visits import person_of
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

BATCH = "/api/v1/service-records/batch"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


def item(person: Beneficiary | None, **changes: Any) -> dict[str, Any]:
    """An item of a batch that is right, unless `changes` make it wrong."""
    given = {"id": str(uuid7()), "visit": str(uuid7()), "service_type": "PHC-LAB", "quantity": 1,
             "provided_on": cairo_today().isoformat(), **({"beneficiary": str(person.pk)} if person else {})}  # fmt: skip
    return {name: value for name, value in (given | changes).items() if value is not None}


def send(client: Client, facility: str, items: list[Any]) -> Any:
    body = {"facility": facility, "items": items}
    return client.post(BATCH, body, content_type="application/json", headers={"Accept-Language": "en"})


def faults(result: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["field"], one["code"]) for one in result.get("errors", [])}


def rows() -> int:
    with system_reach():
        return ServiceRecord.objects.count()


def test_each_item_has_its_own_result(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    wrong = [
        (item(person, quantity=0), {("quantity", "out_of_range")}),
        (item(person, quantity=10**18), {("quantity", "out_of_range")}),
        (item(person, service_type="SEC-NVD"), {("service_type", "not_given_here")}),
        (item(person, provided_on="2099-01-01"), {("provided_on", "future")}),
        (item(person, provided_on="2019-01-01"), {("provided_on", "too_late")}),
        (item(person, diagnosis="asthma"), {("diagnosis", "invalid")}),
        (item(person, department=999_999), {("department", "not_here")}),
        (item(None, beneficiary=str(uuid4())), {("beneficiary", "not_found")}),
        (item(None), {("beneficiary", "required")}),
        (item(person, national_id="29001012900015"), {("beneficiary", "one_only")}),
        (item(person, quantity="many"), {("quantity", "invalid")}),
        (item(person, colour="red"), {("colour", "invalid")}),
        ({}, {(name, "required") for name in ("id", "visit", "service_type", "quantity", "provided_on")}),
    ]
    wrong += [(odd, {("", "null" if odd is None else "invalid")}) for odd in (7, "x", None, [])]
    right = [item(person), item(person, diagnosis=" j45.9 ")]
    answer = send(client, luxor_unit.pk, [right[0], *(one for one, _why in wrong), right[1]])
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [one["status"] for one in results] == ["logged", *["refused"] * len(wrong), "logged"]
    assert [faults(one) for one in results[1:-1]] == [why for _one, why in wrong]
    assert results[0] == {"id": right[0]["id"], "status": "logged", "cover": "covered",
                          "cover_reason": "registered"}  # fmt: skip
    assert rows() == 2
    with system_reach():
        assert ServiceRecord.objects.get(pk=right[1]["id"]).diagnosis == "J45.9"


def test_a_batch_sent_again_is_answered_to_the_byte_and_adds_nothing(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    batch = [item(person) for _number in range(5)] + [item(person, quantity=0)]
    first = send(client, luxor_unit.pk, batch)
    assert send(client, luxor_unit.pk, batch).content == first.content
    assert rows() == 5


def test_an_id_that_stands_for_something_else_is_refused_alone(
    client: Client, clerk: Account, foreign_clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    one = item(person)
    twice = [one, {**one}, {**one, "quantity": 2}]
    statuses = [result["status"] for result in send(client, luxor_unit.pk, twice).json()["results"]]
    assert statuses == ["logged", "logged", "refused"]
    (result,) = send(client, luxor_unit.pk, [{**one, "service_type": "PHC-FM"}]).json()["results"]
    assert faults(result) == {("id", "id_reused")}
    sign_in(client, foreign_clerk)
    elsewhere = foreign_clerk.posts.get().facility
    stranger = person_of(elsewhere, serial=3)
    (result,) = send(client, elsewhere.pk, [{**one, "beneficiary": str(stranger.pk)}]).json()["results"]
    assert faults(result) == {("id", "id_reused")}
    assert rows() == 1


def test_a_batch_holds_1_to_500_items(client: Client, clerk: Account, luxor_unit: Facility) -> None:
    sign_in(client, clerk)
    for number in (0, 501):
        answer = send(client, luxor_unit.pk, [{}] * number)
        assert answer.status_code == 422
        assert [one["field"] for one in answer.json()["errors"]] == ["items"]


def test_a_clerk_sends_for_the_own_facility_only(client: Client, clerk: Account, person: Beneficiary) -> None:
    sign_in(client, clerk)
    assert send(client, "LX-H2", [item(person)]).status_code == 403
    assert rows() == 0


def test_someone_of_another_unit_is_logged_by_national_id_and_that_is_noted(
    client: Client, clerk: Account, luxor_unit: Facility, foreign_clerk: Account
) -> None:
    elsewhere = foreign_clerk.posts.get().facility
    born = date(1988, 2, 3)
    stranger = person_of(elsewhere, born=born, serial=7)
    sign_in(client, clerk)
    (hidden,) = send(client, luxor_unit.pk, [item(stranger)]).json()["results"]
    assert faults(hidden) == {("beneficiary", "not_found")}
    found, unknown, broken = send(
        client,
        luxor_unit.pk,
        [
            item(None, national_id=national_id(born, 7)),
            item(None, national_id=national_id(date(1977, 1, 1), 9)),
            item(None, national_id="123"),
        ],
    ).json()["results"]
    assert found["status"] == "logged"
    assert faults(unknown) == {("national_id", "not_registered")}
    assert {field for field, _code in faults(broken)} == {"national_id"}
    # The look-up holds for a while, as at the desk.
    (again,) = send(client, luxor_unit.pk, [item(stranger)]).json()["results"]
    assert again["status"] == "logged"


def test_someone_who_is_not_registered_is_logged_and_counts_as_not_covered(
    client: Client, clerk: Account, luxor_unit: Facility
) -> None:
    sign_in(client, clerk)
    guest = {"id": str(uuid4()), "kind": "unregistered", "full_name": "رجل بلا أوراق"}
    visitor = {"id": str(uuid4()), "kind": "visitor", "paper": "A١٢٣٤٥", "birth_year": 1980, "sex": "female"}
    nobody = {"id": str(uuid4()), "kind": "ghost"}
    odd = {"id": str(uuid4()), "kind": "visitor", "birth_year": 1700, "paper": "؟؟"}
    first = [item(None, other_patient=one) for one in (guest, visitor, nobody, odd)]
    results = send(client, luxor_unit.pk, first).json()["results"]
    assert [one.get("cover_reason") for one in results[:2]] == ["unregistered", "visitor"]
    assert [faults(one) for one in results[2:]] == [
        {("other_patient.kind", "invalid_choice")},
        {("other_patient.birth_year", "out_of_range"), ("other_patient.paper", "invalid")},
    ]
    # The same person again is the same row; another name under the same id is not.
    same, other = send(
        client,
        luxor_unit.pk,
        [
            item(None, other_patient=guest),
            item(None, other_patient={**guest, "full_name": "آخر"}),
        ],
    ).json()["results"]
    assert same["status"] == "logged"
    assert faults(other) == {("other_patient", "id_reused")}
    with system_reach():
        assert OtherPatient.objects.count() == 2
        kept = OtherPatient.objects.get(pk=visitor["id"])
        assert (kept.paper, kept.birth_year, kept.sex) == ("A12345", 1980, "female")
        record = ServiceRecord.objects.get(other_patient=kept)
        assert (record.sex, record.birth_year, record.beneficiary_id) == ("female", 1980, None)


def test_the_answer_about_cover_is_that_of_the_day_of_the_care(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    with system_reach():
        since = cairo_today() - timedelta(days=10)
        person.memberships.update(since=since)
        assert person.memberships.count() == 1
    sign_in(client, clerk)
    before = item(person, provided_on=(since - timedelta(days=1)).isoformat())
    on = item(person, provided_on=since.isoformat())
    reasons = [one["cover_reason"] for one in send(client, luxor_unit.pk, [before, on]).json()["results"]]
    assert reasons == ["not_yet", "registered"]


def test_nothing_is_logged_after_a_death_or_while_the_facility_is_shut(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    today = cairo_today()
    with system_reach():
        Beneficiary.objects.filter(pk=person.pk).update(died_on=today - timedelta(days=5))
    before = list(luxor_unit.statuses.all())
    luxor_unit.statuses.all().delete()
    luxor_unit.statuses.create(status="under_construction", since=None, until=today - timedelta(days=20))
    luxor_unit.statuses.create(status="open", since=today - timedelta(days=20))
    sign_in(client, clerk)
    days = (4, 5, 20, 21)
    items = [item(person, provided_on=(today - timedelta(days=ago)).isoformat()) for ago in days]
    results = send(client, luxor_unit.pk, items).json()["results"]
    luxor_unit.statuses.all().delete()
    luxor_unit.statuses.bulk_create(before)
    assert [faults(one) for one in results] == [
        {("provided_on", "after_death")},
        set(),
        set(),
        {("provided_on", "not_open")},
    ]


WORDS = st.one_of(st.text(max_size=40), st.just("PHC-LAB"), st.just("2026-04-01"), st.just("20260401"), st.uuids().map(str),
                  st.uuids().map(lambda one: f"{{{one}}}"), st.integers(), st.floats(), st.booleans(), st.none())  # fmt: skip


@given(
    st.fixed_dictionaries(
        {
            "id": st.one_of(st.uuids().map(str), WORDS),
            "visit": st.one_of(st.uuids().map(str), WORDS),
            "service_type": st.one_of(st.just("PHC-LAB"), WORDS),
            "quantity": st.one_of(st.integers(), WORDS),
            "provided_on": st.one_of(st.dates().map(str), WORDS),
            "beneficiary": st.one_of(st.uuids().map(str), WORDS),
        }
    )
)
@settings(max_examples=300)
def test_the_quick_reading_of_an_item_is_the_thorough_one(raw: dict[str, Any]) -> None:
    quick = plain_item(raw)
    assert quick is None or quick == ItemIn().run_validation(raw)


def test_the_usual_item_is_read_quickly() -> None:
    usual = {name: str(uuid4()) for name in ("id", "visit", "beneficiary")}
    assert plain_item({**usual, "service_type": "PHC-LAB", "quantity": 1, "provided_on": "2026-04-01"})
