"""A report while it is read: what was typed, held against the members of the family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.people.ages import is_adult
from registry.people.family import head_of
from registry.people.full_names import read_name
from registry.people.identity import (
    CERTIFICATE,
    NATIONAL_ID,
    Certificate,
    NewMember,
    Passport,
    attempt,
    read_known_as,
)
from registry.people.models import Household, Membership, Relation
from registry.people.national_id import NationalID, parse
from uhis_portal.readings import on_one_line

ADDRESS_LENGTH = 200
EARLIEST_YEAR = 1900


@dataclass(frozen=True)
class Report:
    """A report as it is kept: `details` is JSON of what the kind asks for, in its plain form, and reads back as itself."""

    kind: str
    happened_on: date
    about: Membership | None
    details: dict[str, Any]
    person: NewMember | None = None
    others: dict[str, Membership] = field(default_factory=dict)
    several: dict[str, list[Membership]] = field(default_factory=dict)
    district: District | None = None
    unit: Facility | None = None

    @property
    def other_number(self) -> NationalID | None:
        """The national ID of somebody in another family, who is looked for at confirmation only."""
        digits = self.details.get("other_national_id")
        return parse(digits, today=date.max) if digits else None


class Reading:
    """A report while it is read: what was found, and what is at fault."""

    def __init__(
        self,
        kind: str,
        household: Household,
        members: list[Membership],
        given: Mapping[str, Any],
        today: date,
    ) -> None:
        self.kind, self.household, self.members, self.given, self.today = (
            kind,
            household,
            members,
            given,
            today,
        )
        self.faults: dict[str, Any] = {}
        self.details: dict[str, Any] = {}
        self.happened_on: date = today
        self.about: Membership | None = None
        self.person: NewMember | None = None
        self.others: dict[str, Membership] = {}
        self.several: dict[str, list[Membership]] = {}
        self.district: District | None = None
        self.unit: Facility | None = None

    def report(self) -> Report:
        return Report(
            kind=self.kind,
            happened_on=self.happened_on,
            about=self.about,
            details=self.details,
            person=self.person,
            others=self.others,
            several=self.several,
            district=self.district,
            unit=self.unit,
        )

    def fault(self, name: str, message: str, code: str) -> None:
        self.faults.setdefault(name, ValidationError(message, code=code))

    def text(self, name: str) -> str:
        return on_one_line(str(self.given.get(name) or ""))

    def take(self, name: str, read: Callable[[], Any]) -> Any:
        """What `read` gives, also kept in the details; None if it is refused."""
        found = attempt(self.faults, name, read)
        if found is not None:
            self.details[name] = found
        return found

    def choice(self, name: str, among: Iterable[str], message: str, *, default: str = "") -> str:
        value = self.text(name) or default
        if value not in among:
            self.fault(name, message, "required" if not value else "unknown")
            return ""
        self.details[name] = value
        return value

    def day(self) -> date:
        """The day it happened, from `happened_on`: no day to come, and none before the person it concerns was born."""
        day = attempt(self.faults, "happened_on", lambda: as_date(self.given.get("happened_on")))
        if "happened_on" in self.faults:
            return self.today
        if day is None:
            self.fault("happened_on", _("Enter the day on which it happened."), "required")
            return self.today
        if day > self.today:
            self.fault("happened_on", _("This day has not come yet. Check it."), "future_date")
        elif day.year < EARLIEST_YEAR:
            self.fault("happened_on", _("This day is too long ago. Check the year."), "too_old")
        elif self.about is not None and day < self.about.beneficiary.birth_date:
            self.fault("happened_on", _("This is before the person was born. Check it."), "before_birth")
        self.happened_on = day
        return day

    def member(
        self, name: str, *, missing: str, among: Sequence[Membership] | None = None
    ) -> Membership | None:
        """The member of the family whom the field names, one of `among` where given."""
        value = str(self.given.get(name) or "").lower()
        if not value:
            self.fault(name, missing, "required")
            return None
        for one in self.members if among is None else among:
            if str(one.beneficiary_id) == value:
                self.details[name] = value
                self.others[name] = one
                return one
        self.fault(name, _("There is no such person in the family."), "unknown")
        return None

    def concerned(self, among: Sequence[Membership] | None = None) -> Membership | None:
        """Whom the report is about."""
        self.about = self.member(
            "beneficiary", missing=_("Choose the person whom this is about."), among=among
        )
        return self.about

    def some(self, name: str, among: Sequence[Membership]) -> list[Membership]:
        """The members whom a list names."""
        given = self.given.get(name) or []
        asked = [str(one).lower() for one in ([given] if isinstance(given, str | UUID) else given)]
        by_id = {str(one.beneficiary_id): one for one in among}
        if any(one not in by_id for one in asked):
            self.fault(name, _("There is no such person in the family."), "unknown")
            return []
        found = [by_id[one] for one in dict.fromkeys(asked)]
        self.details[name] = [str(one.beneficiary_id) for one in found]
        self.several[name] = found
        return found

    def successor(self, leaving: Iterable[Membership]) -> None:
        """Who is head after `leaving` are gone, asked for when the head is among them and others stay."""
        gone = {one.pk for one in leaving}
        head = head_of(self.members)
        staying = [one for one in self.members if one.pk not in gone]
        if head is None or head.pk not in gone or not staying:
            return
        chosen = self.member(
            "new_head", missing=_("Choose who is the head of the family from now on."), among=staying
        )
        self.adult_if_any("new_head", chosen, staying)

    def adult_if_any(self, name: str, chosen: Membership | None, among: Iterable[Membership]) -> None:
        """A head is an adult, unless no adult is there: then a reviewer decides."""
        if chosen is not None and not self.grown(chosen) and any(self.grown(one) for one in among):
            self.fault(name, _("The head of a family is an adult. Choose another person."), "no_adult")

    def grown(self, member: Membership) -> bool:
        return is_adult(member.beneficiary.birth_date, self.today)

    def newcomer(self, relation: Relation, kinds: Sequence[str]) -> NewMember | None:
        """A person who comes into the family; by one of `kinds`."""
        name = self.take("full_name", lambda: read_name(str(self.given.get("full_name") or "")))
        kind = self.text("known_by") or NATIONAL_ID
        if kind not in kinds:
            self.fault("known_by", _("Choose by what this person is known."), "unknown_kind")
            return None
        self.details["known_by"] = kind
        born = None
        if kind != NATIONAL_ID:
            born = attempt(self.faults, "birth_date", lambda: as_date(self.given.get("birth_date")))
        guardian = self.guardian() if kind == CERTIFICATE else None
        typed = {**self.given, "known_by": kind, "birth_date": born, "guardian": guardian}
        found: dict[str, Any] = {}
        known_as = attempt(found, "", lambda: read_known_as(typed, today=self.today))
        for name_of_field, fault in found.items():
            self.faults.setdefault(name_of_field, fault)
        if known_as is None:
            return None
        self.details |= plainly(known_as)
        if self.happened_on < known_as.birth_date:
            self.fault("happened_on", _("This is before the person was born. Check it."), "before_birth")
        self.person = NewMember(relation, name, known_as) if name is not None else None
        if any(self.is_member(one, known_as) for one in self.members):
            self.fault(
                "national_id" if isinstance(known_as, NationalID) else f"{known_as.kind}_number",
                _("This person already belongs to the family."),
                "in_family",
            )
        return self.person

    def is_member(self, one: Membership, known_as: Any) -> bool:
        row = one.beneficiary
        if isinstance(known_as, Certificate):  # with the same guardian the constraint decides
            if row.certificate_index is None or row.guardian_id == known_as.guardian:
                return False
            return bytes(row.certificate_index) == known_as.index
        index = row.passport_index if isinstance(known_as, Passport) else row.national_id_index
        return index is not None and bytes(index) == known_as.index

    def guardian(self) -> UUID | None:
        adults = [one for one in self.members if self.grown(one)]
        chosen = self.member(
            "guardian",
            missing=_("Choose the guardian of this child: one of the adults of the family."),
            among=adults,
        )
        return chosen.beneficiary_id if chosen else None

    def somebody_elsewhere(self) -> None:
        """The national ID of somebody in another family. Whether there is such a person is not asked here."""
        number = attempt(
            self.faults,
            "other_national_id",
            lambda: parse(str(self.given.get("other_national_id") or ""), today=self.today),
        )
        if number is None:
            return
        if any(self.is_member(one, number) for one in self.members):
            self.fault(
                "other_national_id", _("This person belongs to the same family. Enter another."), "in_family"
            )
        self.details["other_national_id"] = number.digits


def plainly(known_as: Any) -> dict[str, Any]:
    """What tells a person, as details keep it."""
    if isinstance(known_as, NationalID):
        return {"national_id": known_as.digits}
    told = {"birth_date": known_as.birth_date.isoformat(), "sex": str(known_as.sex)}
    if isinstance(known_as, Certificate):
        place = {"birth_governorate_code": known_as.birth_governorate_code}
        return told | place | {"certificate_number": known_as.number}
    return told | {"nationality": known_as.nationality, "passport_number": known_as.number}


def as_date(given: Any) -> date | None:
    """A date, or its ISO text; None where there is none. ValidationError: invalid."""
    if not given or isinstance(given, date):
        return given or None
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise ValidationError(_("Enter the date in numbers, such as 27 3 1985."), code="invalid") from None


def read_address(typed: str) -> str:
    """Where a family lives, on one line; ValidationError: required, max_length."""
    address = on_one_line(typed)
    if not address:
        raise ValidationError(_("Enter the address: street, building, village or quarter."), code="required")
    if len(address) > ADDRESS_LENGTH:
        raise ValidationError(_("The address is longer than 200 characters. Shorten it."), code="max_length")
    return address
