"""The home page, the finder and the page of a facility, in both languages and without JavaScript."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from facilities.directory.finder.live import the_copy
from facilities.directory.models import (
    Accreditation,
    Building,
    Facility,
    OpeningHours,
    OtherName,
    RolePeriod,
    ServiceOffered,
    StatusPeriod,
)
from facilities.geography.models import Governorate, Stage
from tests.cast import sign_in
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now

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
        assert "You searched for “<bdi>zzzz</bdi>”." in page and "Narrowed to: Luxor, Hospital." in page
        assert 'href="/en/facilities/?q=zzzz"' in page and "15344" in page

    def test_words_that_nobody_knows_are_said(self, client: Client) -> None:
        assert "Not found: xqzwv." in read(client, "/en/facilities/?q=karnak+xqzwv")
        assert "is known by: zzzz." in read(client, "/en/facilities/?q=zzzz")

    def test_a_slip_of_the_pen_leads_to_the_nearest_spelling(self, client: Client) -> None:
        page = client.get("/en/facilities/", {"q": "hoorrus", "kind": "laboratory"})
        assert page.status_code == 200
        for address in page.context["address"].values():
            assert client.get(address).status_code == 200

    @pytest.mark.parametrize(
        ("question", "label", "leads_to"),
        [
            ("q=esna", "Open now", "/en/facilities/?q=esna&open=now"),
            ("q=esna&open=now", "Open now", "/en/facilities/?q=esna"),
            ("governorate=EG-LX&page=2", "Luxor", "/en/facilities/"),
            ("near=LX-H2&radius_km=10", "Near Karnak International Hospital", "/en/facilities/"),
            ("near=25.7,32.64", "Near my position", "/en/facilities/"),
            ("kind=hospital&view=map", "Hospital", "/en/facilities/?view=map"),
            ("accreditation=any", "Accredited", "/en/facilities/"),
            ("owner=private&q=eye", "Contracted provider", "/en/facilities/?q=eye"),
            ("emergency=false", "No emergency care", "/en/facilities/"),
        ],
    )
    def test_a_filter_is_a_link_that_puts_it_on_or_takes_it_off(
        self, client: Client, question: str, label: str, leads_to: str
    ) -> None:
        page = client.get(f"/en/facilities/?{question}")
        assert {chip.label: chip.url for chip in page.context["chips"]}[label] == leads_to

    def test_a_time_from_the_clock_field_is_asked_as_open(self, client: Client) -> None:
        soon = (cairo_now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
        page = client.get("/en/facilities/", {"open_on": soon, "open": "", "view": ""})
        assert page.context["question"].open_then and page.context["question"].at.isoformat()[:16] == soon
        assert f'value="{soon}"' in page.content.decode()

    def test_what_the_form_has_no_field_for_is_carried_on(self, client: Client) -> None:
        page = read(client, "/en/facilities/?district=3601&open=now&radius_km=5&near=LX-H2")
        for name, value in (("district", "3601"), ("open", "now"), ("radius_km", "5")):
            assert f'<input type="hidden" name="{name}" value="{value}">' in page

    def test_a_map_comes_only_when_asked_for(self, client: Client) -> None:
        assert "leaflet" not in read(client, "/en/facilities/?q=esna")
        page = read(client, "/en/facilities/?q=esna&view=map")
        assert "leaflet" in page and "the list below says the same" in page

    def test_outlines_and_towns_for_the_map_may_be_kept(self, client: Client) -> None:
        answer = client.get("/en/governorates.geojson")
        kinds = [feature["geometry"]["type"] for feature in answer.json()["features"]]
        assert "max-age" in answer.headers["Cache-Control"] and len(kinds) - kinds.count("Point") == 27

    def test_the_next_page_keeps_the_question(self, client: Client) -> None:
        page = client.get("/ar/facilities/", {"governorate": "EG-LX"})
        assert page.context["found"]["next"] == "http://testserver/ar/facilities/?governorate=EG-LX&page=2"
        assert page.context["found"]["total"] == 68

    def test_parameters_that_other_sites_append_are_no_fault_on_a_page(self, client: Client) -> None:
        assert client.get("/ar/facilities/?q=esna&fbclid=abc").status_code == 200

    def test_the_question_is_shown_as_text(self, client: Client) -> None:
        answer = client.get("/en/facilities/", {"q": "<script>alert(1)</script>"})
        assert b"<script>alert" not in answer.content

    def test_the_page_costs_the_same_however_long_the_list_is(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        client.get("/ar/facilities/")
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

    def test_what_is_not_known_is_said_once(self, client: Client) -> None:
        page = read(client, "/en/facilities/LX-H2/")
        assert "Opening hours are not known" in page
        assert (
            "Not known to us: opening hours, address, telephone, which services it gives, accreditation"
            in page
        )
        assert page.count("On which day these were counted is not known.") == 1

    def test_open_now_comes_first(self, client: Client) -> None:
        for weekday in range(1, 8):
            OpeningHours.objects.create(facility_id="LX-H5", weekday=weekday, opens=0, closes=1440)
        page = read(client, "/en/facilities/LX-H5/")
        assert page.index("Open now") < page.index("How to get there") < page.index("How to be seen")

    def test_what_it_does_leads_to_others_that_do_the_same(self, client: Client) -> None:
        for code in ("LX-H2", "LX-H5"):
            ServiceOffered.objects.create(facility_id=code, service_type_id="SEC-HD")
        the_copy.forget()  # it may be a second old
        page = client.get("/en/facilities/LX-H2/")
        assert 'href="/en/facilities/?service=SEC-HD&amp;near=LX-H2"' in page.content.decode()
        assert [each["code"] for each in page.context["neighbours"].facilities] == ["LX-H5"]

    def test_nearby_are_units_for_a_unit_and_hospitals_for_a_hospital(self, client: Client) -> None:
        units = client.get("/en/facilities/LX-F01/").context["neighbours"].facilities
        assert {each["kind"]["code"] for each in units} <= set(Facility.FAMILY_MEDICINE) and len(units) == 4
        hospitals = client.get("/en/facilities/LX-H2/").context["neighbours"].facilities
        assert not {each["kind"]["code"] for each in hospitals} & set(Facility.FAMILY_MEDICINE)

    def test_what_stands_over_time_is_told_with_its_days(self, client: Client) -> None:
        RolePeriod.objects.create(
            facility_id="LX-H2", role="isolation_hospital", since=date(2020, 4, 1), until=date(2020, 9, 1)
        )
        OtherName.objects.create(facility_id="LX-H2", kind="alias", name_en="The General", until_year=2019)
        Building.objects.create(
            facility_id="LX-H2", name_ar="مبنى", name_en="New wing", state="under_construction", percent=70,
            due=date(2030, 1, 1),
        )  # fmt: skip
        page = read(client, "/en/facilities/LX-H2/")
        assert "Isolation hospital (1 April 2020 to 31 August 2020)" in page
        assert "The General (until 2019)" in page
        assert "Under construction (70% of the work done, due 1 January 2030)" in page

    def test_an_accreditation_that_is_over_says_so(self, client: Client) -> None:
        Accreditation.objects.create(
            facility_id="LX-H2",
            state="provisional",
            since=date(2022, 3, 1),
            since_precision="day",
            source="GAHAR",
        )
        assert "Its time ended on 1 March 2023; a renewal is not known." in read(
            client, "/en/facilities/LX-H2/"
        )

    def test_only_who_may_is_led_to_the_editor(self, client: Client, clerk: Account) -> None:
        assert "Put it right" not in read(client, "/en/facilities/LX-F01/")
        sign_in(client, clerk)
        assert "Put it right" in read(client, "/en/facilities/LX-F01/")
        assert "Put it right" not in read(client, "/en/facilities/LX-H2/")

    def test_accreditation_comes_with_its_date_and_source(self, client: Client) -> None:
        page = read(client, "/en/facilities/PS-F2/")
        assert "Accreditation renewed, September 2025. Source:" in page and "elbalad 6709540" in page

    def test_places_that_are_made_up_are_marked(self, client: Client, settings: Any) -> None:
        Facility.objects.filter(code="LX-F01").update(places=100, taken=30)
        settings.DEMO = True
        page = read(client, "/en/facilities/LX-F01/")
        assert "Free: 70 of 100" in page and "Demonstration: this figure is made up." in page

    @pytest.mark.parametrize(
        ("status", "said"),
        [
            ("closed", "This facility has closed"),
            ("suspended", "no care is given here now"),
            ("planned", "Not open yet"),
        ],
    )
    def test_one_that_gives_no_care_says_so_and_not_how_to_be_seen(
        self, client: Client, status: str, said: str
    ) -> None:
        StatusPeriod.objects.filter(facility="LX-H2").update(status=status)
        page = read(client, "/en/facilities/LX-H2/")
        assert said in page and "How to be seen" not in page and "Opening hours are not known" not in page

    @pytest.mark.parametrize("code", ["LX-H99", "%00", "lx h2"])
    @pytest.mark.parametrize("language", DIRECTIONS)
    def test_an_unknown_facility_is_not_found(self, client: Client, language: str, code: str) -> None:
        assert client.get(f"/{language}/facilities/{code}/").status_code == 404


class TestOffline:
    def test_public_pages_may_be_kept_on_a_device_and_those_of_who_is_signed_in_not(
        self, client: Client, clerk: Account
    ) -> None:
        for address in ("/ar/", "/ar/facilities/", "/ar/facilities/LX-H2/", "/ar/offline/"):
            assert client.get(address).headers["Offline"] == "keep"
        assert "Offline" not in client.get("/ar/facilities/?kind=palace").headers
        sign_in(client, clerk)
        answer = client.get("/ar/facilities/LX-H2/")
        assert "Offline" not in answer.headers and "no-store" in answer.headers["Cache-Control"]

    def test_the_service_worker_is_asked_for_anew_and_may_serve_all_pages(self, client: Client) -> None:
        answer = client.get("/sw.js")
        assert (
            answer.headers["Content-Type"] == "text/javascript"
            and "no-cache" in answer.headers["Cache-Control"]
        )
        assert "/en/offline/" in answer.content.decode()

    @pytest.mark.parametrize("language", DIRECTIONS)
    def test_without_a_network_the_hotline_is_named(self, client: Client, language: str) -> None:
        assert "15344" in read(client, f"/{language}/offline/")
