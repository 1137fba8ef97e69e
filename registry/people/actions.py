"""Registering families, and looking people up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from facilities.directory.actions import take_places
from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from facilities.staff.access import posts_of
from registry.people.models import Beneficiary, Household, Membership, Relation
from registry.people.national_id import NationalID, parse
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import comparable
from uhis_portal.audit.actions import note
from uhis_portal.reach import add_household, system_reach
from uhis_portal.sealed_fields import index_of

ONE_PERSON_ONCE = "people_beneficiary_national_id_index_key"
REASON_LENGTH = 300


@dataclass(frozen=True)
class NewMember:
    """A person who asks to be registered, or is about to be."""

    relation: Relation
    full_name: str
    national_id: NationalID

    @property
    def index(self) -> bytes:
        """The keyed index by which the person is found and is unique."""
        return index_of("national_id", self.national_id.digits)

    @property
    def is_head(self) -> bool:
        return self.relation == Relation.HEAD


def register_household(
    *,
    by: Account,
    governorate: Governorate,
    district: District,
    unit: Facility,
    people: list[NewMember],
    on: date,
) -> Household:
    """Make a family file with its people, their memberships from `on`, and their places in the unit.

    Raises ValidationError at `unit` when it has no room, and at `people.N.national_id` for each person who is
    registered already: the unique index decides, however many try at once. Then nothing is left behind.
    """
    with transaction.atomic():
        take_places(facility_code=unit.pk, people=len(people), on=on)
        family = Household(
            file_number=next_file_number(governorate),
            governorate=governorate,
            district=district,
            unit=unit,
            registered_on=on,
        )
        add_household(family.pk)
        family.save(force_insert=True)
        beneficiaries = insert_people(family, people)
        Membership.objects.bulk_create(
            Membership(
                beneficiary=beneficiary,
                household=family,
                relation=person.relation,
                since=on,
                governorate=governorate,
                district=district,
                unit=unit,
                sex=person.national_id.sex,
                birth_year=person.national_id.birth_date.year,
            )
            for person, beneficiary in zip(people, beneficiaries, strict=True)
        )
        note(
            by=by,
            action="people.register_household",
            subject=family,
            facility=unit.pk,
            details={"people": len(people)},
        )
    return family


def insert_people(family: Household, people: list[NewMember]) -> list[Beneficiary]:
    """The people as rows, in the order given; inserted in the order of the index, so that no two wait in a ring."""
    beneficiaries = [
        Beneficiary(
            national_id=person.national_id.digits,
            national_id_index=person.index,
            full_name=person.full_name,
            comparable_name=comparable(person.full_name),
            sex=person.national_id.sex,
            birth_date=person.national_id.birth_date,
            birth_governorate_code=person.national_id.birth_governorate_code,
            household=family,
            governorate=family.governorate,
            unit=family.unit,
        )
        for person in people
    ]
    try:
        with transaction.atomic():
            Beneficiary.objects.bulk_create(
                sorted(beneficiaries, key=lambda one: bytes(one.national_id_index))
            )
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name != ONE_PERSON_ONCE:  # type: ignore[union-attr]
            raise
        raise already_registered(people) from None
    return beneficiaries


def already_registered(people: list[NewMember]) -> ValidationError:
    """Names the people whom the index refused. It is asked with everything in reach: they belong to others."""
    with system_reach():
        known = registered_among([person.index for person in people])
    return ValidationError(
        {
            f"people.{position}.national_id": ValidationError(
                _("%(name)s is already registered."),
                code="already_registered",
                params={"name": person.full_name},
            )
            for position, person in enumerate(people)
            if person.index in known
        }
    )


def registered_among(indexes: list[bytes]) -> set[bytes]:
    """Which of these people are registered, as far as the reach of the running transaction goes."""
    found = Beneficiary.objects.filter(national_id_index__in=indexes).values_list(
        "national_id_index", flat=True
    )
    return {bytes(index) for index in found}


def next_file_number(governorate: Governorate) -> str:
    """A new family file number, such as LX-0000123. Numbers may be left out, never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('people_file_number')")
        number = cursor.fetchone()[0]
    return f"{governorate.pk.removeprefix('EG-')}-{number:07}"


def look_up(
    *, by: Account, national_id: str, reason: str, today: date, facility: str = ""
) -> Beneficiary | None:
    """The person of a full national ID, as typed; that one family is then in reach until the transaction ends.

    For staff before whom the person stands, so it is asked with everything in reach; each asking is noted, a vain
    one too, with the index of the number. `facility` is the code of the asker's facility. Raises ValidationError at
    `national_id` or `reason`.
    """
    faults = {}
    try:
        number = parse(national_id, today=today)
    except ValidationError as fault:
        faults["national_id"] = fault
    if not reason.strip():
        faults["reason"] = ValidationError(_("Say why you look this person up."), code="required")
    elif len(reason) > REASON_LENGTH:
        faults["reason"] = ValidationError(_("Say it in 300 characters at most."), code="max_length")
    if faults:
        raise ValidationError(faults)
    with transaction.atomic():
        with system_reach():
            person = (
                Beneficiary.objects.with_national_id(number.digits)
                .select_related("household", "governorate", "unit")
                .first()
            )
        note(
            by=by,
            action="people.look_up",
            subject=person or by,
            facility=facility,
            reason=reason,
            details={
                "found": person is not None,
                "national_id_index": index_of("national_id", number.digits).hex(),
            },
        )
        if person is not None:
            add_household(person.household_id)
    return person


def note_reading(*, by: Account, subject: Household | Beneficiary) -> None:
    """Note that a member of staff opened a family's file or a person's; a family reading its own file is not noted."""
    if by.is_citizen:
        return
    note(by=by, action=f"people.read_{subject._meta.model_name}", subject=subject, facility=facility_of(by))


def note_list(*, by: Account, subjects: list[Household] | list[Beneficiary]) -> None:
    """Note that a member of staff was shown a list, with the ids of all that stood in it."""
    if by.is_citizen or not subjects:
        return
    kind = str(subjects[0]._meta.model_name)
    note(
        by=by,
        action=f"people.list_{kind}",
        subject=by,
        facility=facility_of(by),
        details={kind: [str(subject.pk) for subject in subjects]},
    )


def facility_of(account: Account) -> str:
    """Code of the facility where a member of staff works today; empty for those who work at none."""
    return next((post.facility_id for post in posts_of(account) if post.facility_id), "")
