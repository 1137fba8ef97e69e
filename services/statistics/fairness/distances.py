"""The way from a district's point to the nearest open family-medicine unit, as the crow flies, between known points only.

A distance is exact when the point of the district is its own and that of the unit is exact; when either is known only to
the village or the town it is approximate, and kept apart: it enters no mean and no sum. While some units are not exactly
known, an exact distance is the longest that it can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facilities.directory.finder.entries import Point
from facilities.directory.finder.nearest import Vectors, km_of, on_the_globe, squared_chords
from facilities.geography.models import District
from services.statistics.fairness.places import Place, point_of

OWN_POINT = "place"  # how districts.csv calls it; any other is the point of the town around the district


@dataclass(frozen=True)
class Way:
    """From a district's point to a unit."""

    km: float
    unit: Place


class Units:
    """Units with a position, to be asked for the nearest."""

    def __init__(self, units: Sequence[Place]) -> None:
        self.units = [unit for unit in units if unit.point is not None]
        self.vectors = vectors_of([unit.point for unit in self.units if unit.point is not None])

    def nearest(self, point: Point) -> Way | None:
        """The nearest to a point; of two equally near the first."""
        if not self.units:
            return None
        chords = squared_chords(self.vectors, point)
        first = int(chords.argmin())
        return Way(km_of(float(chords[first])), self.units[first])

    def within(self, km: float, point: Point) -> int:
        """How many lie within so many kilometres of a point."""
        return sum(km_of(chord) <= km for chord in squared_chords(self.vectors, point).tolist())


def vectors_of(points: Sequence[Point]) -> Vectors:
    return np.array([on_the_globe(point) for point in points], dtype=np.float64).reshape(-1, 3).T


def own_point(district: District) -> Point | None:
    """The district's own point; None where none is known, or only that of a town around it."""
    point = point_of(district.latitude, district.longitude)
    return point if district.position_precision == OWN_POINT else None


@dataclass(frozen=True)
class Ways:
    """The nearest unit by exact points, and the nearest where a point is known to the village or the town only."""

    exact: Way | None
    approximate: Way | None


@dataclass(frozen=True)
class Known:
    """The open units of a governorate whose position is known, by how exactly."""

    exact: Units
    approximate: Units
    positioned: Units

    @classmethod
    def of(cls, units: Sequence[Place]) -> Known:
        exact = [unit for unit in units if unit.is_exact]
        return cls(Units(exact), Units([unit for unit in units if not unit.is_exact]), Units(units))

    def ways_from(self, district: District) -> Ways:
        own = own_point(district)
        if own is not None:
            return Ways(self.exact.nearest(own), self.approximate.nearest(own))
        around = point_of(district.latitude, district.longitude)
        return Ways(None, self.positioned.nearest(around) if around is not None else None)
