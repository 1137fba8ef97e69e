"""Where a family may register, and at which units. Pages and endpoints pass through here, so they refuse alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from registry.people.units.places import km_between, refusal_of, refuse_unit
from uhis_portal.arabic import comparable
from uhis_portal.display import bilingual
from uhis_portal.readings import on_one_line

ADDRESS_LENGTH = 300
# What an offer shows or decides by, of the many columns of a facility.
OFFERED = (
    "kind", "governorate", "district", "latitude", "longitude", "position_precision", "places", "taken", "comparable",
    "name_ar", "name_en",
)  # fmt: skip


def open_governorates(today: date) -> list[Governorate]:
    """The governorates where families can register on `today`, in the order of the alphabet."""
    governorates = Governorate.objects.prefetch_related("stages")
    return in_order(governorate for governorate in governorates if is_open(governorate, today))


def is_open(governorate: Governorate, today: date) -> bool:
    stage = governorate.stage_on(today)
    return stage is not None and stage.open_for_registration


def residence_districts(governorate: Governorate) -> list[District]:
    """The districts where people live, in the order of the alphabet."""
    return in_order(governorate.districts.exclude(kind__in=District.NO_RESIDENCE))


@dataclass(frozen=True)
class Offer:
    """A family-medicine unit as it is offered to a family.

    `distance_km` is as the crow flies from the middle of the family's district, None where one of the two places is
    not known. `refusal` says why the family cannot choose it; empty when it can.
    """

    unit: Facility
    in_own_district: bool
    distance_km: float | None
    refusal: str

    @property
    def is_approximate(self) -> bool:
        """Whether the unit's own position is known to its village or town only."""
        return self.unit.position_precision in (Facility.Precision.VILLAGE, Facility.Precision.CITY)


def offers(governorate: Governorate, district: District | None, *, people: int, today: date) -> list[Offer]:
    """The family-medicine units of a governorate: those of the own district by name, then the nearest first.

    Units that are closed for good are left out; those that cannot be chosen now say why.
    """
    units = Facility.objects.listed_on(today).of_governorate(governorate.pk)
    units = units.filter(kind__in=Facility.FAMILY_MEDICINE).select_related("district")
    units = units.only(*OFFERED, "district__name_ar", "district__name_en")
    found = [
        offer(unit, district, people=people, today=today)
        for unit in in_order(units.prefetch_related("statuses"))
    ]
    return sorted(
        found,
        key=lambda one: (
            not one.in_own_district,
            0 if one.in_own_district else one.distance_km if one.distance_km is not None else float("inf"),
        ),
    )


def offer(unit: Facility, district: District | None, *, people: int, today: date) -> Offer:
    """One unit as it is offered to a family of so many `people` that lives in `district`."""
    return Offer(
        unit=unit,
        in_own_district=district is not None and unit.district_id == district.pk,
        distance_km=km_between(district, unit),
        refusal=refusal_of(unit, people=people, on=today),
    )


Named = TypeVar("Named", Governorate, District, Facility)


def in_order(things: Iterable[Named]) -> list[Named]:
    """Things with a name, sorted by it in the active language."""
    return sorted(things, key=lambda thing: comparable(bilingual(thing)))


def read_governorate(code: str, *, today: date) -> Governorate:
    """ValidationError: required, unknown, not_open."""
    if not code:
        raise ValidationError(_("Choose the governorate where you live."), code="required")
    governorate = Governorate.objects.filter(pk=code).prefetch_related("stages").first()
    if governorate is None:
        raise ValidationError(_("There is no such governorate."), code="unknown")
    if not is_open(governorate, today):
        raise ValidationError(
            _("Registration is not open in %(governorate)s yet."),
            code="not_open",
            params={"governorate": bilingual(governorate)},
        )
    return governorate


def read_district(code: str, governorate: Governorate | None) -> District:
    """ValidationError: required, governorate_first, unknown, elsewhere, no_residence."""
    if not code:
        raise ValidationError(_("Choose the district where you live."), code="required")
    if governorate is None:
        raise ValidationError(_("Choose the governorate first."), code="governorate_first")
    district = District.objects.filter(pk=code).first()
    if district is None:
        raise ValidationError(_("There is no such district."), code="unknown")
    if district.governorate_id != governorate.pk:
        raise ValidationError(
            _("This district is in another governorate. Choose one of yours."), code="elsewhere"
        )
    if not district.is_residence:
        raise ValidationError(
            _("Nobody is registered as living there. Choose the district of your home."), code="no_residence"
        )
    return district


def read_unit(code: str, governorate: Governorate | None, *, people: int, today: date) -> Facility:
    """A unit that can take so many people.

    ValidationError: required, governorate_first, unknown, elsewhere, and as `people.units.places.refuse_unit`.
    """
    if not code:
        raise ValidationError(_("Choose your family-medicine unit."), code="required")
    if governorate is None:
        raise ValidationError(_("Choose the governorate first."), code="governorate_first")
    unit = Facility.objects.filter(pk=code).first()
    if unit is None:
        raise ValidationError(_("There is no such unit."), code="unknown")
    if unit.is_family_medicine and unit.governorate_id != governorate.pk:
        raise ValidationError(
            _("This unit is in another governorate. Choose one of yours."), code="elsewhere"
        )
    refuse_unit(unit, people=people, on=today)
    return unit


def read_address(typed: str) -> str:
    """Street, building, village as people write them; ValidationError: required, no_words, max_length."""
    address = on_one_line(typed)
    if not address:
        raise ValidationError(_("Enter the address of your home."), code="required")
    if len(address) > ADDRESS_LENGTH:
        raise ValidationError(_("Say it in 300 characters at most."), code="max_length")
    if not any(sign.isalpha() for sign in address) or not address.isprintable():
        raise ValidationError(
            _("Write the street or the village in words, and the number of the building."), code="no_words"
        )
    return address
