"""What is asked for: which day of which facility."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from uhis_portal.arabic import typed_quantity
from uhis_portal.reach import Reach


def day_asked(parameters: Mapping[str, str], *, today: date) -> date:
    """The day named in `on` (2026-04-01, in any digits), today if none is. ValidationError at `on`."""
    typed = typed_quantity(parameters.get("on", ""))
    if not typed:
        return today
    try:
        day = parse_date(typed)
    except ValueError:  # such as the 31st of a month that has 30 days
        day = None
    if day is None:
        raise ValidationError(
            {
                "on": ValidationError(
                    _("Write the day as year, month and day, such as 2026-04-01."), code="invalid"
                )
            }
        )
    if day > today:
        raise ValidationError({"on": ValidationError(_("This day is still to come."), code="future")})
    return day


def facility_in_reach(code: str, reach: Reach) -> Facility:
    """A facility whose rows are in reach; Http404 for any other."""
    facility = Facility.objects.filter(pk=code).first()
    if facility is None or not (
        reach.everything or facility.pk in reach.facilities or facility.governorate_id in reach.governorates
    ):
        raise Http404
    return facility
