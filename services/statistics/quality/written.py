"""What facilities wrote down, and when: days with an entry, and entries written on a later day."""

# ruff: noqa: S608  (the statements are put together from declarations)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.statistics.models import ServicesOfFacility
from services.statistics.quality.days import Span
from services.statistics.reading.shown import read, shown

ENTRIES = shown(ServicesOfFacility)

# A day has an entry when one of the care that was given on it stands, whenever it was written.
DAYS_WITH_AN_ENTRY = f"""
    WITH opened AS (
        SELECT * FROM unnest(%(facilities)s::text[], %(since)s::date[], %(until)s::date[])
                   AS span (facility, since, until)
    ), written AS (
        SELECT facility, provided_on AS day FROM {ENTRIES}
         WHERE facility = ANY(%(facilities)s) AND provided_on = ANY(%(days)s::date[])
         GROUP BY 1, 2 HAVING sum(records) > 0
    )
    SELECT facility, count(*) AS days FROM written
     WHERE EXISTS (SELECT FROM opened WHERE opened.facility = written.facility AND day >= since AND day < until)
     GROUP BY facility
"""
LAST_DAY = f"""
    SELECT facility, max(day) AS day
      FROM (SELECT facility, provided_on AS day FROM {ENTRIES} WHERE facility = ANY(%(facilities)s)
             GROUP BY 1, 2 HAVING sum(records) > 0) AS written
     GROUP BY facility
"""
# `late` and `delay` count entries as they were written, also those undone since: so `written` does, too.
LATENESS = f"""
    SELECT facility, sum(records + undone)::bigint AS written, sum(late)::bigint AS late, sum(delay)::bigint AS delay
      FROM {ENTRIES}
     WHERE facility = ANY(%(facilities)s) AND provided_on BETWEEN %(first)s AND %(last)s
     GROUP BY facility HAVING sum(records + undone) > 0
"""


@dataclass(frozen=True)
class Lateness:
    """Entries written, those of them written on a later day than the care was given, and the days between, summed."""

    written: int = 0
    late: int = 0
    delay: int = 0

    def __add__(self, other: Lateness) -> Lateness:
        return Lateness(self.written + other.written, self.late + other.late, self.delay + other.delay)

    @property
    def share(self) -> float | None:
        return self.late / self.written if self.written else None

    @property
    def mean_delay(self) -> float | None:
        """Days, over all entries written."""
        return self.delay / self.written if self.written else None


def days_with_an_entry(open_in: Mapping[str, Sequence[Span]], days: Sequence[date]) -> dict[str, int]:
    """On how many of `days` each facility, by code with the spans in which it gave care, has an entry."""
    spans = [(facility, span) for facility, opened in open_in.items() for span in opened]
    if not spans or not days:
        return {}
    rows = read(
        DAYS_WITH_AN_ENTRY,
        facilities=[facility for facility, _span in spans],
        since=[span.since for _facility, span in spans],
        until=[span.until for _facility, span in spans],
        days=list(days),
    )
    return {row["facility"]: row["days"] for row in rows}


def last_days(facilities: Sequence[str]) -> dict[str, date]:
    """The last day of care of which each facility has an entry; those that never had one are left out."""
    return {row["facility"]: row["day"] for row in read(LAST_DAY, facilities=list(facilities))}


def lateness(facilities: Sequence[str], first: date, last: date) -> dict[str, Lateness]:
    """By facility, for care given from `first` to `last`; those without an entry are left out."""
    rows = read(LATENESS, facilities=list(facilities), first=first, last=last)
    return {row.pop("facility"): Lateness(**row) for row in rows}
