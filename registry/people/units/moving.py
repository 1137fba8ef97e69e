"""A family goes to another unit: its memberships go on there, and its places are given back and taken."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from facilities.directory.models import Facility
from registry.people.actions.families import Rearrangement, hold_families
from registry.people.actions.telling import tell
from registry.people.models import Household, Membership, Reason
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.reach import add_household


def move_family(
    *, by: Account, household: UUID, unit: Facility, earliest: date, today: date, facility: str = ""
) -> date:
    """Give a family another unit, from `earliest` on or as soon after as its people have belonged to it for a day.

    Gives the first day at the new unit. Raises ValidationError at `unit` when it is closed or has no room for all:
    its row is locked, so the last place is given once.
    """
    add_household(household)
    family = hold_families([household])[household]
    before = family.household.unit_id
    order = Rearrangement([family], earliest=earliest, today=today)
    family.household.unit = unit
    order.chosen_units.add(unit.pk)
    for member in family.members:
        order.relate(member, member.relation, Reason.UNIT)
    family.household.save(update_fields=["unit"])
    day = order.settle()
    note(
        by=by,
        action="people.change_unit",
        subject=family.household,
        facility=facility,
        details={"from": before, "to": unit.pk, "since": day.isoformat()},
    )
    return day


def people_of(household: Household) -> int:
    """How many belong to a family now."""
    return Membership.objects.filter(household=household, until__isnull=True).count()


def tell_moved(household: Household, day: date) -> None:
    """A message that the family has another unit."""
    tell(household, gettext_noop("Your family has another unit from %(day)s. See your file."), day=day)
