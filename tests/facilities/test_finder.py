"""People find what they mean in their own words, near to where they are, and what is open: through the endpoint."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Facility, OpeningHours
from uhis_portal.calendar import CAIRO

pytestmark = pytest.mark.django_db
FACILITIES = "/api/v1/facilities/"

QUESTIONS = {
    "مستشفي ارمنت": "LX-H5",
    "حورس": "LX-H5",
    "horas": "LX-H5",
    "Erment hospital": "LX-H5",
    "Esna": "LX-F10",
    "isna": "LX-F10",
    "esna hospital": "LX-H6",
    "luxor general": "LX-H2",
    "مستشفى الأقصر العام": "LX-H2",
    "الكرنك": "LX-H2",
    "kranak": "LX-H2",
    "lx-h2": "LX-H2",
    "البياضية": "LX-H3",
    "elbayadeya": "LX-H3",
    "نساء وولادة": "LX-H3",
    "hospital for children in Luxor": "LX-H4",
    "cancer luxor": "LX-P1",
    "eye clinic luxor": "LX-P4",
    "وحدة صحية الدبابية": "LX-F08",
    "توماس ٢": "LX-F05",
    "rizeqat": "LX-F21",
    "وحدة طب اسرة العوامية": "LX-F50",
    "مستشفى رمد بورسعيد": "PS-H8",
    "بور فؤاد": "PS-H3",
    "٣٠ يونيو": "PS-H5",
    "مجمع الاسماعيلية": "IS-H1",
    "طوارئ ابوخليفه": "IS-H2",
    "ras sedr": "SS-H1",
    "ابو سمبل": "AS-H6",
    "كوم امبو": "AS-H3",
    "edfu": "AS-H1",
}


def found(client: Client, **parameters: Any) -> dict[str, Any]:
    answer = client.get(FACILITIES, parameters)
    assert answer.status_code == 200, answer.content.decode()
    page: dict[str, Any] = answer.json()
    return page


def codes(client: Client, **parameters: Any) -> list[str]:
    return [each["code"] for each in found(client, **parameters)["results"]]


@pytest.mark.parametrize(("question", "meant"), QUESTIONS.items())
def test_what_is_meant_is_among_the_first_three(client: Client, question: str, meant: str) -> None:
    assert meant in codes(client, q=question)[:3]


def test_a_kind_and_a_place_find_what_is_of_that_kind_there(client: Client) -> None:
    best = found(client, q="family medicine unit in Luxor")["results"][:10]
    assert {each["governorate"]["code"] for each in best} == {"EG-LX"}
    assert all(each["kind"]["code"].startswith("family_medicine") for each in best)


def test_the_reason_is_told_where_it_is_not_the_current_name(client: Client) -> None:
    best = found(client, q="luxor general")["results"][0]
    assert (
        best["matched"]["field"] == "former_name"
        and best["matched"]["text"]["en"] == "Luxor General Hospital"
    )
    assert found(client, q="حورس")["results"][0]["matched"] is None


def test_near_gives_the_distance_as_the_crow_flies(client: Client) -> None:
    results = found(client, near="25.70809,32.64569")["results"]
    assert results[0]["code"] == "LX-H2" and results[0]["distance_km"] == 0.0
    far = found(client, near="25.70809,32.64569", q="SS-H6")["results"][0]
    assert far["code"] == "SS-H6" and far["distance_km"] == 360.1


def test_facilities_without_a_position_come_last_and_by_name(client: Client) -> None:
    listed = [
        each
        for page in range(1, 6)
        for each in found(client, near="30.6,32.27", page=page, governorate="EG-IS")["results"]
    ]
    distances = [each["distance_km"] for each in listed]
    known = [distance for distance in distances if distance is not None]
    assert known == sorted(known) and distances[len(known) :] == [None] * (len(distances) - len(known))


def test_near_a_facility_a_district_or_a_governorate(client: Client) -> None:
    assert codes(client, near="LX-H2")[0] == "LX-H2"
    assert found(client, near="3607")["results"][0]["distance_km"] is not None
    assert all(each["governorate"]["code"] == "EG-LX" for each in found(client, near="eg-lx")["results"])


def test_a_radius_leaves_out_what_lies_outside_and_what_lies_nobody_knows_where(client: Client) -> None:
    page = found(client, near="LX-H2", radius_km=5)
    assert 0 < page["total"] < 68
    assert all(each["distance_km"] <= 5 for each in page["results"])


def test_filters_narrow_together(client: Client) -> None:
    narrowed = found(client, governorate="EG-LX", kind="hospital", level="tertiary")["results"]
    assert narrowed and all(each["governorate"]["code"] == "EG-LX" for each in narrowed)
    assert all(each["kind"]["code"] == "hospital" for each in narrowed)


def test_open_at_a_time_tells_whose_hours_are_not_known(client: Client) -> None:
    OpeningHours.objects.create(facility_id="LX-H2", weekday=1, opens=8 * 60, closes=14 * 60)
    monday = datetime.now(CAIRO).replace(hour=9, minute=0, second=0, microsecond=0)
    while monday.isoweekday() != 1:
        monday = monday.fromtimestamp(monday.timestamp() + 86_400, CAIRO)
    page = found(client, open=monday.strftime("%Y-%m-%dT%H:%M"), governorate="EG-LX")
    assert [each["code"] for each in page["results"]] == ["LX-H2"]
    assert page["results"][0]["open"]["state"] == "open" and page["hours_not_known"] == 67
    assert codes(client, open=monday.strftime("%Y-%m-%dT15:00"), governorate="EG-LX") == []


def test_units_that_are_full_accept_no_families(client: Client) -> None:
    Facility.objects.filter(pk="LX-F01").update(places=10, taken=10)
    Facility.objects.filter(pk="LX-F02").update(places=10, taken=9)
    accepting = {
        each["code"]: each["free_places"]
        for page in range(1, 5)
        for each in found(client, accepts_families="true", governorate="EG-LX", page=page)["results"]
    }
    assert "LX-F01" not in accepting and accepting["LX-F02"] == 1 and "LX-H2" not in accepting


def test_a_closed_facility_is_not_listed_unless_its_status_is_asked_for(client: Client) -> None:
    Facility.objects.get(pk="LX-H5").statuses.update(status="closed")
    assert "LX-H5" not in codes(client, q="حورس")
    assert codes(client, q="حورس", status="closed") == ["LX-H5"]


def test_only_the_first_hundred_are_paged_through(client: Client) -> None:
    pages = [found(client, page=number) for number in range(1, 6)]
    assert len({each["code"] for page in pages for each in page["results"]}) == 100
    assert pages[0]["next"] and not pages[0]["previous"] and pages[4]["next"] is None
    assert pages[0]["total"] == 121


def test_nothing_found_says_so_and_offers_a_spelling_or_none(client: Client) -> None:
    page = found(client, q="qqqqqqzzzzz")
    assert page["results"] == [] and page["total"] == 0
    for hostile in (
        "'; DROP TABLE directory_facility; --",
        "<script>alert(1)</script>",
        "\u202eلا",
        "%" * 199 + "a",
    ):
        assert client.get(FACILITIES, {"q": hostile[:200]}).status_code == 200


def test_who_has_the_answer_already_is_told_so(client: Client) -> None:
    for address in (f"{FACILITIES}?q=luxor", f"{FACILITIES}LX-H2/"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "Accept-Language" in first.headers["Vary"] and again.headers["ETag"] == first.headers["ETag"]
        assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200
