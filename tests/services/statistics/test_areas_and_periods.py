"""Dashboards from the country down to a facility, for any months, side by side, and not sent again while unchanged."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Facility, StatusPeriod
from facilities.geography.models import District
from registry.people.models import Beneficiary
from services.statistics import jobs
from services.statistics.reading.numbers import Numbers
from services.statistics.reading.periods import Period, months_after, period_of
from services.statistics.templatetags.statistics import moved
from tests.cast import sign_in
from tests.conftest import problem
from tests.services.visits import lines_of, person_of, undo, visit
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

pytestmark = pytest.mark.django_db
THIS = cairo_today().replace(day=1)
LAST = months_after(THIS, -1)


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


@pytest.fixture
def numbers(client: Client, clerk: Account) -> Callable[..., dict[str, Any]]:
    """What an endpoint of the numbers answers to a clerk."""
    sign_in(client, clerk)

    def asked(path: str, **query: Any) -> dict[str, Any]:
        answer = client.get(f"/api/v1/statistics/{path}", query)
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    return asked


def by_code(parts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {part["code"]: part for part in parts}


@pytest.mark.parametrize("folded", [False, True], ids=["pending", "rolled up"])
def test_each_level_shows_its_part_of_the_same_numbers(
    folded: bool,
    numbers: Any,
    clerk: Account,
    luxor_unit: Facility,
    person: Beneficiary,
    port_said_unit: Facility,
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-EXAM", quantity=2))
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"), on=LAST)
    stranger = person_of(port_said_unit, serial=4)
    visit(Account.system(), port_said_unit.pk, stranger.pk, lines_of("PHC-EXAM"))
    if folded:
        jobs.roll_up()
    country, luxor = numbers("EG/"), numbers("EG-LX/")
    district = numbers(f"districts/{luxor_unit.district_id}/")
    facility = numbers(f"facilities/{luxor_unit.pk}/")
    assert country["services"]["value"] == 5
    for one in (luxor, district, facility):
        assert (one["services"]["value"], one["services"]["before"], one["services"]["total"]) == (4, 1, 5)
        assert (one["registered"]["value"], sum(age["value"] for age in one["registered"]["by_age"])) == (
            1,
            1,
        )
    assert by_code(country["parts_governorates"])["EG-LX"]["in_period"] == 4
    assert by_code(luxor["parts_districts"])[luxor_unit.district_id]["in_period"] == 4
    assert by_code(luxor["parts_facilities"])[luxor_unit.pk]["in_period"] == 4
    assert by_code(district["parts_facilities"])[luxor_unit.pk]["registered"] == 1
    assert [area["code"] for area in facility["above"]] == ["EG", "EG-LX", luxor_unit.district_id]
    assert (country["examined"]["people"], luxor["examined"]["people"], facility["examined"]) == (2, 1, None)
    assert luxor["homes"] == {"at_home": 4, "away": 0, "share": 1.0}


def test_what_was_undone_or_written_late_is_said(
    numbers: Any, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (slip,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    undo(clerk, slip)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"), on=cairo_today() - timedelta(days=3))
    first = months_after(THIS, -1)
    for path in ("EG-LX/", f"facilities/{luxor_unit.pk}/"):
        entries = numbers(path, **{"from": f"{first:%Y-%m}", "to": f"{THIS:%Y-%m}"})["entries"]
        assert entries == {"written": 2, "late": 1, "late_share": 0.5, "mean_delay": 1.5, "undone": 1}


def test_where_nothing_was_written_there_is_no_share_and_no_mean(numbers: Any) -> None:
    empty = numbers("EG-C/")
    assert (empty["entries"]["late_share"], empty["entries"]["mean_delay"]) == (None, None)
    assert (empty["homes"]["share"], empty["examined"]["share"], empty["services"]["per_person"]) == (
        None,
    ) * 3
    assert empty["facilities"]["beds"]["number"] is None


def test_a_period_and_those_it_is_compared_with(
    numbers: Any, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    two = {"from": f"{months_after(THIS, -2):%Y-%m}", "to": f"{LAST:%Y-%m}"}
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", quantity=3), on=LAST)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    found = numbers("EG-LX/", **two)
    assert found["period"] == two
    assert found["period_before"] == {
        "from": f"{months_after(THIS, -4):%Y-%m}", "to": f"{months_after(THIS, -3):%Y-%m}",
    }  # fmt: skip
    assert (found["services"]["value"], found["services"]["total"]) == (3, 4)
    assert found["known_until"] == (THIS - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2026-13"}, "from"), ({"to": "yesterday"}, "to"), ({"from": "2018-12"}, "from"),
        ({"from": "2999-01"}, "from"), ({"from": "2025-03", "to": "2025-01"}, "to"), ({"from": "2025-00"}, "from"),
        ({"from": "0000-01"}, "from"), ({"month": "2025-01"}, "month"),
    ],
)  # fmt: skip
def test_an_absurd_period_is_refused_at_its_field_by_page_and_endpoint(
    asked: dict[str, str], field: str, client: Client, clerk: Account
) -> None:
    sign_in(client, clerk)
    answer = client.get("/api/v1/statistics/EG-LX/", asked)
    assert answer.status_code == 400
    assert {error["field"] for error in problem(answer)["errors"]} == {field}
    if field != "month":
        page = client.get("/en/statistics/EG-LX/", asked)
        assert page.status_code == 400
        assert f'id="{field}-fault"' in page.content.decode()


def test_a_month_may_be_typed_in_arabic_digits(numbers: Any) -> None:
    assert numbers("EG-LX/", **{"from": "٢٠٢٦-٣"})["period"] == {"from": "2026-03", "to": "2026-03"}


def test_a_period_of_one_month_may_name_either_end() -> None:
    today = date(2026, 11, 22)
    for first, last in (("2026-03", ""), ("", "2026-03"), ("2026-03", "2026-03")):
        assert period_of(first, last, today) == Period(date(2026, 3, 1), date(2026, 3, 1))
    assert Period(date(2026, 1, 1), date(2026, 3, 1)).before() == Period(date(2025, 10, 1), date(2025, 12, 1))
    assert Period(date(2024, 2, 1), date(2024, 2, 1)).end == date(2024, 2, 29)


@pytest.mark.parametrize("path", ["districts/9999/", "facilities/LX-NONE/", "districts/3601x/"])
def test_a_district_or_facility_that_does_not_exist_is_not_found(
    path: str, client: Client, clerk: Account
) -> None:
    sign_in(client, clerk)
    assert client.get(f"/api/v1/statistics/{path}").status_code == 404
    assert client.get(f"/en/statistics/{path}").status_code == 404


def test_areas_stand_side_by_side_with_the_numbers_of_their_own_pages(
    client: Client, numbers: Any, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", quantity=5))
    both = numbers("compare/", area=["EG-LX", "EG-PTS"])
    figures = by_code(both["figures"])
    assert [area["code"] for area in both["areas"]] == ["EG-LX", "EG-PTS"]
    assert figures["services"]["values"] == [5, 0]
    assert figures["registered"]["values"] == [1, 0]
    assert figures["late_share"]["values"] == [0.0, None]
    shown = client.get("/ar/statistics/compare/", {"area": ["EG-LX", "EG-PTS"]}).context["comparison"]
    assert shown["figures"] == both["figures"]
    facilities = numbers("compare/", area=[luxor_unit.pk, "LX-H2"])
    assert by_code(facilities["figures"])["services"]["values"] == [5, 0]


@pytest.mark.parametrize(
    "areas",
    [["EG-LX"], ["EG-LX", "EG-LX"], ["EG-LX", "LX-F01"], ["EG-LX", "EG-XX"], ["EG-LX"] * 5, ["\0", "EG-LX"]],
)
def test_areas_that_cannot_be_compared_are_refused(areas: list[str], client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    answer = client.get("/api/v1/statistics/compare/", {"area": areas})
    assert (answer.status_code, problem(answer)["errors"][0]["field"]) == (400, "area")
    page = client.get("/en/statistics/compare/", {"area": areas})
    assert page.status_code == 400
    assert 'id="area-fault"' in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/api/v1/statistics/EG-LX/", "/ar/statistics/EG-LX/", "/ar/statistics/map.svg"]
)
def test_what_has_not_changed_is_not_sent_again(
    address: str,
    client: Client,
    clerk: Account,
    other_clerk: Account,
    luxor_unit: Facility,
    person: Beneficiary,
) -> None:
    sign_in(client, clerk)

    def status(tag: str) -> int:
        return client.get(address, headers={"If-None-Match": tag}).status_code

    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    changes: list[Callable[[], object]] = [
        lambda: visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM")),
        lambda: jobs.roll_up(),
        lambda: Facility.objects.filter(pk=luxor_unit.pk).update(emergency=not luxor_unit.emergency),
        lambda: sign_in(client, other_clerk),
    ]
    for change in changes:
        change()
        assert status(tag) == 200
        tag = client.get(address).headers["ETag"]
        assert status(tag) == 304


def test_districts_add_up_to_their_governorate_and_units_have_all_of_their_people(
    numbers: Any, client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    without_district = Facility.objects.filter(governorate="EG-LX", kind=luxor_unit.kind).exclude(
        pk=luxor_unit.pk
    )[0]
    Facility.objects.filter(pk=without_district.pk).update(district=None)
    visit(Account.system(), without_district.pk, person.pk, lines_of("PHC-FM", quantity=3))
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    found = numbers("EG-LX/")
    last = found["parts_districts"][-1]
    assert (last["code"], last["name"]["en"], last["in_period"]) == ("", "District not known", 3)
    assert sum(part["in_period"] for part in found["parts_districts"]) == found["services"]["value"] == 4
    assert sum(part["facilities"] for part in found["parts_districts"]) == found["facilities"]["total"]
    assert "District not known</th>" in client.get("/en/statistics/EG-LX/").content.decode()
    elsewhere = District.objects.filter(governorate="EG-LX").exclude(pk=luxor_unit.district_id)[0]
    person_of(luxor_unit, serial=5, district=elsewhere)
    assert (
        by_code(numbers(f"districts/{luxor_unit.district_id}/")["parts_facilities"])[luxor_unit.pk][
            "registered"
        ]
        == 2
    )
    listed = by_code(numbers(f"districts/{elsewhere.pk}/")["parts_facilities"])
    assert luxor_unit.pk not in listed


def test_a_facility_that_is_closed_now_is_marked_and_on_no_map(
    numbers: Any, client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    StatusPeriod.objects.filter(facility=luxor_unit).delete()
    StatusPeriod.objects.create(facility=luxor_unit, status="closed", since=cairo_today())
    part = by_code(numbers("EG-LX/")["parts_facilities"])[luxor_unit.pk]
    assert (part["in_period"], part["facilities"], part["position"]) == (1, 0, None)
    assert "(not open here now)" in client.get("/en/statistics/EG-LX/").content.decode()


def test_who_can_have_no_registered_people_has_no_number_of_them(numbers: Any, client: Client) -> None:
    assert numbers("facilities/LX-H2/")["registered"]["value"] is None
    assert "Registered people</" not in client.get("/en/statistics/facilities/LX-H2/").content.decode()
    codes = [row["code"] for row in numbers("compare/", area=["LX-H2", "LX-H5"])["figures"]]
    assert "registered" not in codes and "services" in codes


def test_the_last_day_of_a_month_is_not_over_and_compared_with_nothing() -> None:
    assert "so far" in moved({"value": 1, "before": 10}, is_over=False)
    assert moved({"value": 1, "before": 10}, is_over=True).startswith("90")
    day = date(2026, 3, 31)
    of = SimpleNamespace(period=Period(date(2026, 3, 1), date(2026, 3, 1)), today=day)
    assert not Numbers.is_over.fget(of)
    of.today = date(2026, 4, 1)
    assert Numbers.is_over.fget(of)


def test_the_map_paints_each_governorate_and_says_its_share(
    client: Client, clerk: Account, person: Beneficiary
) -> None:
    drawing = sign_in(client, clerk).get("/en/statistics/map.svg")
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    said = drawing.content.decode()
    assert said.count("<path") == 27
    assert "<title>Luxor: 0.00%</title>" in said
    page = client.get("/en/statistics/").content.decode()
    assert "/en/statistics/map.svg" in page
    assert "the population is not known" in page.lower()


def test_the_facilities_of_an_area_are_drawn_on_a_map_when_it_is_asked_for(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    sign_in(client, clerk)
    for address in ("/en/statistics/EG-LX/", f"/en/statistics/districts/{luxor_unit.district_id}/"):
        plain = client.get(address)
        assert "leaflet" not in plain.content.decode() and "view=map" in plain.content.decode()
        page = client.get(address, {"view": "map"})
        said = page.content.decode()
        assert "leaflet" in said and ">List only</a>" in said and 'name="view" value="map"' in said
        (drawn,) = re.findall(r'id="map-facilities" type="application/json">(.*?)</script>', said)
        pins = json.loads(drawn)
        parts = page.context["numbers"]["parts_facilities"]
        assert [pin["number"] for pin in pins] == list(range(1, len(parts) + 1))
        months = f"?from={THIS:%Y-%m}&to={THIS:%Y-%m}"
        assert pins[0]["address"] == f"/en/statistics/facilities/{luxor_unit.pk}/{months}"
        assert (pins[0]["latitude"], pins[0]["longitude"]) == (
            float(luxor_unit.latitude),
            float(luxor_unit.longitude),
        )
        assert f'1. <a href="/en/statistics/facilities/{luxor_unit.pk}/' in said


def test_the_entries_behind_the_numbers_are_for_those_in_whose_area_they_lie(
    client: Client, clerk: Account, foreign_clerk: Account, governorate_admin: Account, luxor_unit: Facility,
    person: Beneficiary,
) -> None:  # fmt: skip
    (slip, _kept) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB"))
    undo(clerk, slip)
    address = f"/en/statistics/facilities/{luxor_unit.pk}/"
    for account in (clerk, governorate_admin):
        sign_in(client, account)
        assert f"{address}rows/" in client.get(address).content.decode()
        shown = client.get(f"{address}rows/").context["records"]
        sent = client.get("/api/v1/service-records/", {"facility": luxor_unit.pk}).json()["results"]
        assert shown == sent
        assert sum(row["quantity"] for row in shown) == 1
    sign_in(client, foreign_clerk)
    assert f"{address}rows/" not in client.get(address).content.decode()
    assert client.get(f"{address}rows/").status_code == 403
