"""Who is registered, month by month and today; and how many people were given a kind of service."""

# ruff: noqa: S608  (the statements are put together from constants)

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.statistics.counting.people import COUNTRY, EVER
from services.statistics.models import (
    ApplicationsByDay,
    PeopleOfGovernorate,
    PeopleOfUnit,
    PeopleReached,
    RegistrationsByDay,
    RegistrationsByMonth,
)
from services.statistics.reading.areas import Area
from services.statistics.reading.periods import Period, months_after
from services.statistics.reading.shown import read, shown

# Lower ends, in the years that people turn this year.
AGES = (0, 5, 18, 45, 65)


@dataclass(frozen=True)
class Registered:
    """People with a membership today, and at the end of each month before."""

    by_sex: dict[str, int]
    by_age: dict[int, int]
    by_month: dict[date, int]

    @property
    def total(self) -> int:
        return sum(self.by_sex.values())

    def added(self, period: Period) -> int:
        """How many more (or fewer) at the end of the period than before it."""
        before = max((month for month in self.by_month if month < period.first), default=None)
        within = [month for month in self.by_month if month <= period.last]
        if not within:
            return 0
        return self.by_month[max(within)] - (self.by_month[before] if before else 0)


@dataclass(frozen=True)
class Reached:
    """Distinct people given a kind of service, in a year and ever."""

    year: int
    in_year: dict[str, int]
    ever: dict[str, int]


def registered(area: Area, today: date) -> Registered:
    by_sex, by_age = Counter[str](), Counter[int]()
    for row in changes_until(area, today):
        by_sex[row["sex"]] += row["people"]
        by_age[age_band(today.year - row["birth_year"])] += row["people"]
    return Registered(
        by_sex={sex: number for sex, number in by_sex.items() if number},
        by_age={age: by_age[age] for age in AGES},
        by_month=at_month_ends(area, today),
    )


def changes_until(area: Area, today: date) -> list[dict[str, Any]]:
    """Sums of all changes by sex and birth year, but of those of the days to come."""
    ever = PeopleOfUnit if area.level in ("district", "facility") else PeopleOfGovernorate
    where = area.where(facility="unit")
    return read(
        f"""
        SELECT sex, birth_year, sum(people)::bigint AS people FROM (
          SELECT sex, birth_year, people FROM {shown(ever)} WHERE {where}
          UNION ALL
          SELECT sex, birth_year, -people FROM {shown(RegistrationsByDay)} WHERE day > %(today)s AND {where}
        ) AS change GROUP BY sex, birth_year HAVING sum(people) <> 0
        """,
        today=today,
        **area.values,
    )


def at_month_ends(area: Area, today: date) -> dict[date, int]:
    """Registered people at the end of each month, from the first with any; of the present month as of today."""
    where = area.where(facility="unit")
    found = read(
        f"""
        SELECT month, sum(people)::bigint AS people FROM (
          SELECT month, people FROM {shown(RegistrationsByMonth)} WHERE {where} AND month <= %(today)s
          UNION ALL
          SELECT date_trunc('month', day)::date, -people FROM {shown(RegistrationsByDay)}
           WHERE day > %(today)s AND day < %(next_month)s AND {where}
        ) AS change GROUP BY month ORDER BY month
        """,
        today=today,
        next_month=months_after(today.replace(day=1), 1),
        **area.values,
    )
    changes = {row["month"]: row["people"] for row in found}
    standing, ends = 0, {}
    month = min(changes, default=months_after(today, 1))
    while month <= today:
        standing += changes.get(month, 0)
        ends[month] = standing
        month = months_after(month, 1)
    return ends


def age_band(age: int) -> int:
    return max(lower for lower in AGES if lower <= max(age, 0))


def reached(area: Area, year: int) -> Reached | None:
    """None below the governorate: people are counted where they were given care, by governorate."""
    if area.level not in ("country", "governorate"):
        return None
    found = read(
        f"""
        SELECT service_type, year, sum(people)::bigint AS people FROM {shown(PeopleReached)}
         WHERE governorate = %(code)s AND year IN (%(year)s, {EVER}) GROUP BY 1, 2 HAVING sum(people) <> 0
        """,
        code=area.code if area.level == "governorate" else COUNTRY,
        year=year,
    )
    return Reached(
        year=year,
        in_year={row["service_type"]: row["people"] for row in found if row["year"] == year},
        ever={row["service_type"]: row["people"] for row in found if row["year"] == EVER},
    )


def applications(area: Area) -> dict[str, int] | None:
    """Families that applied, by what became of it; None below the governorate."""
    if area.level not in ("country", "governorate"):
        return None
    found = read(
        f"""
        SELECT status, sum(families)::bigint AS families FROM {shown(ApplicationsByDay)} WHERE {area.where()}
         GROUP BY status HAVING sum(families) <> 0
        """,
        **area.values,
    )
    return {row["status"]: row["families"] for row in found}
