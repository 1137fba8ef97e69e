"""Rows become values in a fixed number of queries, and the endpoint says what they amount to."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from facilities.catalogue.models import ServiceType
from facilities.directory.hours.rows import read_calendar, read_hours, read_hours_of
from facilities.directory.hours.rules import State
from facilities.directory.hours.serializers import represent_hours
from facilities.directory.hours.text import parsed
from facilities.directory.hours.week import EMERGENCY, RAMADAN, UNKNOWN, Hours, Table
from facilities.directory.models import Facility, HoursException, OpeningHours, Season
from tests.facilities.hours.weeks import asked, at
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def keep(facility: Facility, text: str, **table: Any) -> None:
    """Rows of a week given as text."""
    week = parsed(text)
    assert week is not None
    for weekday in range(1, 8):
        for opens, closes in week.on(weekday):
            OpeningHours.objects.create(
                facility=facility, weekday=weekday, opens=opens, closes=closes, source="made up", **table
            )


def closed(
    by: Account, since: date, until: date, facility: Facility | None = None, **hours: Any
) -> HoursException:
    return HoursException.objects.create(
        facility=facility, since=since, until=until, reason_ar="عيد", reason_en="A feast",
        made_by=by, made_at=timezone.now(), **hours,
    )  # fmt: skip


def test_the_hours_of_a_facility_are_read_whole(luxor_unit: Facility, national_admin: Account) -> None:
    keep(luxor_unit, "Sa-Th 08:00-14:00")
    keep(luxor_unit, "Sa-Th 09:00-13:00", season=RAMADAN)
    keep(luxor_unit, "24/7", of=EMERGENCY)
    keep(luxor_unit, "Sa 08:00-11:00", service_type=ServiceType.objects.get(pk="PHC-LAB"))
    closed(national_admin, date(2026, 11, 24), date(2026, 11, 25), luxor_unit, opens=600, closes=720)
    hours = read_hours_of(luxor_unit.pk, today=TODAY)
    assert dict(hours.weeks) == {
        Table(): parsed("Sa-Th 08:00-14:00"),
        Table(season=RAMADAN): parsed("Sa-Th 09:00-13:00"),
        Table(of=EMERGENCY): parsed("24/7"),
        Table(service="PHC-LAB"): parsed("Sa 08:00-11:00"),
    }
    assert hours.services() == ("PHC-LAB",) and hours.sources == ("made up",)
    assert asked(hours, "2026-11-24 11:30").until == at("2026-11-24 12:00")


def test_hours_of_many_facilities_take_two_queries(
    luxor_unit: Facility, port_said_unit: Facility, django_assert_num_queries: Any
) -> None:
    for facility in (luxor_unit, port_said_unit):
        keep(facility, "Sa-Th 08:00-14:00")
    with django_assert_num_queries(2):
        everyone = read_hours(today=TODAY)
    assert everyone == {
        luxor_unit.pk: everyone[port_said_unit.pk],
        port_said_unit.pk: everyone[luxor_unit.pk],
    }
    assert read_hours_of("LX-H2", today=TODAY) == UNKNOWN == Hours()


def test_the_calendar_takes_two_queries(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        read_calendar(TODAY)


def test_a_confirmed_ramadan_takes_the_place_of_the_expected_one(national_admin: Account) -> None:
    expected = read_calendar(TODAY)
    assert [(season.hijri_year, season.confirmed) for season in expected.seasons] == [(1448, False)]
    Season.objects.create(
        hijri_year=1448, since=date(2027, 2, 9), until=date(2027, 3, 10),
        confirmed_by=national_admin, confirmed_at=timezone.now(),
    )  # fmt: skip
    (season,) = read_calendar(TODAY).seasons
    assert (season.since, season.confirmed) == (date(2027, 2, 9), True)


@pytest.mark.parametrize("since", [date(2027, 3, 9), date(2027, 3, 10), date(2027, 3, 11)])
def test_a_confirmed_feast_is_expected_no_more_on_any_day(national_admin: Account, since: date) -> None:
    assert "Eid al-Fitr" in {feast.name_en for feast in read_calendar(TODAY).feasts}
    HoursException.objects.create(
        since=since, until=date(2027, 3, 13), reason_ar="عيد الفطر المبارك", reason_en="Eid al-Fitr",
        made_by=national_admin, made_at=timezone.now(),
    )  # fmt: skip
    calendar = read_calendar(TODAY)
    assert "Eid al-Fitr" not in {feast.name_en for feast in calendar.feasts}
    assert since in calendar.exceptions_by_day


def test_two_exceptions_that_contradict_are_refused_by_the_database(
    luxor_unit: Facility, national_admin: Account
) -> None:
    closed(national_admin, date(2026, 12, 1), date(2026, 12, 3), luxor_unit)
    closed(national_admin, date(2026, 12, 1), date(2026, 12, 3))  # for all: another matter
    with pytest.raises(IntegrityError):
        closed(national_admin, date(2026, 12, 2), date(2026, 12, 4), luxor_unit, opens=600, closes=720)


class TestTheRepresentation:
    def test_it_says_what_is_known_and_what_comes(
        self, luxor_unit: Facility, national_admin: Account
    ) -> None:
        keep(luxor_unit, "Sa-Th 08:00-14:00")
        closed(national_admin, date(2026, 12, 1), date(2026, 12, 2))
        said = represent_hours(
            read_hours_of(luxor_unit.pk, today=TODAY), read_calendar(TODAY), at("2026-11-22 10:00")
        )
        assert said["open"] == {
            "state": "open", "until": "2026-11-22T14:00:00+02:00", "from": None, "remark": None,
        }  # fmt: skip
        assert said["emergency_open"]["state"] == "not_known"
        (week,) = said["weeks"]
        assert week["text"] == "Sa-Th 08:00-14:00; Fr off"
        assert week["days"][0] == {
            "weekday": 6, "spans": [{"opens": "08:00", "closes": "14:00", "next_day": False}],
        }  # fmt: skip
        assert [day["weekday"] for day in week["days"]] == [6, 7, 1, 2, 3, 4, 5]
        (day,) = said["coming"]
        assert day["for_all"] and day["spans"] == [] and day["reason"] == {"ar": "عيد", "en": "A feast"}

    def test_remarks_come_in_both_languages(self, luxor_unit: Facility) -> None:
        keep(luxor_unit, "Sa-Th 08:00-14:00")
        hours = read_hours_of(luxor_unit.pk, today=date(2027, 3, 9))
        said = represent_hours(hours, read_calendar(date(2027, 3, 9)), at("2027-03-09 10:00"))
        assert said["open"]["remark"]["en"] == "A public holiday is expected (Eid al-Fitr). Hours may differ."
        assert "عيد الفطر المبارك" in said["open"]["remark"]["ar"]

    def test_the_endpoint_is_for_everyone_and_takes_no_parameters(self, client: Client) -> None:
        answer = client.get("/api/v1/facilities/LX-H2/hours/")
        assert answer.status_code == 200
        assert answer.json()["open"]["state"] == State.NOT_KNOWN and answer.json()["weeks"] == []
        assert client.get("/api/v1/facilities/LX-H2/hours/?at=now").status_code == 400
        assert client.get("/api/v1/facilities/XX-1/hours/").status_code == 404
