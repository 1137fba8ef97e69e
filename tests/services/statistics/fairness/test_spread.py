"""People per unit and per bed, by governorate: what the directory does not know is not known, never none."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from facilities.geography.models import Governorate
from services.statistics import jobs
from services.statistics.fairness.spread import of_country
from tests.cast import sign_in
from tests.services.statistics.fairness.world import (
    KHARGA,
    NEW_VALLEY,
    POPULATION,
    facility,
    register,
)
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

pytestmark = pytest.mark.django_db
COUNTRY = "/api/v1/statistics/fairness/"


@pytest.fixture
def signed_in(client: Client, clerk: Account) -> Client:
    return sign_in(client, clerk)


def of(client: Client, code: str) -> dict[str, Any]:
    rows = client.get(COUNTRY).json()["governorates"]
    assert len(rows) == 27
    return next(row for row in rows if row["code"] == code)


@pytest.mark.parametrize("folded", [False, True], ids=["pending", "rolled up"])
@pytest.mark.usefixtures("new_valley")
def test_people_are_shared_out_over_open_units_and_known_beds(folded: bool, signed_in: Client) -> None:
    if folded:
        jobs.roll_up()
    row = of(signed_in, NEW_VALLEY)
    assert row["population"]["value"] == POPULATION
    assert (row["registered"], row["units"]) == (14, 3)
    assert row["people_per_unit"] == 91_633  # 274,900 / 3
    assert row["registered_per_unit"] == 5  # 14 / 3
    assert row["beds"] == {
        "known": 100, "complete": False, "hospitals": 2, "hospitals_known": 1,
        "earliest": "2025-01-01", "latest": "2025-01-01", "undated": 0,
    }  # fmt: skip
    assert row["people_per_bed"] == 2_749


@pytest.mark.usefixtures("new_valley")
def test_beds_of_every_hospital_known_are_complete_and_each_stands_with_its_day(signed_in: Client) -> None:
    facility("WD-H4", "eye_hospital", beds=20, beds_as_of=date(2024, 6, 1))
    facility("WD-C1", "eye_centre", beds=7)  # no hospital: its beds are not among those of hospitals
    beds = of(signed_in, NEW_VALLEY)["beds"]
    assert (beds["known"], beds["hospitals"], beds["hospitals_known"]) == (120, 3, 2)
    assert (beds["earliest"], beds["latest"]) == ("2024-06-01", "2025-01-01")
    luxor = of(signed_in, "EG-LX")["beds"]
    assert (luxor["known"], luxor["undated"], luxor["complete"]) == (537, 4, False)


def test_a_governorate_without_facilities_in_the_directory_is_not_known_which_is_not_none(
    signed_in: Client,
) -> None:
    row = of(signed_in, NEW_VALLEY)
    assert row["registered"] == 0
    for name in ("units", "people_per_unit", "registered_per_unit", "beds", "people_per_bed"):
        assert row[name] is None
    facility("WD-F9", status="planned")
    row = of(signed_in, NEW_VALLEY)
    assert (row["units"], row["people_per_unit"], row["people_per_bed"]) == (0, None, None)
    assert (row["beds"]["hospitals"], row["beds"]["complete"]) == (0, False)


@pytest.mark.usefixtures("new_valley")
def test_a_governorate_without_a_population_has_no_ratio(signed_in: Client) -> None:
    Governorate.objects.filter(pk=NEW_VALLEY).update(population=None, population_as_of=None)
    row = of(signed_in, NEW_VALLEY)
    assert (row["units"], row["people_per_unit"], row["people_per_bed"]) == (3, None, None)
    assert row["registered_per_unit"] == 5
    assert signed_in.get("/en/statistics/fairness/").status_code == 200


@pytest.mark.usefixtures("new_valley")
def test_only_those_who_are_registered_today_count(signed_in: Client) -> None:
    today = cairo_today()
    register(KHARGA, 3, since=today + timedelta(days=1))
    register(KHARGA, 2, since=today - timedelta(days=9), until=today)
    register(KHARGA, 1, since=today)
    assert of(signed_in, NEW_VALLEY)["registered"] == 15
    jobs.roll_up()
    assert of(signed_in, NEW_VALLEY)["registered"] == 15


@pytest.mark.usefixtures("new_valley")
def test_most_people_per_unit_stand_first_and_what_is_not_known_last(signed_in: Client) -> None:
    sent = signed_in.get(COUNTRY).json()
    per_unit = [row["people_per_unit"] for row in sent["governorates"]]
    known = [people for people in per_unit if people is not None]
    assert per_unit == sorted(known, reverse=True) + [None] * (27 - len(known))
    with_units = [row for row in sent["governorates"] if row["people_per_unit"] is not None]
    people = sum(row["population"]["value"] for row in with_units)
    assert sent["people_per_unit"] == {
        "people": round(people / sum(row["units"] for row in with_units)), "governorates": len(known), "of": 27,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.usefixtures("new_valley")
def test_the_page_renders_what_the_endpoint_sends(language: str, signed_in: Client) -> None:
    sent = signed_in.get(COUNTRY).json()
    answer = signed_in.get(f"/{language}/statistics/fairness/")
    shown = answer.context["fairness"]
    assert {**shown, "as_of": ""} == {**sent, "as_of": ""}
    text = answer.content.decode()
    assert "91,633" in text
    assert ("at most 2,749" if language == "en" else "2,749 على الأكثر") in text
    assert ("known of 1 of 2 hospitals" if language == "en" else "معروفة في 1 من 2") in text
    assert ("Not known: 20 governorates" if language == "en" else "غير معلوم: 20 محافظة") in text


def test_units_and_beds_cost_seven_queries_however_many_there_are(
    db: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):  # people, facilities in four, governorates, stages
        of_country(cairo_today())
    for number in range(30):
        facility(f"WD-F{number:02}", latitude=25.0)
        facility(f"WD-H{number:02}", "hospital", beds=number)
    with django_assert_num_queries(7):
        country = of_country(cairo_today())
    assert next(one.units for one in country.governorates if one.governorate.code == NEW_VALLEY) == 30
