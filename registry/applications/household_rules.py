"""What may stand in an application about its people. Pages and endpoints pass through here, so they refuse alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.people.actions import NewMember
from registry.people.models import Relation
from registry.people.national_id import parse
from uhis_portal.arabic import INVISIBLE, comparable

NAME_LENGTH = 160
MOST_PEOPLE = 60
INSIDE_A_WORD = {"-", "'", "’", "."}


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


def read_name(typed: str) -> str:
    """A name of two words or more, with single spaces; ValidationError: required, name, max_length."""
    name = " ".join(INVISIBLE.sub("", typed).split())
    if not name:
        raise ValidationError(_("Enter the full name, as it stands on the card."), code="required")
    if len(name) > NAME_LENGTH or len(comparable(name)) > NAME_LENGTH:
        raise ValidationError(_("The name is longer than 160 characters. Shorten it."), code="max_length")
    words = name.split(" ")
    if len(words) < 2 or not all(is_word(word) and comparable(word) for word in words):
        raise ValidationError(
            _("Enter the full name in letters, two words at least, as it stands on the card."), code="name"
        )
    return name


def is_word(word: str) -> bool:
    """Letters of any script, with their marks, hyphens and apostrophes; at least one letter."""
    letters = [
        sign for sign in word if sign not in INSIDE_A_WORD and not unicodedata.category(sign).startswith("M")
    ]
    return bool(letters) and all(sign.isalpha() for sign in letters)


def read_person(given: Mapping[str, Any], *, today: date) -> NewMember:
    """A person from what was typed; ValidationError at `relation`, `full_name`, `national_id`, all that are at fault."""
    readers: dict[str, Callable[[str], Any]] = {
        "relation": read_relation,
        "full_name": read_name,
        "national_id": lambda typed: parse(typed, today=today),
    }
    read: dict[str, Any] = {}
    faults: dict[str, ValidationError] = {}
    for name, reader in readers.items():
        try:
            read[name] = reader(given.get(name) or "")
        except ValidationError as fault:
            faults[name] = fault
    if faults:
        raise ValidationError(faults)
    return NewMember(**read)


def refuse_beside(person: NewMember, others: Iterable[NewMember]) -> None:
    """ValidationError at the field of `person` that does not go with the others: a second head, a number twice."""
    faults = {}
    for other in others:
        if person.is_head and other.is_head:
            faults["relation"] = ValidationError(
                _("The family already has a head. Choose another relation."), code="second_head"
            )
        if person.national_id.digits == other.national_id.digits:
            if Relation.SPOUSE in (person.relation, other.relation) and (person.is_head or other.is_head):
                message = _("Head and spouse have the same national ID number. Enter each one's own.")
            else:
                message = _("This national ID number stands twice in the application.")
            faults["national_id"] = ValidationError(message, code="twice")
    if faults:
        raise ValidationError(faults)


def refuse_too_many(people: int) -> None:
    """ValidationError at `applicants` beyond MOST_PEOPLE."""
    if people > MOST_PEOPLE:
        raise ValidationError(
            {"applicants": ValidationError(_("An application takes 60 people at most."), code="too_many")}
        )


def read_people(given: Sequence[Mapping[str, Any]], *, today: date) -> list[NewMember]:
    """All people of an application in their order; ValidationError at `applicants.N.field`, or at `applicants`."""
    refuse_too_many(len(given))
    people: list[NewMember] = []
    faults: dict[str, Any] = {}
    for position, one in enumerate(given):
        try:
            person = read_person(one, today=today)
            refuse_beside(person, people)
        except ValidationError as fault:
            for name, found in fault.error_dict.items():
                faults[f"applicants.{position}.{name}"] = found
        else:
            people.append(person)
    if faults:
        raise ValidationError(faults)
    return people
