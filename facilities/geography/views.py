"""The home page: what the system is, and whether it has reached the reader's governorate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from facilities.geography import drawing
from facilities.geography.forms import CoverageQuestion
from facilities.geography.models import District, Governorate, Stage
from facilities.geography.serializers import GovernorateInList
from uhis_portal.calendar import cairo_today
from uhis_portal.offline import may_be_kept

# How the map and its legend paint a status; patterns tell apart what colours may not.
FILLS = {
    Stage.Status.OPERATIONAL: "#0f6670",
    Stage.Status.STARTING: "#f0a92e",
    Stage.Status.PREPARING: "url(#preparing)",
    Stage.Status.UNDER_STUDY: "url(#under_study)",
    Stage.Status.NOT_SCHEDULED: "#8fa3a52e",
}


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`?governorate=EG-LX` answers whether the system works there; a code that does not exist is refused (422)."""
    asked = "governorate" in request.GET
    form = CoverageQuestion(request.GET if asked else None)
    answered = asked and form.is_valid()
    governorates = represented(Governorate.objects.prefetch_related("stages").order_by("comparable"))
    chosen = form.cleaned_data["governorate"].code if answered else None
    response = TemplateResponse(
        request,
        "geography/home.html",
        {
            "form": form,
            "map_size": {"width": drawing.WIDTH, "height": drawing.HEIGHT},
            "governorate": next((each for each in governorates if each["code"] == chosen), None),
            "statuses": by_status(governorates),
        },
        status=422 if asked and not answered else 200,
    )
    return may_be_kept(request, response)


def represented(governorates: Iterable[Governorate]) -> list[dict[str, Any]]:
    return list(GovernorateInList(governorates, many=True, context={"today": cairo_today()}).data)


def by_status(governorates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The governorates under each status, from those where the system works to those without a date."""
    groups = []
    for status in Stage.Status:
        members = [
            each for each in governorates if each["stage"] and each["stage"]["status"]["code"] == status
        ]
        if members:
            groups.append({"label": status.label, "fill": FILLS[status], "governorates": members})
    return groups


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def governorates_map(request: HttpRequest) -> HttpResponse:
    """The governorates painted by status, as a drawing. The list on the home page says the same in words."""
    governorates = list(Governorate.objects.prefetch_related("stages").order_by("code"))
    drawn, today = drawing.paths(governorates), cairo_today()
    shapes = []
    for governorate in governorates:
        stage = governorate.stage_on(today)
        status = Stage.Status(stage.status) if stage else Stage.Status.NOT_SCHEDULED
        shapes.append(
            {
                "name": governorate.name,
                "status": status.label,
                "fill": FILLS[status],
                "path": drawn[governorate.code],
            }
        )
    context = {"governorates": shapes, "width": drawing.WIDTH, "height": drawing.HEIGHT}
    return TemplateResponse(request, "geography/map.svg", context, content_type="image/svg+xml")


@login_not_required
@require_safe
@cache_control(public=True, max_age=86400)
def governorates_outlines(request: HttpRequest) -> HttpResponse:
    """The outlines of the governorates and the points of the districts, as GeoJSON for maps; no legal borders."""
    shapes: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": governorate.code,
            "properties": {"name": {"ar": governorate.name_ar, "en": governorate.name_en}},
            "geometry": governorate.outline,
        }
        for governorate in Governorate.objects.defer(None).order_by("code")
    ]
    towns = [
        {
            "type": "Feature",
            "id": district.code,
            "properties": {"name": {"ar": district.name_ar, "en": district.name_en}},
            "geometry": {
                "type": "Point",
                "coordinates": [float(district.longitude), float(district.latitude)],
            },
        }
        for district in District.objects.exclude(latitude=None).order_by("code")
    ]
    return JsonResponse(
        {"type": "FeatureCollection", "features": shapes + towns}, content_type="application/geo+json"
    )
