"""Hours and moments that the tests of opening hours speak of."""

from datetime import datetime

from hypothesis import strategies as st

from facilities.directory.hours.days import Calendar
from facilities.directory.hours.rules import OpenState, state_at
from facilities.directory.hours.week import (
    DAY,
    EMERGENCY,
    RAMADAN,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    WEDNESDAY,
    DayException,
    Hours,
    Span,
    Table,
    Week,
)
from uhis_portal.calendar import CAIRO

SATURDAY_TO_THURSDAY = (SATURDAY, SUNDAY, 1, 2, WEDNESDAY, THURSDAY)


def at(text: str, *, fold: int = 0) -> datetime:
    """A moment of Cairo such as "2026-04-24 03:00"; fold 1 is the second time of an hour that comes twice."""
    return datetime.fromisoformat(text).replace(tzinfo=CAIRO, fold=fold)


def span(text: str) -> Span:
    """08:00-14:00; an end at or before the beginning is on the next day."""
    opens, closes = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return Span(opens, closes if closes > opens else closes + DAY)


def daily(*spans: str, days: tuple[int, ...] = tuple(range(1, 8))) -> Week:
    return Week.of({day: [span(text) for text in spans] for day in days})


CLINIC = daily("08:00-14:00", days=SATURDAY_TO_THURSDAY)
UNIT = Hours.weekly({Table(): CLINIC})


def asked(
    hours: Hours, moment: str | datetime, calendar: Calendar | None = None, **about: str | None
) -> OpenState:
    """The state at a moment of Cairo."""
    moment = at(moment) if isinstance(moment, str) else moment
    return state_at(hours, moment, calendar=calendar or Calendar(), **about)


def spans_of_a_day() -> st.SearchStrategy[tuple[Span, ...]]:
    """Up to three spans that do not overlap, the last perhaps past midnight."""

    def laid_out(cuts: list[int]) -> tuple[Span, ...]:
        cuts = sorted(set(cuts))
        pairs = [Span(*cuts[at : at + 2]) for at in range(0, len(cuts) - 1, 2)]
        return tuple(one for one in pairs if one.opens < DAY and one.closes <= one.opens + DAY)

    return st.lists(st.integers(0, 2 * DAY), max_size=6).map(laid_out)


def weeks() -> st.SearchStrategy[Week]:
    return st.tuples(*[spans_of_a_day()] * 7).map(Week)


def exceptions() -> st.SearchStrategy[DayException]:
    from datetime import date, timedelta

    days = st.dates(date(2026, 4, 18), date(2026, 4, 30)) | st.dates(date(2026, 10, 24), date(2026, 11, 4))
    return st.builds(
        lambda since, length, of, spans: DayException(since, since + timedelta(days=length), of, spans),
        days,
        st.integers(1, 4),
        st.sampled_from(["general", EMERGENCY]),
        spans_of_a_day(),
    )


def any_hours() -> st.SearchStrategy[Hours]:
    tables = st.sampled_from([Table(), Table(season=RAMADAN), Table(of=EMERGENCY), Table(service="PHC-LAB")])
    return st.builds(
        Hours.weekly, st.dictionaries(tables, weeks(), max_size=4), st.lists(exceptions(), max_size=3)
    )
