"""Where a new unit would shorten the most ways.

The stated rule: a unit is thought of at each district's own point that has no open unit with an exact position within so
many kilometres. It shortens the way of a district by the difference of the nearest unit now and then, where the new one is
nearer; that, times the registered people of the district, is added up over the districts of the governorate. Districts and
units whose points are not exactly known are left out of the sums, and said.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilities.directory.finder.entries import Point
from facilities.directory.finder.nearest import km_of, squared_chords
from facilities.geography.models import District
from services.statistics.fairness.distances import Known, own_point, vectors_of
from services.statistics.fairness.districts import InDistrict

MOST = 5


@dataclass(frozen=True)
class NewUnit:
    """A unit thought of at a district's point. `saved` is kilometres of all registered people together, one way."""

    district: District
    nearest_km: float
    saved: float
    people: int
    approximate_near: int

    @property
    def saved_each(self) -> float:
        """Kilometres, on the mean of those whose way it shortens."""
        return self.saved / self.people


@dataclass(frozen=True)
class Reckoned:
    """A district that can be reckoned with: its point, its registered people, the way to the nearest unit now."""

    district: District
    point: Point
    registered: int
    km: float


def new_units(districts: list[InDistrict], known: Known, *, within: int) -> list[NewUnit]:
    """The few that shorten the most, those first; `within` is in kilometres."""
    reckoned = list(reckonable(districts))
    vectors = vectors_of([one.point for one in reckoned])
    found = []
    for site in reckoned:
        if site.km <= within:
            continue
        chords = squared_chords(vectors, site.point).tolist()
        closer = [
            (one.registered, one.km - km_of(chord))
            for one, chord in zip(reckoned, chords, strict=True)
            if one.registered and km_of(chord) < one.km
        ]
        if closer:
            found.append(
                NewUnit(
                    district=site.district,
                    nearest_km=site.km,
                    saved=sum(registered * km for registered, km in closer),
                    people=sum(registered for registered, _km in closer),
                    approximate_near=known.approximate.within(within, site.point),
                )
            )
    return sorted(found, key=lambda one: (-one.saved, one.district.code))[:MOST]


def reckonable(districts: list[InDistrict]) -> list[Reckoned]:
    return [
        Reckoned(one.district, point, one.registered, one.ways.exact.km)
        for one in districts
        if (point := own_point(one.district)) is not None and one.ways.exact is not None
    ]
