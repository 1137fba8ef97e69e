"""Pages of data quality: the country with its governorates, a governorate or a district with its lists."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilities.staff.access import STAFF, requires
from services.statistics.counting.people import COUNTRY
from services.statistics.quality.asking import area_asked, period_asked
from services.statistics.quality.assessment import assess
from services.statistics.quality.forms import PeriodForm
from services.statistics.quality.serializers import AreaOut, QualityOut
from services.statistics.reading.areas import of_governorate
from uhis_portal.calendar import cairo_today
from uhis_portal.page import add_faults


@never_cache
@require_safe
@requires(*STAFF)
def quality(request: HttpRequest, code: str = COUNTRY) -> HttpResponse:
    """How complete, timely and even the entries of an area are in a period."""
    area, today = area_asked(code), cairo_today()
    context: dict[str, Any] = {
        "area": AreaOut(area).data,
        "above": AreaOut(of_governorate(area.governorate)).data if area.level == "district" else None,
        "reviews": reviews(request, code),
    }
    try:
        period = period_asked(request.GET, today)
    except ValidationError as fault:
        form = PeriodForm(request.GET)
        form.is_valid()
        add_faults(form, fault)
        return render(request, "statistics/quality/quality.html", {**context, "form": form}, status=400)
    context["form"] = PeriodForm(initial={"from": f"{period.first:%Y-%m}", "to": f"{period.last:%Y-%m}"})
    context["quality"] = QualityOut(assess(area, period, request.reach, today)).data
    return render(request, "statistics/quality/quality.html", context)


def reviews(request: HttpRequest, code: str) -> bool:
    """Whether the queue of possible duplicates shows pairs of this area to who asks."""
    reach = request.reach
    return reach.everything or code in reach.reviews
