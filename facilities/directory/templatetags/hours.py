"""Opening hours as words and as the tables of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django import template
from django.utils.translation import gettext as _

from facilities.directory.hours.week import ALL_YEAR, EMERGENCY, GENERAL, RAMADAN
from facilities.directory.hours.words import (
    answer_in_words,
    period_in_words,
    span_in_words,
    weekdays_in_words,
)
from uhis_portal.calendar import CAIRO, cairo_now
from uhis_portal.display import bilingual

register = template.Library()


@register.filter
def open_answer(said: Mapping[str, Any]) -> str:
    """“Open now until 2:00 PM”, from the `open` of a facility's representation."""
    return answer_in_words(said, cairo_now())


@register.filter
def days_in_words(period: Mapping[str, Any]) -> str:
    """26 May 2026 to 29 May 2026, from a representation with `since` and `until`."""
    return period_in_words(date.fromisoformat(period["since"]), date.fromisoformat(period["until"]))


@register.filter
def spans_in_words(spans: Iterable[Mapping[str, Any]]) -> list[str]:
    """The spans of a day, each in words; one word where there is none."""
    return [span_in_words(span) for span in spans] or [_("Closed")]


@register.inclusion_tag("directory/hours.html")
def opening_hours(
    hours: Mapping[str, Any],
    *,
    now: datetime | None = None,
    emergency: bool | None = None,
    with_answer: bool = False,
) -> dict[str, Any]:
    """All that is known of a facility's hours, from its representation (`facility_hours`).

    `emergency` says whether it receives emergencies; None where that is not known. `with_answer`: for a page that does
    not say elsewhere whether it is open now.
    """
    moment = now or cairo_now()
    today = moment.astimezone(CAIRO).date()
    season = hours["ramadan"]
    in_ramadan = season is not None and season["since"] <= today.isoformat() < season["until"]
    drawn = [section(week, hours["weeks"], today, in_ramadan=in_ramadan) for week in hours["weeks"]]
    clinics = [each for each in drawn if each["of"] == GENERAL and not each["service"]]
    return {
        "hours": hours,
        "answer": answer_in_words(hours["open"], moment) if with_answer else "",
        "clinics": sorted(clinics, key=lambda each: not each["holds"]),
        "services": [each for each in drawn if each["service"]],
        "emergency_answer": answer_in_words(hours["emergency_open"], moment),
        "emergencies": [each for each in drawn if each["of"] == EMERGENCY],
        "receives_emergencies": emergency,
    }


def section(
    week: Mapping[str, Any], weeks: Iterable[Mapping[str, Any]], today: date, *, in_ramadan: bool
) -> dict[str, Any]:
    """One table, Saturday first. Where it holds today each day has its row and today is marked; else equal days are one."""
    seasons = {
        each["season"]
        for each in weeks
        if (each["of"], each["service_type"]) == (week["of"], week["service_type"])
    }
    season_today = RAMADAN if in_ramadan and RAMADAN in seasons else ALL_YEAR
    holds = week["season"] == season_today
    return {
        "of": week["of"],
        "service": bilingual(week["service_type"]["name"]) if week["service_type"] else "",
        "ramadan": week["season"] == RAMADAN,
        "holds": holds,
        "always": week["text"] == "24/7",
        "rows": [
            {
                "day": weekdays_in_words(days[0]["weekday"], days[-1]["weekday"]),
                "today": holds and days[0]["weekday"] == today.isoweekday(),
                "spans": [span_in_words(span) for span in days[0]["spans"]],
            }
            for days in rows_of(week["days"], together=not holds)
        ],
    }


def rows_of(days: Iterable[Mapping[str, Any]], *, together: bool) -> list[list[Mapping[str, Any]]]:
    """Each day for itself; or days that follow one another with the same hours `together`."""
    if not together:
        return [[day] for day in days]
    return [list(run) for _spans, run in groupby(days, key=lambda day: day["spans"])]
