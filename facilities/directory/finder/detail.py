"""A facility with all that is known of it, kept until something of it changes."""

from __future__ import annotations

from datetime import datetime

from facilities.directory.finder.answer import result_as_json
from facilities.directory.finder.entries import members, written
from facilities.directory.finder.finding import Result
from facilities.directory.finder.listing import Listing
from facilities.directory.hours.serializers import represent_hours
from facilities.directory.hours.week import GENERAL
from facilities.directory.models import Facility
from facilities.directory.serializers import FacilityDetail, FacilityInList

IN_LISTS = frozenset(FacilityInList().fields)


def detail_as_json(listing: Listing, code: str, now: datetime) -> bytes | None:
    """The representation of a facility at `now`; None where there is no such code."""
    position = listing.position_of.get(code)
    entry = None if position is None else listing.entries[position]
    if position is None or entry is None:
        return None
    known = listing.details.get(position)
    if known is None:
        patches = listing.patches
        known = read_detail(code, listing)
        with listing.lock:
            if listing.patches == patches:
                listing.details[position] = known
    hours = represent_hours(entry.hours, listing.calendar, now)
    shown = result_as_json(listing, Result(position), now.timestamp(), (GENERAL, None))
    return b'%b,%b,"hours":%b}' % (shown[:-1], known, written(hours))


def read_detail(code: str, listing: Listing) -> bytes:
    """The members that only the full representation has, from the database."""
    facility = Facility.objects.in_full().get(pk=code)
    shown = FacilityDetail(facility, context={"today": listing.day}).data
    return members({name: value for name, value in shown.items() if name not in IN_LISTS})
