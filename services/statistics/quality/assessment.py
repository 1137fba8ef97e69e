"""The quality of what was written down in an area and a period: sums for all staff, lists for those who can act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from registry.people.models import PossibleDuplicate
from services.statistics.quality.days import Span, number_within, open_spans, working_days
from services.statistics.quality.outliers import Outlier, Outliers, outliers
from services.statistics.quality.written import Lateness, days_with_an_entry, last_days, lateness
from services.statistics.reading.areas import Area, of_governorate
from services.statistics.reading.periods import Period
from services.statistics.reading.shown import read
from uhis_portal.reach import Reach, system_reach

LITTLE = 0.8  # of the working days; a facility with a smaller share is listed
MUCH = 0.2  # of the entries; a facility with a larger share of late ones is listed
MOST_OUTLIERS = 100


@dataclass(frozen=True)
class Completeness:
    """Working days on which facilities were expected to have an entry, and those on which they have one."""

    facilities: int = 0
    silent: int = 0
    expected: int = 0
    logged: int = 0

    @property
    def share(self) -> float | None:
        return self.logged / self.expected if self.expected else None


@dataclass(frozen=True)
class OfFacility:
    """One facility: `last_day` is known of those without an entry in the period, None where there never was one."""

    facility: Facility
    expected: int
    logged: int
    lateness: Lateness
    last_day: date | None = None

    @property
    def share(self) -> float | None:
        return self.logged / self.expected if self.expected else None

    @property
    def silent(self) -> bool:
        """Whether it wrote nothing at all, not even of days on which nothing was expected."""
        return self.expected > 0 and not self.logged and not self.lateness.written

    @property
    def incomplete(self) -> bool:
        return not self.silent and self.logged < LITTLE * self.expected


@dataclass(frozen=True)
class Sums:
    """What an area comes to. `duplicates` waiting are known by governorate only."""

    area: Area
    completeness: Completeness
    lateness: Lateness
    judged: int
    high: int
    low: int
    duplicates: int | None


@dataclass(frozen=True)
class StandsOut:
    """An outlier with the facility and the kind of service that it is of."""

    facility: Facility
    kind: ServiceType
    month: date
    value: int
    usual: float
    spreads: float


@dataclass(frozen=True)
class Lists:
    """What can be acted on, in the own area only; `outliers` are the furthest of `outliers_found`."""

    silent: list[OfFacility]
    incomplete: list[OfFacility]
    late: list[OfFacility]
    outliers: list[StandsOut]
    outliers_found: int


@dataclass(frozen=True)
class Assessment:
    """`judged_until` is the last day of which completeness is known, None where the period has none yet."""

    period: Period
    as_of: datetime
    judged_until: date | None
    working_days: int
    whole_months: list[date]
    sums: Sums
    parts: list[Sums]
    lists: Lists | None


@dataclass(frozen=True)
class Findings:
    """What is found of each facility of an area in a period, and the days and months that could be judged."""

    each: list[OfFacility]
    unusual: Outliers
    judged_until: date | None
    working_days: int
    whole_months: list[date]


def assess(area: Area, period: Period, reach: Reach, today: date) -> Assessment:
    """Assess an area."""
    (moment,) = read("SELECT statement_timestamp() AS as_of")
    found, waiting = findings(area, period, today), duplicates_waiting()
    return Assessment(
        period=period,
        as_of=moment["as_of"],
        judged_until=found.judged_until,
        working_days=found.working_days,
        whole_months=found.whole_months,
        sums=summed(area, found.each, found.unusual, waiting),
        parts=parts_of(found.each, found.unusual, waiting) if area.level == "country" else [],
        lists=lists_of(found.each, found.unusual, reach) if area.level != "country" else None,
    )


def findings(area: Area, period: Period, today: date) -> Findings:
    """Today is not over, so it is not yet expected to be complete; nor is the present month whole."""
    facilities = facilities_of(area)
    span = Span(period.first, period.end + timedelta(days=1))
    until = min(span.until, today)
    days = working_days(Span(span.since, until))
    open_in = {one.code: spans for one in facilities if (spans := open_spans(one, span))}
    codes = [one.code for one in facilities]
    logged = days_with_an_entry(open_in, days)
    late = lateness(codes, period.first, min(period.end, today))
    each = [
        OfFacility(
            one,
            number_within(days, open_in.get(one.code, [])),
            logged.get(one.code, 0),
            late.get(one.code, Lateness()),
        )
        for one in facilities
    ]
    months = [month for month in period if month < today.replace(day=1)]
    return Findings(
        each,
        outliers(open_in, months),
        judged_until=until - timedelta(days=1) if until > span.since else None,
        working_days=len(days),
        whole_months=months,
    )


def facilities_of(area: Area) -> list[Facility]:
    """The facilities that lie in an area now, with what says when they gave care."""
    found = Facility.objects.order_by("code").prefetch_related(
        "statuses", Prefetch("governorate", Governorate.objects.prefetch_related("stages"))
    )
    if area.level == "governorate":
        found = found.filter(governorate=area.code)
    elif area.level == "district":
        found = found.filter(district=area.code)
    return list(found)


def duplicates_waiting() -> Counter[str]:
    """Pairs to be looked at by governorate, those of the whole country at ""; a pair of two governorates waits in both."""
    pairs = PossibleDuplicate.objects.filter(status=PossibleDuplicate.Status.WAITING)
    waiting: Counter[str] = Counter()
    with system_reach():  # sums of every governorate are for all staff
        counted = list(pairs.values_list("governorate", "other_governorate").annotate(pairs=Count("pk")))
    for one, other, number in counted:
        for governorate in {one, other, ""}:
            waiting[governorate] += number
    return waiting


def summed(area: Area, each: Sequence[OfFacility], unusual: Outliers, waiting: Mapping[str, int]) -> Sums:
    expected = [one for one in each if one.expected]
    codes = {one.facility.code for one in each}
    found = [one for one in unusual.found if one.facility in codes]
    high = sum(one.judged.spreads > 0 for one in found)
    of_area = {"country": "", "governorate": area.code}
    return Sums(
        area=area,
        completeness=Completeness(
            facilities=len(expected),
            silent=sum(one.silent for one in expected),
            expected=sum(one.expected for one in expected),
            logged=sum(one.logged for one in expected),
        ),
        lateness=sum((one.lateness for one in each), Lateness()),
        judged=sum(number for code, number in unusual.judged.items() if code in codes),
        high=high,
        low=len(found) - high,
        duplicates=waiting.get(of_area[area.level], 0) if area.level in of_area else None,
    )


def parts_of(each: Sequence[OfFacility], unusual: Outliers, waiting: Mapping[str, int]) -> list[Sums]:
    """The sums of each governorate of which there is something to say, in the Arabic alphabet."""
    governorates = {one.facility.governorate_id: one.facility.governorate for one in each}
    parts = []
    for governorate in sorted(governorates.values(), key=lambda one: one.comparable):
        own = [one for one in each if one.facility.governorate_id == governorate.code]
        sums = summed(of_governorate(governorate), own, unusual, waiting)
        if sums.completeness.expected or sums.lateness.written or sums.duplicates:
            parts.append(sums)
    return parts


def lists_of(each: Sequence[OfFacility], unusual: Outliers, reach: Reach) -> Lists | None:
    """The lists of the facilities in reach; None where none of them is."""
    own = {one.facility.code: one for one in each if in_reach(one.facility, reach)}
    if not own:
        return None
    found = [one for one in unusual.found if one.facility in own]
    silent = [one for one in own.values() if one.silent]
    known = last_days([one.facility.code for one in silent]) if silent else {}
    incomplete = [one for one in own.values() if one.incomplete]
    late = [one for one in own.values() if (one.lateness.share or 0) > MUCH]
    return Lists(
        silent=in_order(
            (
                OfFacility(one.facility, one.expected, 0, one.lateness, known.get(one.facility.code))
                for one in silent
            ),
            lambda one: one.last_day or date.min,
        ),
        incomplete=in_order(incomplete, lambda one: one.share or 0),
        late=in_order(late, lambda one: -(one.lateness.share or 0)),
        outliers=named(found[:MOST_OUTLIERS], own),
        outliers_found=len(found),
    )


def in_reach(facility: Facility, reach: Reach) -> bool:
    return (
        reach.everything or facility.code in reach.facilities or facility.governorate_id in reach.governorates
    )


def in_order(rows: Iterable[OfFacility], key: Callable[[OfFacility], date | float]) -> list[OfFacility]:
    """The worst first, and of the same figure in the Arabic alphabet."""
    return sorted(rows, key=lambda one: (key(one), one.facility.comparable, one.facility.code))


def named(found: Sequence[Outlier], own: Mapping[str, OfFacility]) -> list[StandsOut]:
    kinds = ServiceType.objects.in_bulk({one.kind for one in found})
    return [
        StandsOut(
            facility=own[one.facility].facility,
            kind=kinds[one.kind],
            month=one.month,
            value=one.judged.value,
            usual=one.judged.usual,
            spreads=one.judged.spreads,
        )
        for one in found
    ]
