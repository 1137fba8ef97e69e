"""The Egyptian national ID number: what its 14 digits say, and what is wrong with one that was typed.

century, YYMMDD, place of birth, serial (its last digit: odd for a man), check digit. No official rule of the check
digit is published and implementations disagree in two of eleven cases, so a mismatch makes a number doubtful only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.geography.birth_places import BIRTH_PLACES
from registry.people.models import Sex
from uhis_portal.arabic import typed_number
from uhis_portal.sealed_fields import index_of

DIGITS = 14
CENTURIES = {"2": 1900, "3": 2000}
WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
SHOWN = 2  # with the birth date beside them, the last four digits would nearly give the number away


@dataclass(frozen=True)
class NationalID:
    """A well-formed number and what it says. `digits` is kept out of `repr`, and so out of logs and tracebacks."""

    kind: ClassVar[str] = "national_id"
    digits: str = field(repr=False)
    birth_date: date
    sex: Sex
    birth_governorate_code: str

    @property
    def doubtful(self) -> bool:
        """Whether there may be a slip of the pen in it."""
        return is_doubtful(self.digits)

    @property
    def index(self) -> bytes:
        """The keyed index by which the person is found and is unique."""
        return index_of(self.kind, self.digits)


def parse(typed: str, *, today: date) -> NationalID:
    """The number that a person typed; `today` is the last possible birth date.

    Raises ValidationError with one code: required, letters, length, century, impossible_date, future_date,
    unknown_governorate. A doubtful check digit is not refused.
    """
    digits = typed_number(typed)
    if not digits:
        raise ValidationError(_("Enter the 14 digits of the national ID number."), code="required")
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(
            _("A national ID number has digits only. Type it as it stands on the card."), code="letters"
        )
    if len(digits) != DIGITS:
        raise ValidationError(
            ngettext(
                "A national ID number has 14 digits. You typed %(count)d digit.",
                "A national ID number has 14 digits. You typed %(count)d digits.",
                len(digits),
            ),
            code="length",
            params={"count": len(digits)},
        )
    if digits[0] not in CENTURIES:
        raise ValidationError(
            _("A national ID number begins with 2 or 3. Check the first digit."), code="century"
        )
    return NationalID(
        digits=digits,
        birth_date=birth_date_in(digits, today),
        sex=Sex.MALE if int(digits[12]) % 2 else Sex.FEMALE,
        birth_governorate_code=birth_place_in(digits),
    )


def birth_date_in(digits: str, today: date) -> date:
    """Digits 1 to 7 as a date that exists and has come."""
    try:
        born = date(CENTURIES[digits[0]] + int(digits[1:3]), int(digits[3:5]), int(digits[5:7]))
    except ValueError:
        raise ValidationError(
            _("Digits 2 to 7 are a birth date, and there is no such day. Check them."), code="impossible_date"
        ) from None
    if born > today:
        raise ValidationError(
            _("The birth date in this number has not come yet. Check digits 1 to 7."), code="future_date"
        )
    return born


def birth_place_in(digits: str) -> str:
    """Digits 8 and 9, if they are one of the 28 codes."""
    code = digits[7:9]
    if code not in BIRTH_PLACES:
        raise ValidationError(
            _("Digits 8 and 9 are the governorate of birth, and %(code)s is none. Check them."),
            code="unknown_governorate",
            params={"code": code},
        )
    return code


def is_doubtful(digits: str) -> bool:
    """Whether the last digit fits none of the rules in use: then there may be a slip of the pen."""
    remainder = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False)) % 11
    fitting = {0: (1, 0), 1: (0,)}.get(remainder, (11 - remainder,))
    return int(digits[13]) not in fitting


def masked(digits: str) -> str:
    """The number with all but its last two digits hidden: enough to tell two cards apart, too little to misuse."""
    return "•" * (DIGITS - SHOWN) + digits[-SHOWN:]
