"""The desk and the endpoint call one action: the same input leaves the same rows, or the same refusal at the same field."""

import json
from typing import Any

import pytest
from django.test import Client
from uuid_utils.compat import uuid7

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.models import ServiceRecord
from services.statistics.models import ServiceDelta
from tests.cast import sign_in
from tests.services.test_desk import filled, find
from tests.services.visits import person_of
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


def through_the_page(
    client: Client, person: Beneficiary, values: dict[str, str]
) -> tuple[int, set[tuple[str, str]]]:
    address = find(client, person)
    answer = client.post(address, filled(client, address, **values))
    if answer.status_code == 302:
        return 201, set()
    form = answer.context["form"]
    return answer.status_code, {
        (name, fault.code or "") for name, faults in form.errors.as_data().items() for fault in faults
    }


def through_the_endpoint(
    client: Client, unit: Facility, person: Beneficiary, values: dict[str, str]
) -> tuple[int, set[tuple[str, str]]]:
    day = "{provided_on_2:0>4}-{provided_on_1:0>2}-{provided_on_0:0>2}".format(
        **{**filled(client, find(client, person)), **values}
    )
    body: dict[str, Any] = {
        "visit": str(uuid7()), "facility": unit.pk, "beneficiary": str(person.pk), "provided_on": day,
        "lines": [{"id": str(uuid7()), "service_type": values["kind_0"], "quantity": values.get("quantity_0", "1")}],
    }  # fmt: skip
    answer = client.post("/api/v1/service-records/", json.dumps(body), content_type="application/json")
    if answer.status_code == 201:
        return 201, set()
    return answer.status_code, {(fault["field"], fault["code"]) for fault in answer.json()["errors"]}


def rows() -> list[tuple[Any, ...]]:
    columns = [
        field.attname
        for field in ServiceRecord._meta.concrete_fields
        if field.attname not in ("id", "visit", "recorded_at")
    ]
    with system_reach():
        return sorted(ServiceRecord.objects.values_list(*columns), key=repr)


@pytest.mark.parametrize(
    "values",
    [
        {"kind_0": "PHC-FM"},
        {"kind_0": "PHC-LAB", "quantity_0": "7"},
        {"kind_0": "PHC-LAB", "quantity_0": "0"},
        {"kind_0": "PHC-LAB", "quantity_0": "101"},
        {"kind_0": "PHC-FM", "provided_on_2": "2099"},
        {"kind_0": "PHC-FM", "provided_on_2": "2019"},
    ],
    ids=str,
)
def test_page_and_endpoint_agree(
    values: dict[str, str], client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    by_page = through_the_page(client, person, values)
    left_by_page = rows()
    by_endpoint = through_the_endpoint(client, luxor_unit, person, values)
    assert by_page == by_endpoint
    assert rows() == sorted([*left_by_page, *left_by_page], key=repr)
    assert ServiceDelta.objects.count() == 2 * len(left_by_page)
