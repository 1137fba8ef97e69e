"""The home page, the finder and the page of a facility, in both languages and without JavaScript."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Facility
from facilities.geography.models import Governorate, Stage

pytestmark = pytest.mark.django_db
DIRECTIONS = {"ar": "rtl", "en": "ltr"}
ADDRESSES = (
    "",
    "?governorate=EG-LX",
    "facilities/",
    "facilities/?q=esna&near=25.7,32.64",
    "facilities/LX-H2/",
    "facilities/PS-F2/",
)


def read(client: Client, address: str, status: int = 200) -> str:
    """The text of a page."""
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


@pytest.mark.parametrize("language", DIRECTIONS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_come_in_both_languages_and_directions(client: Client, language: str, address: str) -> None:
    page = read(client, f"/{language}/{address}")
    assert f'<html lang="{language}" dir="{DIRECTIONS[language]}">' in page
    assert page.count("<h1") == 1
    assert " style=" not in page and " onclick=" not in page


class TestAmICovered:
    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("EG-LX", "Yes: the system works in Luxor"),
            ("EG-MN", "Soon: Minya is next in line"),
            ("EG-DT", "Not yet: Damietta is being prepared"),
            ("EG-ALX", "Not yet: Alexandria is under study"),
            ("EG-C", "Not yet: Cairo has no date so far"),
        ],
    )
    def test_the_answer_comes_in_plain_words(self, client: Client, code: str, said: str) -> None:
        assert said in read(client, f"/en/?governorate={code}")

    @pytest.mark.parametrize(
        ("code", "date_in_words"),
        [
            ("EG-LX", "since 16 February 2021"),
            ("EG-SUZ", "since December 2024"),
            ("EG-MN", "announced for April 2026"),
        ],
    )
    def test_a_date_is_said_no_more_exactly_than_it_is_known(
        self, client: Client, code: str, date_in_words: str
    ) -> None:
        assert date_in_words in read(client, f"/en/?governorate={code}")

    def test_months_are_said_as_egypt_says_them(self, client: Client) -> None:
        assert "ديسمبر 2024" in read(client, "/ar/?governorate=EG-SUZ")

    def test_the_answer_says_what_to_do(self, client: Client) -> None:
        assert 'href="/en/facilities/?governorate=EG-LX"' in read(client, "/en/?governorate=EG-LX")
        assert "15344" in read(client, "/en/?governorate=EG-MN")

    def test_a_new_stage_changes_the_answer_from_its_day_on(self, client: Client) -> None:
        Stage.objects.create(
            governorate=Governorate.objects.get(pk="EG-C"),
            phase=3,
            status="preparing",
            since=date(2020, 1, 1),
        )
        assert "Not yet: Cairo is being prepared" in read(client, "/en/?governorate=EG-C")

    @pytest.mark.parametrize("code", ["EG-XX", "88", "", "EG-LX%00", "x" * 300])
    def test_an_unknown_governorate_is_refused_at_its_field(self, client: Client, code: str) -> None:
        page = read(client, f"/en/?governorate={code}", 422)
        assert 'id="id_governorate_error"' in page and "<title>Error:" in page

    def test_all_governorates_are_listed_by_status(self, client: Client) -> None:
        page = read(client, "/en/")
        assert page.count("?governorate=EG-") == 27
        assert page.index("In operation") < page.index("About to start") < page.index("Not scheduled yet")

    def test_the_map_paints_every_governorate(self, client: Client) -> None:
        answer = client.get("/en/governorates.svg")
        assert (
            answer.headers["Content-Type"] == "image/svg+xml" and "max-age" in answer.headers["Cache-Control"]
        )
        assert answer.content.decode().count("<path ") == 27


class TestFinder:
    @pytest.mark.parametrize(
        "question",
        [
            {},
            {"q": "مستشفي ارمنت"},
            {"q": "luxor", "near": "25.7,32.64"},
            {"governorate": "EG-IS", "level": "tertiary"},
            {"kind": "hospital", "page": "2"},
            {"q": "zzzz"},
            {"q": "ً"},
            {"governorate": "EG-XX"},
            {"kind": "palace"},
            {"level": "highest"},
            {"near": "0,0"},
            {"page": "zero"},
        ],
    )
    @pytest.mark.parametrize("language", DIRECTIONS)
    def test_page_and_endpoint_find_and_refuse_the_same(
        self, client: Client, question: dict[str, str], language: str
    ) -> None:
        page = client.get(f"/{language}/facilities/", question)
        endpoint = client.get("/api/v1/facilities/", question, headers={"Accept-Language": language})
        assert page.status_code == endpoint.status_code
        if endpoint.status_code == 200:
            assert page.context["found"]["results"] == endpoint.json()["results"]
            assert bool(page.context["found"]["next"]) == bool(endpoint.json()["next"])
        else:
            said = unescape(page.content.decode())
            assert all(fault["message"] in said for fault in endpoint.json()["errors"])

    def test_a_card_shows_the_old_name_and_words_a_rough_distance_as_rough(self, client: Client) -> None:
        page = read(client, "/en/facilities/?q=horus&near=25.7,32.64")
        assert "formerly Armant Central Hospital" in page
        assert "about 13 km away" in page

    def test_an_empty_result_says_what_was_searched_and_what_to_do(self, client: Client) -> None:
        page = read(client, "/en/facilities/?q=zzzz&governorate=EG-LX&kind=hospital")
        assert "You searched for “zzzz”." in page and "Hospital · Luxor" in page
        assert 'href="/en/facilities/?q=zzzz"' in page and "15344" in page

    def test_the_next_page_keeps_the_question(self, client: Client) -> None:
        page = client.get("/ar/facilities/", {"governorate": "EG-LX"})
        assert page.context["found"]["next"] == "http://testserver/ar/facilities/?governorate=EG-LX&page=2"
        assert page.context["count"] == 68

    def test_parameters_that_other_sites_append_are_no_fault_on_a_page(self, client: Client) -> None:
        assert client.get("/ar/facilities/?q=esna&fbclid=abc").status_code == 200

    def test_the_question_is_shown_as_text(self, client: Client) -> None:
        answer = client.get("/en/facilities/", {"q": "<script>alert(1)</script>"})
        assert b"<script>alert" not in answer.content

    def test_the_page_costs_the_same_however_long_the_list_is(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(8):
            client.get("/ar/facilities/?q=luxor&governorate=EG-LX")


class TestFacility:
    def test_a_hospital_says_how_to_be_seen(self, client: Client) -> None:
        page = read(client, "/en/facilities/LX-H2/")
        assert "referral letter" in page and "15344" in page and "In an emergency come at once" in page
        assert "formerly Luxor General Hospital" in page

    def test_a_family_unit_wants_no_appointment(self, client: Client) -> None:
        assert "Come directly: no appointment needed" in read(client, "/en/facilities/LX-F01/")

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("LX-H5", "we know the town, not the exact spot"),
            ("LX-F17", "we know the village, not the exact spot"),
            ("PS-F2", "We do not know the location on the map yet"),
        ],
    )
    def test_a_rough_position_is_worded_as_rough(self, client: Client, code: str, said: str) -> None:
        assert said in read(client, f"/en/facilities/{code}/")

    def test_an_exact_position_stands_without_excuse_and_with_attribution(self, client: Client) -> None:
        page = read(client, "/en/facilities/LX-H2/")
        assert "25.70809, 32.64569" in page and "not the exact spot" not in page
        assert "© OpenStreetMap contributors (ODbL)" in page

    def test_what_is_not_known_is_said(self, client: Client) -> None:
        page = read(client, "/en/facilities/LX-H2/")
        assert "Not known: call" in page  # opening hours
        assert page.count("Not known") >= 8  # accreditation, and the day of each of six capacities

    def test_accreditation_comes_with_its_date_and_source(self, client: Client) -> None:
        page = read(client, "/en/facilities/PS-F2/")
        assert "Accreditation renewed, September 2025. Source:" in page and "elbalad 6709540" in page

    def test_places_that_are_made_up_are_marked(self, client: Client, settings: Any) -> None:
        Facility.objects.filter(code="LX-F01").update(places=100, taken=30)
        settings.DEMO = True
        page = read(client, "/en/facilities/LX-F01/")
        assert "Free: 70 of 100" in page and "Demonstration: this figure is made up." in page

    def test_a_closed_facility_says_so_and_not_how_to_be_seen(self, client: Client) -> None:
        Facility.objects.filter(code="LX-H2").update(status="closed")
        page = read(client, "/en/facilities/LX-H2/")
        assert "This facility has closed" in page and "How to be seen" not in page

    @pytest.mark.parametrize("code", ["LX-H99", "%00", "lx h2"])
    @pytest.mark.parametrize("language", DIRECTIONS)
    def test_an_unknown_facility_is_not_found(self, client: Client, language: str, code: str) -> None:
        assert client.get(f"/{language}/facilities/{code}/").status_code == 404
