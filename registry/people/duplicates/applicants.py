"""Likely duplicates of people who are not registered yet: for the reviewer who decides, and for nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext_noop

from registry.people.actions.reading import facility_of
from registry.people.duplicates.finding import Asked, found_for
from registry.people.duplicates.likeness import Likeness, Particulars
from registry.people.models import Beneficiary
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import Note, note_all
from uhis_portal.reach import system_reach

# Why a person's file was opened, as the person reads it; kept in English, shown in the reader's language.
COMPARING = gettext_noop("to see whether somebody was entered twice")


class Applying(Protocol):
    """What an applicant has (and a beneficiary too); `national_id` are 14 digits, or nothing."""

    full_name: str
    birth_date: date
    sex: str
    birth_governorate_code: str
    national_id: str | None


@dataclass(frozen=True)
class Likely:
    """A registered person who may be the applicant, with household, governorate and unit, and why."""

    person: Beneficiary
    likeness: Likeness


def likely_for(
    applicants: Sequence[Applying],
    *,
    by: Account,
    phone_index: bytes | None = None,
    address_index: bytes | None = None,
) -> list[list[Likely]]:
    """For each applicant the registered people who may be the same, the likeliest first; each one shown is noted.

    `phone_index` and `address_index` are of the application. Only for who reviews: it is asked with everything in
    reach, and a citizen must not learn who is registered.
    """
    asked = [
        Asked(
            Particulars(
                one.full_name,
                one.birth_date,
                one.sex,
                one.birth_governorate_code,
                bytes(phone_index) if phone_index else None,
                bytes(address_index) if address_index else None,
            ),
            national_id=one.national_id or "",
        )
        for one in applicants
    ]
    with system_reach():
        found = found_for(asked)
        shown = Beneficiary.objects.select_related("household", "governorate", "unit").defer(
            "certificate_number", "passport_number", "household__address", "household__phone",
            "governorate__outline",
        )  # fmt: skip
        people = shown.in_bulk({each.person for matches in found for each in matches})
    facility = facility_of(by)
    note_all(
        by=by,
        notes=[
            Note("people.read_beneficiary", person, facility=facility, reason=COMPARING)
            for person in people.values()
        ],
    )
    return [[Likely(people[each.person], each.likeness) for each in matches] for matches in found]
