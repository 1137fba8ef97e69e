"""The pages of where the family lives, and of the unit it chooses."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.geography.models import Governorate
from registry.applications import places
from registry.applications.forms import AddressForm, DistrictForm, GovernorateForm, PhoneForm, UnitForm
from registry.applications.places import Offer
from registry.applications.views.entry import READ_OR_SEND, changed, posted, step
from registry.applications.views.ways import Way
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual, number

OFFERED_ELSEWHERE = 5  # nearest units of other districts that stand on the first page


@READ_OR_SEND
def phone(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The family's mobile number; asked for at a counter only."""
    application = way.own(request, pk)
    form = PhoneForm(posted(request), initial={"phone": application.phone})

    def save(data: dict[str, Any]) -> str:
        return way.after("phone", changed(request, application, data))

    return step(request, way, application, "phone", form, save)


@READ_OR_SEND
def governorate(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """Where the family lives: the governorates where registration is open, and when it will be in the others."""
    application = way.own(request, pk)
    offered = places.open_governorates(cairo_today())
    form = GovernorateForm(
        posted(request), offered=offered, initial={"governorate": application.governorate_id}
    )

    def save(data: dict[str, Any]) -> str:
        return way.after("governorate", changed(request, application, data))

    typed = request.POST.get("governorate", "")
    elsewhere = (
        Governorate.objects.filter(pk=typed).first() if typed.isascii() and typed.isprintable() else None
    )
    closed = elsewhere if elsewhere and elsewhere.pk not in {one.pk for one in offered} else None
    return step(request, way, application, "governorate", form, save, closed=closed)


@READ_OR_SEND
def district(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The district of the home."""
    application = way.own(request, pk)
    if application.governorate is None:
        return redirect(way.url("governorate", pk))
    offered = places.residence_districts(application.governorate)
    form = DistrictForm(posted(request), offered=offered, initial={"district": application.district_id})
    names = Counter(bilingual(one) for one in offered)
    hints = {one.pk: one.get_kind_display() for one in offered if names[bilingual(one)] > 1}

    def save(data: dict[str, Any]) -> str:
        return way.after("district", changed(request, application, data))

    return step(request, way, application, "district", form, save, hints=hints)


@READ_OR_SEND
def address(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The address of the home, in the family's own words."""
    application = way.own(request, pk)
    form = AddressForm(posted(request), initial={"address": application.address})

    def save(data: dict[str, Any]) -> str:
        return way.after("address", changed(request, application, data))

    return step(request, way, application, "address", form, save)


@READ_OR_SEND
def unit(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The family-medicine unit: of the own district, the nearest others, and all when asked for (`?all=1`)."""
    application = way.own(request, pk)
    if application.governorate is None:
        return redirect(way.url("governorate", pk))
    people = len(application.applicants.all())
    every = places.offers(application.governorate, application.district, people=people, today=cairo_today())
    open_ones = [one for one in every if not one.refusal]
    near = [one for one in open_ones if one.in_own_district]
    near += [one for one in open_ones if not one.in_own_district][:OFFERED_ELSEWHERE]
    chosen_is_far = application.unit_id is not None and application.unit_id not in {
        one.unit.pk for one in near
    }
    all_of_them = chosen_is_far or "all" in request.GET
    offered = open_ones if all_of_them else near
    form = UnitForm(
        posted(request), offered=[one.unit for one in offered], initial={"unit": application.unit_id}
    )

    def save(data: dict[str, Any]) -> str:
        return way.after("unit", changed(request, application, data))

    full = [one for one in every if one.refusal and (all_of_them or one.in_own_district)]
    return step(
        request,
        way,
        application,
        "unit",
        form,
        save,
        hints={one.unit.pk: hint_of(one) for one in offered},
        places_known=any(one.unit.places for one in offered),
        approximate=any(one.is_approximate or one.distance_km is not None for one in offered),
        not_to_choose=full,
        more=more_units(len(open_ones) - len(offered)),
    )


def more_units(left_out: int) -> str:
    """The words that lead to the units of other districts; empty when all are shown."""
    if left_out == 0:
        return ""
    words = ngettext(
        "Show %(count)s more unit in other districts",
        "Show %(count)s more units in other districts",
        left_out,
    )
    return words % {"count": number(left_out)}


def hint_of(offer: Offer) -> str:
    """Where a unit is, how far and how exactly that is known, and how many free places it has where that is known."""
    unit = offer.unit
    parts = [_("In your district") if offer.in_own_district else bilingual(unit.district)]
    if offer.distance_km is not None and not offer.in_own_district:
        km = max(1, round(offer.distance_km))
        words = ngettext("about %(km)s km away", "about %(km)s km away", km)
        parts.append(words % {"km": number(km)})
    if offer.is_approximate and not offer.in_own_district:  # a note below the units says it of them all
        parts.append(_("position: %(precision)s") % {"precision": unit.get_position_precision_display()})
    if unit.free_places is not None:
        free = ngettext("%(free)s free place", "%(free)s free places", unit.free_places)
        parts.append(free % {"free": number(unit.free_places)})
    return " · ".join(part for part in parts if part)
