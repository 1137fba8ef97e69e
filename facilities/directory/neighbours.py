"""Which facilities near another one give the same care."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from facilities.directory.finder.answer import results_as_json
from facilities.directory.finder.entries import Entry
from facilities.directory.finder.finding import Result
from facilities.directory.finder.listing import Listing
from facilities.directory.finder.question import Question
from facilities.directory.models import Facility

MOST = 4


@dataclass(frozen=True)
class Neighbours:
    """The nearest facilities of one sort, as a list shows them. `alike` says by what: service, family or kind."""

    facilities: list[dict[str, Any]]
    alike: str


def neighbours_of(listing: Listing, code: str, at: datetime) -> Neighbours:
    """The nearest that give a service which this one gives; where services are not known, those of its sort."""
    with listing.lock:
        entry = listing.entry(code)
        if entry is None or entry.point is None:
            return Neighbours([], "kind")
        alike, positions = of_its_sort(listing, entry)
        positions = (positions & listing.listed) - {listing.position_of[code]}
        near, _total = listing.positioned.nearest_among(entry.point, positions, MOST)
        shown = results_as_json(listing, Question(at=at), [Result(*each) for each in near])
    return Neighbours([json.loads(each) for each in shown], alike)


def of_its_sort(listing: Listing, entry: Entry) -> tuple[str, set[int]]:
    if entry.kind in Facility.FAMILY_MEDICINE:
        kinds = (listing.with_value["kind", kind] for kind in Facility.FAMILY_MEDICINE)
        return "family", set().union(*kinds)
    if entry.services:
        same = (listing.with_value["service", service] for service in entry.services)
        return "service", set().union(*same)
    levels = (listing.with_value["level", level] for level in entry.levels)
    return "kind", set().union(*levels) - listing.with_value["level", "primary"]
