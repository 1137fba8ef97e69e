"""What may stand in an application about its people. Pages and endpoints pass through here, so they refuse alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.applications.work import Work, read_work
from registry.people.actions import NewMember
from registry.people.ages import is_adult
from registry.people.full_names import read_name
from registry.people.identity import Certificate, attempt, read_known_as
from registry.people.models import Relation
from uhis_portal.arabic import typed_number

MOST_PEOPLE = 60
NOBODY = -1  # the place of a guardian who was taken out again


@dataclass(frozen=True)
class Entered:
    """A person as entered: who it is, and by what an adult pays; None where nothing was said of that."""

    member: NewMember
    work: Work | None = None


def read_relation(typed: str) -> Relation:
    """One of the relations; ValidationError: required, unknown_relation."""
    if not typed:
        raise ValidationError(_("Choose how this person belongs to the family."), code="required")
    try:
        return Relation(typed)
    except ValueError:
        raise ValidationError(
            _("There is no such relation. Choose one of the list."), code="unknown_relation"
        ) from None


def read_guardian(typed: Any) -> int | str:
    """The guardian's place in the list of people, from 0; "" when none is named. ValidationError: unknown."""
    digits = "" if typed is None else typed_number(str(typed))
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4):
        raise ValidationError(_("There is no such person in this application."), code="unknown")
    return int(digits)


def read_person(given: Mapping[str, Any], *, today: date) -> NewMember:
    """A person from what was typed; ValidationError at all that is at fault.

    `given` has `relation`, `full_name`, and what `people.identity.read_known_as` asks for, where `guardian` is the
    guardian's place in the list of people.
    """
    faults: dict[str, Any] = {}
    relation = attempt(faults, "relation", lambda: read_relation(given.get("relation") or ""))
    name = attempt(faults, "full_name", lambda: read_name(given.get("full_name") or ""))
    guardian_faults: dict[str, Any] = {}
    guardian = attempt(guardian_faults, "guardian", lambda: read_guardian(given.get("guardian")))
    known_as = attempt(faults, "", lambda: read_known_as({**given, "guardian": guardian}, today=today))
    if "guardian" in faults:
        faults.update(guardian_faults)
    if relation == Relation.HEAD and isinstance(known_as, Certificate):
        faults["relation"] = ValidationError(
            _("A newborn cannot be the head of the family."), code="newborn_head"
        )
    if faults or relation is None or name is None or known_as is None:
        raise ValidationError(faults)
    return NewMember(relation, name, known_as)


def read_entered(given: Mapping[str, Any], *, today: date) -> Entered:
    """As `read_person`, with the `work` and `monthly_income` of an adult where they are given."""
    faults: dict[str, Any] = {}
    member = attempt(faults, "", lambda: read_person(given, today=today))
    work = None
    if given.get("work") or given.get("monthly_income"):
        work = attempt(faults, "", lambda: read_work(given))
        if member is not None and not is_adult(member.birth_date, today):
            faults["work"] = ValidationError(_("Only adults are asked for their work."), code="no_adult")
    if faults or member is None:
        raise ValidationError(faults)
    return Entered(member, work)


def birth_date_field(person: NewMember) -> str:
    """The field from which the birth date was read."""
    return "national_id" if person.national_id else "birth_date"


def refuse_beside(person: NewMember, others: Iterable[NewMember]) -> None:
    """ValidationError at the field of `person` that does not go with the others.

    Codes: second_head, twice, older_than_head (a child of the head), younger_than_head (a parent of the head).
    """
    faults = {}
    born = birth_date_field(person)
    for other in others:
        if person.is_head and other.is_head:
            faults["relation"] = ValidationError(
                _("The family already has a head. Choose another relation."), code="second_head"
            )
        if person.identity == other.identity:
            if Relation.SPOUSE in (person.relation, other.relation) and (person.is_head or other.is_head):
                message = _("Head and spouse have the same national ID number. Enter each one's own.")
            else:
                message = _("This national ID number is entered twice in the application.")
            if person.national_id is None:
                message = _("This person is entered twice in the application.")
            faults[person.identifying_field] = ValidationError(message, code="twice")
            continue
        head, relative = (person, other) if person.is_head else (other, person)
        if not head.is_head or relative.is_head:
            continue
        if relative.relation == Relation.CHILD and relative.birth_date <= head.birth_date:
            faults[born] = ValidationError(
                _("A child must be younger than the head of the family. Check the dates of birth of both."),
                code="older_than_head",
            )
        if relative.relation == Relation.PARENT and relative.birth_date >= head.birth_date:
            faults[born] = ValidationError(
                _("A parent must be older than the head of the family. Check the dates of birth of both."),
                code="younger_than_head",
            )
    if faults:
        raise ValidationError(faults)


def refuse_guardian(person: NewMember, people: Sequence[NewMember], *, today: date) -> None:
    """ValidationError at `guardian` when a newborn's is none of `people`, or no adult.

    Codes: required (who was the guardian was taken out again), unknown, guardian_no_adult.
    """
    if not isinstance(person.known_as, Certificate):
        return
    place = person.known_as.guardian
    if place == NOBODY:
        raise ValidationError(
            {
                "guardian": ValidationError(
                    _("Choose the guardian of this child: one of the adults of the family."), code="required"
                )
            }
        )
    if not isinstance(place, int) or not 0 <= place < len(people) or people[place] is person:
        raise ValidationError(
            {"guardian": ValidationError(_("There is no such person in this application."), code="unknown")}
        )
    if not is_adult(people[place].birth_date, today):
        raise ValidationError(
            {
                "guardian": ValidationError(
                    _("A guardian is an adult. Choose another person."), code="guardian_no_adult"
                )
            }
        )


def refuse_too_many(people: int) -> None:
    """ValidationError at `applicants` beyond MOST_PEOPLE."""
    if people > MOST_PEOPLE:
        raise ValidationError(
            {"applicants": ValidationError(_("An application takes 60 people at most."), code="too_many")}
        )


def read_people(given: Sequence[Mapping[str, Any]], *, today: date) -> list[Entered]:
    """All people of an application in their order; ValidationError at `applicants.N.field`, or at `applicants`."""
    refuse_too_many(len(given))
    people: dict[int, Entered] = {}
    faults: dict[str, Any] = {}
    for position, one in enumerate(given):
        try:
            entered = read_entered(one, today=today)
            refuse_beside(entered.member, (other.member for other in people.values()))
        except ValidationError as fault:
            for name, found in fault.error_dict.items():
                faults[f"applicants.{position}.{name}"] = found
        else:
            people[position] = entered
    if faults:
        raise ValidationError(faults)
    refuse_among([entered.member for entered in people.values()], today=today)
    return list(people.values())


def refuse_among(members: Sequence[NewMember], *, today: date) -> None:
    """ValidationError at `applicants.N.field` for those who do not go with the others, guardians included."""
    faults: dict[str, Any] = {}
    for position, member in enumerate(members):
        try:
            refuse_beside(member, members[:position])
            refuse_guardian(member, members, today=today)
        except ValidationError as fault:
            for name, found in fault.error_dict.items():
                faults[f"applicants.{position}.{name}"] = found
    if faults:
        raise ValidationError(faults)
