"""Where a family may register, and at which units. Pages and endpoints pass through here, so they refuse alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from uhis_portal.arabic import comparable
from uhis_portal.display import bilingual


def open_governorates(today: date) -> list[Governorate]:
    """The governorates where families can register on `today`, in the order of the alphabet."""
    governorates = Governorate.objects.defer("outline").prefetch_related("stages")
    return in_order(governorate for governorate in governorates if is_open(governorate, today))


def is_open(governorate: Governorate, today: date) -> bool:
    stage = governorate.stage_on(today)
    return stage is not None and stage.open_for_registration


def residence_districts(governorate: Governorate) -> list[District]:
    """The districts where people live, in the order of the alphabet."""
    return in_order(governorate.districts.exclude(kind__in=District.NO_RESIDENCE))


def units_for(governorate: Governorate, district: District | None, *, today: date) -> list[Facility]:
    """The open family-medicine units of a governorate: those of the own district first."""
    own = district.pk if district else None
    return list(Facility.objects.family_units_of(governorate.pk, own, on=today))


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

    ValidationError: required, governorate_first, unknown, kind, elsewhere, closed, full.
    """
    if not code:
        raise ValidationError(_("Choose your family-medicine unit."), code="required")
    if governorate is None:
        raise ValidationError(_("Choose the governorate first."), code="governorate_first")
    unit = Facility.objects.filter(pk=code).first()
    if unit is None:
        raise ValidationError(_("There is no such unit."), code="unknown")
    if not unit.is_family_medicine:
        raise ValidationError(_("This is not a family-medicine unit. Choose a unit or centre."), code="kind")
    if unit.governorate_id != governorate.pk:
        raise ValidationError(
            _("This unit is in another governorate. Choose one of yours."), code="elsewhere"
        )
    if unit.status_on(today) not in Facility.GIVING_CARE:
        raise ValidationError(_("This unit is closed. Choose another."), code="closed")
    if unit.free_places is not None and unit.free_places < people:
        raise ValidationError(
            ngettext(
                "This unit has %(free)d free place, too few for the family. Choose another.",
                "This unit has %(free)d free places, too few for the family. Choose another.",
                unit.free_places,
            ),
            code="full",
            params={"free": unit.free_places},
        )
    return unit
