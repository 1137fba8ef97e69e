"""Districts of a governorate: load against the mean, the way to the nearest unit, and where a new one is missing most."""

from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from services.statistics import jobs
from services.statistics.fairness.districts import Room, Verdict, verdict_of
from services.statistics.fairness.governorate import of_governorate
from tests.cast import sign_in
from tests.conftest import problem
from tests.services.statistics.fairness.world import (
    BALAT,
    DAKHLA,
    FARAFRA,
    KHARGA,
    NEW_VALLEY,
    PARIS,
    TENTH,
    facility,
    register,
)
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

pytestmark = pytest.mark.django_db
ENDPOINT = f"/api/v1/statistics/fairness/{NEW_VALLEY}/"


@pytest.fixture
def signed_in(client: Client, clerk: Account, new_valley: None) -> Client:
    return sign_in(client, clerk)


def sent(client: Client, query: str = "") -> dict[str, Any]:
    answer = client.get(ENDPOINT + query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def districts(client: Client) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in sent(client)["districts"]}


@pytest.mark.parametrize("folded", [False, True], ids=["pending", "rolled up"])
def test_registered_people_are_shared_out_over_the_units_of_their_district(
    folded: bool, signed_in: Client
) -> None:
    if folded:
        jobs.roll_up()
    found = districts(signed_in)
    assert {
        code: (row["registered"], row["units"], row["people_per_unit"]) for code, row in found.items()
    } == {
        KHARGA: (6, 1, 6), DAKHLA: (2, 1, 2), FARAFRA: (4, 0, None), PARIS: (1, 0, None), BALAT: (1, 0, None),
    }  # fmt: skip
    whole = sent(signed_in)
    assert whole["mean_people_per_unit"] == 7  # 14 people, two units of which the district is known
    assert whole["units_without_district"] == 1
    assert whole["spread"]["registered_per_unit"] == 5  # of all three


def test_a_district_is_judged_against_the_mean_of_its_governorate(signed_in: Client) -> None:
    def verdicts() -> dict[str, str]:
        return {code: row["verdict"]["code"] for code, row in districts(signed_in).items()}

    assert verdicts() == {
        KHARGA: "about_the_mean", DAKHLA: "over_served",
        FARAFRA: "no_unit", PARIS: "no_unit", BALAT: "no_unit",
    }  # fmt: skip
    register(KHARGA, 10)  # 16 at its unit, the mean is 12
    assert verdicts()[KHARGA] == "under_served"


def test_more_people_than_places_are_under_served_where_all_places_are_known(signed_in: Client) -> None:
    Facility.objects.filter(pk="WD-F1").update(places=5, taken=4)
    kharga = districts(signed_in)[KHARGA]
    assert kharga["verdict"]["code"] == "under_served"
    assert kharga["room"] == {"places": 5, "taken": 4, "units": 1}
    facility("WD-F6", district_id=KHARGA)  # its places are not known: nothing can be said by them
    kharga = districts(signed_in)[KHARGA]
    assert (kharga["units"], kharga["room"]["units"]) == (2, 1)
    assert kharga["verdict"]["code"] != "under_served"
    assert districts(signed_in)[DAKHLA]["room"] is None


@pytest.mark.parametrize(
    ("registered", "units", "room", "mean", "verdict"),
    [
        (0, 0, None, 8.0, Verdict.NOT_JUDGED),
        (0, 3, None, 8.0, Verdict.NOT_JUDGED),
        (5, 0, None, 8.0, Verdict.NO_UNIT),
        (5, 0, None, None, Verdict.NO_UNIT),
        (10, 1, None, 8.0, Verdict.MEAN),  # a quarter more, and not more than that
        (11, 1, None, 8.0, Verdict.UNDER),
        (6, 1, None, 8.0, Verdict.MEAN),
        (5, 1, None, 8.0, Verdict.OVER),
        (5, 1, Room(5, 5, 1), 8.0, Verdict.OVER),
        (5, 1, Room(4, 4, 1), 8.0, Verdict.UNDER),
        (16, 2, Room(4, 4, 1), 8.0, Verdict.MEAN),
    ],
)
def test_the_rule_holds_at_its_edges(
    registered: int, units: int, room: Room | None, mean: float | None, verdict: Verdict
) -> None:
    assert verdict_of(registered, units, room, mean) == verdict


def test_a_distance_is_exact_between_exact_points_only(signed_in: Client) -> None:
    found = districts(signed_in)

    def exact(code: str) -> Any:
        way = found[code]["nearest"]
        return way and (way["unit"]["code"], way["km"])

    assert exact(KHARGA) == ("WD-F1", 0.0)
    assert exact(DAKHLA) == ("WD-F1", round(2 * TENTH, 1)) == ("WD-F1", 22.2)
    assert (
        exact(FARAFRA) == ("WD-F1", round(5 * TENTH, 1)) == ("WD-F1", 55.6)
    )  # not the closed, nor the planned one
    assert exact(PARIS) is None
    assert exact(BALAT) is None
    assert [found[code]["position"] for code in (FARAFRA, PARIS, BALAT)] == ["own", "around", None]


def test_approximate_distances_stand_apart(signed_in: Client) -> None:
    found = districts(signed_in)

    def approximate(code: str) -> Any:
        way = found[code]["nearest_approximate"]
        return way and (way["unit"]["code"], way["km"], way["unit"]["precision"]["code"])

    assert approximate(DAKHLA) == ("WD-F2", 1.1, "village")
    assert approximate(KHARGA) == ("WD-F2", 23.4, "village")  # 2.1 tenths of a degree
    assert approximate(PARIS) == ("WD-F2", 32.2, "village")  # from the point of the town around it
    assert approximate(BALAT) is None
    Facility.objects.filter(pk="WD-F2").update(latitude=24.0)
    found = districts(signed_in)
    assert approximate(PARIS) == ("WD-F1", 55.6, "point")  # the unit is exact, the district is not


def test_the_mean_distance_weighs_by_registered_people_and_says_of_whom(signed_in: Client) -> None:
    # (6 × 0 + 2 × 22.239 + 4 × 55.598) / 12
    assert sent(signed_in)["mean_way"] == {"km": 22.2, "people": 12, "of": 14, "at_most": True}
    assert sent(signed_in)["positions"] == {"exact": 1, "approximate": 1, "not_known": 1}


def test_a_distance_is_the_longest_it_can_be_until_every_unit_is_exactly_known(signed_in: Client) -> None:
    page = f"/en/statistics/fairness/{NEW_VALLEY}/"
    assert "at most so much" in signed_in.get(page).content.decode()
    for code, latitude in (("WD-F2", 25.21), ("WD-F3", 25.4)):
        Facility.objects.filter(pk=code).update(latitude=latitude, longitude=30, position_precision="point")
    # (6 × 0 + 2 × 1.112 + 4 × 11.120) / 12
    assert sent(signed_in)["mean_way"] == {"km": 3.9, "people": 12, "of": 14, "at_most": False}
    assert "at most so much" not in signed_in.get(page).content.decode()


def test_a_new_unit_stands_where_it_saves_the_most_kilometres_of_all_people(signed_in: Client) -> None:
    whole = sent(signed_in)
    assert whole["within_km"] == 5
    farafra, dakhla = whole["new_units"]  # Kharga has a unit
    assert farafra == {
        "district": {"code": FARAFRA, "name": {"ar": "الفرافرة", "en": "Al-Farafra"}},
        "nearest_km": 55.6, "saved_km": 222.4, "saved_km_each": 55.6, "people": 4, "approximate_near": 0,
    }  # fmt: skip
    # Dakhla saves 2 × 22.239; Farafra, from 55.598 to 33.359, 4 × 22.239. A unit is known to be near, not where.
    assert (dakhla["district"]["code"], dakhla["saved_km"], dakhla["people"]) == (DAKHLA, 133.4, 6)
    assert (dakhla["saved_km_each"], dakhla["approximate_near"]) == (22.2, 1)


def test_how_near_a_unit_must_be_stands_in_the_address(signed_in: Client) -> None:
    assert [unit["district"]["code"] for unit in sent(signed_in, "?within=30")["new_units"]] == [FARAFRA]
    assert [unit["district"]["code"] for unit in sent(signed_in, "?within=٣٠")["new_units"]] == [FARAFRA]
    assert sent(signed_in, "?within=100")["new_units"] == []
    assert len(sent(signed_in, "?within=")["new_units"]) == 2
    page = signed_in.get(f"/en/statistics/fairness/{NEW_VALLEY}/?within=100").content.decode()
    assert "No place comes out" in page
    assert 'value="100"' in page


def test_at_most_five_places_come_out_and_nobody_is_brought_nearer_than_is_registered(
    signed_in: Client,
) -> None:
    governorate = District.objects.get(pk=KHARGA).governorate
    for number in range(8):
        District.objects.create(
            code=f"W{number}", governorate=governorate, kind="markaz", name_ar=f"مركز {number}", name_en=f"W{number}",
            full_name="", comparable="", latitude=27 + number, longitude=30, position_precision="place",
        )  # fmt: skip
    assert sent(signed_in)["new_units"][0]["district"]["code"] == FARAFRA
    for number in range(8):
        register(f"W{number}", 1)
    found = sent(signed_in)["new_units"]
    assert len(found) == 5
    assert found == sorted(found, key=lambda unit: -unit["saved_km"])


def test_without_an_exactly_known_unit_nothing_is_reckoned_and_that_is_said(signed_in: Client) -> None:
    Facility.objects.filter(pk="WD-F1").update(position_precision="city")
    whole = sent(signed_in)
    assert (whole["new_units"], whole["mean_way"]) == (
        [],
        {"km": None, "people": 0, "of": 14, "at_most": True},
    )
    page = signed_in.get(f"/en/statistics/fairness/{NEW_VALLEY}/").content.decode()
    assert "This cannot be told yet" in page


def test_a_governorate_of_which_the_directory_knows_nothing_has_a_page(
    client: Client, clerk: Account
) -> None:
    sign_in(client, clerk)
    page = client.get("/en/statistics/fairness/EG-C/").content.decode()
    assert "no facility of this governorate is in the directory yet" in page
    assert "This cannot be told yet" in page
    whole = client.get("/api/v1/statistics/fairness/EG-C/").json()
    assert {row["verdict"]["code"] for row in whole["districts"]} == {"not_judged"}
    assert whole["spread"]["code"] == "EG-C" and whole["mean_people_per_unit"] is None


def test_port_police_is_listed_only_if_somebody_is_registered_there(client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    listed = {row["code"] for row in client.get("/api/v1/statistics/fairness/EG-DT/").json()["districts"]}
    assert "1102" in listed and "1108" not in listed


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_renders_what_the_endpoint_sends(language: str, signed_in: Client) -> None:
    whole = sent(signed_in)
    answer = signed_in.get(f"/{language}/statistics/fairness/{NEW_VALLEY}/")
    assert {**answer.context["fairness"], "as_of": ""} == {**whole, "as_of": ""}
    text = answer.content.decode()
    for row in whole["districts"]:
        assert row["name"][language] in text
        assert row["verdict"]["name"][language].lower() in text.lower()
    assert "55.6" in text and "133" in text and "222" in text


@pytest.mark.parametrize("typed", ["0", "-3", "101", "2.5", "near", "1e2", "99999999999999999999", "5;5"])
def test_a_distance_that_cannot_be_read_is_refused_at_its_field(typed: str, signed_in: Client) -> None:
    answer = signed_in.get(ENDPOINT, {"within": typed}, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    (fault,) = problem(answer)["errors"]
    assert (fault["field"], fault["message"]) == ("within", "Give whole kilometres, from 1 to 100.")
    page = signed_in.get(f"/en/statistics/fairness/{NEW_VALLEY}/", {"within": typed})
    assert page.status_code == 400
    assert fault["message"] in page.content.decode()


@pytest.mark.parametrize("query", ["?within=5&within=6", "?far=5", "?page=1"])
def test_a_parameter_that_is_unknown_or_given_twice_is_named(query: str, signed_in: Client) -> None:
    answer = signed_in.get(ENDPOINT + query)
    assert problem(answer)["status"] == 400
    assert problem(answer)["errors"][0]["field"] in query
    for endpoint in ("/api/v1/statistics/fairness/", "/api/v1/statistics/readiness/"):
        assert signed_in.get(endpoint + "?far=5").status_code == 400


@pytest.mark.parametrize("code", ["EG-XX", "eg-wad", "1"])
def test_a_governorate_that_does_not_exist_is_not_found(code: str, signed_in: Client) -> None:
    assert signed_in.get(f"/api/v1/statistics/fairness/{code}/").status_code == 404
    assert signed_in.get(f"/en/statistics/fairness/{code}/").status_code == 404


def test_fairness_is_for_staff_of_any_area(
    client: Client, citizen: Account, foreign_clerk: Account, manager: Account, national_admin: Account
) -> None:
    pages = ("/en/statistics/fairness/", "/en/statistics/fairness/EG-LX/", "/en/statistics/readiness/")
    endpoints = [page.replace("/en/", "/api/v1/") for page in pages]
    for page, endpoint in zip(pages, endpoints, strict=True):
        assert "/staff/sign-in/" in client.get(page).headers["Location"]
        assert client.get(endpoint).status_code == 401
    sign_in(client, citizen)
    assert {client.get(address).status_code for address in (*pages, *endpoints)} == {403}
    for account in (foreign_clerk, manager, national_admin):
        sign_in(client, account)
        assert {client.get(address).status_code for address in (*pages, *endpoints)} == {200}
        assert {client.post(address).status_code for address in pages} == {405}


def test_districts_and_units_cost_six_queries_however_many_there_are(
    new_valley: None, django_assert_num_queries: Any
) -> None:
    governorate = Governorate.objects.get(pk=NEW_VALLEY)
    with django_assert_num_queries(6):  # people, facilities in four, districts
        of_governorate(governorate, cairo_today(), within=5)
    for number in range(30):
        facility(f"WD-G{number:02}", latitude=25.0, district_id=FARAFRA)
    with django_assert_num_queries(6):
        found = of_governorate(governorate, cairo_today(), within=5)
    assert found.positions.exact == 31
