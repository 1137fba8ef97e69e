"""The governorates that come next: what is planned, built, at work and accredited; nearly finished works first."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Accreditation, Building, Capacity, Facility
from facilities.geography.models import Governorate, Stage
from services.statistics.fairness.readiness import of_next_governorates
from tests.cast import sign_in
from tests.services.statistics.fairness.world import facility
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

pytestmark = pytest.mark.django_db
ENDPOINT = "/api/v1/statistics/readiness/"
DAMIETTA = "EG-DT"


@pytest.fixture
def signed_in(client: Client, clerk: Account) -> Client:
    return sign_in(client, clerk)


def damietta(client: Client) -> dict[str, Any]:
    rows = client.get(ENDPOINT).json()["governorates"]
    return next(row for row in rows if row["code"] == DAMIETTA)


def in_damietta(code: str, kind: str = "family_medicine_unit", **known: Any) -> Facility:
    return facility(code, kind, governorate=Governorate.objects.get(pk=DAMIETTA), **known)


def building(of: Facility, name: str, state: str, **known: Any) -> None:
    Building.objects.create(facility=of, name_ar=f"{name} ع", name_en=name, state=state, **known)


def test_the_next_governorates_are_those_about_to_start_in_preparation_or_under_study(
    signed_in: Client,
) -> None:
    rows = signed_in.get(ENDPOINT).json()["governorates"]
    assert (rows[0]["code"], rows[0]["stage"]["status"]["code"]) == ("EG-MN", "starting")
    statuses = [row["stage"]["status"]["code"] for row in rows]
    assert statuses == sorted(statuses, key=["starting", "preparing", "under_study"].index)
    assert {row["code"] for row in rows} == {"EG-MN", "EG-MT", "EG-SIN", DAMIETTA, "EG-KFS", "EG-ALX"}
    Stage.objects.create(governorate_id=DAMIETTA, status="operational", since=cairo_today())
    assert DAMIETTA not in {row["code"] for row in signed_in.get(ENDPOINT).json()["governorates"]}


def test_where_the_directory_knows_nothing_nothing_is_known(signed_in: Client) -> None:
    row = damietta(signed_in)
    assert row["population"]["value"] == 1_700_000
    for name in ("facilities", "units", "people_per_unit", "beds", "planned_beds", "places_of_units"):
        assert row[name] is None
    assert (row["approvals"], row["works"]) == ([], [])
    page = signed_in.get("/en/statistics/readiness/").content.decode()
    assert "The directory knows of no works there yet" in page


def test_what_is_planned_built_and_at_work_stands_against_the_population(signed_in: Client) -> None:
    in_damietta("DT-F1", status="planned", places=9_000)
    in_damietta("DT-F2", status="under_construction")
    in_damietta("DT-F3", status="trial", places=7_000)
    in_damietta("DT-F4")  # no status is known: it counts as open
    in_damietta("DT-F5", status="suspended")
    in_damietta("DT-F6", status="closed")
    main = in_damietta("DT-H1", "hospital", status="under_construction")
    Capacity.objects.create(facility=main, kind="planned_beds", quantity=300, source="made up")
    in_damietta("DT-H2", "hospital", beds=120)
    row = damietta(signed_in)
    assert row["facilities"] == {"planned": 1, "under_construction": 2, "giving_care": 3, "suspended": 1}
    assert row["units"] == {"planned": 1, "under_construction": 1, "giving_care": 2, "suspended": 1}
    assert row["people_per_unit"] == 425_000  # 1,700,000 / 4, the suspended and the closed one apart
    assert (row["beds"]["known"], row["beds"]["hospitals"], row["beds"]["hospitals_known"]) == (120, 2, 1)
    assert (row["planned_beds"], row["places_of_units"]) == (300, 16_000)


def test_accreditation_is_counted_as_it_stands_today(signed_in: Client) -> None:
    states = {"DT-F1": "full", "DT-F2": "registered", "DT-F3": "withdrawn", "DT-F4": "provisional"}
    for code, state in states.items():
        long_ago = date(2015, 1, 1) if state == "provisional" else cairo_today() - timedelta(days=30)
        Accreditation.objects.create(
            facility=in_damietta(code), state=state, since=long_ago, since_precision="day", source="made up"
        )
    in_damietta("DT-F5")
    counted = {row["approval"]["code"]: row["value"] for row in damietta(signed_in)["approvals"]}
    assert counted == {"accredited": 1, "registered": 1, "none": 2, "not_known": 1}


def test_nearly_finished_works_stand_first(signed_in: Client) -> None:
    today = cairo_today()
    unit = in_damietta("DT-F1", status="under_construction")
    hospital = in_damietta("DT-H1", "hospital")
    in_damietta("DT-F2", status="under_construction")  # no building is told: the whole facility is the work
    in_damietta("DT-F3", status="planned")
    building(unit, "half done", "under_construction", percent=50)
    building(hospital, "in use", "in_use")
    building(hospital, "later", "planned", due=today + timedelta(days=400))
    building(hospital, "sooner", "planned", due=today + timedelta(days=100))
    building(
        hospital, "nearly done", "under_construction", percent=90, due=today - timedelta(days=1), as_of=today
    )
    building(hospital, "on trial", "trial")
    works = damietta(signed_in)["works"]
    named = [work["building"]["en"] if work["building"] else work["facility"]["code"] for work in works]
    assert named == ["on trial", "nearly done", "half done", "DT-F2", "sooner", "later", "DT-F3"]
    assert works[1] == {
        "facility": {"code": "DT-H1", "name": {"ar": "منشأة DT-H1", "en": "Facility DT-H1"}},
        "building": {"ar": "nearly done ع", "en": "nearly done"},
        "state": {"code": "under_construction", "name": {"ar": works[1]["state"]["name"]["ar"], "en": "under construction"}},
        "percent": 90, "due": (today - timedelta(days=1)).isoformat(), "as_of": today.isoformat(),
    }  # fmt: skip
    assert works[3]["percent"] is None
    page = signed_in.get("/en/statistics/readiness/").content.decode()
    assert page.index("nearly done") < page.index("half done") < page.index("sooner")
    assert "verdue" in page


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_renders_what_the_endpoint_sends(language: str, signed_in: Client) -> None:
    unit = in_damietta("DT-F1", status="under_construction")
    building(unit, "east wing", "under_construction", percent=50, due=cairo_today())
    sent = signed_in.get(ENDPOINT).json()
    answer = signed_in.get(f"/{language}/statistics/readiness/")
    assert answer.context["readiness"] == sent
    for row in sent["governorates"]:
        assert row["name"][language] in answer.content.decode()


def test_works_cost_eight_queries_however_many_there_are(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(8):  # governorates, stages, facilities in four, buildings, accreditations
        of_next_governorates(cairo_today())
    for number in range(20):
        building(in_damietta(f"DT-F{number:02}"), "part", "under_construction", percent=number)
    with django_assert_num_queries(8):
        ready = of_next_governorates(cairo_today())
    assert sum(len(one.works) for one in ready) == 20
