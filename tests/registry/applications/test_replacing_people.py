"""The people of an application sent as a whole, again and again: who stood there stands there still, once."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.cast import sign_in
from tests.conftest import problem
from tests.families import family_of_five
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db(transaction=True)


def newborn(name: str, guardian: int, number: str = "A123456") -> dict[str, Any]:
    return {
        "relation": "child", "full_name": name, "known_by": "certificate", "certificate_number": number,
        "guardian": guardian, "birth_date": date.today().replace(day=1).isoformat(), "sex": "female",
    }  # fmt: skip


class Draft:
    """A draft that is replaced as a whole, through the endpoint."""

    def __init__(self, client: Client) -> None:
        self.client = client
        begun = client.post("/api/v1/applications/", {}, "application/json").json()
        self.address, self.version = f"/api/v1/applications/{begun['id']}/", begun["version"]

    def put(self, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
        answer = self.client.put(
            self.address,
            {"applicants": people},
            "application/json",
            headers={"If-Match": f'"{self.version}"'},
        )
        assert answer.status_code == 200, answer.content
        self.version = answer.json()["version"]
        return list(answer.json()["applicants"])


@pytest.fixture
def draft(client: Client, citizen: Account) -> Draft:
    return Draft(sign_in(client, citizen))


def test_two_newborns_of_one_certificate_number_are_sent_again_as_the_same_rows(draft: Draft) -> None:
    father, mother = family_of_five()[:2]
    people = [father, mother, newborn("سارة أحمد محمود", 0), newborn("هدى أحمد محمود", 1)]
    before = [one["id"] for one in draft.put(people)]
    assert [one["id"] for one in draft.put(people)] == before
    other_way = [father, mother, people[3], people[2]]
    assert [one["id"] for one in draft.put(other_way)] == [before[0], before[1], before[3], before[2]]


def test_of_two_newborns_of_one_certificate_number_the_one_left_out_is_gone(draft: Draft) -> None:
    father, mother = family_of_five()[:2]
    sara, huda = newborn("سارة أحمد محمود", 0), newborn("هدى أحمد محمود", 1)
    before = draft.put([father, mother, sara, huda])
    after = draft.put([father, mother, huda])
    assert [one["id"] for one in after] == [before[0]["id"], before[1]["id"], before[3]["id"]]
    assert [one["full_name"] for one in after][2] == huda["full_name"]


def test_head_and_spouse_change_places_and_the_newborn_keeps_its_guardian(draft: Draft) -> None:
    father, mother = family_of_five()[:2]
    before = draft.put([father, mother, newborn("سارة أحمد محمود", 0)])
    after = draft.put(
        [
            {**mother, "relation": "head"},
            {**father, "relation": "spouse"},
            newborn("سارة أحمد محمود", 1),
        ]
    )
    assert [one["id"] for one in after] == [before[1]["id"], before[0]["id"], before[2]["id"]]
    assert after[2]["guardian"] == 1


def test_a_newborn_whose_guardian_is_taken_out_needs_another_before_it_is_sent(draft: Draft) -> None:
    father, mother = family_of_five()[:2]
    before = draft.put([father, mother, newborn("سارة أحمد محمود", 1)])
    left = draft.client.delete(
        f"{draft.address}applicants/{before[1]['id']}/", headers={"If-Match": f'"{draft.version}"'}
    )
    assert [one["guardian"] for one in left.json()["applicants"]] == [None, None]
    answer = draft.client.post(f"{draft.address}send/", {"declared": True}, "application/json")
    fault = next(one for one in problem(answer)["errors"] if one["field"] == "applicants.1.guardian")
    assert fault["code"] == "required"
