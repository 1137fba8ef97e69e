"""What is asked for: the quality of which area in which months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from services.statistics.counting.people import COUNTRY
from services.statistics.reading.areas import THE_COUNTRY, Area, area_of
from services.statistics.reading.periods import Period, months_after, period_of

MOST_MONTHS = 12


def area_asked(code: str) -> Area:
    """The country (EG), a governorate (EG-LX) or a district (3601); Http404 for anything else."""
    if code == COUNTRY:
        return THE_COUNTRY
    try:
        return area_of("district" if code.isdecimal() else "governorate", code)
    except ObjectDoesNotExist:
        raise Http404 from None


def period_asked(parameters: Mapping[str, str], today: date) -> Period:
    """The months named by `from` and `to`, last month if none are. ValidationError at `from` or `to`."""
    first, last = parameters.get("from", ""), parameters.get("to", "")
    if not first.strip() and not last.strip():
        before = months_after(today.replace(day=1), -1)
        return Period(before, before)
    period = period_of(first, last, today)
    if period.months > MOST_MONTHS:
        fault = ValidationError(_("Choose at most twelve months."), code="too_long")
        raise ValidationError({"to": fault})
    return period
