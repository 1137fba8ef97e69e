"""Weekly hours as one line of text, for files: a strict subset of OpenStreetMap's `opening_hours`.

    "24/7"                                       always open
    "Sa-Th 08:00-14:00; Fr off"                  days, and days that are closed
    "Sa,Mo,We 08:00-12:00,17:00-22:00"           several days, several spans; days that are not named are closed
    "Sa-Fr 20:00-02:00"                          past midnight: the night belongs to the day on which it begins
    "off"                                        never open
    ""                                           not known

Days are Sa Su Mo Tu We Th Fr, a range may pass the end of the week. Times are HH:MM; an end before its beginning lies on
the next day, and may be written on from 24:00 instead (20:00-26:00), as it must where it is the time of the beginning
(08:00-32:00). Each day stands once, spans of a day do not overlap. Public holidays, seasons, months and comments of
OpenStreetMap are refused: the portal keeps them apart. One thing is meant otherwise: a night that runs into a day which
another rule names stays whole here, while tools of OpenStreetMap may cut it at midnight.

`written` gives one spelling per week; `parsed(written(week)) == week`. The well-kept parser on PyPI, opening-hours-py,
answers "open at?" only: it gives back no rows, and its faults are English texts about its grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.directory.hours.week import ALWAYS, DAY, WEEKDAYS, Span, Week
from uhis_portal.arabic import typed_quantity

LONGEST = 500  # characters; the longest week that can be meant is shorter
NAMES = {6: "Sa", 7: "Su", 1: "Mo", 2: "Tu", 3: "We", 4: "Th", 5: "Fr"}
BY_NAME = {name.casefold(): weekday for weekday, name in NAMES.items()}
RULE = re.compile(r"(?:(?P<days>[A-Za-z]{2}[A-Za-z,\- ]*?)\s+)?(?P<spans>off|closed|[0-9].*)", re.IGNORECASE)
TIMES = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "،": ",", "؛": ";"})


def parsed(text: str) -> Week | None:
    """The week that `text` says; None for an empty text: not known.

    ValidationError, in the active language, names the part that is wrong. Arabic digits, long dashes and small letters are
    understood.
    """
    line = typed_quantity(text).translate(DASHES)
    if not line:
        return None
    if len(line) > LONGEST:
        raise fault(_("These opening hours are too long."), "too_long")
    if line == "24/7":
        return ALWAYS
    found: dict[int, list[Span]] = {}
    for rule in line.split(";"):
        if rule.strip():
            for weekday, spans in rule_of(rule.strip()):
                if weekday in found:
                    raise fault(
                        _("“%(day)s” stands twice in the opening hours.") % {"day": NAMES[weekday]}, "twice"
                    )
                found[weekday] = spans
    if not found:
        raise not_understood(line)
    return Week.of(found)


def rule_of(rule: str) -> Iterator[tuple[int, list[Span]]]:
    """Weekdays of one rule, each with its spans; a rule without days is for all of them."""
    read = RULE.fullmatch(rule)
    if read is None:
        raise not_understood(rule)
    weekdays = list(days_of(read["days"])) if read["days"] else list(WEEKDAYS)
    closed = read["spans"].casefold() in ("off", "closed")
    spans = [] if closed else spans_of(read["spans"])
    return ((weekday, spans) for weekday in weekdays)


def days_of(text: str) -> Iterator[int]:
    for part in text.split(","):
        ends = [BY_NAME.get(name.strip().casefold()) for name in part.split("-")]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:
            raise fault(
                _("“%(part)s” is no day. Write Sa, Su, Mo, Tu, We, Th or Fr, or a range such as Sa-Th.")
                % {"part": part.strip()},
                "day",
            )
        at = WEEKDAYS.index(first)
        yield first
        while WEEKDAYS[at] != last:
            at = (at + 1) % 7
            yield WEEKDAYS[at]


def spans_of(text: str) -> list[Span]:
    """The spans of a day, which must not overlap."""
    spans = sorted(span_of(part.strip()) for part in text.split(","))
    for before, after in pairwise(spans):
        if after.opens < before.closes:
            raise fault(_("The hours “%(part)s” overlap.") % {"part": text}, "overlap")
    return spans


def span_of(part: str) -> Span:
    read = TIMES.fullmatch(part)
    if read is None:
        raise fault(_("“%(part)s” is no time span. Write it such as 08:00-14:00.") % {"part": part}, "span")
    hour, minute, last_hour, last_minute = (int(number) for number in read.groups())
    opens, closes = hour * 60 + minute, last_hour * 60 + last_minute
    if opens == closes:
        raise fault(
            _("“%(part)s” begins and ends at once. For the whole day write 00:00-24:00.") % {"part": part},
            "empty",
        )
    if closes < opens:
        closes += DAY
    if opens >= DAY or closes > opens + DAY or max(minute, last_minute) > 59:
        raise fault(
            _("“%(part)s” has a time that does not exist, or is longer than 24 hours.") % {"part": part},
            "time",
        )
    return Span(opens, closes)


def read_clock(text: str) -> int | None:
    """Minutes after 00:00 of a time such as 14:00 or 9:30; None for an empty text. ValidationError for anything else."""
    typed = typed_quantity(text)
    if not typed:
        return None
    read = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})", typed)
    minutes = int(read[1]) * 60 + int(read[2]) if read and int(read[2]) <= 59 else DAY + 1
    if minutes > DAY:
        raise fault(_("Write the time as hours and minutes, such as 14:30."), "time")
    return minutes


def not_understood(part: str) -> ValidationError:
    return fault(
        _("“%(part)s” is not understood. Write opening hours such as “Sa-Th 08:00-14:00; Fr off”.")
        % {"part": part[:60]},
        "not_understood",
    )


def fault(message: str, code: str) -> ValidationError:
    return ValidationError(message, code=code)


def written(week: Week | None) -> str:
    """The one spelling of a week; "" for None, which means not known."""
    if week is None:
        return ""
    if week.never_closes:
        return "24/7"
    if not any(week.days):
        return "off"
    rules = []
    for spans, run in groupby(WEEKDAYS, key=week.on):
        days = list(run)
        named = NAMES[days[0]] if len(days) == 1 else f"{NAMES[days[0]]}-{NAMES[days[-1]]}"
        rules.append(f"{named} {','.join(map(span_text, spans)) or 'off'}")
    return "; ".join(rules)


def span_text(span: Span) -> str:
    """08:00-14:00; an end on the next day by the clock of that day, unless it would read like no span."""
    next_day = DAY < span.closes < span.opens + DAY
    closes = span.closes - DAY if next_day else span.closes
    return f"{clock(span.opens)}-{clock(closes)}"


def clock(minutes: int) -> str:
    """Minutes after 00:00 as HH:MM, the end of the day as 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
