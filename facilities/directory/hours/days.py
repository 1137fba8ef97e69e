"""The calendar that hours depend on: Ramadan, feasts, days on which all facilities keep other hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from facilities.directory.hours.week import DayException

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Season:
    """Ramadan of one Hijri year, from `since` to before `until`; an expected one may turn out a day off."""

    hijri_year: int
    since: date
    until: date
    confirmed: bool

    def holds_on(self, day: date) -> bool:
        return self.since <= day < self.until

    def may_begin_or_end_around(self, day: date) -> bool:
        """Whether the sighting of the moon may still decide if `day` belongs to it."""
        doubtful = (self.since - A_DAY, self.since, self.until - A_DAY, self.until)
        return not self.confirmed and day in doubtful


@dataclass(frozen=True)
class Feast:
    """A public holiday that the library's calendar expects, from `since` to before `until`."""

    since: date
    until: date
    name_ar: str
    name_en: str
    estimated: bool = False

    def covers(self, day: date) -> bool:
        return self.since <= day < self.until


@dataclass(frozen=True)
class Calendar:
    """Seasons, expected feasts, and the exceptions that hold for all facilities."""

    seasons: tuple[Season, ...] = ()
    feasts: tuple[Feast, ...] = ()
    exceptions: tuple[DayException, ...] = ()

    @cached_property
    def _hash(self) -> int:
        return hash((self.seasons, self.feasts, self.exceptions))

    def __hash__(self) -> int:  # asked for on every look into the cache of intervals
        return self._hash

    @cached_property
    def feast_by_day(self) -> Mapping[date, Feast]:
        return {
            feast.since + A_DAY * number: feast
            for feast in self.feasts
            for number in range((feast.until - feast.since).days)
        }

    @cached_property
    def exceptions_by_day(self) -> Mapping[date, tuple[DayException, ...]]:
        found: dict[date, list[DayException]] = defaultdict(list)
        for exception in self.exceptions:
            for number in range((exception.until - exception.since).days):
                found[exception.since + A_DAY * number].append(exception)
        return {day: tuple(exceptions) for day, exceptions in found.items()}

    def season_on(self, day: date) -> Season | None:
        """The Ramadan that `day` belongs to, as confirmed or else as expected."""
        return next((season for season in self.seasons if season.holds_on(day)), None)

    def season_in_doubt(self, day: date) -> bool:
        return any(season.may_begin_or_end_around(day) for season in self.seasons)


NO_CALENDAR = Calendar()
