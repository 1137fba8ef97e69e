"""Facilities as the directory knows them: what there is, how full it is, what GAHAR said of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from facilities.directory.accreditation import standing_on
from facilities.directory.models import Capacity, Facility
from services.statistics.reading.areas import Area

BEDS = Capacity.Kind.BEDS


@dataclass(frozen=True)
class Place:
    """An open facility. `state` is what GAHAR said last, as far as it still holds; "" where that is not known or over."""

    facility: Facility
    state: str
    accredited_until: date | None
    ends_soon: bool
    ran_out: bool
    beds: int | None
    beds_as_of: date | None

    @property
    def is_full(self) -> bool:
        """Whether a family-medicine unit has no place left, as far as its places are known."""
        return self.facility.places is not None and self.facility.taken >= self.facility.places


@dataclass(frozen=True)
class Places:
    """The open facilities of an area."""

    listed: tuple[Place, ...]

    @property
    def total(self) -> int:
        return len(self.listed)

    @property
    def by_kind(self) -> dict[str, int]:
        return dict(Counter(place.facility.kind for place in self.listed))

    @property
    def by_owner(self) -> dict[str, int]:
        return dict(Counter(place.facility.owner for place in self.listed))

    @property
    def by_state(self) -> dict[str, int]:
        return dict(Counter(place.state for place in self.listed if place.state))

    @property
    def state_not_known(self) -> int:
        return sum(not place.state for place in self.listed)

    @property
    def units(self) -> list[Place]:
        """Family-medicine units and centres."""
        return [place for place in self.listed if place.facility.kind in Facility.FAMILY_MEDICINE]

    @property
    def with_beds(self) -> list[Place]:
        """Those whose beds are known."""
        return [place for place in self.listed if place.beds is not None]

    @property
    def beds(self) -> int | None:
        """Beds that are known; None where they are of no facility."""
        known = self.with_beds
        return sum(place.beds or 0 for place in known) if known else None

    def of_kinds(self, *kinds: str) -> int:
        return sum(number for kind, number in self.by_kind.items() if kind in kinds)


def places(area: Area, today: date) -> Places:
    """The facilities of an area that are open on a day; three queries. A facility stands there in any case."""
    found = (
        Facility.objects.with_place()
        if area.level == "facility"
        else Facility.objects.with_place().open_on(today)
    )
    found = (
        found.filter(**conditions(area))
        .prefetch_related("accreditations", "capacities")
        .order_by("comparable")
    )
    return Places(tuple(place_on(facility, today) for facility in found))


def conditions(area: Area) -> dict[str, str]:
    return {
        "country": {},
        "governorate": {"governorate": area.code},
        "district": {"district": area.code},
        "facility": {"pk": area.code},
    }[area.level]


def place_on(facility: Facility, day: date) -> Place:
    standing = standing_on(facility.accreditations.all(), day)
    beds = max(
        (one for one in facility.capacities.all() if one.kind == BEDS),
        key=lambda one: one.as_of or date.min,
        default=None,
    )
    return Place(
        facility=facility,
        state=standing.event.state if standing and not standing.ended else "",
        accredited_until=standing.until if standing else None,
        ends_soon=standing is not None and standing.ends_soon(day),
        ran_out=standing is not None and standing.ran_out,
        beds=beds.quantity if beds else None,
        beds_as_of=beds.as_of if beds else None,
    )
