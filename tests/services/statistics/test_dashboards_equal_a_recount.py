"""Every number of a dashboard, at each level and for any months, equals a count of the rows by hand."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from facilities.directory.models import Facility
from registry.people.models import Membership
from services.records.models import ServiceRecord
from services.statistics import actions
from services.statistics.reading.areas import THE_COUNTRY, Area, area_of, of_facility, of_governorate
from services.statistics.reading.numbers import Numbers, numbers
from services.statistics.reading.people import age_band
from services.statistics.reading.periods import Period, months_after
from services.statistics.serializers import AreaNumbers
from tests.services.statistics.life import Life
from tests.services.statistics.test_random_changes import WEIGHTS
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import CAIRO
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)
STEPS, LOOKS = 120, 12


def test_every_number_of_every_dashboard_is_that_of_a_count_of_the_rows(
    units: list[Facility], other_clerk: Account
) -> None:
    life = Life(chance=random.Random(20261123), places=units, clerk=other_clerk)
    for _family in range(8):
        life.register()
    for number in range(STEPS):
        life.step(WEIGHTS)
        if life.chance.random() < 0.4:
            actions.fold(at_once=life.chance.choice((1, 3, 40)))
        if number % (STEPS // LOOKS) == 0:
            first = months_after(life.today.replace(day=1), -life.chance.randrange(4))
            look(life, Period(first, months_after(first, life.chance.randrange(2))))


def look(life: Life, period: Period) -> None:
    """Compare what is shown of a period with the rows, in the country, its parts and their parts."""
    with system_reach():
        records = list(ServiceRecord.objects.all())
        members = list(Membership.objects.all())
    luxor = of_governorate(life.places[0].governorate)
    districts = {code for code in [row.district_id for row in records] if code}
    areas = [
        THE_COUNTRY,
        luxor,
        *(area_of("district", code) for code in districts),
        *(of_facility(Facility.objects.with_place().get(pk=unit.pk)) for unit in life.places),
    ]
    for area in areas:
        shown = numbers(area, period, life.today)
        AreaNumbers(shown, context={"today": life.today}).data  # noqa: B018 (whatever is shown can be represented)
        mine = [row for row in records if lies_in(area, row, row.facility_id)]
        own = [row for row in members if lies_in(area, row, row.unit_id)]
        assert said_of_care(shown) == counted_of_care(mine, period), (area.code, period)
        if area.level in ("country", "governorate"):
            assert shown.care.at_home == homes_of(mine, period), (area.code, period)
        assert said_of_people(shown) == counted_of_people(own, life.today), (area.code, period)
        for part in (*shown.governorates, *shown.districts, *shown.facilities):
            within = [row for row in mine if lies_in(part.area, row, row.facility_id)]
            assert (part.in_period, part.before, part.ever) == (
                total(within, period), total(within, period.before()), sum(row.quantity for row in within),
            ), part.area.code  # fmt: skip
            # A unit's people are all of its people, wherever in the governorate they live.
            known = members if part.area.level == "facility" else own
            there = [row for row in known if lies_in(part.area, row, row.unit_id)]
            assert (part.registered or 0) == sum(row.in_force_on(life.today) for row in there), part.area.code


def lies_in(area: Area, row: Any, facility: str) -> bool:
    """Whether a row was counted in an area: where its facility lay then."""
    return {
        "country": True,
        "governorate": row.governorate_id == area.code,
        "district": row.district_id == area.code,
        "facility": facility == area.code,
    }[area.level]


def total(rows: Iterable[ServiceRecord], period: Period) -> int:
    return sum(row.quantity for row in rows if period.first <= row.provided_on <= period.end)


def sums(rows: Iterable[ServiceRecord], by: Callable[[ServiceRecord], str]) -> dict[str, int]:
    found = Counter[str]()
    for row in rows:
        found[by(row)] += row.quantity
    return {name: number for name, number in found.items() if number}


def said_of_care(shown: Numbers) -> dict[str, Any]:
    care, writing = shown.care, shown.writing
    return {
        "totals": (care.total(shown.period), care.total(shown.period.before()), care.total()),
        "levels": care.by_level(shown.period),
        "kinds": {kind.code: kind.in_period for kind in care.kinds if kind.in_period},
        "kinds before": {kind.code: kind.before for kind in care.kinds if kind.before},
        "written": (writing.written, writing.late, writing.delay, writing.undone),
    }


def counted_of_care(rows: list[ServiceRecord], period: Period) -> dict[str, Any]:
    now = [row for row in rows if period.first <= row.provided_on <= period.end]
    then = [row for row in rows if period.before().first <= row.provided_on <= period.before().end]
    delays = [
        max((row.recorded_at.astimezone(CAIRO).date() - row.provided_on).days, 0)
        for row in now
        if row.quantity > 0
    ]
    return {
        "totals": (total(rows, period), total(rows, period.before()), sum(row.quantity for row in rows)),
        "levels": sums(now, lambda row: row.level),
        "kinds": sums(now, lambda row: row.service_type_id),
        "kinds before": sums(then, lambda row: row.service_type_id),
        "written": (len(delays), sum(delay > 0 for delay in delays), sum(delays), len(now) - len(delays)),
    }


def homes_of(rows: list[ServiceRecord], period: Period) -> tuple[int, int]:
    now = [row for row in rows if period.first <= row.provided_on <= period.end]
    home = sum(row.quantity for row in now if row.home_governorate == row.governorate_id)
    return home, sum(row.quantity for row in now if row.home_governorate not in ("", row.governorate_id))


def said_of_people(shown: Numbers) -> dict[str, Any]:
    people = shown.registered
    return {
        "sexes": people.by_sex,
        "ages": {age: number for age, number in people.by_age.items() if number},
        "months": {month: number for month, number in people.by_month.items() if number},
    }


def counted_of_people(rows: list[Membership], today: date) -> dict[str, Any]:
    now = [row for row in rows if row.in_force_on(today)]
    ends: dict[date, int] = {}
    month = min((row.since.replace(day=1) for row in rows), default=months_after(today.replace(day=1), 1))
    while month <= today:
        end = min(months_after(month, 1) - timedelta(days=1), today)
        ends[month] = sum(row.in_force_on(end) for row in rows)
        month = months_after(month, 1)
    return {
        "sexes": dict(Counter(row.sex for row in now)),
        "ages": dict(Counter(age_band(today.year - row.birth_year) for row in now)),
        "months": {month: number for month, number in ends.items() if number},
    }
