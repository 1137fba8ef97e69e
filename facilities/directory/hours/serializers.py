"""Opening hours as the API sends them and as pages show them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from rest_framework import serializers

from facilities.catalogue.models import ServiceType
from facilities.directory.hours.days import Calendar
from facilities.directory.hours.days import Season as SeasonOfYear
from facilities.directory.hours.egypt import (
    YEARS_OF_THE_LIBRARY,
    expected_feasts,
    expected_ramadan,
    hijri_years,
)
from facilities.directory.hours.rows import MOVED_AT_MOST, exception_of, read_calendar, read_hours_of, settles
from facilities.directory.hours.rules import State, state_at
from facilities.directory.hours.text import clock, read_clock, written
from facilities.directory.hours.week import (
    ALL_YEAR,
    DAY,
    EMERGENCY,
    GENERAL,
    RAMADAN,
    WEEKDAYS,
    DayException,
    Hours,
    Span,
    Week,
)
from facilities.directory.hours.words import represented
from facilities.directory.models import Facility, HoursException, Season
from facilities.directory.models.hours import Part
from uhis_portal.api.serializers import CodeAndName, StrictSerializer
from uhis_portal.calendar import CAIRO

COMING = timedelta(days=60)  # days of which exceptions are told in advance


class InBothLanguages(serializers.Serializer):
    ar = serializers.CharField()
    en = serializers.CharField()


class OpenRepresentation(serializers.Serializer):
    """Open or closed at the moment that was asked for."""

    state = serializers.ChoiceField(choices=[state.value for state in State])
    until = serializers.DateTimeField(
        allow_null=True, help_text="when it closes; null: not within 14 days, or not known"
    )
    remark = InBothLanguages(allow_null=True, help_text="what one should know beside it")

    def get_fields(self) -> dict[str, serializers.Field]:
        opens_next = serializers.DateTimeField(
            allow_null=True, help_text="when it opens next; null: not within 14 days, or not known"
        )
        return {**super().get_fields(), "from": opens_next}  # `from` cannot be an attribute


class SpanRepresentation(serializers.Serializer):
    """From `opens` to `closes` on the clock of Cairo."""

    opens = serializers.CharField(help_text="HH:MM")
    closes = serializers.CharField(help_text="HH:MM; 24:00 is the end of the day")
    next_day = serializers.BooleanField(help_text="whether it closes on the next day")


class WeekdayRepresentation(serializers.Serializer):
    weekday = serializers.IntegerField(help_text="ISO 8601: Monday is 1")
    spans = SpanRepresentation(many=True, help_text="none: closed on that day")


class WeekRepresentation(serializers.Serializer):
    """The hours of every week, of the clinics or of emergencies, of one service or all, in one season."""

    of = serializers.ChoiceField(choices=Part.values)
    service_type = CodeAndName(
        allow_null=True, help_text="a service that keeps hours of its own; null: all others"
    )
    season = serializers.ChoiceField(choices=[ALL_YEAR, RAMADAN])
    text = serializers.CharField(
        help_text="such as `Sa-Th 08:00-14:00; Fr off`, in the style of OpenStreetMap"
    )
    days = WeekdayRepresentation(many=True)


class SeasonRepresentation(serializers.Serializer):
    """Ramadan of one year."""

    hijri_year = serializers.IntegerField()
    since = serializers.DateField()
    until = serializers.DateField(help_text="the first day after it")
    confirmed = serializers.BooleanField(help_text="false: as the calendar expects it, perhaps a day off")


class DayRepresentation(serializers.Serializer):
    """Days with other hours."""

    of = serializers.ChoiceField(choices=Part.values)
    since = serializers.DateField()
    until = serializers.DateField(help_text="the first day after them")
    spans = SpanRepresentation(many=True, help_text="none: closed")
    reason = InBothLanguages()
    for_all = serializers.BooleanField(help_text="whether it holds for all facilities")


class RemovableDays(DayRepresentation):
    """Days with other hours, by the id under which they can be taken back."""

    id = serializers.UUIDField()
    made_at = serializers.DateTimeField()


class SeasonToConfirm(SeasonRepresentation):
    """Ramadan of one year with its version; 0 while nobody has confirmed it."""

    version = serializers.IntegerField()


class FeastRepresentation(serializers.Serializer):
    """A public holiday that the calendar expects."""

    name = InBothLanguages()
    since = serializers.DateField()
    until = serializers.DateField(help_text="the first day after it")
    estimated = serializers.BooleanField(help_text="true where the moon decides")
    confirmed = serializers.BooleanField(
        help_text="whether its days, or others nearby, are said to be days with other hours"
    )


class CalendarRepresentation(serializers.Serializer):
    """This year and the next, as far as they are not over."""

    ramadan = SeasonToConfirm(many=True)
    feasts = FeastRepresentation(many=True)
    days = RemovableDays(many=True)


class RamadanDays(StrictSerializer):
    """The days of Ramadan as they were announced."""

    since = serializers.DateField()
    until = serializers.DateField(help_text="the first day after it")


class Clock(serializers.CharField):
    """A time of the day as HH:MM, given as minutes after 00:00."""

    def to_internal_value(self, data: Any) -> int | None:  # type: ignore[override]
        return read_clock(super().to_internal_value(data))


class OtherHours(StrictSerializer):
    """Days with other hours. Without `opens` and `closes`: closed."""

    of = serializers.CharField(default=GENERAL, help_text="`general` (clinics and services) or `emergency`")
    since = serializers.DateField()
    until = serializers.DateField(help_text="the first day after them")
    opens = Clock(required=False, allow_null=True, default=None, help_text="HH:MM")
    closes = Clock(
        required=False, allow_null=True, default=None, help_text="HH:MM; before `opens`: on the next day"
    )
    reason_ar = serializers.CharField(default="", allow_blank=True)
    reason_en = serializers.CharField(default="", allow_blank=True)


class FacilityHours(serializers.Serializer):
    """What is known of the hours of one facility; `weeks` is empty where nothing is."""

    open = OpenRepresentation()
    emergency_open = OpenRepresentation()
    weeks = WeekRepresentation(many=True)
    ramadan = SeasonRepresentation(help_text="the present or the coming one", allow_null=True)
    coming = DayRepresentation(many=True, help_text="exceptions within 60 days")
    sources = serializers.ListField(child=serializers.CharField())
    made_up = serializers.BooleanField(help_text="true in a demonstration, where these hours are invented")


def facility_hours(facility: Facility, now: datetime) -> dict[str, Any]:
    """The representation of a facility's hours at `now`; four queries, one more where services have their own."""
    today = now.astimezone(CAIRO).date()
    return represent_hours(read_hours_of(facility.pk, today=today), read_calendar(today), now)


def represent_hours(hours: Hours, calendar: Calendar, now: datetime) -> dict[str, Any]:
    """Hours that were read already; one query where services have hours of their own."""
    today = now.astimezone(CAIRO).date()
    services = ServiceType.objects.in_bulk(hours.services()) if hours.services() else {}
    ramadan = next((season for season in calendar.seasons if season.until > today), None)
    coming = [
        (exception, for_all)
        for exceptions, for_all in ((hours.exceptions, False), (calendar.exceptions, True))
        for exception in exceptions
        if exception.since < today + COMING and exception.until > today
    ]
    return {
        "open": represented(state_at(hours, now, calendar=calendar)),
        "emergency_open": represented(state_at(hours, now, of=EMERGENCY, calendar=calendar)),
        "weeks": [
            {
                "of": table.of,
                "service_type": CodeAndName(services[table.service]).data if table.service else None,
                "season": table.season,
                **week_of(week),
            }
            for table, week in hours.weeks
        ],
        "ramadan": season_of(ramadan) if ramadan else None,
        "coming": [
            day_of(exception, for_all=for_all)
            for exception, for_all in sorted(coming, key=lambda each: each[0].since)
        ],
        "sources": list(hours.sources),
        "made_up": settings.DEMO and bool(hours.weeks),
    }


def represent_calendar(today: date) -> dict[str, Any]:
    """Ramadan, feasts and days with other hours of this year and the next that are not over; two queries."""
    end = date(today.year + 2, 1, 1)
    confirmed = {row.hijri_year: row for row in Season.objects.filter(until__gt=today)}
    rows = list(
        HoursException.objects.filter(facility=None, until__gt=today - MOVED_AT_MOST).order_by(
            "since", "opens"
        )
    )
    made = [each for _facility, each in map(exception_of, rows)]
    years = [expected_ramadan(year) for year in hijri_years(today, end) if year in YEARS_OF_THE_LIBRARY]
    return {
        "ramadan": [
            season_to_confirm(season, confirmed.get(season.hijri_year))
            for season in years
            if season.hijri_year in confirmed or (season.until > today and season.since < end)
        ],
        "feasts": [
            {
                "name": {"ar": feast.name_ar, "en": feast.name_en},
                "since": feast.since.isoformat(),
                "until": feast.until.isoformat(),
                "estimated": feast.estimated,
                "confirmed": any(settles(each, feast) for each in made),
            }
            for year in (today.year, today.year + 1)
            for feast in expected_feasts(year)
            if feast.until > today
        ],
        "days": [removable(row) for row in rows if row.until > today],
    }


def season_to_confirm(expected: SeasonOfYear, row: Season | None) -> dict[str, Any]:
    """Ramadan of a year as confirmed, else as expected with version 0."""
    if row is None:
        return {**season_of(expected), "version": 0}
    return {
        **season_of(SeasonOfYear(row.hijri_year, row.since, row.until, confirmed=True)),
        "version": row.version,
    }


def removable(row: HoursException) -> dict[str, Any]:
    facility, exception = exception_of(row)
    return {
        "id": str(row.pk),
        **day_of(exception, for_all=facility is None),
        "made_at": row.made_at.astimezone(CAIRO).isoformat(),
    }


def week_of(week: Week) -> dict[str, Any]:
    days = [
        {"weekday": weekday, "spans": [span_of(span) for span in week.on(weekday)]} for weekday in WEEKDAYS
    ]
    return {"text": written(week), "days": days}


def span_of(span: Span) -> dict[str, Any]:
    next_day = span.closes > DAY
    closes = span.closes - DAY if next_day else span.closes
    return {"opens": clock(span.opens), "closes": clock(closes), "next_day": next_day}


def season_of(season: SeasonOfYear) -> dict[str, Any]:
    return {
        "hijri_year": season.hijri_year,
        "since": season.since.isoformat(),
        "until": season.until.isoformat(),
        "confirmed": season.confirmed,
    }


def day_of(exception: DayException, *, for_all: bool) -> dict[str, Any]:
    return {
        "of": exception.of,
        "since": exception.since.isoformat(),
        "until": exception.until.isoformat(),
        "spans": [span_of(span) for span in exception.spans],
        "reason": {"ar": exception.reason_ar, "en": exception.reason_en},
        "for_all": for_all,
    }
