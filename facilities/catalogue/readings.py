"""What was typed or sent about a kind of service, read. Every door passes through here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from facilities.catalogue.models import Initiative, KindVersion, ServiceType
from uhis_portal.arabic import typed_quantity
from uhis_portal.readings import Faults, refuse_other_script, visible_line

FIRST_DAY = date(2018, 1, 1)  # Law 2/2018
FARTHEST = timedelta(days=2 * 366)
CODE = re.compile(r"[A-Z]{3}-[A-Z0-9]{2,16}")
ICD10 = re.compile(r"[A-Z][0-9]{2}(\.[0-9]{1,2})?")
LOINC = re.compile(r"[0-9]{1,7}-[0-9]")


def read_attributes(faults: Faults, given: Mapping[str, Any]) -> dict[str, str]:
    """Attributes of a kind as they are kept; those that are wrong are left out, with their faults."""
    read = {name: faults.read(name, READERS[name], value) for name, value in given.items()}
    return {name: value for name, value in read.items() if name not in faults.by_field}


def read_code(typed: str) -> str:
    """A code that was never given; ValidationError: required, invalid, taken."""
    code = typed_quantity(typed).upper()
    if not code:
        raise required()
    if len(code) > 20 or not CODE.fullmatch(code):
        sentence = _("A code is three letters, a dash, and letters or digits, such as SEC-LAB.")
        raise ValidationError(sentence, code="invalid")
    if ServiceType.objects.filter(pk=code).exists():
        raise taken()
    return code


def taken() -> ValidationError:
    return ValidationError(_("This code was given already. Choose another."), code="taken")


def read_initiative(code: str) -> Initiative | None:
    """ValidationError: unknown."""
    if not code:
        return None
    found = Initiative.objects.filter(pk=code.strip().upper()).first()
    if found is None:
        raise ValidationError(_("There is no initiative with this code."), code="unknown")
    return found


def read_source(typed: str) -> str:
    """Who decided it; ValidationError: required, max_length, unshown."""
    source = visible_line(typed, longest=300)
    if not source:
        raise ValidationError(_("Say who decided this: a decree, a circular, a letter."), code="required")
    return source


def read_first_day(day: date | None, today: date) -> date:
    """The first day of a new kind; ValidationError: required, too_early, far."""
    if day is None:
        raise ValidationError(_("Enter the first day."), code="required")
    if day < FIRST_DAY:
        raise ValidationError(_("The system began in 2018. Enter a later day."), code="too_early")
    return refuse_far(day, today)


def read_day_of_change(day: date | None, today: date) -> date:
    """The day from which a kind is otherwise; ValidationError: required, past, far."""
    if day is None:
        raise ValidationError(_("Enter the first day."), code="required")
    if day < today:
        sentence = _("Enter today or a later day: what was logged before stays as it was.")
        raise ValidationError(sentence, code="past")
    return refuse_far(day, today)


def refuse_far(day: date, today: date) -> date:
    if day > today + FARTHEST:
        raise ValidationError(_("That is more than two years ahead."), code="far")
    return day


def required() -> ValidationError:
    return ValidationError(_("This is needed."), code="required")


def read_name(typed: str, *, language: str) -> str:
    """ValidationError: required, max_length, unshown, script."""
    name = visible_line(typed, longest=120)
    if not name:
        raise required()
    refuse_other_script(name, language)
    return name


def read_choice(typed: str, *, choices: type[TextChoices]) -> str:
    """ValidationError: required, unknown."""
    if not typed:
        raise ValidationError(_("Choose one of the list."), code="required")
    if typed not in choices.values:
        raise ValidationError(_("This is not one of the list. Choose one that is."), code="unknown")
    return typed


def read_icd10(typed: str) -> str:
    """ValidationError: invalid."""
    code = typed_quantity(typed).upper()
    if code and not ICD10.fullmatch(code):
        raise ValidationError(_("An ICD-10 code is a letter and numbers, such as Z01.7."), code="invalid")
    return code


def read_loinc(typed: str) -> str:
    """ValidationError: invalid, check_digit."""
    code = typed_quantity(typed)
    if code and not LOINC.fullmatch(code):
        raise ValidationError(
            _("A LOINC code is a number with a check digit, such as 11502-2."), code="invalid"
        )
    if code and not check_digit_fits(code):
        raise ValidationError(
            _("The last digit does not fit the others. Check the code."), code="check_digit"
        )
    return code


def check_digit_fits(code: str) -> bool:
    """Luhn's sum, as LOINC Users' Guide, appendix C, has it."""
    digits = [int(digit) for digit in reversed(code.replace("-", ""))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


READERS: dict[str, Callable[[str], str]] = {
    "name_ar": partial(read_name, language="ar"),
    "name_en": partial(read_name, language="en"),
    "level": partial(read_choice, choices=KindVersion.Level),
    "category": partial(read_choice, choices=KindVersion.Category),
    "setting": partial(read_choice, choices=KindVersion.Setting),
    "copayment_class": partial(read_choice, choices=KindVersion.CopaymentClass),
    "encounter_class": partial(read_choice, choices=KindVersion.EncounterClass),
    "icd10_reason": read_icd10,
    "loinc_document": read_loinc,
}
