"""The family-medicine units to which a family could go: how far, with how many free places, and why one cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.directory.finder.entries import Point
from facilities.directory.finder.nearest import km_of, on_the_globe
from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.people.models import Household

EXACT = Facility.Precision.POINT


@dataclass(frozen=True)
class Candidate:
    """A unit beside the present one. `distance_km` as the crow flies between the two, None where it is not known."""

    unit: Facility
    in_own_district: bool
    distance_km: float | None
    approximate: bool
    refusal: str  # why the family cannot go there; empty when it can


def candidates(household: Household, *, people: int, on: date) -> list[Candidate]:
    """The other units of the family's governorate: those of its district first, then the nearest to its present unit."""
    found = [
        Candidate(
            unit=unit,
            in_own_district=unit.district_id == household.district_id,
            distance_km=km,
            approximate=approximate,
            refusal=refusal_of(unit, people=people, on=on),
        )
        for unit, km, approximate in others_near(household.unit, on=on)
    ]
    return sorted(found, key=lambda one: not one.in_own_district)


def others_near(unit: Facility, *, on: date) -> Iterator[tuple[Facility, float | None, bool]]:
    """Other family-medicine units of a governorate that are open on a day, the nearest first: (unit, km, approximate)."""
    open_units = Facility.objects.family_units_of(unit.governorate_id, unit.district_id, on=on)
    near = [
        (other, km_between(unit, other), is_approximate(unit, other))
        for other in open_units.prefetch_related("statuses")
        if other.pk != unit.pk
    ]
    near.sort(key=lambda entry: float("inf") if entry[1] is None else entry[1])
    yield from near


def km_between(one: Facility | District | None, other: Facility) -> float | None:
    """Kilometres as the crow flies; None where the position of either is not known."""
    here, there = point_of(one), point_of(other)
    if here is None or there is None:
        return None
    return km_of(sum((a - b) ** 2 for a, b in zip(on_the_globe(here), on_the_globe(there), strict=True)))


def point_of(place: Facility | District | None) -> Point | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return Point(float(place.latitude), float(place.longitude))


def is_approximate(one: Facility, other: Facility) -> bool:
    """Whether a distance is of places that are known to their village or town only."""
    return one.position_precision != EXACT or other.position_precision != EXACT


def refusal_of(unit: Facility, *, people: int, on: date) -> str:
    """Why so many people cannot go to a unit; empty when they can."""
    try:
        refuse_unit(unit, people=people, on=on)
    except ValidationError as fault:
        return str(fault.messages[0])
    return ""


def refuse_unit(unit: Facility, *, people: int, on: date) -> None:
    """ValidationError when a unit takes no such family on a day: kind, suspended, closed, full."""
    if not unit.is_family_medicine:
        raise ValidationError(_("This is not a family-medicine unit. Choose a unit or centre."), code="kind")
    status = unit.status_on(on)
    if status == Facility.Status.SUSPENDED:
        raise ValidationError(_("This unit is closed for a time. Choose another."), code="suspended")
    if status not in Facility.GIVING_CARE:
        raise ValidationError(_("This unit is closed. Choose another."), code="closed")
    if unit.free_places is not None and unit.free_places < people:
        message = ngettext(
            "This unit has %(free)d free place, too few for the family. Choose another.",
            "This unit has %(free)d free places, too few for the family. Choose another.",
            unit.free_places,
        )
        raise ValidationError(message, code="full", params={"free": unit.free_places})


def read_unit(code: str, household: Household, *, people: int, on: date) -> Facility:
    """Another unit that a family can go to.

    ValidationError: required, unknown, same, elsewhere, and as `refuse_unit`.
    """
    code = (code or "").strip().upper()
    if not code:
        raise ValidationError(_("Choose the unit."), code="required")
    unit = (
        Facility.objects.filter(pk=code).prefetch_related("statuses").first() if "\x00" not in code else None
    )
    if unit is None:
        raise ValidationError(_("There is no such unit."), code="unknown")
    if unit.pk == household.unit_id:
        raise ValidationError(_("The family belongs to this unit already."), code="same")
    if unit.is_family_medicine and unit.governorate_id != household.governorate_id:
        raise ValidationError(
            _("This unit is in another governorate. Report that the family moved there."), code="elsewhere"
        )
    refuse_unit(unit, people=people, on=on)
    return unit
