"""Dashboards: the country, its governorates, districts and facilities, and areas side by side. They render what the
endpoints send."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from facilities.directory.asking import MAP, VIEW
from facilities.directory.models import Facility
from facilities.directory.querysets import by_name
from facilities.geography import drawing
from facilities.geography.models import Governorate
from facilities.staff.access import STAFF, requires
from services.records.models import ServiceRecord
from services.records.serializers import ServiceRecordOut
from services.statistics.asked import area_or_404
from services.statistics.comparing import MOST, compared, sides_asked
from services.statistics.coverage_map import LEGEND, shapes
from services.statistics.reading.areas import PAGES, THE_COUNTRY, Area
from services.statistics.reading.numbers import numbers
from services.statistics.reading.parts import governorates
from services.statistics.reading.periods import FIRST_MONTH, Period, months_after, period_of
from services.statistics.reading.places import Places
from services.statistics.serializers import AreaNumbers, Comparison
from services.statistics.unchanged import answer
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual

KINDS_IN_BARS = 12
BUSIEST = 10  # facilities
ROWS = 100  # entries shown at once
NAMED_AT_ONCE = 5  # things that need attention


@require_safe
@requires(*STAFF)
def country(request: HttpRequest) -> HttpResponse:
    """The whole country, and each governorate in one line."""
    return dashboard(request, THE_COUNTRY)


@require_safe
@requires(*STAFF)
def coverage_map(request: HttpRequest) -> HttpResponse:
    """The governorates painted by the share of their people who are registered. The country's table says the same."""
    today = cairo_today()

    def picture() -> HttpResponse:
        listed = governorates(period_of("", "", today), Places(()), today)
        context = {"governorates": shapes(listed), "width": drawing.WIDTH, "height": drawing.HEIGHT}
        return render(request, "statistics/map.svg", context, content_type="image/svg+xml")

    return answer(request, picture)


@require_safe
@requires(*STAFF)
def governorate(request: HttpRequest, code: str) -> HttpResponse:
    """One governorate: who is registered, what was given, where; and what was published about it."""
    return dashboard(request, area_or_404("governorate", code))


@require_safe
@requires(*STAFF)
def district(request: HttpRequest, code: str) -> HttpResponse:
    """One district and its facilities."""
    return dashboard(request, area_or_404("district", code))


@require_safe
@requires(*STAFF)
def facility(request: HttpRequest, code: str) -> HttpResponse:
    """One facility."""
    return dashboard(request, area_or_404("facility", code))


@require_safe
@requires(*STAFF)
def rows_of_facility(request: HttpRequest, code: str) -> HttpResponse:
    """The entries behind a facility's numbers, the last ones first, for those in whose area it lies."""
    area = area_or_404("facility", code)
    reach = request.reach  # type: ignore[attr-defined]
    if not area.rows_are_in(reach):
        raise PermissionDenied
    today = cairo_today()
    period, faults = period_or_faults(request, today)
    found = (
        ServiceRecord.objects.visible_to(reach)
        .as_shown()
        .filter(facility=code, provided_on__range=(period.first, period.end))
    )
    context = {
        "records": ServiceRecordOut(found.order_by("-recorded_at", "-id")[:ROWS], many=True).data,
        "most": ROWS,
        "facility": {"name": area.name},
        "code": code,
        "asked": months_as_asked(period),
        "months": choices_of_months(today),
        "faults": faults,
    }
    return render(request, "statistics/rows.html", context, status=400 if faults else 200)


def dashboard(request: HttpRequest, area: Area) -> HttpResponse:
    """The page of an area. A period that cannot be read is said at its field (400), with the present month below."""
    today = cairo_today()
    period, faults = period_or_faults(request, today)

    def page() -> HttpResponse:
        reach = request.reach  # type: ignore[attr-defined]
        context = drawn(AreaNumbers(numbers(area, period, today), context={"today": today}).data)
        if area.level == "country":
            context |= {"legend": LEGEND, "map_size": {"width": drawing.WIDTH, "height": drawing.HEIGHT}}
        context["rows_in_reach"] = area.level == "facility" and area.rows_are_in(reach)
        context["as_map"] = request.GET.get(VIEW) == MAP
        context |= {"months": choices_of_months(today), "presets": presets(period, today), "faults": faults}
        return render(request, "statistics/area.html", context, status=400 if faults else 200)

    return answer(request, page)


@require_safe
@requires(*STAFF)
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four governorates, or facilities, side by side."""
    today = cairo_today()
    period, faults = period_or_faults(request, today)
    codes = [code for code in request.GET.getlist("area") if code]
    areas: list[Area] = []
    try:
        areas = sides_asked(codes) if codes else []
    except UnreadableParameters as fault:
        faults |= fault.errors

    def page() -> HttpResponse:
        context = {
            "comparison": Comparison(compared(areas, period, today)).data if areas and not faults else None,
            "governorates": Governorate.objects.order_by(*by_name()),
            "facilities": Facility.objects.open_on(today)
            .with_place()
            .order_by("governorate__comparable", *by_name()),
            "chosen": (codes + [""] * MOST)[:MOST],
            "asked": months_as_asked(period),
            "months": choices_of_months(today),
            "faults": faults,
        }
        return render(request, "statistics/compare.html", context, status=400 if faults else 200)

    return answer(request, page)


def period_or_faults(request: HttpRequest, today: date) -> tuple[Period, dict[str, list[str]]]:
    try:
        return period_of(request.GET.get("from", ""), request.GET.get("to", ""), today), {}
    except ValidationError as fault:
        return period_of("", "", today), fault.message_dict


def months_as_asked(period: Period) -> dict[str, str]:
    return {"first": f"{period.first:%Y-%m}", "last": f"{period.last:%Y-%m}"}


def choices_of_months(today: date) -> list[dict[str, str]]:
    """The months that can be asked for, the present one first."""
    months = reversed(list(Period(FIRST_MONTH, today.replace(day=1))))
    return [{"value": f"{month:%Y-%m}", "label": month_and_year(month)} for month in months]


def presets(period: Period, today: date) -> list[dict[str, Any]]:
    """Periods that are often asked for; `code` says which."""
    this_month = today.replace(day=1)
    last_month = months_after(this_month, -1)
    often = {
        "this_month": Period(this_month, this_month),
        "last_month": Period(last_month, last_month),
        "this_year": Period(this_month.replace(month=1), this_month),
        "twelve_months": Period(months_after(this_month, -11), this_month),
    }
    return [
        {"code": code, "query": f"?from={one.first:%Y-%m}&to={one.last:%Y-%m}", "chosen": one == period}
        for code, one in often.items()
    ]


def drawn(numbers: dict[str, Any]) -> dict[str, Any]:
    """A representation, and its parts as rows of the `bars` component."""
    services = numbers["services"]
    kinds = [kind for kind in services["by_kind"] if kind["value"]]
    of_area = [
        figure for figure in numbers["reported"] if not figure["facility"] or numbers["level"] == "facility"
    ]
    return {
        "numbers": numbers,
        "asked": {"first": numbers["period"]["from"], "last": numbers["period"]["to"]},
        "above": [{"label": bilingual(area), "url": page_of(area)} for area in numbers["above"]],
        "levels": rows(services["by_level"]),
        "kinds": rows(kinds[:KINDS_IN_BARS]),
        "services_by_month": by_month(services["by_month"]),
        "registered_by_month": by_month(numbers["registered"]["by_month"]),
        "ages": rows(numbers["registered"]["by_age"]),
        "facility_kinds": rows(numbers["facilities"]["by_kind"]),
        "busiest": numbers["parts_facilities"][:BUSIEST],
        "less_busy": numbers["parts_facilities"][BUSIEST:],
        "urgent": numbers["attention"][:NAMED_AT_ONCE],
        "less_urgent": numbers["attention"][NAMED_AT_ONCE:],
        "quality_page": quality_page(numbers) if numbers["last_month"] else "",
        "reported_of_area": of_area,
        "reported_of_facilities": [figure for figure in numbers["reported"] if figure not in of_area],
    }


def page_of(area: dict[str, Any]) -> str:
    return reverse(PAGES[area["level"]], args=[] if area["level"] == "country" else [area["code"]])


def quality_page(numbers: dict[str, Any]) -> str:
    """Where the quality of the last whole month is shown; of a facility, with that of the area around it."""
    area = numbers["above"][-1] if numbers["level"] == "facility" else numbers
    page = (
        reverse("quality") if area["level"] == "country" else reverse("quality-of-area", args=[area["code"]])
    )
    month = numbers["last_month"]["month"][:7]
    return f"{page}?from={month}&to={month}"


def rows(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"label": capfirst(bilingual(part)), "value": part["value"]} for part in parts]


def by_month(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"label": month_and_year(date.fromisoformat(part["month"])), "value": part["value"]} for part in parts
    ]


def month_and_year(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")
