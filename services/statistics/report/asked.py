"""Which governorate and which months a draft is asked for."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from facilities.geography.models import Governorate
from services.statistics.asked import period_asked
from services.statistics.reading.periods import Period
from uhis_portal.api.errors import UnreadableParameters


def governorate_asked(query: QueryDict) -> Governorate:
    """UnreadableParameters (400) at `governorate`: none is named, or there is none of that code."""
    found = next((one for one in Governorate.objects.all() if one.pk == query.get("governorate")), None)
    if found is None or len(query.getlist("governorate")) > 1:
        raise UnreadableParameters({"governorate": [_("Choose a governorate.")]})
    return found


def draft_asked(query: QueryDict) -> tuple[Governorate, Period]:
    """UnreadableParameters (400) with the faults of all parameters."""
    faults: dict[str, list[str]] = {}
    period = governorate = None
    try:
        period = period_asked(query, others=["governorate"])
    except UnreadableParameters as fault:
        faults |= fault.errors
    try:
        governorate = governorate_asked(query)
    except UnreadableParameters as fault:
        faults |= fault.errors
    if period is None or governorate is None:
        raise UnreadableParameters(faults)
    return governorate, period
