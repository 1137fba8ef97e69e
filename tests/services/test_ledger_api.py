"""The ledger through REST."""

import json
from typing import Any

import pytest
from django.test import Client
from uuid_utils.compat import uuid7

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.models import ServiceRecord
from tests.cast import sign_in
from tests.conftest import problem
from tests.services.visits import lines_of, person_of, visit
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
RECORDS = "/api/v1/service-records/"


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


@pytest.fixture
def body(luxor_unit: Facility, person: Beneficiary) -> dict[str, Any]:
    """A visit of two kinds."""
    return {
        "visit": str(uuid7()),
        "facility": luxor_unit.pk,
        "beneficiary": str(person.pk),
        "provided_on": cairo_today().isoformat(),
        "lines": [
            {"id": str(uuid7()), "service_type": "PHC-FM", "quantity": 1},
            {"id": str(uuid7()), "service_type": "PHC-LAB", "quantity": 2},
        ],
    }


def post(client: Client, address: str, body: Any, **headers: str) -> Any:
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def fields(answer: Any) -> dict[str, str]:
    """The code at each field of a 422."""
    assert answer.status_code == 422, answer.content
    return {fault["field"]: fault["code"] for fault in problem(answer)["errors"]}


def test_a_visit_is_logged_and_a_resend_is_answered_byte_for_byte(
    client: Client, clerk: Account, body: dict[str, Any]
) -> None:
    sign_in(client, clerk)
    first = post(client, RECORDS, body)
    assert first.status_code == 201
    assert [record["service_type"]["code"] for record in first.json()["records"]] == ["PHC-FM", "PHC-LAB"]
    assert first.json()["records"][0]["service_type"]["name"] == {
        "ar": "كشف طب أسرة", "en": "Family medicine consultation",
    }  # fmt: skip
    second = post(client, RECORDS, body)
    assert (second.status_code, second.content) == (201, first.content)
    with system_reach():
        assert ServiceRecord.objects.count() == 2


def test_the_same_id_with_other_content_is_a_conflict(
    client: Client, clerk: Account, body: dict[str, Any]
) -> None:
    sign_in(client, clerk)
    post(client, RECORDS, body)
    body["lines"][0]["quantity"] = 5
    answer = post(client, RECORDS, body)
    assert answer.status_code == 409
    assert problem(answer)["detail"]


def line(**changes: Any) -> dict[str, Any]:
    return {"lines": [{"id": str(uuid7()), "service_type": "PHC-FM", "quantity": 1, **changes}]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"lines": []}, {"lines": "min_length"}),
        ({"beneficiary": str(uuid7())}, {"beneficiary": "not_found"}),
        ({"beneficiary": "me"}, {"beneficiary": "invalid"}),
        ({"provided_on": "2026-02-30"}, {"provided_on": "invalid"}),
        ({"provided_on": "2099-01-01"}, {"provided_on": "future"}),
        ({"colour": "blue"}, {"colour": "invalid"}),
        (line(quantity=0), {"lines.0.quantity": "out_of_range"}),
        (line(quantity=10**400), {"lines.0.quantity": "out_of_range"}),
        (line(service_type="XX"), {"lines.0.service_type": "not_given_here"}),
        (line(service_type="PH\u0000C"), {"lines.0.service_type": "null_characters_not_allowed"}),
        (line(id="7", quantity="many"), {"lines.0.id": "invalid", "lines.0.quantity": "invalid"}),
    ],
)
def test_a_fault_is_named_at_its_field(
    change: dict[str, Any], expected: dict[str, str], client: Client, clerk: Account, body: dict[str, Any]
) -> None:
    sign_in(client, clerk)
    assert fields(post(client, RECORDS, {**body, **change})) == expected
    with system_reach():
        assert not ServiceRecord.objects.exists()


def test_an_error_is_said_in_the_asked_language(client: Client, clerk: Account, body: dict[str, Any]) -> None:
    sign_in(client, clerk)
    body["provided_on"] = "2099-01-01"
    english = post(client, RECORDS, body, accept_language="en")
    assert problem(english)["errors"][0]["message"] == "This day is still to come."


def test_another_facility_is_refused(client: Client, clerk: Account, body: dict[str, Any]) -> None:
    sign_in(client, clerk)
    assert post(client, RECORDS, {**body, "facility": "LX-H2"}).status_code == 403
    assert post(client, RECORDS, {**body, "facility": "NO-SUCH"}).status_code == 403


def test_citizens_have_no_ledger_and_administrators_only_read_it(
    client: Client, citizen: Account, governorate_admin: Account, body: dict[str, Any]
) -> None:
    sign_in(client, citizen)
    assert client.get(RECORDS).status_code == 403
    sign_in(client, governorate_admin)
    assert client.get(RECORDS).status_code == 200
    assert post(client, RECORDS, body).status_code == 403


def test_each_reads_the_records_of_the_own_area(
    client: Client,
    clerk: Account,
    foreign_clerk: Account,
    governorate_admin: Account,
    national_admin: Account,
    luxor_unit: Facility,
    port_said_unit: Facility,
    person: Beneficiary,
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    elsewhere = person_of(port_said_unit, serial=3)
    (foreign,) = visit(foreign_clerk, port_said_unit.pk, elsewhere.pk, lines_of("PHC-FM"))
    seen = {}
    for account in (clerk, foreign_clerk, governorate_admin, national_admin):
        sign_in(client, account)
        seen[account.username] = [row["facility"]["code"] for row in client.get(RECORDS).json()["results"]]
        expected = 200 if account in (foreign_clerk, national_admin) else 404
        assert client.get(f"{RECORDS}{foreign.pk}/").status_code == expected
    assert seen == {
        "clerk": [luxor_unit.pk],
        "foreign-clerk": [port_said_unit.pk],
        "governorate-admin": [luxor_unit.pk],
        "national-admin": [port_said_unit.pk, luxor_unit.pk],
    }


def test_the_list_is_narrowed_and_an_unknown_parameter_is_refused(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    sign_in(client, clerk)
    today = cairo_today().isoformat()

    def found(**parameters: str) -> int:
        return len(client.get(RECORDS, parameters).json()["results"])

    assert (
        found(facility=luxor_unit.pk, beneficiary=str(person.pk), provided_from=today, provided_to=today) == 1
    )
    assert found(facility="LX-H2") == found(provided_to="2020-01-01") == found(beneficiary=str(uuid7())) == 0
    for unknown in ({"colour": "blue"}, {"provided_from": "yesterday"}, {"beneficiary": "me"}):
        answer = client.get(RECORDS, unknown)
        assert answer.status_code == 400
        assert problem(answer)["errors"][0]["field"] == next(iter(unknown))


def test_a_long_list_comes_in_pages_that_miss_and_repeat_nothing(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    for _visit in range(6):
        visit(clerk, luxor_unit.pk, person.pk, lines_of(*["PHC-LAB"] * 20))
    sign_in(client, clerk)
    address, ids, pages = RECORDS, [], 0
    while address:
        page = client.get(address).json()
        assert set(page) == {"next", "previous", "results"}
        ids += [row["id"] for row in page["results"]]
        address, pages = page["next"], pages + 1
    assert (len(ids), len(set(ids)), pages) == (120, 120, 3)


def test_the_list_asks_the_database_as_often_for_one_row_as_for_fifty(
    client: Client,
    clerk: Account,
    luxor_unit: Facility,
    person: Beneficiary,
    django_assert_num_queries: Any,
) -> None:
    sign_in(client, clerk)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB"))
    client.get(RECORDS)
    for rows in (1, 41):
        with django_assert_num_queries(7):
            assert len(client.get(RECORDS).json()["results"]) == rows
        for _visit in range(2):
            visit(clerk, luxor_unit.pk, person.pk, lines_of(*["PHC-LAB"] * 20))


def test_a_record_is_undone_through_rest(
    client: Client, clerk: Account, foreign_clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB", quantity=2))
    address = f"{RECORDS}{record.pk}/reverse/"
    reversal = {"id": str(uuid7()), "reason": "wrong person"}

    sign_in(client, foreign_clerk)
    assert post(client, address, reversal).status_code == 404
    sign_in(client, clerk)
    assert fields(post(client, address, {"id": str(uuid7()), "reason": " "})) == {"reason": "blank"}
    first = post(client, address, reversal)
    assert (first.status_code, first.json()["quantity"], first.json()["reverses"]) == (
        201,
        -2,
        str(record.pk),
    )
    assert post(client, address, reversal).content == first.content
    assert post(client, address, {**reversal, "id": str(uuid7())}).status_code == 409
    undoing_the_undoing = f"{RECORDS}{reversal['id']}/reverse/"
    assert fields(post(client, undoing_the_undoing, {"id": str(uuid7()), "reason": "again"})) == {
        "": "is_a_reversal"
    }
    assert client.get(f"{RECORDS}{record.pk}/").json()["reversed_by"] == reversal["id"]


def test_a_broken_or_foreign_body_is_answered_in_a_sentence(client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    assert client.post(RECORDS, "{", content_type="application/json").status_code == 400
    assert client.post(RECORDS, "a=1", content_type="application/x-www-form-urlencoded").status_code == 415
    assert set(fields(post(client, RECORDS, {}))) == {
        "visit",
        "facility",
        "provided_on",
        "lines",
    }
    assert fields(post(client, RECORDS, [])) == {"": "invalid"}
