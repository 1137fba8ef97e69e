"""Units and beds of a governorate against its people, as far as the directory knows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from facilities.geography.models import Governorate
from services.statistics.fairness.places import Place, places_on
from services.statistics.fairness.registered import by_governorate


@dataclass(frozen=True)
class Beds:
    """Beds of the hospitals of which they are known; as of which days, where that is told."""

    known: int
    hospitals: int
    hospitals_known: int
    earliest: date | None
    latest: date | None
    undated: int

    @property
    def complete(self) -> bool:
        return 0 < self.hospitals == self.hospitals_known


def beds_of(hospitals: Iterable[Place]) -> Beds:
    every = list(hospitals)
    known = [one for one in every if one.beds is not None]
    days = [one.beds_as_of for one in known if one.beds_as_of is not None]
    return Beds(
        known=sum(one.beds or 0 for one in known),
        hospitals=len(every),
        hospitals_known=len(known),
        earliest=min(days, default=None),
        latest=max(days, default=None),
        undated=len(known) - len(days),
    )


@dataclass(frozen=True)
class Spread:
    """What gives care in a governorate, against its people. `facilities` 0: the directory knows nothing of it."""

    governorate: Governorate
    facilities: int
    registered: int
    open_units: int
    beds_known: Beds

    @property
    def units(self) -> int | None:
        """Open family-medicine units and centres; None where the directory knows no facility at all."""
        return self.open_units if self.facilities else None

    @property
    def beds(self) -> Beds | None:
        return self.beds_known if self.facilities else None

    @property
    def people_per_unit(self) -> int | None:
        return ratio(self.governorate.population, self.open_units)

    @property
    def registered_per_unit(self) -> int | None:
        return ratio(self.registered, self.open_units)

    @property
    def people_per_bed(self) -> int | None:
        """Of the beds that are known: at most so many people where those of some hospitals are not."""
        return ratio(self.governorate.population, self.beds_known.known)


@dataclass(frozen=True)
class Mean:
    """People of several governorates together per unit, or per bed; `of` says of how many it can be told."""

    people: int | None
    governorates: int
    of: int


@dataclass(frozen=True)
class Country:
    """All governorates: first those with the most people per unit, last those of which that is not known."""

    as_of: datetime
    governorates: list[Spread]

    @property
    def people_per_unit(self) -> Mean:
        return mean_of([(one.governorate.population, one.open_units) for one in self.governorates])

    @property
    def people_per_bed(self) -> Mean:
        return mean_of([(one.governorate.population, one.beds_known.known) for one in self.governorates])

    @property
    def hospitals(self) -> int:
        return sum(one.beds_known.hospitals for one in self.governorates)

    @property
    def hospitals_known(self) -> int:
        return sum(one.beds_known.hospitals_known for one in self.governorates)


def mean_of(governorates: list[tuple[int | None, int]]) -> Mean:
    """From population and number of units, or of beds, of each governorate."""
    known = [(population, number) for population, number in governorates if population is not None and number]
    people = sum(population for population, _number in known)
    return Mean(ratio(people, sum(number for _population, number in known)), len(known), len(governorates))


def of_country(today: date) -> Country:
    """How units and beds are spread over the governorates; seven queries."""
    registered = by_governorate(today)
    found: dict[str, list[Place]] = {}
    for place in places_on(today):
        found.setdefault(place.governorate, []).append(place)
    governorates = Governorate.objects.prefetch_related("stages").order_by("comparable")
    spreads = [
        spread_of(governorate, found.get(governorate.code, []), registered.of(governorate.code))
        for governorate in governorates
    ]
    spreads.sort(key=lambda one: -(one.people_per_unit or 0))
    return Country(registered.as_of, spreads)


def spread_of(governorate: Governorate, places: list[Place], registered: int) -> Spread:
    open_ones = [one for one in places if one.gives_care]
    return Spread(
        governorate=governorate,
        facilities=len(places),
        registered=registered,
        open_units=sum(one.is_family_unit for one in open_ones),
        beds_known=beds_of(one for one in open_ones if one.is_hospital),
    )


def ratio(people: int | None, shared_by: int) -> int | None:
    """People for each of `shared_by`, to the nearest person; None where either is not known or there is none to share."""
    return round(people / shared_by) if people is not None and shared_by else None
