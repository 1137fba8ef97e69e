"""The twenty nearest are exactly the twenty nearest, wherever one stands."""

import random
from math import asin, cos, radians, sin, sqrt

import pytest

from facilities.directory.finder.entries import Point
from facilities.directory.finder.nearest import EARTH_RADIUS_KM, K, Positioned

CHANCE = random.Random(8150)


def haversine(one: Point, other: Point) -> float:
    """Kilometres, by the formula itself."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = (
        sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def crowded(count: int) -> list[Point | None]:
    """Towns with many facilities, deserts with few, some that share a point, some that have none."""
    towns = [Point(CHANCE.uniform(22, 31.5), CHANCE.uniform(25, 36)) for _ in range(12)]
    points: list[Point | None] = []
    for number in range(count):
        town = CHANCE.choice(towns)
        points.append(
            None
            if number % 31 == 0
            else town
            if number % 17 == 0
            else Point(CHANCE.gauss(town.latitude, 0.1), CHANCE.gauss(town.longitude, 0.1))
        )
    return points


POINTS = crowded(4000)
CODES = [f"X-{number:05d}" for number in range(len(POINTS))]
SOMEWHERE = [Point(CHANCE.uniform(21, 33), CHANCE.uniform(24, 38)) for _ in range(150)]
IN_TOWN = [point for point in POINTS[1::29] if point is not None]


def truly_nearest(point: Point, count: int) -> list[tuple[float, str]]:
    found = [(haversine(point, other), code) for other, code in zip(POINTS, CODES, strict=True) if other]
    return sorted(found)[:count]


@pytest.fixture(scope="module")
def positioned() -> Positioned:
    return Positioned(POINTS, CODES)


def test_squares_give_what_looking_at_every_facility_gives(positioned: Positioned) -> None:
    square = positioned.square(range(len(POINTS)))
    for point in SOMEWHERE + IN_TOWN:
        found = positioned.nearest(point, square)
        expected = truly_nearest(point, K)
        assert [near.km for near in found] == pytest.approx([km for km, _code in expected], abs=1e-6)
        assert len({near.position for near in found}) == K


def test_of_two_in_the_same_place_the_lower_code_comes_first(positioned: Positioned) -> None:
    town = POINTS[17]
    assert town is not None
    square = positioned.square(range(len(POINTS)))
    at_once = [near.position for near in positioned.nearest(town, square) if near.km == 0]
    assert len(at_once) > 2 and at_once == sorted(at_once)


def test_narrowed_and_paged_they_are_the_same_in_the_same_order(positioned: Positioned) -> None:
    for point in SOMEWHERE[:40]:
        found, total = positioned.nearest_among(point, set(range(len(POINTS))), 100)
        assert [near.km for near in found] == pytest.approx(
            [km for km, _code in truly_nearest(point, 100)], abs=1e-6
        )
        assert total == sum(point is not None for point in POINTS)


def test_a_radius_ends_where_it_ends(positioned: Positioned) -> None:
    for point in IN_TOWN[:20]:
        within = [km for km, _code in truly_nearest(point, len(POINTS)) if km <= 7]
        found, total = positioned.nearest_among(point, range(len(POINTS)), 5000, 7)
        assert total == len(found) == len(within)


def test_what_has_no_position_is_nowhere_near(positioned: Positioned) -> None:
    assert positioned.distances(SOMEWHERE[0], [0, 1])[0] is None
    found, total = positioned.nearest_among(SOMEWHERE[0], [0, 31, 62], 20)
    assert found == [] and total == 0


def test_a_facility_that_moves_is_found_where_it_is() -> None:
    positioned = Positioned([Point(25.7, 32.6), None], ["A", "B"])
    for position, point in ((1, Point(30.0, 31.2)), (2, Point(31.2, 29.9))):
        positioned.codes = ["A", "B", "C"]
        positioned.move(position, point)
        nearest = positioned.nearest(point, positioned.square(range(position + 1)), 1)[0]
        assert nearest.position == position and nearest.km == pytest.approx(0, abs=1e-6)


def test_two_metres_are_told_apart() -> None:
    here = Point(25.69, 32.64)
    positioned = Positioned([Point(25.69002, 32.64), Point(25.69001, 32.64)], ["A", "B"])
    assert [near.position for near in positioned.nearest_among(here, [0, 1], 2)[0]] == [1, 0]
