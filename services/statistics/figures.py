"""Reading the numbers: roll-up and pending deltas in one statement, so that they are exact at any moment.

A request runs in READ COMMITTED, where every statement sees a snapshot of its own. All counted numbers of a page
therefore come from one statement, and so agree with each other.
"""

# ruff: noqa: S608  (the statements are put together from constants of this module)

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from facilities.catalogue.models import ServiceType
from facilities.directory.accreditation import standing_on
from facilities.directory.models import Facility
from facilities.directory.querysets import FacilityQuerySet
from facilities.geography.models import Governorate
from services.statistics.models import ReportedCheck, ReportedFigure
from services.statistics.reported import counted_beside

MONTHS_SHOWN = 12

SERVICES = """
    SELECT governorate, service_type, level, category, month, quantity FROM statistics_servicesbymonth
    UNION ALL
    SELECT governorate, service_type, level, category, date_trunc('month', provided_on)::date, quantity
      FROM statistics_servicedelta
"""
REGISTRATIONS = """
    SELECT governorate, sex, day, people FROM statistics_registrationsbyday
    UNION ALL
    SELECT governorate, sex, day, people FROM statistics_registrationdelta
"""

OF_EVERY_GOVERNORATE = f"""
WITH services AS (
    SELECT governorate, sum(quantity)::bigint AS total,
           coalesce(sum(quantity) FILTER (WHERE month = %(month)s), 0)::bigint AS this_month
      FROM ({SERVICES}) AS cell GROUP BY governorate
), registrations AS (
    SELECT governorate, sum(people)::bigint AS people
      FROM ({REGISTRATIONS}) AS cell WHERE day <= %(today)s GROUP BY governorate
), places AS (
    SELECT governorate_id AS governorate, count(*) AS number
      FROM directory_facility AS facility
     WHERE NOT EXISTS (
               SELECT FROM directory_statusperiod AS period
                WHERE facility_id = facility.code AND status NOT IN ('trial', 'open')
                  AND daterange(since, until) @> %(today)s::date)
     GROUP BY governorate_id
)
SELECT governorate.code,
       coalesce(registrations.people, 0) AS registered,
       coalesce(services.this_month, 0) AS services_this_month,
       coalesce(services.total, 0) AS services_total,
       coalesce(places.number, 0) AS facilities,
       statement_timestamp() AS as_of
  FROM geography_governorate AS governorate
  LEFT JOIN services ON services.governorate = governorate.code
  LEFT JOIN registrations ON registrations.governorate = governorate.code
  LEFT JOIN places ON places.governorate = governorate.code
"""

ROWS_OF_GOVERNORATES = f"SELECT jsonb_agg(to_jsonb(one)) FROM ({OF_EVERY_GOVERNORATE}) AS one"

# GROUPING says by bits which of level, kind, category and month a row is summed over.
OF_AN_AREA = f"""
SELECT jsonb_build_object(
    'services', (
        SELECT coalesce(jsonb_agg(jsonb_build_array(over, level, service_type, category, month, quantity)), '[]')
          FROM (SELECT grouping(level, service_type, category, month) AS over,
                       level, service_type, category, month, sum(quantity) AS quantity
                  FROM ({SERVICES}) AS cell
                 WHERE governorate = %(governorate)s OR %(governorate)s IS NULL
                 GROUP BY GROUPING SETS ((), (level), (service_type), (level, category), (month))) AS sums),
    'registered', (
        SELECT coalesce(jsonb_object_agg(sex, people), '{{}}')
          FROM (SELECT sex, sum(people) AS people FROM ({REGISTRATIONS}) AS cell
                 WHERE day <= %(today)s AND (governorate = %(governorate)s OR %(governorate)s IS NULL)
                 GROUP BY sex) AS sums),
    'folded_at', (SELECT folded_at FROM statistics_rollup),
    'as_of', statement_timestamp())
"""
TOTAL, OF_LEVEL, OF_KIND, OF_CATEGORY, OF_MONTH = 0b1111, 0b0111, 0b1011, 0b0101, 0b1110


@dataclass(frozen=True)
class Sums:
    """A governorate in one line; `as_of` is the moment of the snapshot."""

    governorate: Governorate
    registered: int
    services_this_month: int
    services_total: int
    facilities: int
    as_of: datetime

    @property
    def share(self) -> float | None:
        """Registered people of the population, 0 to 1 (and above, should the estimate be low); None if not known."""
        return share(self.registered, self.governorate.population)


@dataclass(frozen=True)
class Services:
    """Services counted: reversals are taken off."""

    total: int = 0
    by_level: dict[str, int] = field(default_factory=dict)
    by_kind: dict[str, int] = field(default_factory=dict)
    by_category: dict[tuple[str, str], int] = field(default_factory=dict)
    by_month: dict[date, int] = field(default_factory=dict)

    def of_kinds(self, *codes: str) -> int:
        return sum(self.by_kind.get(code, 0) for code in codes)

    def of_category(self, category: str, *levels: str) -> int:
        """Services of a category, at all levels or at those named."""
        return sum(
            number
            for (level, of), number in self.by_category.items()
            if of == category and (not levels or level in levels)
        )

    def since(self, first: date) -> list[tuple[date, int]]:
        """Month by month from `first`, or from the first month with a record; a month without any is 0."""
        if not self.by_month:
            return []
        month, months = max(first, min(self.by_month)), []
        while month <= max(self.by_month):
            months.append((month, self.by_month.get(month, 0)))
            month = months_before(month, -1)
        return months


@dataclass(frozen=True)
class Places:
    """Facilities as the directory knows them; accreditation is known of few, the others are counted as not known."""

    total: int
    by_kind: dict[str, int]
    by_owner: dict[str, int]
    by_state: dict[str, int]
    state_not_known: int

    def of_kinds(self, *kinds: str) -> int:
        return sum(self.by_kind.get(kind, 0) for kind in kinds)


@dataclass(frozen=True)
class Reported:
    """A figure published elsewhere beside what the portal counts; None where it counts nothing of the kind."""

    figure: ReportedFigure
    counted: Decimal | None


@dataclass(frozen=True)
class Numbers:
    """What is counted in an area, in one snapshot. The whole country has no governorate."""

    governorate: Governorate | None
    today: date
    as_of: datetime
    folded_at: datetime | None
    registered: dict[str, int]
    services: Services
    kinds: dict[str, ServiceType]
    facilities: Places
    reported: list[Reported]
    checks: list[ReportedCheck]

    @property
    def registered_total(self) -> int:
        return sum(self.registered.values())

    @property
    def share(self) -> float | None:
        return share(self.registered_total, self.governorate.population if self.governorate else None)

    @property
    def services_this_month(self) -> int:
        return self.services.by_month.get(self.today.replace(day=1), 0)

    @property
    def services_last_month(self) -> int:
        return self.services.by_month.get(months_before(self.today.replace(day=1), 1), 0)


def of_every_governorate(today: date) -> list[Sums]:
    """The sums of all 27, those where the system works first, then in the Arabic alphabet."""
    return sums_from(read(ROWS_OF_GOVERNORATES, today), today)


def of_area(governorate: Governorate | None, today: date) -> Numbers:
    """The numbers of a governorate, or of the whole country."""
    return numbers_from(read(OF_AN_AREA, today, governorate), governorate, today)


def of_country(today: date) -> tuple[Numbers, list[Sums]]:
    """The numbers of the whole country and the sums of its governorates, in one snapshot."""
    both = read(f"SELECT jsonb_build_array(({OF_AN_AREA}), ({ROWS_OF_GOVERNORATES}))", today)
    return numbers_from(both[0], None, today), sums_from(both[1], today)


def read(statement: str, today: date, governorate: Governorate | None = None) -> Any:
    """What a statement answers as JSON."""
    code = governorate.code if governorate else None
    with connection.cursor() as cursor:
        cursor.execute(statement, {"today": today, "month": today.replace(day=1), "governorate": code})
        return json.loads(cursor.fetchone()[0])


def sums_from(rows: list[dict[str, Any]], today: date) -> list[Sums]:
    sums = {row.pop("code"): {**row, "as_of": datetime.fromisoformat(row["as_of"])} for row in rows}
    governorates = Governorate.objects.defer("outline").prefetch_related("stages").order_by("comparable")
    listed = [Sums(governorate=one, **sums[one.code]) for one in governorates]
    return sorted(listed, key=lambda one: not works(one.governorate, today))


def numbers_from(counted: dict[str, Any], governorate: Governorate | None, today: date) -> Numbers:
    code = governorate.code if governorate else None
    services = services_from(counted["services"])
    facilities = places_of(Facility.objects.of_governorate(code) if code else Facility.objects.all(), today)
    registered = {sex: number for sex, number in counted["registered"].items() if number}
    published = ReportedFigure.objects.filter(governorate=code or "").order_by("position")
    beside = counted_beside(governorate, sum(registered.values()), services, facilities)
    reported = [Reported(figure, beside.get(figure.code)) for figure in published]
    return Numbers(
        governorate=governorate,
        today=today,
        as_of=datetime.fromisoformat(counted["as_of"]),
        folded_at=datetime.fromisoformat(counted["folded_at"]) if counted["folded_at"] else None,
        registered=registered,
        services=services,
        kinds=ServiceType.objects.in_bulk(list(services.by_kind)),
        facilities=facilities,
        reported=reported,
        checks=list(ReportedCheck.objects.order_by("position")) if code and reported else [],
    )


def services_from(rows: Iterable[list[Any]]) -> Services:
    """Services from the rows of OF_AN_AREA; sums that came to nothing are left out."""
    total = 0
    levels, kinds, categories, months = {}, {}, {}, {}
    for over, level, kind, category, month, quantity in rows:
        if not quantity:
            continue
        if over == TOTAL:
            total = quantity
        elif over == OF_LEVEL:
            levels[level] = quantity
        elif over == OF_KIND:
            kinds[kind] = quantity
        elif over == OF_CATEGORY:
            categories[level, category] = quantity
        elif over == OF_MONTH:
            months[date.fromisoformat(month)] = quantity
    return Services(total, levels, kinds, categories, months)


def places_of(facilities: FacilityQuerySet, today: date) -> Places:
    """Facilities that are open on a day by kind, owner, and what GAHAR said of them last."""
    known = facilities.open_on(today).only("code", "kind", "owner")
    listed = list(known.prefetch_related("accreditations"))
    states = Counter(state_on(one, today) for one in listed)
    return Places(
        total=len(listed),
        by_kind=dict(Counter(one.kind for one in listed)),
        by_owner=dict(Counter(one.owner for one in listed)),
        by_state={state: number for state, number in states.items() if state},
        state_not_known=states[""],
    )


def state_on(facility: Facility, day: date) -> str:
    """What GAHAR said of a facility last, as far as it still holds on `day`; "" where that is not known or over."""
    standing = standing_on(facility.accreditations.all(), day)
    return standing.event.state if standing and not standing.ended else ""


def works(governorate: Governorate, today: date) -> bool:
    """Whether the system is in operation there today."""
    stage = governorate.stage_on(today)
    return stage is not None and stage.open_for_registration


def share(part: int, whole: int | None) -> float | None:
    return part / whole if whole else None


def months_before(month: date, number: int) -> date:
    """The first day of the month `number` months before the one that begins on `month`; negative goes forward."""
    months = month.year * 12 + month.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)
