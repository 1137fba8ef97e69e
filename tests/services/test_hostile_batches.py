"""Batches as a broken or hostile program would send them: refused in words, item by item, never a failure."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid4, uuid7

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.models import ServiceRecord
from services.records.serializers import ItemIn, plain_item
from tests.cast import sign_in
from tests.services.test_batch import BATCH, faults, item, rows, send
from tests.services.visits import person_of
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)
# Any text, with NUL, lone halves of letters, marks of direction, and far too long.
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=8),
    st.sampled_from(
        ["", " ", "\x00", "\ud800", "x" * 10_000, "٣", "1", "1e9", "-1", "null", "2026-02-30", "J45"]
    ),
)
NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30),
    st.sampled_from([0, -1, 2**31, 2**63, 10**400, 1.0, 1.5, -0.0, 1e308, True, False]),
)
JUNK = st.recursive(
    st.one_of(st.none(), TEXTS, NUMBERS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
GUESTS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("id", "kind", "full_name", "sex", "birth_year", "paper"), JUNK),
)
FIELDS = ("id", "visit", "service_type", "quantity", "provided_on", "beneficiary", "national_id", "department",
          "diagnosis")  # fmt: skip
CHANGES = st.dictionaries(st.sampled_from(FIELDS), JUNK, max_size=4)


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    wrong=st.lists(st.tuples(CHANGES, st.one_of(st.none(), GUESTS, JUNK)), min_size=1, max_size=6),
    names=st.lists(TEXTS, max_size=1),
)
def test_whatever_stands_in_an_item_the_others_are_taken(
    wrong: list[tuple[dict[str, Any], Any]], names: list[str], client: Client, clerk: Account,
    luxor_unit: Facility, person: Beneficiary,
) -> None:  # fmt: skip
    sign_in(client, clerk)
    first, last = item(person), item(person)
    odd = [
        {**item(person), **changes, **({} if guest is None else {"other_patient": guest})}
        for changes, guest in wrong
    ]
    odd += [{**item(person), name: 1} for name in names]
    answer = send(client, luxor_unit.pk, [first, *odd, last])
    if answer.status_code == 400:  # the body as a whole is no text
        assert "\\ud" in json.dumps(odd)
        return
    assert answer.status_code == 200, answer.content
    results = answer.json()["results"]
    assert [results[0]["status"], results[-1]["status"]] == ["logged", "logged"]
    for one, result in zip(odd, results[1:-1], strict=True):
        assert result["status"] in ("logged", "refused")
        assert (result["status"] == "refused") == bool(result.get("errors"))
        assert result["id"] == (one.get("id") if isinstance(one.get("id"), str) else None)


IDS = st.uuids().map(str)
ODD_IDS = st.one_of(
    IDS.map(str.upper), IDS.map(lambda text: text.replace("-", "")), IDS.map("{{{}}}".format),
    IDS.map("urn:uuid:{}".format), IDS.map("{}\n".format), IDS.map(lambda text: text.replace("1", "١")), JUNK,
)  # fmt: skip
ODD_DAYS = st.sampled_from(
    ["20261120", "2026-W47-5", "2026-1-2", "٢٠٢٦-11-20", "2026-11-20T10:00", "2026-02-30"]
)
USUAL = {
    **dict.fromkeys(("id", "visit", "beneficiary"), IDS),
    "service_type": st.just("PHC-LAB"), "quantity": st.integers(-1, 101), "provided_on": st.dates().map(str),
}  # fmt: skip
ODD = {
    **dict.fromkeys(("id", "visit", "beneficiary"), ODD_IDS),
    "service_type": st.one_of(st.sampled_from([" PHC-FM", "phc-fm", "PHC-FM\n", "", "P" * 21]), JUNK),
    "quantity": st.one_of(NUMBERS, JUNK), "provided_on": st.one_of(ODD_DAYS, JUNK),
}  # fmt: skip


@settings(max_examples=500)
@given(
    usual=st.fixed_dictionaries(USUAL),
    odd=st.one_of(*(st.fixed_dictionaries({name: values}) for name, values in ODD.items())),
)
def test_an_item_of_the_usual_shape_is_read_as_any_other(usual: dict[str, Any], odd: dict[str, Any]) -> None:
    assert plain_item(usual) == ItemIn().run_validation(usual)
    quick = plain_item(usual | odd)
    assert quick is None or quick == ItemIn().run_validation(usual | odd)


BODIES = [
    "", "{", "null", "7", '"x"', "[]", "true", "\x00", "{}", "[" * 50_000, '{"facility": 1e400, "items": []}',
    '{"facility": "LX-F01", "facility": "LX-F02", "items": []}', '{"facility": "LX-F01", "items": NaN}',
    *(json.dumps({"facility": "LX-F01", "items": items}) for items in (5, None, "x", {"a": 1}, [])),
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:40])
def test_a_body_that_is_no_batch_is_refused_as_a_whole(client: Client, clerk: Account, body: str) -> None:
    sign_in(client, clerk)
    answer = client.post(BATCH, body, content_type="application/json")
    assert answer.status_code in (400, 403, 422), answer.content
    assert rows() == 0


@pytest.mark.parametrize("odd", [1, "x", None, [], [[{}]], True, 1.5, {}])
def test_an_item_that_is_no_object_is_refused_in_words(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary, odd: Any
) -> None:
    sign_in(client, clerk)
    results = send(client, luxor_unit.pk, [odd, item(person)]).json()["results"]
    assert [one["status"] for one in results] == ["refused", "logged"]
    assert all(
        one["message"] and "Expected a dictionary" not in one["message"] for one in results[0]["errors"]
    )


def test_bytes_that_are_no_text_and_a_body_of_megabytes_are_refused(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    assert client.post(BATCH, b"\xff\xfe{}", content_type="application/json").status_code == 400
    long = [item(person, diagnosis="x" * 10_000) for _number in range(120)]
    assert send(client, luxor_unit.pk, long).status_code == 413
    assert rows() == 0


def test_a_number_too_large_to_be_one_is_refused_at_its_field(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    results = send(
        client,
        luxor_unit.pk,
        [item(person, department=10**30), item(person, department=2**63), item(person, quantity=10**400)],
    ).json()["results"]
    assert [faults(one) for one in results] == [
        {("department", "not_here")},
        {("department", "not_here")},
        {("quantity", "out_of_range")},
    ]


def test_an_id_without_end_is_refused_and_not_repeated(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    body = json.dumps({"facility": luxor_unit.pk, "items": [item(person, id="@")]}).replace('"@"', "1e400")
    answer = client.post(BATCH, body, content_type="application/json")
    (result,) = answer.json()["results"]
    assert (result["id"], result["status"], faults(result)) == (None, "refused", {("id", "invalid")})


@pytest.mark.parametrize("quantity", [True, False, 1.5, "1.5", [], {}, "x" * 10_000])
def test_a_quantity_that_is_no_whole_number_is_refused(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary, quantity: Any
) -> None:
    sign_in(client, clerk)
    (result,) = send(client, luxor_unit.pk, [item(person, quantity=quantity)]).json()["results"]
    assert {field for field, _code in faults(result)} == {"quantity"}
    assert rows() == 0


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-13-01", "0000-00-00", "yesterday", "٢٠٢٦-٠١-٠١", 20260101, None]
)
def test_a_day_that_is_none_is_refused(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary, day: Any
) -> None:
    sign_in(client, clerk)
    (result,) = send(client, luxor_unit.pk, [{**item(person), "provided_on": day}]).json()["results"]
    assert {field for field, _code in faults(result)} == {"provided_on"}


def test_of_500_items_the_malformed_one_alone_is_refused(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    items: list[Any] = [item(person) for _number in range(500)]
    items[250] = {"id": items[250]["id"], "visit": [], "quantity": {"much": None}}
    results = send(client, luxor_unit.pk, items).json()["results"]
    assert [number for number, one in enumerate(results) if one["status"] != "logged"] == [250]
    assert {field for field, _code in faults(results[250])} == {
        "visit",
        "quantity",
        "service_type",
        "provided_on",
    }
    assert [one["id"] for one in results] == [one["id"] for one in items]
    with system_reach():
        assert not ServiceRecord.objects.filter(pk=items[250]["id"]).exists()
    assert rows() == 499


def test_501_items_leave_nothing(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    answer = send(client, luxor_unit.pk, [item(person) for _number in range(501)])
    assert answer.status_code == 422
    assert rows() == 0


def test_a_visit_of_odd_values_is_refused_at_its_fields(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    right = {
        "visit": str(uuid4()), "facility": luxor_unit.pk, "provided_on": cairo_today().isoformat(),
        "beneficiary": str(person.pk),
        "lines": [{"id": str(uuid7()), "service_type": "PHC-FM", "quantity": 1}],
    }  # fmt: skip
    for field, value in (("department", 10**30), ("visit", []), ("lines", [7]), ("lines", {}), ("facility", {}),
                         ("provided_on", "2026-02-30"), ("beneficiary", 1.5)):  # fmt: skip
        answer = client.post(
            "/api/v1/service-records/", {**right, field: value}, content_type="application/json"
        )
        assert answer.status_code == 422, (field, answer.content)
        assert {one["field"].split(".")[0] for one in answer.json()["errors"]} == {field}
    assert rows() == 0
