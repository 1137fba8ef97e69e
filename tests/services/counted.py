"""The numbers as a dashboard of the present month shows them."""

from datetime import date

from facilities.geography.models import Governorate
from services.statistics.reading.areas import of_governorate
from services.statistics.reading.numbers import Numbers, numbers
from services.statistics.reading.periods import period_of
from uhis_portal.calendar import cairo_today


def counted(governorate: Governorate | None = None, today: date | None = None) -> Numbers:
    """Of a governorate, or of the whole country; as of `today`."""
    day = today or cairo_today()
    return numbers(of_governorate(governorate), period_of("", "", day), day)
