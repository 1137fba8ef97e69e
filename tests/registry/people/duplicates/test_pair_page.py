"""Two records side by side: what they do not share is easy to see, and nothing is told that is not sure."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from facilities.directory.models import Facility
from registry.people.duplicates.likeness import percent
from registry.people.models import Beneficiary
from tests.cast import sign_in
from tests.registry.people.duplicates.entering import HEAD, NUMBER, Person, entered, the_pair
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
# Of the digits that are shown, both numbers have the same: they differ in the place of birth.
HIDDEN_DIGIT_OFF = NUMBER[:8] + "8" + NUMBER[9:]


@pytest.fixture
def two(clerk: Account, luxor_unit: Facility) -> list[Beneficiary]:
    [first] = entered(clerk, luxor_unit, HEAD)
    [second] = entered(clerk, luxor_unit, Person("أحمد محمود حسن", HIDDEN_DIGIT_OFF))
    return [first, second]


def rows(client: Client) -> dict[str, bool]:
    """Fact → whether the page says that it differs."""
    page = client.get(f"/en/desk/duplicates/{the_pair().pk}/").content.decode()
    found = re.findall(r'<tr( class="differs")?><th scope="row">([^<]+)<', page.replace("</th>", "<"))
    return {fact.strip(): bool(differs) for differs, fact in found}


def test_numbers_that_differ_in_a_hidden_digit_are_said_to_differ(
    client: Client, clerk: Account, two: list[Beneficiary]
) -> None:
    sign_in(client, clerk)
    told = rows(client)
    assert (
        told["Known by"] and told["Full name"] and not told["Birth date"] and not told["Family-medicine unit"]
    )


def test_the_words_of_one_name_that_the_other_has_not_are_marked(
    client: Client, clerk: Account, two: list[Beneficiary]
) -> None:
    sign_in(client, clerk)
    page = client.get(f"/en/desk/duplicates/{the_pair().pk}/").content.decode()
    assert re.findall(r"<mark>([^<]+)</mark>", page) == ["عبد", "الله"]


def test_that_one_of_the_two_died_is_told(client: Client, clerk: Account, two: list[Beneficiary]) -> None:
    sign_in(client, clerk)
    assert "Died" not in rows(client)
    with system_reach():
        Beneficiary.objects.filter(pk=two[1].pk).update(died_on=date(2025, 7, 1))
    assert rows(client)["Died"]


def test_no_likeness_is_told_to_be_certain() -> None:
    assert [percent(score) for score in (0.5, 0.987, 0.999, 1.0)] == [50, 99, 99, 99]
