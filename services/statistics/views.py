"""Dashboards: the country and its governorates. They render what the endpoints send."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilities.geography.models import Governorate
from facilities.staff.access import STAFF, requires
from services.statistics import figures
from services.statistics.serializers import AreaNumbers, GovernorateSums
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual

KINDS_IN_BARS = 12


@never_cache
@require_safe
@requires(*STAFF)
def country(request: HttpRequest) -> HttpResponse:
    """The whole country, and each governorate in one line."""
    today = cairo_today()
    numbers, sums = figures.of_country(today)
    context = {
        **drawn(AreaNumbers(numbers).data),
        "governorates": GovernorateSums(sums, many=True, context={"today": today}).data,
    }
    return render(request, "statistics/country.html", context)


@never_cache
@require_safe
@requires(*STAFF)
def governorate(request: HttpRequest, code: str) -> HttpResponse:
    """One governorate: who is registered, what was given, where; and what was published about it."""
    area: Governorate = get_object_or_404(Governorate.objects.defer("outline"), pk=code)
    numbers = AreaNumbers(figures.of_area(area, cairo_today())).data
    return render(request, "statistics/governorate.html", drawn(numbers))


def drawn(numbers: dict[str, Any]) -> dict[str, Any]:
    """A representation, and its parts as rows of the `bars` component."""
    services = numbers["services"]
    kinds = rows(services["by_kind"])
    of_area = [figure for figure in numbers["reported"] if not figure["facility"]]
    return {
        "numbers": numbers,
        "levels": rows(services["by_level"]),
        "kinds": kinds[:KINDS_IN_BARS],
        "all_kinds": kinds if len(kinds) > KINDS_IN_BARS else [],
        "months": [
            {"label": month_and_year(part["month"]), "value": part["value"]} for part in services["by_month"]
        ],
        "facility_kinds": rows(numbers["facilities"]["by_kind"]),
        "reported_of_area": of_area,
        "reported_of_facilities": [figure for figure in numbers["reported"] if figure["facility"]],
    }


def rows(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"label": capfirst(bilingual(part)), "value": part["value"]} for part in parts]


def month_and_year(first: str) -> str:
    return date_format(date.fromisoformat(first), "YEAR_MONTH_FORMAT")
