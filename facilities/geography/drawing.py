"""The governorates drawn: outlines in degrees become paths of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import cos, radians
from typing import Any

from facilities.geography.models import Governorate

# The box of the picture in degrees, and units per degree of latitude; east to west shrinks with the latitude.
WEST, EAST, SOUTH, NORTH = 24.6, 37.0, 21.9, 31.8
UNITS = 48
SHRINKING = cos(radians((SOUTH + NORTH) / 2))
WIDTH, HEIGHT = round((EAST - WEST) * UNITS * SHRINKING), round((NORTH - SOUTH) * UNITS)


def paths(governorates: Iterable[Governorate]) -> dict[str, str]:
    """SVG path data by code. Points that fall on the same unit as the one before are left out."""
    return {
        governorate.code: "".join(map(path_of, rings(governorate.outline))) for governorate in governorates
    }


def rings(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    """The rings of a GeoJSON Polygon or MultiPolygon."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def path_of(ring: list[list[float]]) -> str:
    points: list[tuple[float, float]] = []
    for longitude, latitude in ring:
        point = (round((longitude - WEST) * UNITS * SHRINKING, 1), round((NORTH - latitude) * UNITS, 1))
        if not points or max(abs(point[0] - points[-1][0]), abs(point[1] - points[-1][1])) >= 0.5:
            points.append(point)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
