"""A small world: three units of Luxor in February 2026, and no other facility that gives care."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest

from facilities.directory.models import Facility, StatusPeriod
from services.statistics.models import ServicesByMonth, ServicesOfFacility
from services.statistics.reading.periods import months_after

FEBRUARY = date(2026, 2, 1)  # a Sunday: four weeks, twenty working days, no public holiday
TODAY = date(2026, 3, 18)


@dataclass(frozen=True)
class World:
    """`leaps` began long ago, `new` opened on 15 February, `silent` wrote nothing down since January."""

    leaps: Facility
    new: Facility
    silent: Facility


def entries(
    facility: Facility,
    days: Iterable[date],
    *,
    records: int = 1,
    late: int = 0,
    delay: int = 0,
    undone: int = 0,
) -> None:
    """Cells of a facility's days."""
    ServicesOfFacility.objects.bulk_create(
        ServicesOfFacility(
            facility=facility.code, district=facility.district_id or "", governorate=facility.governorate_id,
            provided_on=day, quantity=records, records=records, late=late, delay=delay, undone=undone,
        )
        for day in days
    )  # fmt: skip


def months(facility: Facility, kind: str, quantities: Iterable[int], *, until: date) -> None:
    """Cells of a kind in the months before `until` and, as the last of `quantities`, in that month."""
    given = list(quantities)
    ServicesByMonth.objects.bulk_create(
        ServicesByMonth(
            facility=facility.code, district=facility.district_id or "", governorate=facility.governorate_id,
            service_type=kind, level="primary", category="consultation",
            month=months_after(until, number - len(given) + 1), quantity=quantity, records=quantity,
        )
        for number, quantity in enumerate(given)
        if quantity
    )  # fmt: skip


def days(*numbers: int, month: date = FEBRUARY) -> list[date]:
    return [month.replace(day=number) for number in numbers]


@pytest.fixture
def world(luxor_unit: Facility) -> World:
    others = Facility.objects.filter(governorate="EG-LX").exclude(pk=luxor_unit.pk).order_by("code")
    leaps, new, silent = luxor_unit, others[0], others[1]
    StatusPeriod.objects.all().delete()
    StatusPeriod.objects.bulk_create(
        StatusPeriod(facility=one, status="closed")
        for one in Facility.objects.exclude(pk__in=[leaps.pk, new.pk, silent.pk])
    )
    StatusPeriod.objects.create(facility=new, status="under_construction", until=date(2026, 2, 15))
    StatusPeriod.objects.create(facility=new, status="open", since=date(2026, 2, 15))
    # Five of twenty days, and a Friday that nobody expects; eight entries stand of ten, three came late.
    entries(leaps, days(1, 2, 3, 4, 6))
    entries(leaps, days(5), records=3, late=3, delay=12, undone=2)
    # All ten days since it opened, and a day before.
    entries(new, days(10, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26), records=3)
    entries(silent, [date(2026, 1, 4)])
    months(leaps, "PHC-FM", [100, 110, 90, 120, 80, 100, 153], until=FEBRUARY)
    months(new, "PHC-LAB", [50, 50, 50, 50, 50, 50, 500], until=FEBRUARY)  # not open all the month
    months(silent, "PHC-DENT", [50, 50, 50, 50, 50, 50, 0], until=FEBRUARY)
    return World(leaps, new, silent)
