"""Places of a family-medicine unit."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from facilities.directory.models import Facility


@transaction.atomic
def take_places(*, facility_code: str, people: int, on: date) -> Facility:
    """Assign so many people to a family-medicine unit that is open on a day; its row stays locked until the transaction ends.

    Raises ValidationError at `unit` when it is unknown, closed, no family-medicine unit, or has no room for all of
    them. A unit whose number of places is not known takes everyone.
    """
    facility = Facility.objects.select_for_update(no_key=True).filter(pk=facility_code).first()
    if facility is None:
        raise ValidationError({"unit": ValidationError(_("There is no such unit."), code="unknown")})
    if not facility.is_family_medicine:
        raise ValidationError(
            {
                "unit": ValidationError(
                    _("This is not a family-medicine unit. Choose a unit or centre."), code="kind"
                )
            }
        )
    if facility.status_on(on) not in Facility.GIVING_CARE:
        raise ValidationError(
            {"unit": ValidationError(_("This unit is closed. Choose another."), code="closed")}
        )
    if facility.free_places is not None and facility.free_places < people:
        raise ValidationError(
            {
                "unit": ValidationError(
                    _("This unit has no room for the whole family. Choose another."), code="full"
                )
            }
        )
    facility.taken += people
    facility.save(update_fields=["taken"])
    return facility


@transaction.atomic
def add_to_places(*, facility_code: str, people: int) -> Facility:
    """So many more people (fewer, when negative) in families that are at a unit; its row stays locked as in `take_places`.

    Whether it is open is not asked: a child is born to a family whose unit is closed for repair. Raises ValidationError
    at `unit` when it has no room.
    """
    facility = Facility.objects.select_for_update(no_key=True).get(pk=facility_code)
    if people > 0 and facility.free_places is not None and facility.free_places < people:
        raise ValidationError(
            {
                "unit": ValidationError(
                    _("The family's unit has no free place left. Give the family another unit first."),
                    code="full",
                )
            }
        )
    facility.taken = max(facility.taken + people, 0)
    facility.save(update_fields=["taken"])
    return facility
