"""The quality of what was written down: sums for all staff, lists for those who can act, one answer by page and endpoint."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from facilities.directory.models import Facility, StatusPeriod
from services.statistics import jobs
from services.statistics.quality import api, views
from tests.cast import english, sign_in
from tests.conftest import problem
from tests.services.statistics.quality.conftest import TODAY, World, days, entries
from tests.services.visits import lines_of, person_of, undo, visit
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

pytestmark = pytest.mark.django_db
LUXOR = "/api/v1/statistics/quality/EG-LX/"
COUNTRY = "/api/v1/statistics/quality/EG/"
IN_FEBRUARY = "?from=2026-02&to=2026-02"


@pytest.fixture
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is 18 March 2026."""
    for door in (api, views):
        monkeypatch.setattr(door, "cairo_today", lambda: TODAY)


@pytest.fixture
def february(in_march: None, world: World, client: Client, governorate_admin: Account) -> dict[str, Any]:
    """What the administrator of Luxor is told of February."""
    return sign_in(client, governorate_admin).get(LUXOR + IN_FEBRUARY).json()


def codes(rows: list[dict[str, Any]]) -> list[str]:
    return [row["facility"]["code"] for row in rows]


def test_completeness_counts_expected_days_with_an_entry(february: dict[str, Any]) -> None:
    # 20 working days for two units and 10 for the one that opened on the 15th; 5 + 0 + 10 have an entry.
    assert february["sums"]["completeness"] == {
        "facilities": 3, "silent": 1, "expected": 50, "logged": 15, "share": 0.3,
    }  # fmt: skip
    assert (february["working_days"], february["judged_until"]) == (20, "2026-02-28")


def test_facilities_without_entries_and_with_few_are_listed(february: dict[str, Any], world: World) -> None:
    (silent,) = february["lists"]["silent"]
    assert (silent["facility"]["code"], silent["expected"], silent["logged"]) == (world.silent.code, 20, 0)
    assert silent["last_day"] == "2026-01-04"
    (few,) = february["lists"]["incomplete"]
    assert (few["facility"]["code"], few["expected"], few["logged"]) == (world.leaps.code, 20, 5)
    assert few["share"] == 0.25


def test_a_facility_that_wrote_on_days_off_only_is_incomplete_and_not_silent(
    in_march: None, world: World, client: Client, governorate_admin: Account
) -> None:
    entries(world.silent, days(6))
    sent = sign_in(client, governorate_admin).get(LUXOR + IN_FEBRUARY).json()
    assert (sent["sums"]["completeness"]["silent"], sent["lists"]["silent"]) == (0, [])
    first = sent["lists"]["incomplete"][0]
    assert (first["facility"]["code"], first["logged"], first["share"]) == (world.silent.code, 0, 0)


def test_lateness_is_of_all_entries_written_undone_ones_too(february: dict[str, Any], world: World) -> None:
    # 5 + 5 entries, of which two were undone, and 33 of the new unit; 3 late, by 12 days in all.
    late = february["sums"]["lateness"]
    assert (late["written"], late["late"]) == (43, 3)
    assert late["share"] == pytest.approx(3 / 43)
    assert late["mean_delay"] == pytest.approx(12 / 43)
    (row,) = february["lists"]["late"]
    assert (row["facility"]["code"], row["written"], row["share"], row["mean_delay"]) == (
        world.leaps.code, 10, 0.3, 1.2,
    )  # fmt: skip


def test_months_that_stand_out_are_listed_high_and_low(february: dict[str, Any], world: World) -> None:
    assert february["sums"]["outliers"] == {"judged": 2, "high": 1, "low": 1}
    low, high = february["lists"]["outliers"]
    assert (low["facility"]["code"], low["kind"]["code"], low["value"], low["usual"]) == (
        world.silent.code, "PHC-DENT", 0, 50,
    )  # fmt: skip
    assert low["spreads"] == pytest.approx(-(50**0.5))
    assert (high["facility"]["code"], high["kind"]["code"], high["value"], high["usual"]) == (
        world.leaps.code, "PHC-FM", 153, 100,
    )  # fmt: skip
    assert high["spreads"] == pytest.approx(53 / 14.826)
    assert high["month"] == "2026-02-01"


def test_the_present_month_is_judged_up_to_yesterday_and_for_no_outlier(
    in_march: None, world: World, client: Client, governorate_admin: Account
) -> None:
    march = sign_in(client, governorate_admin).get(f"{LUXOR}?from=2026-03").json()
    assert (march["working_days"], march["judged_until"]) == (13, "2026-03-17")
    assert march["sums"]["completeness"]["expected"] == 3 * 13
    assert (march["whole_months"], march["sums"]["outliers"]["judged"]) == ([], 0)
    assert (march["sums"]["lateness"]["share"], march["sums"]["lateness"]["mean_delay"]) == (None, None)


def test_a_period_of_which_no_day_is_over_has_no_data_and_no_zero(
    world: World, client: Client, governorate_admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for door in (api, views):
        monkeypatch.setattr(door, "cairo_today", lambda: date(2026, 3, 1))
    sign_in(client, governorate_admin)
    sent = client.get(f"{LUXOR}?from=2026-03").json()
    assert sent["judged_until"] is None
    assert sent["sums"]["completeness"] == {
        "facilities": 0, "silent": 0, "expected": 0, "logged": 0, "share": None,
    }  # fmt: skip
    page = client.get(english("quality-of-area", "EG-LX") + "?from=2026-03").content.decode()
    assert "no working day of an open facility is over in this period" in page
    assert "0.0%" not in page


def test_the_country_shows_its_governorates_and_no_list(
    in_march: None, world: World, client: Client, foreign_clerk: Account
) -> None:
    sent = sign_in(client, foreign_clerk).get(COUNTRY + IN_FEBRUARY).json()
    assert sent["lists"] is None
    (luxor,) = sent["parts"]
    assert luxor["area"]["code"] == "EG-LX"
    assert luxor["completeness"] == sent["sums"]["completeness"]
    assert luxor["outliers"] == {"judged": 2, "high": 1, "low": 1}


def test_lists_are_of_the_own_area_only(
    in_march: None,
    world: World,
    client: Client,
    clerk: Account,
    foreign_clerk: Account,
    national_admin: Account,
) -> None:
    own = sign_in(client, clerk).get(LUXOR + IN_FEBRUARY).json()["lists"]
    assert codes(own["incomplete"]) == codes(own["late"]) == codes(own["outliers"]) == [world.leaps.code]
    assert (own["silent"], own["outliers_found"]) == ([], 1)
    foreign = sign_in(client, foreign_clerk).get(LUXOR + IN_FEBRUARY).json()
    assert foreign["lists"] is None
    assert foreign["sums"]["completeness"]["logged"] == 15
    assert (
        world.silent.name_en
        not in client.get(english("quality-of-area", "EG-LX") + IN_FEBRUARY).content.decode()
    )
    everything = sign_in(client, national_admin).get(LUXOR + IN_FEBRUARY).json()["lists"]
    assert codes(everything["silent"]) == [world.silent.code]


def test_a_district_has_its_own_facilities_and_knows_of_no_duplicates(
    in_march: None, world: World, client: Client, governorate_admin: Account
) -> None:
    district = world.leaps.district_id
    sent = (
        sign_in(client, governorate_admin).get(f"/api/v1/statistics/quality/{district}/{IN_FEBRUARY}").json()
    )
    within = [one for one in (world.leaps, world.new, world.silent) if one.district_id == district]
    assert sent["sums"]["completeness"]["facilities"] == len(within)
    assert sent["sums"]["duplicates"] is None
    assert (sent["area"]["level"], sent["area"]["code"]) == ("district", district)


def test_days_before_the_system_began_are_not_expected(
    in_march: None, world: World, client: Client, governorate_admin: Account
) -> None:
    stage = world.leaps.governorate.stages.order_by("pk").first()
    stage.since = date(2026, 2, 22)
    stage.save()
    world.leaps.governorate.stages.exclude(pk=stage.pk).delete()
    sent = sign_in(client, governorate_admin).get(LUXOR + IN_FEBRUARY).json()
    assert sent["sums"]["completeness"]["expected"] == 3 * 5


@pytest.mark.parametrize("folded", [False, True], ids=["pending", "rolled up"])
def test_what_is_logged_counts_at_once(
    folded: bool, client: Client, clerk: Account, luxor_unit: Facility
) -> None:
    person = person_of(luxor_unit)
    today = cairo_today()
    day = today - timedelta(days=3)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB"), on=day)
    (slip,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-DENT"), on=day)
    undo(clerk, slip)
    if folded:
        jobs.roll_up()
    sent = sign_in(client, clerk).get(f"{LUXOR}?from={day:%Y-%m}").json()
    late = sent["sums"]["lateness"]
    assert (late["written"], late["late"], late["share"], late["mean_delay"]) == (3, 3, 1.0, 3.0)


def test_duplicates_that_wait_are_counted_by_governorate_with_a_way_to_them_for_who_reviews(
    in_march: None, world: World, client: Client, clerk: Account, foreign_clerk: Account
) -> None:
    person_of(world.leaps, serial=3)
    person_of(world.leaps, serial=4)  # of one name and birth date: the two are queued as a pair
    queue = english("possible-duplicates")
    for account, way in ((clerk, True), (foreign_clerk, False)):
        sent = sign_in(client, account).get(COUNTRY + IN_FEBRUARY).json()
        assert sent["sums"]["duplicates"] == 1
        assert {part["area"]["code"]: part["duplicates"] for part in sent["parts"]} == {"EG-LX": 1}
        page = client.get(english("quality-of-area", "EG-LX") + IN_FEBRUARY).content.decode()
        assert (f'href="{queue}"' in page.split("<main")[1]) is way


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("code", ["EG", "EG-LX"])
def test_the_page_renders_what_the_endpoint_sends(
    language: str, code: str, in_march: None, world: World, client: Client, governorate_admin: Account
) -> None:
    sign_in(client, governorate_admin)
    sent = client.get(f"/api/v1/statistics/quality/{code}/{IN_FEBRUARY}").json()
    answer = client.get(f"/{language}/statistics/quality/{code}/{IN_FEBRUARY}")
    assert answer.status_code == 200
    shown = {**answer.context["quality"], "as_of": sent["as_of"]}
    assert shown == sent
    if code == "EG":
        assert (
            client.get(f"/{language}/statistics/quality/{IN_FEBRUARY}").context["quality"]["sums"]
            == sent["sums"]
        )
    assert "30.0%" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("?from=2026-13", "from"),
        ("?from=yesterday", "from"),
        ("?from=2026-03&to=2026-02", "to"),
        ("?from=2026-02&to=2026-12", "to"),
        ("?from=2018-12&to=2026-02", "from"),
        ("?from=2025-02&to=2026-02", "to"),
        ("?governorate=EG-LX", "governorate"),
    ],
)
def test_a_wrong_period_is_refused_beside_its_field(
    asked: str, field: str, in_march: None, world: World, client: Client, clerk: Account
) -> None:
    sign_in(client, clerk)
    answer = client.get(LUXOR + asked)
    assert answer.status_code == 400
    assert [error["field"] for error in problem(answer)["errors"]] == [field]
    page = client.get(english("quality-of-area", "EG-LX") + asked)
    if field != "governorate":
        assert page.status_code == 400
        assert list(page.context["form"].errors) == [field]
        assert "quality" not in page.context


@pytest.mark.parametrize("code", ["EG-XX", "9999", "LX-F01", "nothing"])
def test_there_is_no_quality_of_what_is_no_area(code: str, client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    assert client.get(f"/api/v1/statistics/quality/{code}/").status_code == 404
    assert client.get(english("quality-of-area", code)).status_code == 404


def test_citizens_and_strangers_are_refused(client: Client, citizen: Account) -> None:
    assert client.get(LUXOR).status_code == 401
    assert client.get(english("quality")).status_code == 302
    sign_in(client, citizen)
    assert client.get(LUXOR).status_code == 403
    assert client.get(english("quality")).status_code == 403


def test_last_month_is_shown_when_no_month_is_named(
    in_march: None, world: World, client: Client, clerk: Account
) -> None:
    sent = sign_in(client, clerk).get(LUXOR).json()
    assert sent["period"] == {"first": "2026-02-01", "last": "2026-02-01"}


def test_queries_do_not_grow_with_the_facilities(
    in_march: None, world: World, client: Client, national_admin: Account
) -> None:
    sign_in(client, national_admin)

    def queries(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address + IN_FEBRUARY).status_code == 200
        return len(caught)

    client.get(LUXOR + IN_FEBRUARY)
    few = {address: queries(address) for address in (LUXOR, COUNTRY)}
    StatusPeriod.objects.filter(status="closed").delete()
    assert {address: queries(address) for address in (LUXOR, COUNTRY)} == few
    assert max(few.values()) <= 30
