"""The people of an application: as rows, and as the rules see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from registry.applications.actions.papers import let_go_of
from registry.applications.household_rules import NOBODY, Entered
from registry.applications.models import Applicant, Application, KnownBy
from registry.people.actions import NewMember
from registry.people.identity import EGYPT, Certificate, KnownAs, Passport
from registry.people.models import Relation, Sex
from registry.people.national_id import NationalID


def applicant(
    application: Application, entered: Entered, position: int, guardians: Sequence[Applicant] = ()
) -> Applicant:
    """A person as a new row of the application, unsaved."""
    row = Applicant(application=application, position=position, account_id=application.account_id)
    return corrected(row, entered, guardians)


def corrected(row: Applicant, entered: Entered, guardians: Sequence[Applicant] = ()) -> Applicant:
    """The row with everything that was entered of the person, unsaved; what was said of work stays if nothing new is."""
    person, known_as = entered.member, entered.member.known_as
    if (row.known_by, identifying_index(row)) != (known_as.kind, known_as.index):
        row.told_at = row.disputed_at = None  # somebody else stands here from now on
    row.relation = person.relation
    row.full_name = person.full_name
    row.known_by = KnownBy(known_as.kind)
    row.birth_date, row.sex = person.birth_date, person.sex
    row.birth_governorate_code = person.birth_governorate_code
    row.national_id = row.certificate_number = row.passport_number = None
    row.national_id_index = row.certificate_index = row.passport_index = None
    row.nationality, row.guardian = EGYPT, None
    if isinstance(known_as, NationalID):
        row.national_id, row.national_id_index = known_as.digits, known_as.index
    elif isinstance(known_as, Certificate):
        row.certificate_number, row.certificate_index = known_as.number, known_as.index
        row.guardian = guardians[known_as.guardian] if isinstance(known_as.guardian, int) else None
    else:
        row.passport_number, row.passport_index = known_as.number, known_as.index
        row.nationality = known_as.nationality
    if entered.work is not None:
        row.work, row.monthly_income = entered.work.category, entered.work.monthly_income
    return row


def replace_people(application: Application, people: Sequence[Entered]) -> None:
    """Make `people` those of the application, in their order. Who stands there already goes on as the same row, with
    photographs and disputes; what is not said of their work is taken away.
    """
    left = in_order(application)
    kept = []
    for one in people:
        row = former_row(left, one.member, people)
        if row is not None:
            left.remove(row)
        kept.append(row or Applicant(application=application, account_id=application.account_id))
    let_go_of(left)
    application.applicants.filter(pk__in=[row.pk for row in left]).delete()
    for position, (row, entered) in enumerate(zip(kept, people, strict=True)):
        row.position, row.work, row.monthly_income = position, "", None
        corrected(row, entered, kept)  # a guardian may stand after the child
    # The database takes one head at a time: who is none any more comes first.
    for row in sorted(kept, key=lambda row: row.relation == Relation.HEAD):
        if not row._state.adding:
            row.save()
    Applicant.objects.bulk_create(row for row in kept if row._state.adding)


def former_row(rows: Sequence[Applicant], member: NewMember, people: Sequence[Entered]) -> Applicant | None:
    """The row at which `member` stood before; of newborns who share a certificate's number, that of the same guardian."""
    known_as = member.known_as
    found = [row for row in rows if (row.known_by, identifying_index(row)) == (known_as.kind, known_as.index)]
    if len(found) > 1 and isinstance(known_as, Certificate) and isinstance(known_as.guardian, int):
        guardian = people[known_as.guardian].member.index
        found.sort(key=lambda row: row.guardian is None or identifying_index(row.guardian) != guardian)
    return found[0] if found else None


def identifying_index(row: Applicant) -> bytes:
    """The keyed index of the number by which the person of a row is known."""
    index = {
        KnownBy.NATIONAL_ID: row.national_id_index,
        KnownBy.CERTIFICATE: row.certificate_index,
        KnownBy.PASSPORT: row.passport_index,
    }[KnownBy(row.known_by)]
    return bytes(index or b"")


def in_order(application: Application) -> list[Applicant]:
    """The people of an application in their order."""
    return list(application.applicants.order_by("position"))


def members_of(application: Application) -> list[NewMember]:
    """The people of an application as the rules see them, in their order."""
    return as_members(in_order(application))


def as_members(rows: Sequence[Applicant]) -> list[NewMember]:
    """Rows as the rules see them; a guardian is named by the place among these rows."""
    places = {row.pk: place for place, row in enumerate(rows)}
    return [as_person(row, places) for row in rows]


def as_person(row: Applicant, places: Mapping[UUID, int] | None = None) -> NewMember:
    """One row as the rules see it; `places` says where each person stands, for a newborn's guardian."""
    return NewMember(Relation(row.relation), row.full_name, known_as_of(row, places or {}))


def known_as_of(row: Applicant, places: Mapping[UUID, int]) -> KnownAs:
    """What tells the person of a row from every other. The database holds that the number of its kind is there."""
    sex = Sex(row.sex)
    if row.known_by == KnownBy.CERTIFICATE:
        guardian = places.get(row.guardian_id, NOBODY) if row.guardian_id else NOBODY
        return Certificate(
            number=cast(str, row.certificate_number),
            guardian=guardian,
            birth_date=row.birth_date,
            sex=sex,
            birth_governorate_code=row.birth_governorate_code,
        )
    if row.known_by == KnownBy.PASSPORT:
        return Passport(
            nationality=row.nationality,
            number=cast(str, row.passport_number),
            birth_date=row.birth_date,
            sex=sex,
        )
    digits = cast(str, row.national_id)
    return NationalID(
        digits=digits,
        birth_date=row.birth_date,
        sex=sex,
        birth_governorate_code=row.birth_governorate_code,
    )
