"""Who goes on reading a family's file when somebody leaves the family: a number reads where its person is, nobody gains."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from registry.people.actions.access import hold_file
from registry.people.actions.families import Family, Rearrangement
from registry.people.actions.reading import facility_of
from registry.people.actions.registering import write_contact
from registry.people.ages import is_adult
from registry.people.models import FileHolder, Household, JoinCode, Membership
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.calendar import CAIRO
from uhis_portal.notices.actions import send
from uhis_portal.reach import system_reach


def let_readers_follow(order: Rearrangement, *, by: Account, now: datetime) -> None:
    """After people have changed families, each number reads the file of the family in which its person is.

    A number whose person is not known follows only where all who may be its person went the same way; where some of
    them left and others stayed it reads nothing from now on, and is told. Codes printed for a family that a grown-up
    has left open nothing any more.
    """
    goes = destinations(order)
    with system_reach():
        for family in order.families.values():
            left = [one for one in family.members if one.beneficiary_id in goes]
            today = now.astimezone(CAIRO).date()
            if not any(is_adult(one.beneficiary.birth_date, today) for one in left):
                continue
            JoinCode.objects.filter(household=family.household, used_at__isnull=True).update(used_at=now)
            for held in holders(family.household):
                lead(held, family, goes, by=by, now=now)


def destinations(order: Rearrangement) -> dict[UUID, Household | None]:
    """Who is in a family no more → the family where that person is now; None for who died."""
    enters = {person.pk: family for family, person, _relation, _why in order.entering}
    return {
        member.beneficiary_id: enters.get(member.beneficiary_id)
        for member, _why in order.leaving.values()
        if member.beneficiary_id not in enters or enters[member.beneficiary_id].pk != member.household_id
    }


def holders(household: Household) -> Iterable[FileHolder]:
    """Those who read a file, locked."""
    found = FileHolder.objects.select_for_update(of=("self",)).filter(
        household=household, ended_at__isnull=True
    )
    return list(found.select_related("account", "person").order_by("pk"))


def lead(
    held: FileHolder, family: Family, goes: dict[UUID, Household | None], *, by: Account, now: datetime
) -> None:
    """Let one number read where its person is."""
    here = family.household
    who = persons_of(held, family.members, held.joined_at.astimezone(CAIRO).date())
    places = {goes.get(person, here) for person in who}
    if held.person_id is None:  # a number whose person may have died is another's
        places.discard(None)
    if places == {here}:
        return
    there = places.pop() if len(places) == 1 else None
    held.ended_at = max(now, held.joined_at)
    held.save(update_fields=["ended_at"])
    note(
        by=by,
        action="people.end_reading",
        subject=here,
        facility=facility_of(by),
        details={"account": str(held.account_id)},
    )
    if held.person_id is not None and here.phone and here.phone == held.account.phone:
        take_number_along(here, there)
    if there is not None:
        hold_file(by=by, account=held.account, household=there, how=held.how, now=now, person=held.person_id)
    tell_reader(held.account, here, there)


def persons_of(held: FileHolder, members: Iterable[Membership], joined_on: date) -> set[UUID]:
    """Whose number it may be: the person who is known, else everyone who was of age when it was joined."""
    if held.person is not None:
        return {held.person.going_on_as.pk}
    return {one.beneficiary_id for one in members if is_adult(one.beneficiary.birth_date, joined_on)}


def take_number_along(here: Household, there: Household | None) -> None:
    """The number to which a family's messages went is that of somebody who left: they go there no more."""
    number = here.phone or ""
    for household, phone in ((here, ""), (there, number)):
        if household is not None and (household is here or not household.phone):
            write_contact(household, address=household.address or "", phone=phone)
            household.save(update_fields=["phone", "phone_index", "address", "address_index"])


def tell_reader(account: Account, here: Household, there: Household | None) -> None:
    """A message to a number that reads another file from now on, or none."""
    with override(here.language):
        if there is not None:
            body = _("This number now reads family file %(file_number)s.")
        else:
            body = _("This number no longer reads file %(file_number)s. Ask at a counter.")
        send(to=account.phone or "", body=body % {"file_number": (there or here).file_number})
