"""Pages of another unit for one family, and of handovers of a whole unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facilities.staff.access import STAFF, citizens_only, requires
from registry.people.family import members_now
from registry.people.models import Household, UnitRequest
from registry.people.units import asking
from registry.people.units.forms import AskForm, RefusalForm
from registry.people.units.moving import people_of
from registry.people.units.places import Candidate, candidates
from registry.people.units.serializers import UnitRequestOut
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual, number
from uhis_portal.page import new_key, page_of, submit, version_of

A_PAGE = 25
NEAR = 12  # units offered at first; the others when asked for
STATUS_BADGES = {"reported": "waiting", "approved": "good", "refused": "warning", "withdrawn": "neutral"}


def held_family(request: HttpRequest, pk: UUID) -> Household:
    """A family whose file the citizen reads; 404 for any other."""
    families = Household.objects.visible_to(request.reach).select_related("unit", "district")
    return get_object_or_404(families, pk=pk)


@never_cache
@citizens_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A family asks for another unit: those of its district, then the nearest; the others with `?all=1`."""
    household = held_family(request, pk)
    people = people_of(household)
    found = candidates(household, people=people, on=cairo_today())
    free = [one for one in found if not one.refusal]
    offered = free if "all" in request.GET or request.method == "POST" else free[:NEAR]
    form = AskForm(request.POST if request.method == "POST" else None, offered=[one.unit for one in offered])

    def page(status: int) -> HttpResponse:
        context = {
            "form": form,
            "household": household,
            "hints": hints_of(offered),
            "more": len(free) - len(offered),
            "without_room": [one for one in found if one.refusal][:NEAR],
            "waiting": household.unit_requests.filter(status=UnitRequest.Status.REPORTED).exists(),
            "key": new_key(),
        }
        return render(request, "people/units/ask.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        asking.ask(
            by=request.user, household_id=household.pk, now=timezone.now(), today=cairo_today(), **data
        )
        messages.success(request, _("Your request is sent. A clerk decides, and a message tells you."))
        return redirect("my-file")

    return submit(request, form, perform, page) if request.method == "POST" else page(200)


def hints_of(offered: Sequence[Candidate]) -> dict[str, str]:
    """Where each unit is, how far, and how many places it has, as far as it is known."""
    return {one.unit.pk: " · ".join(filter(None, hint_of(one))) for one in offered}


def hint_of(one: Candidate) -> list[str]:
    parts = [_("In your district") if one.in_own_district else bilingual(one.unit.district)]
    parts.append(distance_in_words(one.distance_km, one.approximate))
    if one.unit.free_places is not None:
        free = ngettext("%(free)s free place", "%(free)s free places", one.unit.free_places)
        parts.append(free % {"free": number(one.unit.free_places)})
    return parts


def distance_in_words(km: float | None, approximate: bool) -> str:
    """How far a unit is from the present one; empty when it is not known."""
    if km is None:
        return ""
    if not approximate:
        return _("%(km)s km from your present unit") % {"km": number(km, 1)}
    if km < 1:
        return _("near your present unit; the place is approximate")
    words = _("about %(km)s km from your present unit; the place is approximate")
    return words % {"km": number(km)}


@never_cache
@citizens_only
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a request that nobody has decided."""
    own = asking.requests_in(request.reach).filter(household__in=request.reach.households)
    found = get_object_or_404(own, pk=pk)
    form = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        asking.withdraw(by=request.user, request_id=found.pk, now=timezone.now())
        messages.success(request, _("Your request is withdrawn."))
        return redirect("my-file")

    def refused(status: int) -> HttpResponse:
        return render(request, f"{status}.html", status=status)

    return submit(request, form, perform, refused)


@never_cache
@requires(*STAFF)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Requests of the governorates one reviews that wait, the longest waiting first."""
    waiting = asking.reviewed_in(request.reach).filter(status=UnitRequest.Status.REPORTED)
    shown, beside = page_of(request, waiting.order_by("asked_at", "pk"), A_PAGE)
    asking.note_requests(by=request.user, requests=shown)
    represented = UnitRequestOut(shown, many=True).data
    context = {
        "requests": [
            {**row, "free_places": one.wanted.free_places}
            for row, one in zip(represented, shown, strict=True)
        ],
        "today": cairo_today(),
        **beside,
    }
    return render(request, "people/units/queue.html", context)


def reviewed(request: HttpRequest, pk: UUID) -> UnitRequest:
    """A request of a governorate that one reviews; 404 for any other."""
    return get_object_or_404(asking.reviewed_in(request.reach), pk=pk)


@never_cache
@requires(*STAFF)
@require_safe
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request with its family. That it was opened is noted."""
    found = reviewed(request, pk)
    asking.open_request(by=request.user, request=found)
    return review_page(request, found)


def review_page(
    request: HttpRequest,
    found: UnitRequest,
    approval: forms.Form | None = None,
    refusal: RefusalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "asked": UnitRequestOut(found).data,
        "badge": STATUS_BADGES[found.status],
        "today": cairo_today(),
        "file_number": found.household.file_number,
        "members": list(members_now(found.household)),
        "free_places": number(found.wanted.free_places),
        "own": found.asked_by_id == request.user.pk,
        "approval": approval,
        "form": refusal or RefusalForm(),
        "key": new_key(),
        "version": found.version,
    }
    return render(request, "people/units/review.html", context, status=status)


def decide(
    request: HttpRequest,
    pk: UUID,
    form: forms.Form,
    act: Callable[..., UnitRequest],
    **more: Any,
) -> HttpResponse:
    """Approve or refuse; refused, the page is shown again with the reason at its field."""
    found = reviewed(request, pk)

    def perform(data: dict[str, Any]) -> HttpResponse:
        act(by=request.user, request_id=pk, now=timezone.now(), version=version_of(request), **data, **more)
        return redirect("unit-request", pk)

    def refused(status: int) -> HttpResponse:
        asking.open_request(by=request.user, request=found)
        forms_of = {"refusal": form} if isinstance(form, RefusalForm) else {"approval": form}
        return review_page(request, reviewed(request, pk), status=status, **forms_of)

    return submit(request, form, perform, refused)


@never_cache
@requires(*STAFF)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the family the unit."""
    return decide(request, pk, forms.Form(request.POST), asking.approve, today=cairo_today())


@never_cache
@requires(*STAFF)
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do not give it."""
    return decide(request, pk, RefusalForm(request.POST), asking.refuse)
