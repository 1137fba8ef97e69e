"""What an address of the numbers asks for: which area, which months."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter

from services.statistics.reading.areas import Area, Level, area_of
from services.statistics.reading.periods import Period, period_of
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.calendar import cairo_today

MONTH = {"type": "string", "pattern": r"^\d{4}-\d{2}$"}
PERIOD = [
    OpenApiParameter(
        "from", MONTH, description="first month, as YYYY-MM; the present one if neither is given"
    ),
    OpenApiParameter("to", MONTH, description="last month; the first one if it is not given"),
]


def period_asked(query: QueryDict, *, others: Collection[str] = ()) -> Period:
    """The period of an endpoint's `from` and `to`. UnreadableParameters (400) for these, unknown and repeated names.

    `others` are names that the endpoint reads itself.
    """
    faults = {
        name: [_("There is no such parameter.")] for name in query if name not in {"from", "to", *others}
    }
    faults |= {
        name: [_("Give this parameter once.")] for name in ("from", "to") if len(query.getlist(name)) > 1
    }
    if faults:
        raise UnreadableParameters(faults)
    try:
        return period_of(query.get("from", ""), query.get("to", ""), cairo_today())
    except ValidationError as fault:
        raise UnreadableParameters(fault.message_dict) from None


def area_or_404(level: Level, code: str) -> Area:
    try:
        return area_of(level, code)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault
