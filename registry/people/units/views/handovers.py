"""Pages of a unit that hands its families over: proposing, reviewing, approving, and watching it go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facilities.directory.models import Facility
from facilities.staff.access import requires
from facilities.staff.models import Role
from registry.people.models import Handover
from registry.people.units import handing
from registry.people.units.forms import ElsewhereForm, ProposeForm
from registry.people.units.places import others_near, refusal_of
from registry.people.units.serializers import HandoverFamilyOut, HandoverOut, file_numbers_of
from registry.people.units.views.requests import A_PAGE
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual, number
from uhis_portal.page import new_key, page_of, submit, version_of

ADMINISTRATORS = (Role.GOVERNORATE_ADMINISTRATOR, Role.NATIONAL_ADMINISTRATOR)
STATE_BADGES = {"proposed": "waiting", "under_way": "info", "done": "good", "cancelled": "neutral"}
FAMILY_BADGES = {"proposed": "waiting", "done": "good", "left": "neutral", "no_room": "warning"}


@never_cache
@requires(*ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def handovers(request: HttpRequest) -> HttpResponse:
    """The handovers of one's area, and the way to propose one."""
    form = ProposeForm(request.POST if request.method == "POST" else None, offered=units_of(request))

    def page(status: int) -> HttpResponse:
        found = handing.handovers_in(request.reach).order_by("-made_at", "pk")
        rows, beside = page_of(request, found, A_PAGE)
        context = {
            "form": form,
            "handovers": with_badges(HandoverOut(rows, many=True).data, STATE_BADGES),
            "key": new_key(),
            **beside,
        }
        return render(request, "people/units/handovers.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        made = handing.propose(
            by=request.user, reach=request.reach, now=timezone.now(), today=cairo_today(), **data
        )
        return redirect("handover", made.pk)

    return submit(request, form, perform, page) if request.method == "POST" else page(200)


def units_of(request: HttpRequest) -> list[Facility]:
    """The family-medicine units of one's area, in the order of the alphabet."""
    units = Facility.objects.filter(kind__in=Facility.FAMILY_MEDICINE, taken__gt=0)
    if not request.reach.everything:
        units = units.filter(governorate__in=request.reach.governorates)
    return list(units.only("code", "name_ar", "name_en", "comparable").order_by("comparable", "code"))


def with_badges(rows: list[dict[str, Any]], badges: dict[str, str]) -> list[dict[str, Any]]:
    return [{**row, "badge": badges[row["state"]["code"]]} for row in rows]


def own(request: HttpRequest, pk: UUID) -> Handover:
    """A handover of one's area; 404 for any other."""
    return get_object_or_404(handing.handovers_in(request.reach), pk=pk)


@never_cache
@requires(*ADMINISTRATORS)
@require_safe
def handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it has come, and each family with the unit it goes to."""
    return handover_page(request, own(request, pk))


def handover_page(
    request: HttpRequest, found: Handover, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    shown, beside = page_of(request, handing.families_of(found), A_PAGE)
    handing.note_families(by=request.user, families=shown)
    represented = HandoverOut(found).data
    families = HandoverFamilyOut(shown, many=True, context=file_numbers_of(shown)).data
    numbers = represented["families"]
    context = {
        "handover": represented,
        "badge": STATE_BADGES[found.state],
        "families": with_badges(families, FAMILY_BADGES),
        "total": sum(numbers.values()),
        "gone": numbers["done"] + numbers["left"],
        "form": form,
        "version": found.version,
        "key": new_key(),
        **beside,
    }
    return render(request, "people/units/handover.html", context, status=status)


@never_cache
@requires(*ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def family(request: HttpRequest, pk: UUID, family_pk: UUID) -> HttpResponse:
    """Another unit for one family than was proposed."""
    found = own(request, pk)
    one = get_object_or_404(found.families.select_related("to"), pk=family_pk)
    near = [
        (unit, km, approximate)
        for unit, km, approximate in others_near(found.unit, on=found.on)
        if not refusal_of(unit, people=one.people, on=found.on)
    ]
    form = ElsewhereForm(
        request.POST if request.method == "POST" else None,
        offered=[unit for unit, _km, _approximate in near],
        initial={"to": one.to_id},
    )

    def page(status: int) -> HttpResponse:
        handing.note_families(by=request.user, families=[one])
        context = {
            "handover": HandoverOut(found).data,
            "family": HandoverFamilyOut(one, context=file_numbers_of([one])).data,
            "form": form,
            "hints": {unit.pk: hint_of(unit, km, approximate) for unit, km, approximate in near},
            "key": new_key(),
        }
        return render(request, "people/units/handover_family.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        handing.send_elsewhere(
            by=request.user,
            reach=request.reach,
            handover_id=pk,
            family_id=family_pk,
            now=timezone.now(),
            **data,
        )
        return redirect("handover", pk)

    return submit(request, form, perform, page) if request.method == "POST" else page(200)


def hint_of(unit: Facility, km: float | None, approximate: bool) -> str:
    """District, distance and free places of a unit, as far as they are known."""
    parts = [bilingual(unit.district)]
    if km is not None:
        words = _("about %(km)s km; the place is approximate") if approximate else _("%(km)s km")
        parts.append(words % {"km": number(km, 1)})
    if unit.free_places is not None:
        free = ngettext("%(free)s free place", "%(free)s free places", unit.free_places)
        parts.append(free % {"free": number(unit.free_places)})
    return " · ".join(part for part in parts if part)


def decide(request: HttpRequest, pk: UUID, act: Callable[..., Handover]) -> HttpResponse:
    """Approve or cancel; refused, the page is shown again."""
    own(request, pk)
    form = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        act(
            by=request.user,
            reach=request.reach,
            handover_id=pk,
            now=timezone.now(),
            version=version_of(request),
        )
        return redirect("handover", pk)

    return submit(
        request, form, perform, lambda status: handover_page(request, own(request, pk), form, status)
    )


@never_cache
@requires(*ADMINISTRATORS)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the families go."""
    return decide(request, pk, handing.approve)


@never_cache
@requires(*ADMINISTRATORS)
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it where it stands."""
    return decide(request, pk, handing.cancel)
