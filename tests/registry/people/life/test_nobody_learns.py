"""A family reports changes that name other people: the answer is the same for who is registered and who is not."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from facilities.directory.models import Facility
from registry.people.models import Beneficiary, Household
from tests.cast import sign_in
from tests.families import national_id
from tests.registry.people.households import five, pk, registered_family, the
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
ON = "2026-03-01"
KNOWN, UNKNOWN = national_id(date(1988, 7, 2), 2), national_id(date(1988, 7, 2), 4)
KNOWN_CHILD, UNKNOWN_CHILD = national_id(date(2019, 9, 2), 5), national_id(date(2019, 9, 2), 7)
NAME = "منى إبراهيم علي"


@pytest.fixture
def family(clerk: Account, citizen: Account, luxor_unit: Facility) -> Household:
    """The citizen's family; another one, of which nothing may be learnt, is registered beside it."""
    registered_family(clerk, luxor_unit, five(day=2))
    return registered_family(clerk, luxor_unit, holder=citizen, phone="01000000001")


def cases(family: Household) -> dict[str, tuple[dict[str, Any], str, str, str]]:
    """What is reported, the field that names somebody, and the two who are named."""
    child, spouse = pk(the(family, "child")), pk(the(family, "spouse"))
    return {
        "join": ({"happened_on": ON, "relation": "spouse"}, "other_national_id", KNOWN, UNKNOWN),
        "custody": ({"beneficiary": child, "happened_on": ON}, "other_national_id", KNOWN, UNKNOWN),
        "adoption": ({"full_name": NAME, "happened_on": ON}, "national_id", KNOWN_CHILD, UNKNOWN_CHILD),
        "birth": ({"full_name": NAME}, "national_id", KNOWN_CHILD, UNKNOWN_CHILD),
        "divorce": (
            {"beneficiary": spouse, "happened_on": ON, "lives": "there"}, "other_national_id", KNOWN, UNKNOWN
        ),
        "marriage": (
            {"beneficiary": child, "happened_on": ON, "full_name": NAME, "lives": "here"},
            "national_id", KNOWN, UNKNOWN,
        ),
        "correction": (
            {"field": "national_id", "beneficiary": spouse, "what": "as on the card"},
            "national_id", KNOWN, UNKNOWN,
        ),
    }  # fmt: skip


def seen(client: Client, family: Household, given: dict[str, Any]) -> tuple[Any, ...]:
    """All that an asker sees of the answer, and which statements were made for it; it is taken back again."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(
            f"/api/v1/households/{family.pk}/changes/",
            given,
            "application/json",
            headers={"Accept-Language": "en"},
        )
    # Without what was asked for, and without the names of savepoints.
    shapes = [re.sub(r"'.*|\"s\d+_x\d+\"", "", one["sql"], flags=re.S) for one in queries.captured_queries]
    made = answer.json() if answer.status_code == 201 else {}
    body = re.sub(r"•+\d\d", "", answer.content.decode())  # the last two digits, which the asker typed
    for own in (
        made.get("id"),
        made.get("reported_at"),
        given.get("national_id"),
        given.get("other_national_id"),
    ):
        body = body.replace(own, "") if own else body
    if made:
        taken_back = client.post(
            f"/api/v1/changes/{made['id']}/withdraw/", headers={"If-Match": answer.headers.get("ETag", "")}
        )
        assert taken_back.status_code == 200, taken_back.content
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Location")
    assert len(shapes) > 5
    return answer.status_code, headers, body, shapes


@pytest.mark.parametrize(
    "kind", ["join", "custody", "adoption", "birth", "divorce", "marriage", "correction"]
)
def test_the_answer_is_the_same_for_known_and_unknown_people(
    client: Client, citizen: Account, family: Household, kind: str
) -> None:
    sign_in(client, citizen)
    given, field, known, unknown = cases(family)[kind]
    with system_reach():
        registered = [Beneficiary.objects.with_national_id(one).exists() for one in (known, unknown)]
    assert registered == [True, False]
    answers = [seen(client, family, {"kind": kind, **given, field: number}) for number in (unknown, known)]
    assert answers[0] == answers[1]
