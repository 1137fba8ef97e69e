"""Months that stand out: far more or far fewer services of a kind than the same facility used to give.

The rule. A whole month is compared with the median of the twelve months before it, of which six at least have an entry;
months without one are left out, since nothing is known of them. The spread is 1.4826 times the median absolute deviation,
but no less than the square root of the median, which is what chance alone brings. A month stands out when it lies more
than 3.5 spreads and at least 10 services away. A month without any entry, of a facility that was open all the while,
counts as none given.
Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993 (the 3.5 and the 1.4826).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import median

from services.statistics.models import ServicesByMonth
from services.statistics.quality.days import Span
from services.statistics.reading.periods import months_after
from services.statistics.reading.shown import read, shown

MONTHS_BEFORE = 12
LEAST_MONTHS = 6
SPREADS = 3.5
SERVICES_APART = 10
OF_A_NORMAL = 1.4826  # the standard deviation of normal values in median absolute deviations

OF_FACILITIES = f"""
    SELECT facility, service_type, array_agg(month) AS months, array_agg(quantity) AS quantities
      FROM (SELECT facility, service_type, month, sum(quantity)::bigint AS quantity FROM {shown(ServicesByMonth)}
             WHERE facility = ANY(%(facilities)s) AND month BETWEEN %(first)s AND %(last)s
             GROUP BY 1, 2, 3 HAVING sum(quantity) > 0) AS month
     GROUP BY 1, 2
"""  # noqa: S608


@dataclass(frozen=True)
class Judged:
    """A number beside what is usual; `spreads` is how far it lies from it, below it negative."""

    value: int
    usual: float
    spread: float

    @property
    def spreads(self) -> float:
        return (self.value - self.usual) / self.spread

    @property
    def stands_out(self) -> bool:
        return abs(self.spreads) > SPREADS and abs(self.value - self.usual) >= SERVICES_APART


@dataclass(frozen=True)
class Outlier:
    """A month of a facility and a kind of service that stands out."""

    facility: str
    kind: str
    month: date
    judged: Judged


@dataclass(frozen=True)
class Outliers:
    """How many months of a kind were judged at each facility, and which of them stand out, the furthest first."""

    judged: Mapping[str, int]
    found: Sequence[Outlier]


def judge(value: int, before: Sequence[int]) -> Judged | None:
    """A number beside those of the months before it; None where too few are known."""
    if len(before) < LEAST_MONTHS:
        return None
    usual = median(before)
    deviation = median(abs(one - usual) for one in before)
    return Judged(value, usual, max(OF_A_NORMAL * deviation, sqrt(usual), 1.0))


def outliers(open_in: Mapping[str, Sequence[Span]], months: Sequence[date]) -> Outliers:
    """Judge whole `months` of facilities, by code with the spans in which they gave care; one query."""
    if not months or not open_in:
        return Outliers({}, [])
    first = months_after(months[0], -MONTHS_BEFORE)
    rows = read(OF_FACILITIES, facilities=list(open_in), first=first, last=months[-1])
    judged: dict[str, int] = dict.fromkeys(open_in, 0)
    found: list[Outlier] = []
    whole = {month: Span(month, months_after(month, 1)) for month in months}
    for row in rows:
        facility = row["facility"]
        given = dict(zip(row["months"], row["quantities"], strict=True))
        for month, days in whole.items():
            if not any(span.holds(days) for span in open_in[facility]):
                continue
            before = [given.get(months_after(month, -number)) for number in range(1, MONTHS_BEFORE + 1)]
            one = judge(given.get(month, 0), [value for value in before if value is not None])
            if one is None:
                continue
            judged[facility] += 1
            if one.stands_out:
                found.append(Outlier(facility, row["service_type"], month, one))
    return Outliers(judged, sorted(found, key=lambda each: -abs(each.judged.spreads)))
