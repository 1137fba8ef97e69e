"""The finder and the page of a facility. Both show what the API sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from facilities.directory.accreditation import standing_on
from facilities.directory.asking import MAP, VIEW, Address, FinderForm, chips, parameters_of
from facilities.directory.finder.asking import ask
from facilities.directory.finder.listing import Listing
from facilities.directory.finder.live import current
from facilities.directory.finder.question import NOW, PAGE_SIZE, PAGES, Question
from facilities.directory.hours.serializers import facility_hours
from facilities.directory.models import Facility
from facilities.directory.neighbours import neighbours_of
from facilities.directory.rights import may_propose
from facilities.directory.serializers import FacilityDetail
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.calendar import cairo_now
from uhis_portal.offline import may_be_kept
from uhis_portal.reach import Reach

# How close a map goes, by how exact the position is.
ZOOMS = {"point": 17, "village": 14, "city": 12}


@login_not_required
@require_safe
def facilities(request: HttpRequest) -> HttpResponse:
    """The finder: refuses what the endpoint refuses (400), except parameters that other sites append to a link.

    `view=map` draws the page's facilities on a map beside the list.
    """
    parameters, now = parameters_of(request.GET), cairo_now()
    address = Address(parameters, as_map=request.GET.get(VIEW) == MAP)
    try:
        asked = ask(parameters, now, others_are_refused=False)
    except UnreadableParameters as fault:
        form = FinderForm(parameters, current(), None)
        form.show(fault.errors)
        context = {"form": form, "filters": len(fault.errors), "address": addresses(address, {})}
        return TemplateResponse(request, "directory/facilities.html", context, status=400)
    listing, question = asked
    found = asked.as_dict(lambda page: request.build_absolute_uri(address.page(page)))
    drawn_chips = chips(question, listing, address)
    narrowed_to = [chip.label for chip in drawn_chips if chip.active]
    response = TemplateResponse(
        request,
        "directory/facilities.html",
        {
            "form": FinderForm(parameters, listing, question),
            "question": question,
            "found": found,
            **range_of(question, found),
            "chips": drawn_chips,
            "narrowed_to": narrowed_to,
            "filters": len(narrowed_to),
            "near": question.near,
            "from_about": False,
            "of_emergencies": question.emergency and not question.service,
            "asked_time": None if parameters.get("open", NOW) == NOW else question.at,
            "address": addresses(address, found),
            "as_map": address.as_map,
            "now": now,
            "one_governorate": governorate_of(listing, question, found),
            "is_personal": is_personal(question),
        },
    )
    return response if is_personal(question) else may_be_kept(request, response)


def is_personal(question: Question) -> bool:
    """Whether its address says where somebody stands: a device, which others may use, does not keep it."""
    return question.near is not None and question.near.code is None


def range_of(question: Question, found: dict[str, Any]) -> dict[str, int]:
    """Which of the results are shown, counted from 1, and how many of them can be paged through."""
    first = (question.page - 1) * PAGE_SIZE + 1
    return {
        "first": first,
        "last": first + len(found["results"]) - 1,
        "within_reach": min(found["total"], PAGES * PAGE_SIZE),
    }


def addresses(address: Address, found: dict[str, Any]) -> dict[str, str]:
    """Where the page leads: to a list or a map, to what was probably meant, to wider questions."""
    asked = address.parameters
    plain = Address(asked, as_map=False)
    page = {"page": asked["page"]} if "page" in asked else {}
    leads = {
        "map": plain.but(**{VIEW: MAP}, **page),
        "list": plain.but(**page),
        "without_filters": address.only("q"),
        "anywhere": address.but("governorate", "district", "radius_km", "near"),
        "any_time": address.but("open"),
    }
    if found.get("suggestion"):
        leads["meant"] = address.but(q=found["suggestion"])
    return leads


def governorate_of(listing: Listing, question: Question, found: dict[str, Any]) -> str:
    """The governorate whose list the reader may want without a network; "" when there is nothing to tell it by."""
    if question.governorate:
        return question.governorate
    if question.district:
        return listing.frame.districts[question.district].within or ""
    nearest = found["results"][0] if question.near and found["results"] else None
    return nearest["governorate"]["code"] if nearest else ""


@login_not_required
@require_safe
def facility(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of a facility, and which others are near."""
    shown = get_object_or_404(Facility.objects.in_full(), code=code)
    now = cairo_now()
    today = now.date()
    represented = FacilityDetail(shown, context={"today": today}).data
    hours = facility_hours(shown, now)
    standing = standing_on(shown.accreditations.all(), today)
    reach: Reach = request.reach  # type: ignore[attr-defined]
    response = TemplateResponse(
        request,
        "directory/facility.html",
        {
            "facility": represented,
            "hours": hours,
            "gives_care": shown.status_on(today) in Facility.GIVING_CARE,
            "is_family_medicine": shown.is_family_medicine,
            "accepts_families": shown.accepts_families_on(today),
            **capacities_by_age(represented),
            "services_made_up": settings.DEMO,
            "unknown": list(not_known(represented, hours)),
            "accreditation_ends_soon": standing is not None and standing.ends_soon(today),
            "neighbours": neighbours_of(current(), code, now),
            "may_propose": may_propose(reach, shown),
            "now": now,
            **ways_to_a_map(shown),
        },
    )
    return may_be_kept(request, response)


def capacities_by_age(facility: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The latest number of each kind, and the older ones."""
    latest: dict[str, Any] = {}
    older = []
    for each in facility["capacities"]:
        if latest.setdefault(each["kind"]["code"], each) is not each:
            older.append(each)
    return {"latest": list(latest.values()), "older": older}


def not_known(facility: Mapping[str, Any], hours: Mapping[str, Any]) -> Iterator[str]:
    """What a reader would look for and nobody knows."""
    parts = (
        (hours["weeks"], _("opening hours")),
        (facility["address"], _("address")),
        (facility["position"], _("place on the map")),
        (facility["contacts"], _("telephone")),
        (facility["services"], _("which services it gives")),
        (facility["accreditation"], _("accreditation")),
    )
    of_hospitals = (
        (facility["capacities"], _("beds and equipment")),
        (facility["emergency"] is not None, _("whether it receives emergencies")),
    )
    looked_for = parts if facility["kind"]["code"] in Facility.FAMILY_MEDICINE else (*parts, *of_hospitals)
    return (name for known, name in looked_for if not known)


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
