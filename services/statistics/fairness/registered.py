"""Registered people on a day, from the roll-ups: all changes ever, without those of days to come."""

# ruff: noqa: S608  (the statements are put together from declarations)

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from services.statistics.models import PeopleOfGovernorate, PeopleOfUnit, RegistrationsByDay
from services.statistics.reading.shown import read, shown

BY_GOVERNORATE = f"""
    SELECT governorate AS area, people FROM {shown(PeopleOfGovernorate)}
    UNION ALL
    SELECT governorate, -people FROM {shown(RegistrationsByDay)} WHERE day > %(today)s
"""
BY_DISTRICT = f"""
    SELECT district AS area, people FROM {shown(PeopleOfUnit)} WHERE governorate = %(governorate)s
    UNION ALL
    SELECT district, -people FROM {shown(RegistrationsByDay)}
     WHERE governorate = %(governorate)s AND day > %(today)s
"""
# The transaction began before its snapshot was taken: all that was committed by then is counted.
SUMS = """
    SELECT transaction_timestamp() AS as_of, coalesce(jsonb_object_agg(area, people), '{{}}') AS people
      FROM (SELECT area, sum(people) AS people FROM ({changes}) AS change GROUP BY area) AS sums
"""


@dataclass(frozen=True)
class Registered:
    """Registered people by the code of an area; who is registered in an area that is not named is nobody."""

    as_of: datetime
    people: dict[str, int]

    def of(self, code: str) -> int:
        return self.people.get(code, 0)


def by_governorate(today: date) -> Registered:
    return registered(BY_GOVERNORATE, today=today)


def by_district(governorate: str, today: date) -> Registered:
    """By the district where the family lives."""
    return registered(BY_DISTRICT, today=today, governorate=governorate)


def registered(changes: str, **values: object) -> Registered:
    (row,) = read(SUMS.format(changes=changes), **values)
    return Registered(row["as_of"], json.loads(row["people"]))
