"""The finder and the page of a facility. Both show what the API sends."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework.request import Request

from facilities.directory.api import FinderPages
from facilities.directory.filters import FacilityFilter
from facilities.directory.models import Facility
from facilities.directory.serializers import FacilityDetail, FacilityInList
from uhis_portal.api.errors import UnreadableParameters

# How close a map goes, by how exact the position is.
ZOOMS = {"point": 17, "village": 14, "city": 12}
NARROWING = ("governorate", "kind", "level")


@login_not_required
@require_safe
def facilities(request: HttpRequest) -> HttpResponse:
    """The finder: refuses what the endpoint refuses (400), except parameters that other sites append to a link."""
    questions = FacilityFilter(request.GET, queryset=Facility.objects.in_list(), request=request)
    found: dict[str, Any] | None = None
    count = None
    if questions.is_valid():
        pages = FinderPages()
        try:
            rows = pages.paginate_queryset(questions.qs, Request(request))
            found = pages.get_paginated_response(FacilityInList(rows, many=True).data).data
            count = questions.qs.count()
        except UnreadableParameters as fault:
            for messages in fault.errors.values():
                questions.form.add_error(None, messages)
    return TemplateResponse(
        request,
        "directory/facilities.html",
        {
            "form": questions.form,
            "found": found,
            "count": count,
            "asked": asked(questions.form) if found is not None else {},
            "narrowed_by": sum(1 for name in NARROWING if request.GET.get(name)),
            "wider_url": without(request.GET, *NARROWING),
            "anywhere_url": without(request.GET, "near"),
        },
        status=200 if found is not None else 400,
    )


@login_not_required
@require_safe
def facility(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of a facility."""
    shown = get_object_or_404(Facility.objects.in_full(), code=code)
    return TemplateResponse(
        request,
        "directory/facility.html",
        {
            "facility": FacilityDetail(shown).data,
            "is_family_medicine": shown.is_family_medicine,
            **ways_to_a_map(shown),
        },
    )


def ways_to_a_map(facility: Facility) -> dict[str, str]:
    """Coordinates to read, and to open in a map application or on a map page; nothing without a position."""
    if facility.latitude is None:
        return {}
    latitude, longitude = facility.latitude, facility.longitude
    return {
        "coordinates": f"{latitude}, {longitude}",
        "map_address": f"geo:{latitude},{longitude}?q={latitude},{longitude}",
        "map_page": f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}"
        f"#map={ZOOMS[facility.position_precision]}/{latitude}/{longitude}",
    }


def asked(form: BaseForm) -> dict[str, str]:
    """What was asked, in words: the question and the names of what narrows it."""
    labels = {name: dict(form.fields[name].choices) for name in ("kind", "level")}
    values = form.cleaned_data
    return {
        "words": values["q"],
        "near": values["near"],
        "governorate": values["governorate"].name if values["governorate"] else "",
        **{name: str(labels[name].get(values[name], "")) if values[name] else "" for name in labels},
    }


def without(asked_for: QueryDict, *names: str) -> str:
    """The finder's address with the same question but for `names`, from its first page."""
    kept = asked_for.copy()
    for name in (*names, "page"):
        kept.pop(name, None)
    return f"{reverse('facilities')}?{kept.urlencode()}" if kept else reverse("facilities")
