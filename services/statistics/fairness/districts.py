"""The districts of a governorate: who is registered there, which open units lie there, and how far the nearest is.

The stated rule, by registered people per open unit, of the units whose district is known:
- under-served: more than a quarter above the mean of the governorate; or more people are registered there than its
  units have places, where the places of all of them are known;
- over-served: more than a quarter below the mean;
- not judged where nobody is registered, and said apart where people are registered and no open unit is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.geography.models import District
from services.statistics.fairness.distances import Known, Ways, own_point
from services.statistics.fairness.places import Place
from services.statistics.fairness.registered import Registered
from services.statistics.fairness.spread import ratio

APART = 0.25  # of the mean


class Verdict(models.TextChoices):
    NO_UNIT = "no_unit", _("no open unit known there")
    UNDER = "under_served", _("under-served")
    MEAN = "about_the_mean", _("about the mean")
    OVER = "over_served", _("over-served")
    NOT_JUDGED = "not_judged", _("not judged: nobody is registered there")


@dataclass(frozen=True)
class Room:
    """Places of the units of which they are known, and how many of them are taken."""

    places: int
    taken: int
    units: int


@dataclass(frozen=True)
class InDistrict:
    """A district with what is known of its care. `room` is None where no unit's places are known."""

    district: District
    registered: int
    units: int
    room: Room | None
    ways: Ways
    verdict: Verdict

    @property
    def people_per_unit(self) -> int | None:
        return ratio(self.registered, self.units)

    @property
    def position(self) -> Literal["own", "around"] | None:
        """Whether the point of the district is its own, or that of the town around it; None where none is known."""
        if self.district.latitude is None:
            return None
        return "around" if own_point(self.district) is None else "own"


@dataclass(frozen=True)
class MeanWay:
    """The mean exact distance, each district with the weight of its registered people: of so many of all people.

    `at_most`: there are open units whose position is not exactly known, one of which may be nearer.
    """

    km: float | None
    people: int
    of: int
    at_most: bool


def districts_of(
    districts: list[District], units: list[Place], registered: Registered, known: Known
) -> list[InDistrict]:
    """Where people live, and where people are registered or a unit is open although nobody should live there."""
    by_district: dict[str, list[Place]] = {}
    for unit in units:
        by_district.setdefault(unit.district or "", []).append(unit)
    placed = sum(len(there) for code, there in by_district.items() if code)
    mean = sum(registered.people.values()) / placed if placed else None
    return [
        in_district(one, by_district.get(one.code, []), registered.of(one.code), mean, known)
        for one in districts
        if one.is_residence or registered.of(one.code) or one.code in by_district
    ]


def in_district(
    district: District, units: list[Place], registered: int, mean: float | None, known: Known
) -> InDistrict:
    room = room_of(units)
    return InDistrict(
        district=district,
        registered=registered,
        units=len(units),
        room=room,
        ways=known.ways_from(district),
        verdict=verdict_of(registered, len(units), room, mean),
    )


def room_of(units: list[Place]) -> Room | None:
    told = [(unit.places, unit.taken) for unit in units if unit.places is not None]
    if not told:
        return None
    return Room(sum(places for places, _taken in told), sum(taken for _places, taken in told), len(told))


def verdict_of(registered: int, units: int, room: Room | None, mean: float | None) -> Verdict:
    """The rule above. `mean` is people per unit, None where no unit's district is known."""
    if not registered:
        return Verdict.NOT_JUDGED
    if not units or mean is None:
        return Verdict.NO_UNIT
    too_few_places = room is not None and room.units == units and registered > room.places
    if too_few_places or registered / units > mean * (1 + APART):
        return Verdict.UNDER
    return Verdict.OVER if registered / units < mean * (1 - APART) else Verdict.MEAN


def mean_way(districts: list[InDistrict], *, at_most: bool) -> MeanWay:
    """The mean distance over those whose exact one is known."""
    told = [(one.registered, one.ways.exact.km) for one in districts if one.ways.exact is not None]
    people = sum(registered for registered, _km in told)
    km = sum(registered * km for registered, km in told) / people if people else None
    return MeanWay(km, people, sum(one.registered for one in districts), at_most)
