"""One governorate: units and beds against its people, its districts, and where a unit is missing.

A family chooses a unit of its own governorate: only those are looked at, though one beyond the border may be nearer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from facilities.geography.models import District, Governorate
from services.statistics.fairness.distances import Known
from services.statistics.fairness.districts import InDistrict, MeanWay, districts_of, mean_way
from services.statistics.fairness.new_units import NewUnit, new_units
from services.statistics.fairness.places import places_on
from services.statistics.fairness.registered import by_district
from services.statistics.fairness.spread import Spread, ratio, spread_of


@dataclass(frozen=True)
class Positions:
    """Open units by how exactly it is known where they are."""

    exact: int
    approximate: int
    not_known: int

    @property
    def complete(self) -> bool:
        return not self.approximate and not self.not_known


@dataclass(frozen=True)
class GovernorateFairness:
    """What is known of a governorate; `within` is in kilometres."""

    as_of: datetime
    within: int
    spread: Spread
    districts: list[InDistrict]
    new_units: list[NewUnit]
    positions: Positions
    units_without_district: int

    @property
    def mean_way(self) -> MeanWay:
        return mean_way(self.districts, at_most=not self.positions.complete)

    @property
    def mean_people_per_unit(self) -> int | None:
        """Of the units whose district is known: what the districts are judged by."""
        return ratio(self.spread.registered, sum(one.units for one in self.districts))


def of_governorate(governorate: Governorate, today: date, *, within: int) -> GovernorateFairness:
    """What is known of a governorate today; six queries, and one for its stages when it is represented."""
    registered = by_district(governorate.code, today)
    places = places_on(today, of=[governorate.code])
    units = [one for one in places if one.gives_care and one.is_family_unit]
    known = Known.of(units)
    listed = list(District.objects.filter(governorate=governorate.code).order_by("comparable"))
    districts = districts_of(listed, units, registered, known)
    exact, positioned = len(known.exact.units), len(known.positioned.units)
    return GovernorateFairness(
        as_of=registered.as_of,
        within=within,
        spread=spread_of(governorate, places, sum(registered.people.values())),
        districts=districts,
        new_units=new_units(districts, known, within=within),
        positions=Positions(exact, positioned - exact, len(units) - positioned),
        units_without_district=sum(unit.district is None for unit in units),
    )
