"""A citizen's own page, and who opened the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facilities.staff.access import citizens_only
from registry.people.models import Household, LifeEvent, Relation, UnitRequest
from registry.people.own_file.choosing import chosen, remember
from registry.people.own_file.readings import described, own_household, readings_of
from registry.people.own_file.serializers import Reading
from registry.people.serializers import HouseholdDetail
from uhis_portal.calendar import cairo_today
from uhis_portal.page import page_of
from uhis_portal.reach import system_reach

A_PAGE = 25
CHANGES_SHOWN = 10
CHANGE_BADGES = {"reported": "waiting", "confirmed": "good", "refused": "warning", "withdrawn": "neutral"}


def held_by(request: HttpRequest) -> list[Household]:
    """The families whose file the citizen reads, the longest registered first."""
    families = Household.objects.visible_to(request.reach).with_members()
    return list(families.order_by("registered_on", "file_number"))


@require_safe
@never_cache
@citizens_only
def my_file(request: HttpRequest) -> HttpResponse:
    """The family that was chosen, or the only one; without one, the ways to get one."""
    families = held_by(request)
    family = chosen(request, families)
    if family is None and families:
        return redirect("file-choose")
    context: dict[str, Any] = {"several": len(families) > 1, "family": None}
    if family is not None:
        context |= shown(family)
    return render(request, "people/my_file.html", context)


def shown(family: Household) -> dict[str, Any]:
    """A family as its page shows it: the representation of the endpoint, in words, and what is under way."""
    represented = HouseholdDetail(family, context={"today": cairo_today()}).data
    for member in represented["members"]:
        member["relation_label"] = Relation(member["relation"]).label
    waiting = UnitRequest.Status.REPORTED
    return {
        "family": represented,
        "household": family,
        "changes": [
            {"event": event, "badge": CHANGE_BADGES[event.status]}
            for event in LifeEvent.objects.filter(household=family).order_by("-reported_at", "pk")[
                :CHANGES_SHOWN
            ]
        ],
        "unit_request": family.unit_requests.filter(status=waiting).select_related("wanted").first(),
    }


@never_cache
@citizens_only
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Which family's file to read, where the number reads several."""
    families = held_by(request)
    if request.method == "POST":
        wanted = request.POST.get("household", "")
        family = next((one for one in families if str(one.pk) == wanted), None)
        if family is not None:
            remember(request, family.pk)
            return redirect("my-file")
    context = {"families": HouseholdDetail(families, many=True, context={"today": cairo_today()}).data}
    return render(request, "people/choose.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@never_cache
@citizens_only
def opened(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which members of staff opened the family's file: role, facility, time, reason."""
    family = get_object_or_404(own_household(request.reach.households, pk))
    with system_reach():  # the audit is nobody's; the family is one's own
        events, beside = page_of(request, readings_of(family), A_PAGE)
    readings = Reading(described(events, family), many=True).data
    for reading in readings:
        why = reading["reason"]
        if why:  # a fixed one in the reader's language; what somebody typed stays as it is
            reading["reason"] = _(why)
    context = {
        "file_number": family.file_number,
        "readings": readings,
        **beside,
    }
    return render(request, "people/opened.html", context)
