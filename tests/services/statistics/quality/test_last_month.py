"""The last whole month on dashboards: judged once a day, said as sums, with a way to the lists."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from facilities.directory.models import Facility, StatusPeriod
from services.statistics import jobs
from services.statistics.models import JudgedFacility
from services.statistics.quality import last_month
from services.statistics.quality.last_month import JUDGING, judge_unless_judged
from tests.another_connection import held_by_another
from tests.cast import sign_in
from tests.services.statistics.quality.conftest import TODAY, World, days, entries
from uhis_portal.accounts.models import Account

MORNING = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=3)
# Two of three were open all the month; one gave few days, one none; each has one kind that leaps.
OF_LUXOR = {
    "month": "2026-02-01", "facilities": 3, "expected": 50, "logged": 15, "silent": 1, "incomplete": 1, "high": 1,
    "low": 1,
}  # fmt: skip


@pytest.fixture
def judged(db: None, world: World) -> World:
    judge_unless_judged(MORNING)
    return world


def said_of(client: Client, area: str) -> dict[str, object]:
    said = client.get(f"/api/v1/statistics/{area}").json()["last_month"]
    if said:
        assert datetime.fromisoformat(said.pop("as_of")) == MORNING
    return said


def test_each_level_says_what_its_facilities_come_to(judged: World, client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    assert said_of(client, "EG/") == said_of(client, "EG-LX/") == OF_LUXOR
    assert said_of(client, "EG-ASN/") is None
    few = {"month": "2026-02-01", "facilities": 1, "expected": 20, "logged": 5, "silent": 0, "incomplete": 1}
    assert said_of(client, f"facilities/{judged.leaps.pk}/") == {**few, "high": 1, "low": 0}


def test_the_same_is_said_by_the_lists_it_leads_to(
    judged: World, client: Client, governorate_admin: Account
) -> None:
    sign_in(client, governorate_admin)
    page = client.get("/en/statistics/EG-LX/")
    way = page.context["quality_page"]
    assert way == "/en/statistics/quality/EG-LX/?from=2026-02&to=2026-02"
    assert way.replace("&", "&amp;") in page.content.decode()
    sums = client.get(way.replace("/en/", "/api/v1/")).json()["sums"]
    assert (sums["completeness"]["logged"], sums["completeness"]["silent"]) == (15, 1)
    assert (sums["outliers"]["high"], sums["outliers"]["low"]) == (1, 1)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "The entries of February 2026 need attention",
                "1 facility has no entry",
                "1 number is unusually low",
            ],
        ),
        (
            "ar",
            [
                "قيود فبراير 2026 تحتاج إلى متابعة",
                "منشأة واحدة ليس لها أي قيد",
                "رقم واحد منخفض على غير المعتاد",
            ],
        ),
    ],
)
def test_pages_say_it_in_words(
    language: str, said: list[str], judged: World, client: Client, clerk: Account
) -> None:
    page = sign_in(client, clerk).get(f"/{language}/statistics/").content.decode()
    assert [one for one in said if one not in page] == []
    of_one = client.get(f"/{language}/statistics/facilities/{judged.leaps.pk}/").content.decode()
    assert ": 5 of 20." in of_one or ": 5 من 20." in of_one
    assert "/statistics/quality/" in of_one


def test_where_all_is_well_nothing_is_said(judged: World, client: Client, clerk: Account) -> None:
    page = sign_in(client, clerk).get(f"/en/statistics/facilities/{judged.new.pk}/").content.decode()
    assert "need attention" not in page


def test_it_is_judged_once_a_day_and_by_one_at_a_time(db: None, world: World) -> None:
    with held_by_another(JUDGING):
        judge_unless_judged(MORNING)
        assert not JudgedFacility.objects.exists()
    judge_unless_judged(MORNING)
    entries(world.silent, days(1, 2))
    judge_unless_judged(MORNING + timedelta(hours=12))
    assert JudgedFacility.objects.get(pk=world.silent.pk).silent
    judge_unless_judged(MORNING + timedelta(days=1))
    assert not JudgedFacility.objects.get(pk=world.silent.pk).silent


def test_where_nothing_is_expected_it_is_not_judged_again_and_again(
    db: None, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    StatusPeriod.objects.all().delete()
    StatusPeriod.objects.bulk_create(
        StatusPeriod(facility=one, status="closed") for one in Facility.objects.all()
    )
    judge_unless_judged(MORNING)
    assert not JudgedFacility.objects.filter(expected__gt=0).exists()
    monkeypatch.setattr(last_month, "judge", pytest.fail)
    judge_unless_judged(MORNING + timedelta(minutes=1))


@pytest.mark.django_db
def test_what_is_judged_anew_is_sent_anew(world: World, client: Client, clerk: Account) -> None:
    address = "/api/v1/statistics/EG-LX/"
    tag = sign_in(client, clerk).get(address).headers["ETag"]
    jobs.judge_last_month()
    assert JudgedFacility.objects.exists()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
