"""The pages and the endpoints of possible duplicates show the same, refuse the same, and leave the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Facility
from registry.people.models import Beneficiary, Membership, PossibleDuplicate
from tests.cast import sign_in
from tests.conftest import problem
from tests.registry.people.duplicates.entering import (
    HEAD,
    NUMBER,
    ONE_DIGIT_OFF,
    SAME_HEAD,
    Person,
    entered,
    rows_of_people,
    the_pair,
)
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
API = "/api/v1/possible-duplicates/"
PAGE = "/en/desk/duplicates/"


@pytest.fixture
def two(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> list[Beneficiary]:
    [first] = entered(clerk, luxor_unit, HEAD)
    [second] = entered(foreign_clerk, port_said_unit, SAME_HEAD)
    return [first, second]


def membership(person: Beneficiary) -> str:
    with system_reach():
        return str(Membership.objects.get(beneficiary=person, until__isnull=True).pk)


def by_page(client: Client, act: str, data: dict[str, Any], version: int = 1) -> Any:
    return client.post(
        f"{PAGE}{the_pair().pk}/{act}/", {**data, "version": version, "key": f"page-{act}-{version}"}
    )


def by_endpoint(client: Client, act: str, data: dict[str, Any], version: int = 1) -> Any:
    return client.post(
        f"{API}{the_pair().pk}/{act}/",
        data,
        content_type="application/json",
        headers={
            "If-Match": f'"{version}"',
            "Idempotency-Key": f"endpoint-{act}-{version}",
            "Accept-Language": "en",
        },
    )


def test_both_reviewers_see_the_pair_and_no_number_of_either(
    client: Client, clerk: Account, foreign_clerk: Account, two: list[Beneficiary]
) -> None:
    for reviewer in (clerk, foreign_clerk):
        sign_in(client, reviewer)
        [listed] = client.get(API).json()["results"]
        assert {person["id"] for person in listed["people"]} == {str(person.pk) for person in two}
        detail = client.get(f"{API}{listed['id']}/")
        assert detail.headers["ETag"] == '"1"'
        page = client.get(f"{PAGE}{listed['id']}/").content.decode()
        queue = client.get(PAGE).content.decode()
        for text in (detail.content.decode(), page, queue):
            assert NUMBER not in text and ONE_DIGIT_OFF not in text
        assert HEAD.full_name in queue and page.count(NUMBER[-2:]) >= 1
        for person in detail.json()["people"]:
            assert person["membership"]["file_number"] in page and person["code"] in page


def test_a_list_has_the_queries_of_one_pair(
    client: Client,
    clerk: Account,
    two: list[Beneficiary],
    luxor_unit: Facility,
    django_assert_max_num_queries: Any,
) -> None:
    for last in "3456":
        entered(clerk, luxor_unit, Person(HEAD.full_name, NUMBER[:13] + last))
    sign_in(client, clerk)
    with django_assert_max_num_queries(30):
        assert len(client.get(API).json()["results"]) > 5


def test_nobody_else_sees_it(
    client: Client, citizen: Account, manager: Account, governorate_admin: Account, national_admin: Account,
    clerk: Account, luxor_unit: Facility, foreign_clerk: Account,
) -> None:  # fmt: skip
    entered(clerk, luxor_unit, HEAD)
    entered(clerk, luxor_unit, SAME_HEAD)
    pair = the_pair()
    for account, status in (
        (citizen, 403), (foreign_clerk, 404), (manager, 200), (governorate_admin, 200), (national_admin, 200),
    ):  # fmt: skip
        sign_in(client, account)
        assert client.get(f"{API}{pair.pk}/").status_code == status
        assert client.get(f"{PAGE}{pair.pk}/").status_code == status
        shown = client.get(API)
        assert shown.status_code == (403 if status == 403 else 200)
        assert status == 403 or len(shown.json()["results"]) == (status == 200)


def test_that_two_records_were_read_is_noted_in_both_files(
    client: Client, clerk: Account, two: list[Beneficiary]
) -> None:
    sign_in(client, clerk)
    client.get(f"{PAGE}{the_pair().pk}/")
    client.get(PAGE)
    with system_reach():
        read = Event.objects.filter(action="people.read_beneficiary", account_id=clerk.pk)
        assert {event.subject_id for event in read} == {str(person.pk) for person in two}
        listed = Event.objects.get(action="people.list_beneficiary", account_id=clerk.pk)
        assert set(listed.details["beneficiary"]) == {str(person.pk) for person in two}


@pytest.mark.parametrize("door", [by_page, by_endpoint])
def test_merging_and_undoing_by_either_door_leaves_the_same(
    client: Client, clerk: Account, two: list[Beneficiary], door: Any
) -> None:
    before = rows_of_people()
    sign_in(client, clerk)
    wish = {"survivor": str(two[0].pk), "membership": membership(two[0]), "reason": "saw the card"}
    assert door(client, "merge", wish).status_code in (200, 302)
    with system_reach():
        assert Beneficiary.objects.get(pk=two[1].pk).merged_into == two[0]
    assert the_pair().status == "same"
    shown = client.get(f"{API}{the_pair().pk}/").json()
    assert shown["merge"]["survivor"] == str(two[0].pk) and shown["merge"]["ended"]["file_number"]
    page = client.get(f"{PAGE}{the_pair().pk}/").content.decode()
    assert shown["merge"]["ended"]["file_number"] in page and "Undo the merge" in page
    assert door(client, "undo", {"reason": "two cards"}, version=2).status_code in (200, 302)
    assert rows_of_people() == before


@pytest.mark.parametrize("door", [by_page, by_endpoint])
def test_not_the_same_by_either_door(
    client: Client, clerk: Account, two: list[Beneficiary], door: Any
) -> None:
    sign_in(client, clerk)
    assert door(client, "not-the-same", {}).status_code in (200, 302)
    assert the_pair().status == "different"
    assert client.get(f"{API}?status=waiting").json()["results"] == []
    assert len(client.get(f"{API}?status=different").json()["results"]) == 1
    assert HEAD.full_name in client.get(f"{PAGE}?status=different").content.decode()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"reason": "r"}, "survivor"),
        ({"survivor": "first", "reason": "r"}, "membership"),
        ({"survivor": "first", "membership": "first"}, "reason"),
        ({"survivor": "first", "membership": "first", "reason": "x" * 301}, "reason"),
    ],
)
def test_a_wish_that_lacks_something_is_refused_at_the_same_field_with_the_same_sentence(
    client: Client, clerk: Account, two: list[Beneficiary], wish: dict[str, str], field: str
) -> None:
    sign_in(client, clerk)
    of_first = {"survivor": str(two[0].pk), "membership": membership(two[0])}
    data = {name: of_first[name] if value == "first" else value for name, value in wish.items()}
    page, answer = by_page(client, "merge", data), by_endpoint(client, "merge", data)
    assert page.status_code == answer.status_code == 422
    [fault] = problem(answer)["errors"]
    assert fault["field"] == field
    assert page.context["form"].errors[field] == [fault["message"]]


def test_an_old_page_and_an_old_tag_are_refused_alike(
    client: Client, clerk: Account, two: list[Beneficiary]
) -> None:
    sign_in(client, clerk)
    wish = {"survivor": str(two[0].pk), "membership": membership(two[0]), "reason": "r"}
    assert by_page(client, "merge", wish, version=7).status_code == 412
    assert by_endpoint(client, "merge", wish, version=7).status_code == 412
    without = client.post(f"{API}{the_pair().pk}/merge/", wish, content_type="application/json")
    assert without.status_code == 428
    by_endpoint(client, "merge", wish)
    assert by_page(client, "not-the-same", {}, version=2).status_code == 409
    assert by_endpoint(client, "not-the-same", {}, version=2).status_code == 409


def test_a_key_that_comes_twice_merges_once(client: Client, clerk: Account, two: list[Beneficiary]) -> None:
    sign_in(client, clerk)
    wish = {"survivor": str(two[0].pk), "membership": membership(two[0]), "reason": "r"}
    first, again = by_endpoint(client, "merge", wish), by_endpoint(client, "merge", wish)
    assert first.content == again.content and again.headers["Idempotency-Replayed"] == "true"
    with system_reach():
        assert PossibleDuplicate.objects.get().version == 2
