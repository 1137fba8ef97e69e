"""Open or closed at a moment. Pure rules: what is known of the hours, the calendar and the moment are arguments.

Hours are times on the wall clock of Cairo. A time that the clock jumps over (00:30 on 24 April 2026) is the moment of the
jump; of an hour that comes twice (23:00 on 29 October 2026) the first is meant. A span that passes midnight belongs to the
day on which it begins. What is not known is neither open nor closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from facilities.directory.hours.days import A_DAY, Calendar, Season
from facilities.directory.hours.week import (
    ALL_YEAR,
    DAY,
    GENERAL,
    RAMADAN,
    DayException,
    Hours,
    Span,
)
from uhis_portal.calendar import CAIRO, day_bounds

LOOK_AHEAD = 14  # days
AT_HAND = 32_768  # answers kept: three days of 10,000 facilities that all differ
MINUTE = timedelta(minutes=1)
Interval = tuple[datetime, datetime]  # in UTC, the end not included


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    NOT_KNOWN = "not_known"


class Why(StrEnum):
    """What a remark is about. Its words: facilities.directory.hours.words."""

    RAMADAN = "ramadan"  # only the hours of all the year are known
    RAMADAN_EXPECTED = "ramadan_expected"  # whether this day is in Ramadan is not confirmed
    HOLIDAY_EXPECTED = "holiday_expected"  # the calendar has a feast that nobody has confirmed
    EXCEPTION = "exception"  # this day is an exception, for the reason given


class Remark(NamedTuple):
    """What one should know beside the answer, with the name of the feast or the reason in both languages."""

    why: Why
    name_ar: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class OpenState:
    """The answer for one moment: open until when, or closed and open next when; in Cairo's time.

    Both are None where the next LOOK_AHEAD days do not tell: because nothing changes, or what comes is not known.
    """

    state: State
    until: datetime | None = None
    opens_next: datetime | None = None
    remark: Remark | None = None


@dataclass(frozen=True)
class DayHours:
    """The spans that begin on one day; `spans` is None where the hours of that day are not known.

    `perhaps`: the spans of which some will hold, where the moon still decides which.
    """

    spans: tuple[Span, ...] | None
    remark: Remark | None = None
    perhaps: tuple[Span, ...] = ()


@lru_cache(maxsize=AT_HAND)
def spans_of_day(
    hours: Hours, day: date, calendar: Calendar, *, of: str = GENERAL, service: str | None = None
) -> DayHours:
    """Which hours hold on a day.

    In this order: an exception of the facility, one for all facilities, the hours of the season, those of all the year.
    An exception for all says nothing of a facility whose hours are not known, since it may be shut on that day anyway,
    or never. Where a Ramadan that nobody confirmed decides which hours hold, they are not known.
    """
    own = [each for each in hours.exceptions if each.of == of and each.covers(day)]
    if own:
        return by_exception(own)
    season = calendar.season_on(day)
    in_doubt = calendar.season_in_doubt(day)
    seasons = (ALL_YEAR, RAMADAN) if in_doubt else (RAMADAN if season else ALL_YEAR,)
    known = [hours.week(of, service, said) for said in seasons]
    if not any(known):
        return DayHours(None)
    for_all = [each for each in calendar.exceptions_by_day.get(day, ()) if each.of == of]
    if for_all:
        return by_exception(for_all)
    weekday = day.isoweekday()
    spans, *otherwise = [said and said[0].on(weekday) for said in known]
    if any(other != spans for other in otherwise):
        perhaps = {span for each in (spans, *otherwise) for span in each or ()}
        return DayHours(None, Remark(Why.RAMADAN_EXPECTED), tuple(sorted(perhaps)))
    of_the_season = any(said and said[1] for said in known)
    remark = usual_remark(day, calendar, season, of_the_season) if of == GENERAL else None
    return DayHours(spans, remark)


def by_exception(exceptions: list[DayException]) -> DayHours:
    """The hours that the exceptions of a day amount to: a closure closes, whatever else is said."""
    closure = next((each for each in exceptions if not each.spans), None)
    reason = closure or exceptions[0]
    spans = () if closure else tuple(sorted(span for each in exceptions for span in each.spans))
    return DayHours(spans, Remark(Why.EXCEPTION, reason.reason_ar, reason.reason_en))


def usual_remark(day: date, calendar: Calendar, season: Season | None, of_the_season: bool) -> Remark | None:
    """Why the usual hours may not hold on `day`. Emergencies are never asked: they know neither feast nor season."""
    feast = calendar.feast_by_day.get(day)
    if feast is not None:
        return Remark(Why.HOLIDAY_EXPECTED, feast.name_ar, feast.name_en)
    if calendar.season_in_doubt(day):
        return Remark(Why.RAMADAN_EXPECTED)
    if season is not None and not of_the_season:
        return Remark(Why.RAMADAN)
    return None


@lru_cache(maxsize=512)
def bounds(day: date) -> Interval:
    """The first moment of a day in Cairo and that of the next, in UTC."""
    start, end = day_bounds(day)
    return start.astimezone(UTC), end.astimezone(UTC)


@lru_cache(maxsize=8192)
def moment_of(day: date, minutes: int) -> datetime:
    """When the clock in Cairo first reads so many minutes after 00:00 of `day`, or has jumped over it; in UTC."""
    days, minutes = divmod(minutes, DAY)
    day += A_DAY * days
    if minutes == 0:
        return bounds(day)[0]
    wall = datetime.combine(day, time(*divmod(minutes, 60)))
    moment = wall.replace(tzinfo=CAIRO).astimezone(UTC)
    if moment.astimezone(CAIRO).replace(tzinfo=None) == wall:
        return moment
    jump = wall.replace(tzinfo=CAIRO, fold=1).astimezone(
        UTC
    )  # read with the offset after it, a time before the jump
    while jump.astimezone(CAIRO).replace(tzinfo=None) < wall:
        jump += MINUTE
    return jump


@lru_cache(maxsize=AT_HAND)
def intervals(
    hours: Hours, day: date, calendar: Calendar, *, of: str = GENERAL, service: str | None = None
) -> tuple[Interval, ...]:
    """When it is open during a day of Cairo: disjoint, in order, in UTC, cut at the bounds of the day.

    What began the day before and passes midnight is among them. Empty where nothing is known: ask `is_known`.
    """
    start, end = bounds(day)
    found: list[Interval] = []
    for begun in (day - A_DAY, day):
        for opens, closes in spans_of_day(hours, begun, calendar, of=of, service=service).spans or ():
            since, until = max(moment_of(begun, opens), start), min(moment_of(begun, closes), end)
            if since >= until:
                continue
            if found and since <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], until))
            else:
                found.append((since, until))
    return tuple(found)


def is_known(
    hours: Hours, day: date, calendar: Calendar, *, of: str = GENERAL, service: str | None = None
) -> bool:
    """Whether the hours of `day` are known at all."""
    return spans_of_day(hours, day, calendar, of=of, service=service).spans is not None


def state_at(
    hours: Hours, moment: datetime, *, of: str = GENERAL, service: str | None = None, calendar: Calendar
) -> OpenState:
    """Open, closed or not known at an aware `moment`; asked of the clinics, of emergencies, or of one service.

    It knows hours only: whether the facility gives care at all on that day is said by its status.
    """
    if not hours.weeks and not hours.exceptions:
        return OpenState(State.NOT_KNOWN)
    now = moment.astimezone(UTC)
    today = moment.astimezone(CAIRO).date()
    here = spans_of_day(hours, today, calendar, of=of, service=service)
    for since, until in intervals(hours, today, calendar, of=of, service=service):
        if since <= now < until:
            return OpenState(
                State.OPEN,
                until=end_of(hours, today, until, calendar, of=of, service=service),
                remark=here.remark,
            )
    if here.spans is None:
        return OpenState(State.NOT_KNOWN, remark=here.remark)
    before = spans_of_day(hours, today - A_DAY, calendar, of=of, service=service)
    if any(moment_of(today - A_DAY, closes) > now for _opens, closes in before.perhaps):
        return OpenState(State.NOT_KNOWN, remark=before.remark)
    return OpenState(
        State.CLOSED,
        opens_next=next_opening(hours, today, now, calendar, of=of, service=service),
        remark=here.remark,
    )


def end_of(
    hours: Hours, day: date, until: datetime, calendar: Calendar, *, of: str, service: str | None
) -> datetime | None:
    """When what is open until `until` on `day` closes, followed over midnights; None when LOOK_AHEAD days do not tell."""
    last = day + A_DAY * LOOK_AHEAD
    while until == bounds(day)[1]:
        if day == last:
            return None
        day += A_DAY
        if not is_known(hours, day, calendar, of=of, service=service):
            return None
        following = intervals(hours, day, calendar, of=of, service=service)
        if not following or following[0][0] > until:
            break
        until = following[0][1]
    return until.astimezone(CAIRO)


def next_opening(
    hours: Hours, day: date, now: datetime, calendar: Calendar, *, of: str, service: str | None
) -> datetime | None:
    """When it opens next after `now`; None when LOOK_AHEAD days do not tell or a day on the way is not known."""
    for number in range(LOOK_AHEAD + 1):
        at = day + A_DAY * number
        if not is_known(hours, at, calendar, of=of, service=service):
            return None
        for since, _until in intervals(hours, at, calendar, of=of, service=service):
            if since > now:
                return since.astimezone(CAIRO)
    return None
