"""The hours of a week as plain values: spans of days, of a facility's parts, its services and seasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

DAY: Final = 24 * 60  # minutes
GENERAL, EMERGENCY = "general", "emergency"
ALL_YEAR, RAMADAN = "all_year", "ramadan"
SATURDAY, SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = WEEKDAYS = (6, 7, 1, 2, 3, 4, 5)  # ISO 8601


class Span(NamedTuple):
    """From `opens` to `closes`, in minutes after 00:00 on the clock of the day it begins; past midnight above 1440."""

    opens: int
    closes: int


WHOLE_DAY = Span(0, DAY)


@dataclass(frozen=True)
class Week:
    """The spans of each weekday, Monday first as in ISO 8601; a day without spans is closed.

    ValueError for a span that does not begin on its day, or lasts no minute or more than 24 hours, and for spans of one
    day that overlap.
    """

    days: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise ValueError("a week has seven days")
        object.__setattr__(self, "days", tuple(tuple(sorted(day)) for day in self.days))
        for day in self.days:
            for opens, closes in day:
                if not (0 <= opens < DAY and opens < closes <= opens + DAY):
                    raise ValueError(f"no span of a day: {opens} to {closes}")
            if any(after.opens < before.closes for before, after in pairwise(day)):
                raise ValueError("spans of a day overlap")

    @classmethod
    def of(cls, spans: Mapping[int, Iterable[Span]]) -> Week:
        """A week from the spans of its ISO weekdays; days that are not named are closed."""
        return cls(tuple(tuple(spans.get(weekday, ())) for weekday in range(1, 8)))

    def on(self, weekday: int) -> tuple[Span, ...]:
        """The spans of an ISO weekday."""
        return self.days[weekday - 1]

    @property
    def never_closes(self) -> bool:
        return all(day == (WHOLE_DAY,) for day in self.days)


ALWAYS = Week(((WHOLE_DAY,),) * 7)


@dataclass(frozen=True)
class DayException:
    """Other hours on the days from `since` to before `until`; without spans: closed."""

    since: date
    until: date
    of: str = GENERAL
    spans: tuple[Span, ...] = ()
    reason_ar: str = ""
    reason_en: str = ""

    def covers(self, day: date) -> bool:
        return self.since <= day < self.until


class Table(NamedTuple):
    """What a week is said of: a part of the facility, one service or all, a season."""

    of: str = GENERAL
    service: str | None = None
    season: str = ALL_YEAR


@dataclass(frozen=True)
class Hours:
    """All that is known of one facility's hours. Empty: nothing is known."""

    weeks: tuple[tuple[Table, Week], ...] = ()
    exceptions: tuple[DayException, ...] = ()
    sources: tuple[str, ...] = field(default=(), compare=False)  # who says so

    @classmethod
    def weekly(
        cls,
        weeks: Mapping[Table, Week],
        exceptions: Iterable[DayException] = (),
        *,
        sources: Iterable[str] = (),
    ) -> Hours:
        """Equal whatever the order in which weeks and exceptions are given."""
        return cls(
            tuple(sorted(weeks.items(), key=lambda entry: tuple(part or "" for part in entry[0]))),
            tuple(sorted(exceptions, key=lambda each: (each.since, each.until, each.of, each.spans))),
            tuple(sources),
        )

    @cached_property
    def week_of(self) -> dict[Table, Week]:
        return dict(self.weeks)

    @cached_property
    def _hash(self) -> int:
        return hash((self.weeks, self.exceptions))

    def __hash__(self) -> int:  # asked for on every look into the cache of intervals
        return self._hash

    def services(self) -> tuple[str, ...]:
        """Codes of the services that keep hours of their own."""
        return tuple(sorted({table.service for table, _week in self.weeks if table.service}))

    def week(self, of: str, service: str | None, season: str) -> tuple[Week, bool] | None:
        """The week that holds in a season, and whether it was said of that season; None when none is known.

        A service without hours of its own keeps those of the facility; a season without, those of all the year.
        """
        for owner in dict.fromkeys((service, None)):
            for said in dict.fromkeys((season, ALL_YEAR)):
                week = self.week_of.get(Table(of, owner, said))
                if week is not None:
                    return week, said == season
        return None


UNKNOWN = Hours()
