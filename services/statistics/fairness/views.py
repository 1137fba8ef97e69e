"""Pages of fairness and readiness. They render what the endpoints send."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilities.geography.models import Governorate
from facilities.staff.access import STAFF, requires
from services.statistics.fairness.districts import APART
from services.statistics.fairness.forms import Nearness
from services.statistics.fairness.governorate import of_governorate
from services.statistics.fairness.readiness import of_next_governorates
from services.statistics.fairness.serializers import (
    CountryFairness,
    GovernorateFairnessRepresentation,
    NextGovernorates,
)
from services.statistics.fairness.spread import of_country
from uhis_portal.calendar import cairo_today


@never_cache
@require_safe
@requires(*STAFF)
def country(request: HttpRequest) -> HttpResponse:
    """Units and beds of each governorate against its people."""
    today = cairo_today()
    fairness = CountryFairness(of_country(today), context={"today": today}).data
    context = {
        "fairness": fairness,
        "known": [one for one in fairness["governorates"] if one["units"] is not None],
        "not_known": [one for one in fairness["governorates"] if one["units"] is None],
    }
    return render(request, "statistics/fairness/country.html", context)


@never_cache
@require_safe
@requires(*STAFF)
def governorate(request: HttpRequest, code: str) -> HttpResponse:
    """A governorate's districts, and where a unit is missing; `within` that cannot be read is said (400)."""
    area: Governorate = get_object_or_404(Governorate, pk=code)
    form, today = Nearness(request.GET if "within" in request.GET else None), cairo_today()
    found = of_governorate(area, today, within=form.km)
    context = {
        "fairness": GovernorateFairnessRepresentation(found, context={"today": today}).data,
        "form": form,
        "apart": APART,
    }
    return render(
        request, "statistics/fairness/governorate.html", context, status=400 if form.errors else 200
    )


@never_cache
@require_safe
@requires(*STAFF)
def readiness(request: HttpRequest) -> HttpResponse:
    """The governorates that come next."""
    today = cairo_today()
    sent = NextGovernorates({"on": today, "governorates": of_next_governorates(today)}).data
    any_works = any(area["works"] for area in sent["governorates"])
    return render(request, "statistics/fairness/readiness.html", {"readiness": sent, "any_works": any_works})
