"""Two who keep the calendar at the same moment: real transactions on connections of their own."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from facilities.directory.hours import actions
from facilities.directory.hours.egypt import expected_ramadan
from facilities.directory.models import Facility, HoursException, Season
from facilities.staff.models import Role
from tests.cast import staff
from tests.facilities.staff.test_races import at_once
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 1470


@pytest.fixture
def keepers(db: None) -> Iterator[list[Account]]:
    """Eight who keep the calendar; what they noted is taken back, since a flush keeps the directory."""
    yield [staff(f"keeper-{number}", Role.NATIONAL_ADMINISTRATOR) for number in range(8)]
    HoursException.objects.all().delete()
    Season.objects.filter(pk=YEAR).delete()


@pytest.mark.parametrize("round_", range(3))
def test_ramadan_confirmed_by_eight_at_once_is_confirmed_by_one(round_: int, keepers: list[Account]) -> None:
    expected = expected_ramadan(YEAR)

    def confirm(by: Account, off: int) -> Any:
        moved = timedelta(days=off % 3)
        return actions.confirm_season(
            by=by, reach=SYSTEM, hijri_year=YEAR, since=expected.since + moved, until=expected.until + moved, version=0,
            now=timezone.now(),
        )  # fmt: skip

    done = at_once([lambda by=by, off=off: confirm(by, off) for off, by in enumerate(keepers)])
    assert sorted(type(one).__name__ for one in done) == ["Season", *["Stale"] * 7]
    assert Season.objects.get(pk=YEAR).version == 1


@pytest.mark.parametrize("whose", ["all", "LX-H2"])
@pytest.mark.parametrize("round_", range(3))
def test_days_noted_by_eight_at_once_are_noted_by_one(
    round_: int, whose: str, keepers: list[Account]
) -> None:
    facility = None if whose == "all" else Facility.objects.get(pk=whose)
    first = cairo_today() + timedelta(days=20)

    def add(by: Account) -> Any:
        return actions.add_exception(
            by=by, reach=SYSTEM, facility=facility, of="general", since=first, until=first + timedelta(days=2),
            opens=None, closes=None, reason_ar="صيانة", reason_en="Repairs", now=timezone.now(), today=cairo_today(),
        )  # fmt: skip

    done = at_once([lambda by=by: add(by) for by in keepers])
    assert sorted(type(one).__name__ for one in done) == ["HoursException", *["ValidationError"] * 7]
    assert HoursException.objects.count() == 1
