"""Registering families: the file, its people and their places come into being together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from facilities.directory.actions import take_places
from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from registry.people.actions.access import hold_file, only_adult
from registry.people.duplicates.keys import keys_of
from registry.people.duplicates.queue import note_likely_duplicates
from registry.people.identity import EGYPT, Certificate, NewMember, Passport
from registry.people.models import Beneficiary, FileHolder, Household, Membership, Reason
from registry.people.national_id import NationalID
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import comparable
from uhis_portal.audit.actions import Note, note_all
from uhis_portal.reach import add_household, system_reach
from uhis_portal.sealed_fields import index_of

# What each unique index says of a refused person.
ONE_PERSON_ONCE = "people_beneficiary_national_id_index_key"
ONE_PASSPORT_ONCE = "people_beneficiary_passport_index_key"
ONE_NEWBORN_ONCE = "one_newborn_per_guardian_and_certificate"
UNIQUE = {ONE_PERSON_ONCE, ONE_PASSPORT_ONCE, ONE_NEWBORN_ONCE}


@dataclass(frozen=True)
class NewFamily:
    """A family to be registered from the day `on`. `phone` has 11 digits; a `file_number` is of those that had one before."""

    governorate: Governorate
    district: District
    unit: Facility
    people: Sequence[NewMember]
    on: date
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    language: str = "ar"
    file_number: str = ""


def register_household(
    *,
    by: Account,
    governorate: Governorate,
    district: District,
    unit: Facility,
    people: Sequence[NewMember],
    on: date,
    holder: Account | None = None,
    now: datetime | None = None,
    **more: str,
) -> Household:
    """Make a family file; `more` is as in NewFamily, and what is raised as in `register_households`.

    `holder` is the citizen who reads the file from now on, since `now`.
    """
    with transaction.atomic():
        new = NewFamily(governorate, district, unit, people, on, **more)
        [(family, beneficiaries)] = register_households(by=by, families=[new])
        note_likely_duplicates(beneficiaries)
        if holder is not None:
            joined_at = now or timezone.now()
            hold_file(
                by=by,
                account=holder,
                household=family,
                how=FileHolder.How.APPLICATION,
                now=joined_at,
                person=only_adult(family, joined_at),
            )
    return family


def register_households(
    *, by: Account, families: Sequence[NewFamily], began_by: Reason = Reason.REGISTERED
) -> list[tuple[Household, list[Beneficiary]]]:
    """Make family files with their people, their memberships, and their places in the units; all of them, or none.

    Raises ValidationError at `unit` when one has no room, and at `people.N.national_id` (`certificate_number`,
    `passport_number`), counted through all families, for each person who is registered already: the unique indexes
    decide, however many try at once. Likely duplicates are the caller's to note, of the people as they are given back:
    their numbers are not sealed yet.
    """
    with transaction.atomic():
        for (unit, on), number in sorted(places_wanted(families).items()):
            take_places(facility_code=unit, people=number, on=on)
        made = [(household(new), new.people) for new in families]
        add_household(*(family.pk for family, _people in made))
        Household.objects.bulk_create(family for family, _people in made)
        beneficiaries = iter(insert_people(made))
        rows = [(family, [next(beneficiaries) for _person in people]) for family, people in made]
        Membership.objects.bulk_create(
            membership(family, row, relation=person.relation, since=new.on, began_by=began_by)
            for (family, those), new in zip(rows, families, strict=True)
            for row, person in zip(those, new.people, strict=True)
        )
        note_all(
            by=by,
            notes=[
                Note(
                    "people.register_household",
                    family,
                    facility=family.unit_id,
                    details={"people": len(people)},
                )
                for family, people in made
            ],
        )
    return rows


def places_wanted(families: Sequence[NewFamily]) -> Counter[tuple[str, date]]:
    """How many people come to which unit on which day."""
    wanted: Counter[tuple[str, date]] = Counter()
    for new in families:
        wanted[new.unit.pk, new.on] += len(new.people)
    return wanted


def household(new: NewFamily) -> Household:
    """A family as a row, unsaved."""
    family = Household(
        file_number=new.file_number or next_file_number(new.governorate.pk),
        governorate=new.governorate,
        district=new.district,
        unit=new.unit,
        registered_on=new.on,
        language=new.language,
    )
    write_contact(family, address=new.address, phone=new.phone)
    return family


def write_contact(family: Household, *, address: str, phone: str) -> None:
    """Put the address and mobile number (11 digits) on the family, unsaved; empty: not known."""
    family.address = address or None
    family.address_index = index_of("address", comparable(address)) if address else None
    family.phone = phone or None
    family.phone_index = index_of("phone", phone) if phone else None


def membership(
    family: Household, person: Beneficiary, *, relation: str, since: date, began_by: Reason
) -> Membership:
    """A person's place in a family, unsaved, with the copies by which people are counted."""
    return Membership(
        beneficiary=person,
        household=family,
        relation=relation,
        since=since,
        began_by=began_by,
        governorate_id=family.governorate_id,
        district_id=family.district_id,
        unit_id=family.unit_id,
        sex=person.sex,
        birth_year=person.birth_date.year,
    )


def insert_people(families: Iterable[tuple[Household, Sequence[NewMember]]]) -> list[Beneficiary]:
    """The people as rows, in the order given; inserted in the order of their index, so that no two wait in a ring.

    Raises ValidationError at `people.N.national_id` (`certificate_number`, `passport_number`) of who is registered.
    """
    people: list[NewMember] = []
    beneficiaries: list[Beneficiary] = []
    for family, members in families:
        rows = [beneficiary(family, person) for person in members]
        for row, person in zip(rows, members, strict=True):
            if isinstance(person.known_as, Certificate):
                guardian = person.known_as.guardian
                row.guardian_id = guardian if isinstance(guardian, UUID) else rows[guardian].pk
        people += members
        beneficiaries += rows
    try:
        with transaction.atomic():
            in_order = sorted(
                zip(people, beneficiaries, strict=True), key=lambda pair: (pair[0].index, pair[1].pk)
            )
            Beneficiary.objects.bulk_create(row for _person, row in in_order)
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name not in UNIQUE:  # type: ignore[union-attr]
            raise
        raise already_registered(people) from None
    return beneficiaries


def beneficiary(family: Household, person: NewMember) -> Beneficiary:
    """A person as a new row of a family, unsaved and without the guardian."""
    row = Beneficiary(
        full_name=person.full_name,
        comparable_name=comparable(person.full_name),
        sex=person.sex,
        birth_date=person.birth_date,
        birth_governorate_code=person.birth_governorate_code,
        search_keys=keys_of(person.full_name, person.birth_date, person.sex),
        household=family,
        governorate_id=family.governorate_id,
        unit_id=family.unit_id,
    )
    known_as = person.known_as
    if isinstance(known_as, NationalID):
        row.national_id, row.national_id_index = known_as.digits, known_as.index
    elif isinstance(known_as, Certificate):
        row.certificate_number, row.certificate_index = known_as.number, known_as.index
    elif isinstance(known_as, Passport):
        row.passport_number, row.passport_index = known_as.number, known_as.index
    row.nationality = known_as.nationality if isinstance(known_as, Passport) else EGYPT
    return row


def already_registered(people: Sequence[NewMember]) -> ValidationError:
    """Names the people whom an index refused. It is asked with everything in reach: they belong to others."""
    with system_reach():
        known = registered_among([person.index for person in people])
        newborns = newborns_among(people)
    faults = {}
    met: set[tuple[object, ...]] = set()
    for position, person in enumerate(people):
        certificate = isinstance(person.known_as, Certificate)
        if person.identity in newborns if certificate else person.index in known:
            message, code = _("%(name)s is already registered."), "already_registered"
        elif person.identity in met:
            message, code = _("%(name)s is entered twice among these people."), "twice"
        else:
            met.add(person.identity)
            continue
        faults[f"people.{position}.{person.identifying_field}"] = ValidationError(
            message, code=code, params={"name": person.full_name}
        )
    return ValidationError(faults)


def registered_among(indexes: Iterable[bytes]) -> set[bytes]:
    """Which of these people are registered, as far as the reach of the running transaction goes.

    By the indexes of national IDs and passports; that of a certificate says nothing without its guardian.
    """
    asked = list(indexes)
    found = Beneficiary.objects.filter(Q(national_id_index__in=asked) | Q(passport_index__in=asked))
    pairs = found.values_list("national_id_index", "passport_index")
    return {bytes(index) for pair in pairs for index in pair if index is not None} & set(asked)


def newborns_among(people: Sequence[NewMember]) -> set[tuple[object, ...]]:
    """The identities of those who are registered by the certificate of a guardian whose id they name."""
    found: set[tuple[object, ...]] = set()
    for person in people:
        known_as = person.known_as
        if isinstance(known_as, Certificate) and isinstance(known_as.guardian, UUID):
            same = Beneficiary.objects.filter(guardian_id=known_as.guardian, certificate_index=known_as.index)
            if same.exists():
                found.add(person.identity)
    return found


def next_file_number(governorate: str) -> str:
    """A new family file number of a governorate (its code), such as LX-0000123. Numbers may be left out, never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('people_file_number')")
        number = cursor.fetchone()[0]
    return f"{governorate.removeprefix('EG-')}-{number:07}"
