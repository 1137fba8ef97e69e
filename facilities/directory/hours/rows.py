"""Rows of the database as the values that the rules take, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from facilities.directory.hours.days import A_DAY, Calendar, Feast
from facilities.directory.hours.days import Season as SeasonOfYear
from facilities.directory.hours.egypt import (
    YEARS_OF_THE_LIBRARY,
    expected_feasts,
    expected_ramadan,
    hijri_years,
)
from facilities.directory.hours.week import GENERAL, UNKNOWN, DayException, Hours, Span, Table, Week
from facilities.directory.models import HoursException, OpeningHours, Season

BEFORE, AFTER = A_DAY, timedelta(days=400)
MOVED_AT_MOST = timedelta(days=15)


def read_calendar(today: date) -> Calendar:
    """Seasons, feasts and exceptions for all, from the day before `today` to 400 days on; two queries."""
    return calendar_between(today - BEFORE, today + AFTER)


def calendar_between(since: date, until: date) -> Calendar:
    """Seasons, feasts and exceptions for all that touch the days from `since` to before `until`; two queries."""
    years = [year for year in hijri_years(since, until) if year in YEARS_OF_THE_LIBRARY]
    expected = [expected_ramadan(year) for year in years]
    seasons = {each.hijri_year: each for each in expected if each.since < until and each.until > since}
    for row in Season.objects.filter(until__gt=since, since__lt=until):
        seasons[row.hijri_year] = SeasonOfYear(row.hijri_year, row.since, row.until, confirmed=True)
    closures = HoursException.objects.filter(facility=None, until__gt=since, since__lt=until)
    exceptions = tuple(exception for _facility, exception in exceptions_of(closures))
    feasts = tuple(
        feast
        for year in range(since.year, until.year + 1)
        for feast in expected_feasts(year)
        if feast.since < until and feast.until > since
        if not any(settles(each, feast) for each in exceptions)
    )
    return Calendar(tuple(sorted(seasons.values(), key=lambda season: season.since)), feasts, exceptions)


def settles(exception: DayException, feast: Feast) -> bool:
    """Whether an exception for all is this expected feast, confirmed on its days or moved to others nearby."""
    if exception.of != GENERAL:
        return False
    meets = exception.since < feast.until and feast.since < exception.until
    moved = exception.reason_ar == feast.name_ar and abs(exception.since - feast.since) <= MOVED_AT_MOST
    return meets or moved


def read_hours(codes: Iterable[str] | None = None, *, today: date) -> dict[str, Hours]:
    """The hours of facilities by code, without those of whom nothing is known; two queries. None: of all facilities."""
    rows = OpeningHours.objects.order_by("facility", "weekday", "opens")
    own = HoursException.objects.filter(facility__isnull=False, until__gt=today - BEFORE)
    if codes is not None:
        wanted = list(codes)
        rows, own = rows.filter(facility__in=wanted), own.filter(facility__in=wanted)
    spans: dict[str, dict[Table, dict[int, list[Span]]]] = defaultdict(dict)
    sources: dict[str, dict[str, None]] = defaultdict(dict)
    for facility, of, service, season, weekday, opens, closes, source in rows.values_list(
        "facility_id", "of", "service_type_id", "season", "weekday", "opens", "closes", "source"
    ):
        table = spans[facility].setdefault(Table(of, service, season), defaultdict(list))
        table[weekday].append(Span(opens, closes))
        if source:
            sources[facility][source] = None
    exceptions: dict[str, list[DayException]] = defaultdict(list)
    for code, exception in exceptions_of(own):
        exceptions[code].append(exception)
    return {
        facility: Hours.weekly(
            {table: Week.of(days) for table, days in spans.get(facility, {}).items()},
            exceptions.get(facility, ()),
            sources=sources.get(facility, ()),
        )
        for facility in spans.keys() | exceptions.keys()
    }


def read_hours_of(code: str, *, today: date) -> Hours:
    """The hours of one facility, UNKNOWN where nothing is known; two queries."""
    return read_hours([code], today=today).get(code, UNKNOWN)


def exceptions_of(rows: QuerySet[HoursException]) -> list[tuple[str, DayException]]:
    """Each row with the code of its facility, "" where it is for all."""
    return [
        (facility or "", exception)
        for facility, exception in map(exception_of, rows.order_by("since", "opens"))
    ]


def exception_of(row: HoursException) -> tuple[str | None, DayException]:
    """A row as a value, with the code of its facility."""
    spans = () if row.opens is None or row.closes is None else (Span(row.opens, row.closes),)
    return row.facility_id, DayException(row.since, row.until, row.of, spans, row.reason_ar, row.reason_en)
