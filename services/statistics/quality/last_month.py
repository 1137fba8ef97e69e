"""The last whole month, judged once a day for every facility, and read by dashboards as sums of an area."""

# ruff: noqa: S608  (the statement is put together from constants)

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from services.statistics.models import JudgedFacility
from services.statistics.quality.assessment import findings
from services.statistics.reading.areas import THE_COUNTRY, Area
from services.statistics.reading.periods import Period, months_after
from services.statistics.reading.shown import read
from uhis_portal.calendar import CAIRO, day_bounds
from uhis_portal.database.alone import alone
from uhis_portal.reach import system_reach

JUDGING = 0x10D6E  # the advisory lock of who judges
SUMS = f"""
    SELECT month, judged_at AS as_of, count(*) AS facilities, sum(expected)::bigint AS expected,
           sum(logged)::bigint AS logged, count(*) FILTER (WHERE silent) AS silent,
           count(*) FILTER (WHERE incomplete) AS incomplete, sum(high)::bigint AS high, sum(low)::bigint AS low
      FROM {JudgedFacility._meta.db_table}
"""


@dataclass(frozen=True)
class LastMonth:
    """A month by its first day, judged at the moment `as_of`: facilities, their working days, and kinds of service."""

    month: date
    as_of: datetime
    facilities: int
    expected: int
    logged: int
    silent: int
    incomplete: int
    high: int
    low: int


def last_month(area: Area) -> LastMonth | None:
    """What was judged last; None where no facility of the area was expected to write anything down."""
    rows = read(f"{SUMS} WHERE expected > 0 AND {area.where()} GROUP BY month, judged_at", **area.values)
    return LastMonth(**rows[0]) if rows else None


def judge_unless_judged(now: datetime) -> None:
    """Judge when nothing was judged yet on this day in Cairo, and nobody else is about it."""
    midnight, _end = day_bounds(now.astimezone(CAIRO).date())
    with alone(JUDGING) as mine, system_reach():  # what was judged is committed before the next may begin
        if mine and not JudgedFacility.objects.filter(judged_at__gte=midnight).exists():
            judge(now)


def judge(now: datetime) -> None:
    """Judge the last whole month of every facility, in place of what was judged before."""
    today = now.astimezone(CAIRO).date()
    month = months_after(today.replace(day=1), -1)
    found = findings(THE_COUNTRY, Period(month, month), today)
    high = Counter(one.facility for one in found.unusual.found if one.judged.spreads > 0)
    low = Counter(one.facility for one in found.unusual.found if one.judged.spreads < 0)
    JudgedFacility.objects.all().delete()
    JudgedFacility.objects.bulk_create(
        JudgedFacility(
            facility=one.facility.code,
            district=one.facility.district_id or "",
            governorate=one.facility.governorate_id,
            month=month,
            expected=one.expected,
            logged=one.logged,
            silent=one.silent,
            incomplete=one.incomplete,
            high=high[one.facility.code],
            low=low[one.facility.code],
            judged_at=now,
        )
        for one in found.each
    )
