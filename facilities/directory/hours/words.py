"""What is said of opening hours, in the words of a page. Takes the representation that the API sends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.directory.hours.days import A_DAY
from facilities.directory.hours.rules import OpenState, Remark, Why
from facilities.directory.hours.week import DAY
from uhis_portal.api.serializers import in_both_languages
from uhis_portal.calendar import CAIRO
from uhis_portal.page import HOTLINE

ON_ITS_WEEKDAY = 6  # days ahead that are named by their weekday alone
REMARKS: dict[Why, str | Promise] = {
    Why.RAMADAN: gettext_lazy("Hours in Ramadan may differ."),
    Why.RAMADAN_EXPECTED: gettext_lazy(
        "Whether this day is in Ramadan is not confirmed yet. Hours may differ."
    ),
    Why.HOLIDAY_EXPECTED: gettext_lazy("A public holiday is expected ({name}). Hours may differ."),
    Why.EXCEPTION: gettext_lazy("Other hours on this day: {name}."),
}


@lru_cache(maxsize=1024)
def remark_words(remark: Remark) -> dict[str, str]:
    """A remark as `{ar, en}`."""
    said = in_both_languages(REMARKS[remark.why])
    names = {"ar": remark.name_ar, "en": remark.name_en}
    return {language: text.replace("{name}", names[language]) for language, text in said.items()}


def represented(state: OpenState) -> dict[str, Any]:
    """An answer as the API sends it: `{state, until, from, remark}`, moments in ISO 8601 with Cairo's offset."""
    return {
        "state": state.state.value,
        "until": state.until.isoformat() if state.until else None,
        "from": state.opens_next.isoformat() if state.opens_next else None,
        "remark": remark_words(state.remark) if state.remark else None,
    }


def answer_in_words(said: Mapping[str, Any], now: datetime) -> str:
    """The answer to “open now?” as one sentence; `now` is the moment that was asked for."""
    if said["state"] == "not_known":
        return _("Hours not known. Call %(number)s before you go.") % {"number": HOTLINE}
    today = now.astimezone(CAIRO).date()
    if said["state"] == "open":
        if said["until"] is None:
            return _("Open now")
        return _("Open now until %(when)s") % {"when": until_when(local(said["until"]), today)}
    if said["from"] is None:
        return _("Closed now")
    return _("Closed now. Opens %(when)s") % {"when": at_when(local(said["from"]), today)}


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(CAIRO)


def until_when(moment: datetime, today: date) -> str:
    """2:00 PM, midnight, 2:00 AM tomorrow, 8:00 AM on Sunday, 8:00 AM on 3 June."""
    hour = time_in_words(moment.time())
    if moment.date() == today:
        return hour
    if moment.time() == time() and moment.date() == today + A_DAY:
        return _("midnight")
    if moment.date() == today + A_DAY:
        return _("%(hour)s tomorrow") % {"hour": hour}
    return _("%(hour)s on %(day)s") % {"hour": hour, "day": day_in_words(moment.date(), today)}


def at_when(moment: datetime, today: date) -> str:
    """At 5:00 PM, tomorrow at 8:00 AM, on Sunday at 8:00 AM, on 3 June at 8:00 AM"""
    hour = time_in_words(moment.time())
    if moment.date() == today:
        return _("at %(hour)s") % {"hour": hour}
    if moment.date() == today + A_DAY:
        return _("tomorrow at %(hour)s") % {"hour": hour}
    return _("on %(day)s at %(hour)s") % {"hour": hour, "day": day_in_words(moment.date(), today)}


def day_in_words(day: date, today: date) -> str:
    near = day - today <= timedelta(days=ON_ITS_WEEKDAY)
    return date_format(day, "l") if near else date_format(day, "MONTH_DAY_FORMAT")


def time_in_words(moment: time) -> str:
    """2:00 PM, which no line breaks apart."""
    return date_format(datetime.combine(date.min, moment), "TIME_FORMAT").replace(" ", "\xa0")


def clock_in_words(clock: str) -> str:
    """ "14:00" as people say it: 2:00 PM; 00:00 and 24:00 are midnight."""
    hours, minutes = map(int, clock.split(":"))
    if hours * 60 + minutes in (0, DAY):
        return _("midnight")
    return time_in_words(time(hours, minutes))


def span_in_words(span: Mapping[str, Any]) -> str:
    """8:00 AM to 2:00 PM; an end on the next day says so; a whole day is “24 hours”."""
    if span["opens"] == "00:00" and span["closes"] == "24:00":
        return _("24 hours")
    words = {"opens": clock_in_words(span["opens"]), "closes": clock_in_words(span["closes"])}
    if span["next_day"]:
        return _("%(opens)s to %(closes)s the next day") % words
    return _("%(opens)s to %(closes)s") % words


def weekday_in_words(weekday: int) -> str:
    """The name of an ISO weekday."""
    return date_format(date(2026, 6, weekday), "l")  # 1 June 2026 is a Monday


def weekdays_in_words(first: int, last: int) -> str:
    """A run of ISO weekdays: Saturday to Thursday; a single one by its name."""
    if first == last:
        return weekday_in_words(first)
    return _("%(first)s to %(last)s") % {"first": weekday_in_words(first), "last": weekday_in_words(last)}


def period_in_words(since: date, until: date) -> str:
    """Days from `since` to before `until`: 26 May 2026, or 26 May to 29 May 2026."""
    last = until - A_DAY
    if last == since:
        return date_format(since, "DATE_FORMAT")
    return _("%(first)s to %(last)s") % {
        "first": date_format(since, "MONTH_DAY_FORMAT" if since.year == last.year else "DATE_FORMAT"),
        "last": date_format(last, "DATE_FORMAT"),
    }
