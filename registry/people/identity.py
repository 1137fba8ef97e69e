"""What tells a person from every other: a national ID; a newborn's birth certificate with the guardian; a passport."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.geography.birth_places import BIRTH_PLACES
from registry.people.models import Relation, Sex
from registry.people.national_id import NationalID, parse
from uhis_portal.arabic import typed_number
from uhis_portal.sealed_fields import index_of

EGYPT = "EG"
NATIONAL_ID, CERTIFICATE, PASSPORT = "national_id", "certificate", "passport"
KINDS = (NATIONAL_ID, CERTIFICATE, PASSPORT)
# No official form of either number is published: what is printed fits between these, and letters are capitals.
CERTIFICATE_SIGNS = (3, 20)
PASSPORT_SIGNS = (5, 15)
# A child beyond this age has a national number; only a newborn may still be without.
NEWBORN_YEARS = 1
# What CLDR lists beside the countries of ISO 3166-1: unions, outlying parts, and codes for testing.
NO_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


@dataclass(frozen=True)
class Certificate:
    """A newborn without a national ID: the number of the birth certificate, together with the guardian.

    `guardian` is the position (from 0) of the guardian among the people registered together, or the id of a
    beneficiary. `number` is kept out of `repr`, and so out of logs.
    """

    kind: ClassVar[str] = CERTIFICATE
    doubtful: ClassVar[bool] = False
    number: str = field(repr=False)
    guardian: int | UUID
    birth_date: date
    sex: Sex
    birth_governorate_code: str = ""

    @property
    def index(self) -> bytes:
        """Keyed index of the number; unique only together with the guardian."""
        return index_of(CERTIFICATE, self.number)


@dataclass(frozen=True)
class Passport:
    """A person of another nationality (ISO 3166-1 alpha-2). `number` is kept out of `repr`, and so out of logs."""

    kind: ClassVar[str] = PASSPORT
    doubtful: ClassVar[bool] = False
    birth_governorate_code: ClassVar[str] = ""
    nationality: str
    number: str = field(repr=False)
    birth_date: date
    sex: Sex

    @property
    def index(self) -> bytes:
        """Keyed index by which the person is found and is unique."""
        return index_of(PASSPORT, f"{self.nationality}:{self.number}")


# All three say `kind`, `index`, `birth_date`, `sex`, `birth_governorate_code` ("" when not known) and `doubtful`.
KnownAs = NationalID | Certificate | Passport


@dataclass(frozen=True)
class NewMember:
    """A person who asks to be registered, or is about to be. `known_as` is a NationalID for nearly everyone."""

    relation: Relation
    full_name: str
    known_as: KnownAs

    @property
    def national_id(self) -> NationalID | None:
        """The national ID number, if that is what the person is known as."""
        return self.known_as if isinstance(self.known_as, NationalID) else None

    @property
    def index(self) -> bytes:
        """The keyed index by which the person is found; that of a certificate counts only with its guardian."""
        return self.known_as.index

    @property
    def identity(self) -> tuple[Any, ...]:
        """Equal for two entries of one person."""
        known_as = self.known_as
        if isinstance(known_as, Certificate):
            return known_as.kind, known_as.guardian, known_as.number
        return known_as.kind, known_as.index

    @property
    def identifying_field(self) -> str:
        """The field at which it is said that the person is registered already."""
        return {
            NATIONAL_ID: "national_id",
            CERTIFICATE: "certificate_number",
            PASSPORT: "passport_number",
        }[self.known_as.kind]

    @property
    def birth_date(self) -> date:
        return self.known_as.birth_date

    @property
    def sex(self) -> Sex:
        return self.known_as.sex

    @property
    def birth_governorate_code(self) -> str:
        """Digits 8-9 of the national ID, or what the certificate says; "" when not known."""
        return self.known_as.birth_governorate_code

    @property
    def is_head(self) -> bool:
        return self.relation == Relation.HEAD


def read_certificate(typed: str) -> str:
    """The number of a birth certificate, however typed; ValidationError: required, signs, length."""
    return signs_of(
        typed,
        between=CERTIFICATE_SIGNS,
        missing=_("Enter the number of the birth certificate."),
        wrong=_(
            "The number of a birth certificate has digits and Latin letters only. Type it as it is printed."
        ),
    )


def read_passport(nationality: str, number: str) -> tuple[str, str]:
    """(nationality, number), however typed.

    ValidationError at `nationality` (required, unknown_country, egyptian) and `passport_number` (required, signs,
    length), all that are at fault.
    """
    faults: dict[str, ValidationError] = {}
    country = attempt(faults, "nationality", lambda: read_nationality(nationality))
    signs = attempt(
        faults,
        "passport_number",
        lambda: signs_of(
            number,
            between=PASSPORT_SIGNS,
            missing=_("Enter the number of the passport."),
            wrong=_("The number of a passport has digits and Latin letters only. Type it as it is printed."),
        ),
    )
    if faults:
        raise ValidationError(faults)
    return country or "", signs or ""


def read_nationality(typed: str) -> str:
    """A country's code of two letters; ValidationError: required, unknown_country, egyptian."""
    code = (typed or "").strip().upper()
    if not code:
        raise ValidationError(_("Choose the nationality."), code="required")
    if code == EGYPT:
        raise ValidationError(
            _("An Egyptian is entered by the national ID number, not by a passport."), code="egyptian"
        )
    if code not in countries("en"):
        raise ValidationError(_("There is no such country. Choose one of the list."), code="unknown_country")
    return code


@cache
def countries(language: str) -> dict[str, str]:
    """Code (ISO 3166-1 alpha-2) → name of every country, in the order of the names. Source: CLDR, through Babel."""
    names = Locale(language).territories
    found = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha()}
    return dict(
        sorted(((c, n) for c, n in found.items() if c not in NO_COUNTRY), key=lambda pair: (pair[1], pair[0]))
    )


def signs_of(typed: str, *, between: tuple[int, int], missing: str, wrong: str) -> str:
    """Digits and Latin letters as capitals, without spaces, dashes and marks; ValidationError: required, signs, length."""
    signs = typed_number(typed or "")
    if not signs:
        raise ValidationError(missing, code="required")
    if not (signs.isascii() and signs.isalnum() and any(sign.isdigit() for sign in signs)):
        raise ValidationError(wrong, code="signs")
    least, most = between
    if not least <= len(signs) <= most:
        raise ValidationError(
            _("This number has %(least)d to %(most)d digits and letters. Check it."),
            code="length",
            params={"least": least, "most": most},
        )
    return signs.upper()


def read_known_as(given: Mapping[str, Any], *, today: date) -> KnownAs:
    """What tells the person, from what was typed.

    `given` has `known_by` (one of KINDS; empty: a national ID), then `national_id`; or `certificate_number`,
    `guardian` (see Certificate), `birth_date`, `sex` and, where told, `birth_governorate_code`; or `nationality`,
    `passport_number`, `birth_date`, `sex`. Dates are dates. Raises ValidationError at these fields, all at fault.
    """
    kind = given.get("known_by") or NATIONAL_ID
    faults: dict[str, Any] = {}
    if kind == NATIONAL_ID:
        number = attempt(faults, "national_id", lambda: parse(given.get("national_id") or "", today=today))
        if number is None:
            raise ValidationError(faults)
        return number
    if kind not in KINDS:
        raise ValidationError(
            {"known_by": ValidationError(_("Choose by what this person is known."), code="unknown_kind")}
        )
    birth_date = attempt(faults, "birth_date", lambda: read_birth_date(given.get("birth_date"), today=today))
    sex = attempt(faults, "sex", lambda: read_sex(given.get("sex") or ""))
    if kind == PASSPORT:
        found = attempt(
            faults,
            "",
            lambda: read_passport(given.get("nationality") or "", given.get("passport_number") or ""),
        )
        if faults or found is None or birth_date is None or sex is None:
            raise ValidationError(faults)
        return Passport(nationality=found[0], number=found[1], birth_date=birth_date, sex=sex)
    signs = attempt(
        faults, "certificate_number", lambda: read_certificate(given.get("certificate_number") or "")
    )
    place = attempt(
        faults, "birth_governorate_code", lambda: read_birth_place(given.get("birth_governorate_code") or "")
    )
    if birth_date is not None and not is_newborn(birth_date, today):
        faults["birth_date"] = ValidationError(
            _("Only a newborn is entered by the birth certificate. Enter this child's national ID number."),
            code="no_newborn",
        )
    guardian = given.get("guardian")
    if guardian is None or guardian == "":
        faults["guardian"] = ValidationError(
            _("Choose the guardian of this child: one of the adults of the family."), code="required"
        )
    if faults or signs is None or birth_date is None or sex is None:
        raise ValidationError(faults)
    return Certificate(
        number=signs,
        guardian=guardian,  # type: ignore[arg-type]
        birth_date=birth_date,
        sex=sex,
        birth_governorate_code=place or "",
    )


def is_newborn(birth_date: date, today: date) -> bool:
    """Whether a child born on `birth_date` may still be without a national ID."""
    return (today - birth_date).days <= 366 * NEWBORN_YEARS


def read_birth_date(given: date | None, *, today: date) -> date:
    """ValidationError: required, future_date, too_old."""
    if given is None:
        raise ValidationError(_("Enter the birth date: day, month and year."), code="required")
    if given > today:
        raise ValidationError(_("This birth date has not come yet. Check it."), code="future_date")
    if given.year < 1900:
        raise ValidationError(_("This birth date is too long ago. Check the year."), code="too_old")
    return given


def read_sex(typed: str) -> Sex:
    """ValidationError: required."""
    try:
        return Sex(typed)
    except ValueError:
        raise ValidationError(_("Choose male or female."), code="required") from None


def read_birth_place(typed: str) -> str:
    """Two digits of a place of birth, or empty; ValidationError: unknown_governorate."""
    if typed and typed not in BIRTH_PLACES:
        raise ValidationError(
            _("There is no such governorate of birth. Choose one of the list."), code="unknown_governorate"
        )
    return typed


Read = TypeVar("Read")


def attempt(faults: dict[str, Any], name: str, read: Callable[[], Read]) -> Read | None:
    """What `read` gives; None if it is refused: its fault then stands in `faults` at `name`, or at its own fields."""
    try:
        return read()
    except ValidationError as fault:
        if hasattr(fault, "error_dict"):
            faults.update(fault.error_dict)
        else:
            faults[name] = fault
        return None
