"""The public API of governorates, districts, kinds of service and facilities."""

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.test import Client

from facilities.directory.models import Facility
from tests.conftest import problem

pytestmark = pytest.mark.django_db
TRANSACTION = 3  # queries: the savepoint of the request, its end, and the name of the writer
API = "/api/v1/"
FACILITIES = f"{API}facilities/"


def listed(client: Client, address: str) -> list[dict[str, Any]]:
    """All results of a list, following `next`: of the finder the first hundred."""
    results: list[dict[str, Any]] = []
    while address:
        page = client.get(address).json()
        results += page["results"]
        address = page["next"]
    return results


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("governorates/", 27),
        ("districts/", 389),
        ("service-types/", 89),
        ("facilities/", 100),
        ("districts/?governorate=EG-LX", 8),
        ("service-types/?level=primary", 19),
        ("service-types/?level=secondary&category=dialysis", 1),
        ("facilities/?governorate=EG-LX", 68),
        ("facilities/?kind=family_medicine_center", 19),
        ("facilities/?level=tertiary", 40),
        ("facilities/?level=diagnostic&governorate=EG-LX", 2),
        ("facilities/?q=&governorate=&kind=&level=&near=", 100),
    ],
)
def test_lists_answer_everything_once_in_both_languages(client: Client, path: str, count: int) -> None:
    things = listed(client, API + path)
    assert len(things) == len({thing["code"] for thing in things}) == count
    assert all(thing["name"]["ar"] and thing["name"]["en"] for thing in things)


@pytest.mark.parametrize("question", ["q=الأقصر&near=25.7,32.64", f"q={quote('الأقصر')}&near=25.7%2C32.64"])
def test_links_to_the_next_page_are_absolute_and_keep_the_question(client: Client, question: str) -> None:
    """Also for those who send Arabic letters as bare bytes."""
    first = client.get(f"{FACILITIES}?{question}").json()
    assert first["previous"] is None
    assert first["next"].startswith("http://testserver/api/v1/facilities/?")
    assert parse_qs(urlsplit(first["next"]).query) == {"q": ["الأقصر"], "near": ["25.7,32.64"], "page": ["2"]}
    second = client.get(first["next"]).json()
    assert parse_qs(urlsplit(second["previous"]).query) == {"q": ["الأقصر"], "near": ["25.7,32.64"]}


def test_a_governorate_says_how_far_the_system_has_come_and_how_exactly_that_is_known(client: Client) -> None:
    suez = client.get(f"{API}governorates/EG-SUZ/").json()
    assert suez["stage"]["phase"] == 1
    assert suez["stage"]["status"]["code"] == "operational"
    assert suez["stage"]["launched"] == {"date": "2024-12", "precision": "month"}
    assert suez["population"] == {"value": 810800, "as_of": "2025-10-14"}
    assert suez["census"] == {"value": 728180, "year": 2017}
    assert suez["outline"]["type"] in ("Polygon", "MultiPolygon")
    assert "outline" not in client.get(f"{API}governorates/").json()["results"][0]


def test_a_facility_tells_what_is_known_and_null_for_what_is_not(client: Client) -> None:
    karnak = client.get(f"{FACILITIES}LX-H2/").json()
    assert karnak["name"] == {"ar": "مستشفى الكرنك الدولي", "en": "Karnak International Hospital"}
    assert karnak["former_name"]["en"] == "Luxor General Hospital"
    assert karnak["kind"]["code"] == "hospital"
    assert [level["code"] for level in karnak["levels"]] == ["tertiary"]
    assert karnak["governorate"] == {"code": "EG-LX", "name": {"ar": "الأقصر", "en": "Luxor"}}
    assert (karnak["position"]["latitude"], karnak["position"]["precision"]) == (25.70809, "point")
    beds = next(each for each in karnak["capacities"] if each["kind"]["code"] == "beds")
    assert (beds["quantity"], beds["as_of"]) == (201, None)
    assert karnak["places"] is None and karnak["accreditations"] == [] and karnak["distance_km"] is None
    without_position = client.get(f"{FACILITIES}PS-F2/").json()
    assert without_position["position"] is None and without_position["former_name"] is None
    assert without_position["accreditations"][0]["since"] == {"date": "2025-09", "precision": "month"}


def test_figures_of_a_demonstration_are_marked(client: Client, settings: Any) -> None:
    Facility.objects.filter(code="LX-F01").update(places=100, taken=30)
    for demo in (True, False):
        settings.DEMO = demo
        places = client.get(f"{FACILITIES}LX-F01/").json()["places"]
        assert places == {"total": 100, "taken": 30, "free": 70, "made_up": demo}


def test_near_orders_and_gives_the_distance(client: Client) -> None:
    results = client.get(FACILITIES, {"near": "25.708,32.6457", "governorate": "EG-LX"}).json()["results"]
    assert results[0]["code"] == "LX-H2" and results[0]["distance_km"] == 0.0
    assert [each["distance_km"] for each in results] == sorted(each["distance_km"] for each in results)


@pytest.mark.parametrize("written", ["25.7,32.64", "٢٥٫٧،٣٢٫٦٤", "۲۵.۷ , ۳۲.۶۴", "\u200f25.7, 32.64"])
def test_a_position_may_be_written_in_any_digits(client: Client, written: str) -> None:
    plain = client.get(FACILITIES, {"near": "25.7,32.64"}).json()["results"]
    assert client.get(FACILITIES, {"near": written}).json()["results"] == plain


UNKNOWN = [
    "facilities/LX-H99/",
    "facilities/%00/",
    "governorates/EG-XX/",
    "districts/9999/",
    "service-types/X/",
]
BAD_QUESTIONS = [
    ("facilities/", "q", "ً"),
    ("facilities/", "q", "ـــ"),
    ("facilities/", "q", "!?"),
    ("facilities/", "q", "ا" * 201),
    ("facilities/", "q", "a\x00b"),
    ("facilities/", "governorate", "EG-XX"),
    ("facilities/", "governorate", "EG\x00"),
    ("facilities/", "kind", "palace"),
    ("facilities/", "level", "highest"),
    ("facilities/", "near", "25.7"),
    ("facilities/", "near", "here"),
    ("facilities/", "near", "nan,inf"),
    ("facilities/", "near", "48.2,16.37"),
    ("facilities/", "near", "25.7,32.64\x00"),
    ("facilities/", "page", "0"),
    ("facilities/", "colour", "green"),
    ("governorates/", "governorate", "EG-LX"),
    ("governorates/EG-LX/", "q", "1"),
    ("districts/", "governorate", "88"),
    ("service-types/", "level", "highest"),
    ("service-types/", "category", "any"),
]


@pytest.mark.parametrize(("path", "field", "value"), BAD_QUESTIONS)
def test_what_cannot_be_read_is_named_in_the_asked_language(
    client: Client, path: str, field: str, value: str
) -> None:
    messages = {}
    for language in ("ar", "en"):
        answer = client.get(API + path, {field: value}, headers={"Accept-Language": language})
        assert answer.status_code == 400
        (fault,) = problem(answer)["errors"]
        assert fault["field"] == field and fault["message"]
        messages[language] = fault["message"]
    assert messages["en"].isascii() and not messages["ar"].isascii()


@pytest.mark.parametrize(
    "path",
    UNKNOWN,
)
def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    answer = client.get(API + path)
    assert answer.status_code == 404 and problem(answer)["status"] == 404


@pytest.mark.parametrize(
    "path", ["governorates/", "districts/3607/", "service-types/", "facilities/", "facilities/LX-H2/"]
)
def test_these_addresses_are_for_reading(client: Client, path: str) -> None:
    assert client.post(API + path, {}, content_type="application/json").status_code in (401, 403, 405)


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("governorates/", 2),
        ("governorates/EG-LX/", 2),
        ("districts/", 1),
        ("districts/?governorate=EG-LX", 2),
        ("service-types/", 2),
        ("facilities/", 1),
        ("facilities/?q=luxor&near=25.7,32.64&governorate=EG-LX&kind=hospital&level=tertiary", 1),
    ],
)
def test_a_list_costs_the_same_however_long_it_is(
    client: Client, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    client.get(API)  # what is read once per process
    with django_assert_num_queries(queries + TRANSACTION):
        assert client.get(API + path).status_code == 200
