"""The nearest facilities to a point, exactly: squares that keep every facility which can be near to a point in them.

A square keeps every facility within d(k) + 2h of its centre, where d(k) is the distance of the centre's k-th nearest
and h that of its corner: by the triangle inequality the k nearest of any point in the square are among them. Squares
are halved until few are left, each from those of the square around it, when somebody first asks for a point there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

import numpy as np

from facilities.directory.finder.entries import Point

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
K = 20  # nearest that a square answers for
SOUTH, WEST, WIDTH = 21.0, 24.0, 16.0  # the square around Egypt, in degrees
FEW = 64  # facilities in a square that is not worth halving
SMALLEST = WIDTH / 2**12  # degrees, about 400 m
ROUNDING = 1e-9  # of the radius of the Earth: 6 mm

Positions = np.ndarray[Any, np.dtype[np.int32]]
Vectors = np.ndarray[Any, np.dtype[np.float64]]


class Near(NamedTuple):
    """A facility by its position in the listing, and how far it is as the crow flies."""

    position: int
    km: float


def on_the_globe(point: Point) -> tuple[float, float, float]:
    """A point as a vector from the centre of a sphere of radius 1."""
    latitude, longitude = radians(point.latitude), radians(point.longitude)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def squared_chords(vectors: Vectors, point: Point) -> Vectors:
    """Squares of the straight lines from `point` to each of `vectors` (rows x, y, z): they grow with the distance.

    Unlike the scalar product they keep their digits for points close by.
    """
    x, y, z = on_the_globe(point)
    difference = vectors[0] - x
    squares = difference * difference
    difference = vectors[1] - y
    difference *= difference
    squares += difference
    difference = vectors[2] - z
    difference *= difference
    squares += difference
    return squares


def km_of(squared_chord: float) -> float:
    """Kilometres along the sphere (the haversine formula) for a squared chord."""
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(squared_chord) / 2))


def squared_chord_of(km: float) -> float:
    return float((2 * sin(km / EARTH_RADIUS_KM / 2)) ** 2)


class Square:
    """`inside`: positions of the facilities that can be among the K nearest of a point in it; `vectors`: where they are."""

    __slots__ = ("inside", "parts", "south", "vectors", "west", "width")

    def __init__(self, south: float, west: float, width: float, inside: Positions, vectors: Vectors) -> None:
        self.south, self.west, self.width = south, west, width
        self.inside, self.vectors = inside, vectors
        divisible = len(inside) > FEW and width > SMALLEST
        self.parts: list[Square | None] | None = [None] * 4 if divisible else None

    def around(self, point: Point) -> Square:
        """The smallest square with `point` in it; made now if nobody asked for it before."""
        square = self
        while square.parts is not None:
            half = square.width / 2
            north = point.latitude >= square.south + half
            east = point.longitude >= square.west + half
            number = 2 * north + east
            part = square.parts[number]
            if part is None:
                part = square.part(square.south + half * north, square.west + half * east, half)
                square.parts[number] = part
            square = part
        return square

    def part(self, south: float, west: float, width: float) -> Square:
        centre = Point(south + width / 2, west + width / 2)
        corners = [
            Point(latitude, longitude)
            for latitude in (south, south + width)
            for longitude in (west, west + width)
        ]
        to_corner = max(angle_between(centre, corner) for corner in corners)
        angles = 2 * np.arcsin(np.minimum(1.0, np.sqrt(squared_chords(self.vectors, centre)) / 2))
        reach = np.partition(angles, K - 1)[K - 1] + 2 * to_corner + ROUNDING
        kept = angles <= reach
        if kept.all():
            return Square(south, west, width, self.inside, self.vectors)
        return Square(south, west, width, self.inside[kept], np.ascontiguousarray(self.vectors[:, kept]))


def angle_between(one: Point, other: Point) -> float:
    chord = sqrt(sum((a - b) ** 2 for a, b in zip(on_the_globe(one), on_the_globe(other), strict=True)))
    return 2 * asin(min(1.0, chord / 2))


class Positioned:
    """Where the facilities of a listing are. `codes` decide between two that are equally far."""

    def __init__(self, points: Sequence[Point | None], codes: Sequence[str]) -> None:
        self.codes = codes
        self.vectors = np.full((3, max(len(points), 1)), np.nan)
        for position, point in enumerate(points):
            self.vectors[:, position] = on_the_globe(point) if point else np.nan

    def move(self, position: int, point: Point | None) -> None:
        """Put a facility, new or known, somewhere else."""
        vectors = self.vectors
        if position >= vectors.shape[1]:
            more = np.full((3, vectors.shape[1] // 8 + 16), np.nan)
            vectors = np.concatenate([vectors, more], axis=1)
        else:
            vectors = vectors.copy()  # whoever is reading goes on with what was
        vectors[:, position] = on_the_globe(point) if point else np.nan
        self.vectors = vectors

    def square(self, positions: Iterable[int]) -> Square:
        """The square around Egypt with those of `positions` that have one."""
        inside = np.fromiter(sorted(positions, key=self.codes.__getitem__), np.int32)
        inside = inside[~np.isnan(self.vectors[0, inside])]
        return Square(SOUTH, WEST, WIDTH, inside, np.ascontiguousarray(self.vectors[:, inside]))

    def nearest(self, point: Point, square: Square, count: int = K) -> list[Near]:
        """The `count` (at most K) nearest of those that `square` was made of, nearest first."""
        found = square.around(point)
        return first(squared_chords(found.vectors, point), found.inside, count)

    def nearest_among(
        self, point: Point, positions: Iterable[int], count: int, radius_km: float | None = None
    ) -> tuple[list[Near], int]:
        """The nearest of `positions` that have a position and lie within the radius; and how many there are."""
        inside = np.fromiter(positions, np.int32)
        chords = squared_chords(self.vectors[:, inside], point)
        longest = np.inf if radius_km is None else squared_chord_of(radius_km)
        reached = chords <= longest  # not true where there is no position
        inside, chords = inside[reached], chords[reached]
        reached_by = len(inside)
        if reached_by > count:
            shortest = chords <= np.partition(chords, count - 1)[count - 1]
            inside, chords = inside[shortest], chords[shortest]
        codes = self.codes
        in_order = sorted(range(len(inside)), key=lambda number: codes[int(inside[number])])
        return first(chords[in_order], inside[in_order], count), reached_by

    def distances(self, point: Point, positions: Sequence[int]) -> list[float | None]:
        """Kilometres to each of `positions`; None where it has no position."""
        chords = squared_chords(self.vectors[:, np.fromiter(positions, np.int32)], point).tolist()
        return [None if chord != chord else km_of(chord) for chord in chords]


def first(chords: Vectors, positions: Positions, count: int) -> list[Near]:
    """The `count` shortest chords, shortest first; equals as they stand, which is by code."""
    order = chords.argsort(kind="stable")[:count]
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chords[order]) / 2))
    return list(map(Near, positions[order].tolist(), km.tolist()))
