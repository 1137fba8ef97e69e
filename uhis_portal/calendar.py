"""Days as Egypt counts them: a day is [start, next start) in Africa/Cairo, where 00:00 may not exist."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

CAIRO = ZoneInfo("Africa/Cairo")


def cairo_now() -> datetime:
    """The present moment, in Cairo's time zone."""
    return timezone.now().astimezone(CAIRO)


def cairo_today() -> date:
    """The present day in Cairo."""
    return cairo_now().date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of `day` in Cairo and that of the next day.

    On 24 April 2026 the clock goes from 23:59 to 01:00: the day then starts at 01:00, which a round trip
    through UTC finds.
    """

    def start(of: date) -> datetime:
        return datetime.combine(of, time(), CAIRO).astimezone(ZoneInfo("UTC")).astimezone(CAIRO)

    return start(day), start(day + timedelta(days=1))
