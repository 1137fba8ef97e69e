"""What care was given in an area and a period, and before."""

# ruff: noqa: S608  (the statements are put together from constants)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.statistics.models import (
    ServicesByMonth,
    ServicesOfFacility,
    ServicesOfGovernorate,
    ServicesOfGroup,
)
from services.statistics.reading.areas import Area
from services.statistics.reading.periods import Period, months_after
from services.statistics.reading.shown import read, shown

MONTHS_SHOWN = 24


@dataclass(frozen=True)
class Group:
    """A month's services of one level of care and one category; months of which only their sum is asked are one."""

    month: date
    level: str
    category: str
    quantity: int
    at_home: int
    away: int


@dataclass(frozen=True)
class Kind:
    """Services of one kind: in the period, in the same number of months before, in the same months a year earlier, ever."""

    code: str
    level: str
    in_period: int
    before: int
    year_before: int
    ever: int


@dataclass(frozen=True)
class Care:
    """Services given; reversals are taken off."""

    period: Period
    groups: tuple[Group, ...]
    kinds: tuple[Kind, ...]

    def total(self, period: Period | None = None) -> int:
        """Of a period; ever, without one."""
        return sum(group.quantity for group in self.of(period))

    def of(self, period: Period | None) -> Iterable[Group]:
        return (
            group for group in self.groups if period is None or period.first <= group.month <= period.last
        )

    def by_level(self, period: Period | None = None) -> dict[str, int]:
        return self.summed("level", period)

    def by_category(self, period: Period | None = None) -> dict[str, int]:
        return self.summed("category", period)

    def of_category(self, category: str, *levels: str) -> int:
        """Services of a category ever, at all levels or at those named."""
        return sum(
            group.quantity
            for group in self.groups
            if group.category == category and (not levels or group.level in levels)
        )

    def of_kinds(self, *codes: str) -> int:
        """Services of kinds, ever."""
        return sum(kind.ever for kind in self.kinds if kind.code in codes)

    def summed(self, name: str, period: Period | None) -> dict[str, int]:
        sums = Counter[str]()
        for group in self.of(period):
            sums[getattr(group, name)] += group.quantity
        return {value: number for value, number in sums.items() if number}

    def by_month(self, last: date, months: int) -> list[tuple[date, int]]:
        """The last `months` months, at most MONTHS_SHOWN, up to `last`, from the first with a service on; others are 0."""
        sums = Counter[date]()
        for group in self.groups:
            sums[group.month] += group.quantity
        first = max(min(sums, default=months_after(last, 1)), months_after(last, 1 - months))
        return [(month, sums[month]) for month in Period(first, last)]

    @property
    def at_home(self) -> tuple[int, int]:
        """Services of the period to people registered in the governorate of the facility, and in another one."""
        groups = list(self.of(self.period))
        return sum(group.at_home for group in groups), sum(group.away for group in groups)


def care(area: Area, period: Period) -> Care:
    """What was given in an area; two statements, none of which reads more than cells."""
    within_governorate = area.level in ("district", "facility")
    homes = (
        "0 AS at_home, 0 AS away"
        if within_governorate
        else "sum(at_home)::bigint AS at_home, sum(away)::bigint AS away"
    )
    before, earlier = period.before(), period.year_before()
    oldest = min(before.first, earlier.first, months_after(period.last, 1 - MONTHS_SHOWN))
    groups = read(
        f"""
        SELECT greatest(month, %(older)s) AS month, level, category, sum(quantity)::bigint AS quantity, {homes}
          FROM {shown(ServicesByMonth if within_governorate else ServicesOfGroup)} WHERE {area.where()}
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """,
        older=months_after(oldest, -1),
        **area.values,
    )
    kinds = read(
        f"""
        SELECT * FROM (
          SELECT service_type AS code, min(level) AS level, sum(quantity)::bigint AS ever,
                 {sum_of("first", "last")} AS in_period, {sum_of("before_first", "before_last")} AS before,
                 {sum_of("year_before_first", "year_before_last")} AS year_before
            FROM {shown(ServicesByMonth if within_governorate else ServicesOfGovernorate)} WHERE {area.where()}
           GROUP BY service_type
        ) AS kind WHERE ever <> 0 ORDER BY in_period DESC, ever DESC, code
        """,
        first=period.first,
        last=period.last,
        before_first=before.first,
        before_last=before.last,
        year_before_first=earlier.first,
        year_before_last=earlier.last,
        **area.values,
    )
    return Care(period, tuple(Group(**row) for row in groups), tuple(Kind(**row) for row in kinds))


def sum_of(first: str, last: str) -> str:
    return f"coalesce(sum(quantity) FILTER (WHERE month BETWEEN %({first})s AND %({last})s), 0)::bigint"


@dataclass(frozen=True)
class Writing:
    """How the entries of a period were written down: by the day of the care."""

    written: int
    late: int
    delay: int
    undone: int

    @property
    def late_share(self) -> float | None:
        """Entries written on a later day than the care was given, of all written; None when none was."""
        return self.late / self.written if self.written else None

    @property
    def mean_delay(self) -> float | None:
        """Days between care and entry, on the mean."""
        return self.delay / self.written if self.written else None


def writing(area: Area, period: Period) -> Writing:
    """An entry and its reversal come to no record, but both were written: one by hand, the other as its undoing."""
    within_governorate = area.level in ("district", "facility")
    (row,) = read(
        f"""
        SELECT coalesce(sum(records + undone), 0)::bigint AS written, coalesce(sum(late), 0)::bigint AS late,
               coalesce(sum(delay), 0)::bigint AS delay, coalesce(sum(undone), 0)::bigint AS undone
          FROM {shown(ServicesOfFacility if within_governorate else ServicesOfGroup)}
         WHERE {area.where()} AND {"provided_on" if within_governorate else "month"} BETWEEN %(first)s AND %(end)s
        """,
        first=period.first,
        end=period.end,
        **area.values,
    )
    return Writing(**row)
