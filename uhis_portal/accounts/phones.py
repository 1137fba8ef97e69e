"""Egyptian mobile numbers: 010, 011, 012 or 015 and eight digits (National Telecom Regulatory Authority's plan)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from uhis_portal.arabic import typed_number

MOBILE = re.compile(r"01[0125]\d{8}")


def mobile_number(typed: str) -> str:
    """The eleven digits of a typed mobile number; ValidationError if it is none. +20 and 0020 are understood."""
    digits = typed_number(typed)
    for prefix in ("+20", "0020"):
        if digits.startswith(prefix):
            digits = "0" + digits.removeprefix(prefix).removeprefix("0")
    if digits.isascii() and MOBILE.fullmatch(digits):
        return digits
    raise ValidationError(
        _("Enter an Egyptian mobile number of 11 digits, such as 01001234567."), code="not_a_mobile"
    )
