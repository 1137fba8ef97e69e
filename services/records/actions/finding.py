"""Finding at the desk whoever stands before it, by what is typed or scanned."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from registry.people.actions import look_up, note_list, note_reading
from registry.people.models import Beneficiary, Household, Membership
from registry.people.models.registered import BeneficiaryQuerySet
from services.records.actions.desk import own_facility
from services.records.actions.logging import LOGGING
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import comparable, typed_number
from uhis_portal.audit.actions import note
from uhis_portal.codes import in_groups, is_code
from uhis_portal.reach import Reach, add_household, system_reach

MOST_FOUND = 9  # one digit each
SHORTEST_NAME = 3  # letters
MOST_WORDS = 8  # of a name that are looked for
FILE_NUMBER = re.compile("([A-Z]{1,3})?([0-9]{1,9})")
OTHER_THAN_A_FILE = 10  # digits: more of them are meant as a national ID number


class Found(NamedTuple):
    """People who may be meant, by what they were found, and whether there are more than are named."""

    by: str
    people: list[Beneficiary]
    more: bool = False


def find_at_desk(*, by: Account, reach: Reach, facility: str, typed: str, today: date) -> Found:
    """Who is meant by a national ID, a member's code, a family file number or a name; audited as looked up or listed.

    A full national ID or a code finds one person, wherever registered; file numbers and names find people of the own
    unit only. Raises PermissionDenied when `facility` (a code) is not the clerk's own, ValidationError at `who`.
    """
    place = own_facility(by, facility)
    number = typed_number(typed).upper()
    with transaction.atomic():
        if is_code(number):
            found = by_code(by, place, number)
        elif number.isascii() and number.isdigit() and len(number) >= OTHER_THAN_A_FILE:
            found = by_national_id(by, place, number, today)
        elif match := FILE_NUMBER.fullmatch(number):
            found = by_file_number(by, reach, place, match[1] or "", int(match[2]), today)
        else:
            found = by_name(by, reach, place, typed)
        prefetch_related_objects(found.people, with_families())
    return found


def with_families() -> Prefetch:
    return Prefetch("memberships", Membership.objects.select_related("household", "unit"))


def whole() -> BeneficiaryQuerySet:
    return Beneficiary.objects.select_related("household", "unit").defer("national_id")


def by_national_id(by: Account, place: Facility, number: str, today: date) -> Found:
    try:
        person = look_up(by=by, national_id=number, reason=LOGGING, today=today, facility=place.pk)
    except ValidationError as fault:
        raise ValidationError({"who": fault.error_dict["national_id"]}) from None
    return Found("national_id", [person] if person else [])


def by_code(by: Account, place: Facility, signs: str) -> Found:
    """A code cannot be guessed: who shows it stands at the desk, as with a national ID."""
    with system_reach():
        record = Beneficiary.objects.filter(code=in_groups(signs)).first()
        person = whole().get(pk=record.going_on_as.pk) if record else None
    note(
        by=by,
        action="people.look_up",
        subject=person or by,
        facility=place.pk,
        reason=LOGGING,
        details={"found": person is not None, "by": "code"},
    )
    if person is not None:
        add_household(person.household_id)
    return Found("code", [person] if person else [])


def by_file_number(
    by: Account, reach: Reach, place: Facility, prefix: str, number: int, today: date
) -> Found:
    """File numbers follow each other, so they open the families of the own unit only."""
    prefix = prefix or place.governorate_id.removeprefix("EG-")
    families = Household.objects.visible_to(reach).filter(unit=place)
    family = families.filter(file_number=f"{prefix}-{number:07}").first()
    if family is None:
        return Found("file_number", [])
    note_reading(by=by, subject=family)
    members = family.memberships.order_by("relation", "beneficiary__birth_date")
    ids = [one.beneficiary_id for one in members if one.in_force_on(today)]
    people = sorted(whole().filter(pk__in=ids), key=lambda one: one.birth_date)
    return Found("file_number", people[:MOST_FOUND], len(people) > MOST_FOUND)


def by_name(by: Account, reach: Reach, place: Facility, typed: str) -> Found:
    wanted = comparable(typed)
    if len(wanted.replace(" ", "")) < SHORTEST_NAME:
        raise ValidationError(
            {
                "who": ValidationError(
                    _("Type a national ID, a file number, a code or a name."), code="required"
                )
            }
        )
    people = whole().visible_to(reach).survivors().filter(unit=place, died_on=None)
    for word in wanted.split()[:MOST_WORDS]:
        people = people.filter(comparable_name__contains=word)
    listed = list(people.order_by("comparable_name", "birth_date", "pk")[: MOST_FOUND + 1])
    found = listed[:MOST_FOUND]
    note_list(by=by, subjects=found)
    return Found("name", found, len(listed) > MOST_FOUND)
