"""Putting right what stands wrong in a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from registry.people.full_names import read_name
from registry.people.identity import attempt, read_birth_date, read_nationality, read_passport, read_sex
from registry.people.models import Membership, Relation
from registry.people.national_id import parse
from registry.people.reports.reading import Reading, as_date, read_address
from uhis_portal.accounts.phones import mobile_number

TEXT_LENGTH = 300

# What a correction may put right; "other" is words for the clerk.
ABOUT_A_PERSON = ("full_name", "national_id", "passport_number", "birth_date", "sex", "relation")
ABOUT_THE_FAMILY = ("address", "phone", "language")
ALIVE = "alive"  # somebody whom the file says to have died
CORRECTIONS = (*ABOUT_A_PERSON, *ABOUT_THE_FAMILY, ALIVE, "other")


def correction(reading: Reading) -> None:
    name = reading.choice("field", CORRECTIONS, _("Choose what is wrong."))
    what = reading.text("what")
    if len(what) > TEXT_LENGTH:
        reading.fault("what", _("Say it in 300 characters at most."), "max_length")
    if what:
        reading.details["what"] = what
    person = None
    if name in ABOUT_A_PERSON or (name == "other" and reading.given.get("beneficiary")):
        person = reading.concerned()
        if person is None:
            return
    CORRECT.get(name, lambda _reading, _person: None)(reading, person)


def correct_passport(reading: Reading, person: Membership) -> None:
    country = attempt(
        reading.faults,
        "passport_number",
        lambda: read_nationality(person.beneficiary.nationality),
    )
    if country is not None:
        reading.take(
            "passport_number",
            lambda: read_passport(country, str(reading.given.get("passport_number") or ""))[1],
        )


def correct_birth_date(reading: Reading, person: Membership) -> None:
    if person.beneficiary.national_id_index is not None:
        reading.fault(
            "field",
            _("Birth date and sex are read from the national ID number: correct the number."),
            "from_number",
        )
        return
    found = attempt(
        reading.faults,
        "birth_date",
        lambda: read_birth_date(as_date(reading.given.get("birth_date")), today=reading.today),
    )
    if found is not None:
        reading.details["birth_date"] = found.isoformat()


def correct_sex(reading: Reading, person: Membership) -> None:
    if person.beneficiary.national_id_index is not None:
        reading.fault(
            "field",
            _("Birth date and sex are read from the national ID number: correct the number."),
            "from_number",
        )
        return
    reading.take("sex", lambda: str(read_sex(reading.text("sex"))))


def correct_relation(reading: Reading, person: Membership) -> None:
    if person.relation == Relation.HEAD:
        reading.fault("beneficiary", _("To change the head of the family, report a new head."), "head")
        return
    relation = reading.choice(
        "relation",
        [value for value in Relation.values if value != Relation.HEAD],
        _("Choose how this person belongs to the family."),
    )
    if relation == person.relation:
        reading.fault("relation", _("That is what the file says already."), "no_change")


def correct_other(reading: Reading, _person: Membership | None) -> None:
    if not reading.text("what"):
        reading.fault("what", _("Say what is wrong, and what is right."), "required")


CORRECT: dict[str, Callable[[Reading, Any], Any]] = {
    "full_name": lambda reading, _person: reading.take(
        "full_name", lambda: read_name(str(reading.given.get("full_name") or ""))
    ),
    "national_id": lambda reading, _person: reading.take(
        "national_id", lambda: parse(str(reading.given.get("national_id") or ""), today=reading.today).digits
    ),
    "passport_number": correct_passport,
    "birth_date": correct_birth_date,
    "sex": correct_sex,
    "relation": correct_relation,
    "address": lambda reading, _person: reading.take(
        "address", lambda: read_address(str(reading.given.get("address") or ""))
    ),
    "phone": lambda reading, _person: reading.take(
        "phone", lambda: mobile_number(str(reading.given.get("phone") or ""))
    ),
    "language": lambda reading, _person: reading.choice("language", ("ar", "en"), _("Choose a language.")),
    ALIVE: lambda reading, _person: reading.somebody_elsewhere(),
    "other": correct_other,
}
