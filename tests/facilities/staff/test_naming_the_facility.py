"""Who administers the country names a facility as people do: nobody must know codes, and nothing needs JavaScript."""

from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Facility
from facilities.staff.models import Post
from tests.cast import sign_in
from tests.facilities.staff.posts import TODAY, colleague
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, national_admin: Account) -> Client:
    colleague("samir")
    return sign_in(client, national_admin)


def typed(facility: str, **changes: str) -> dict[str, str]:
    return {
        "username": "samir", "role": "clerk", "facility": facility, "governorate": "", "since_0": str(TODAY.day),
        "since_1": str(TODAY.month), "since_2": str(TODAY.year), **changes,
    }  # fmt: skip


def offered(answer: Any) -> list[str]:
    """The codes to choose from, with "" for none of them."""
    return [str(code) for code, _name in answer.context["form"].fields["facility"].widget.choices]


@pytest.mark.parametrize("spelling", ["{0.pk}", " {0.pk} ", "{0.name_en}", "{0.name_ar}"])
def test_its_code_or_its_whole_name_in_either_language_is_enough(
    page: Client, luxor_unit: Facility, spelling: str
) -> None:
    answer = page.post("/en/staff/give/", typed(spelling.format(luxor_unit).lower()))
    assert answer.status_code == 302, answer.content.decode()
    assert Post.objects.get(account__username="samir").facility == luxor_unit


def test_a_part_of_the_name_offers_facilities_and_the_chosen_one_is_taken(page: Client) -> None:
    for words in ("الكرنك الدولي", "Karnak", "karnk hospital"):
        answer = page.post("/ar/staff/give/", typed(words))
        assert answer.status_code == 422
        codes = offered(answer)
        assert "LX-H2" in codes and codes[-1] == "", words
        assert 'type="radio" name="facility" value="LX-H2"' in answer.content.decode()
        assert 'value="samir"' in answer.content.decode(), "what was typed elsewhere stays"
        assert not Post.objects.filter(account__username="samir").exists(), "nothing is given by a guess"
    assert page.post("/ar/staff/give/", typed("LX-H2")).status_code == 302


def test_none_of_the_offered_brings_the_box_back(page: Client) -> None:
    answer = page.post("/en/staff/give/", typed(""))
    assert answer.status_code == 422 and "Choose the facility" in answer.content.decode()
    assert not hasattr(answer.context["form"].fields["facility"].widget, "choices")


@pytest.mark.parametrize("words", ["zzqqxx", "ـــ", "' OR 1=1 --", "\u202e", "<b>", "LX-H99999"])
def test_what_names_no_facility_is_told_at_the_field(page: Client, words: str) -> None:
    answer = page.post("/en/staff/give/", typed(words))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["facility"]
    assert page.post("/en/staff/give/", typed("x" * 201)).status_code == 422


def test_a_closed_facility_is_found_too_and_an_invitation_names_it_the_same_way(
    page: Client, luxor_unit: Facility
) -> None:
    luxor_unit.statuses.update(status="closed")
    given = typed(luxor_unit.name_ar, name_ar="منى سعيد", name_en="Mona Said")
    answer = page.post("/en/staff/invite/", given)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.context["invitation"]["facility"]["code"] == luxor_unit.pk


def test_who_administers_a_governorate_chooses_from_its_own_list(
    client: Client, governorate_admin: Account, port_said_unit: Facility
) -> None:
    page = sign_in(client, governorate_admin).get("/en/staff/give/")
    codes = offered(page)
    assert "LX-H2" in codes and port_said_unit.pk not in codes
