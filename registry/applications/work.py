"""By which category an adult pays, and the income beside it. The categories are those of the contributions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from uhis_portal.arabic import typed_quantity

# Beside the categories of the contributions.
NOT_WORKING, NOT_SURE = "not_working", "not_sure"
MOST_INCOME = 10_000_000  # Egyptian pounds a month: above it, a slip of the finger


@dataclass(frozen=True)
class Work:
    """The category of an adult, and the monthly income in whole Egyptian pounds where told; kept out of `repr`."""

    category: str
    monthly_income: str | None = field(default=None, repr=False)


@cache
def source() -> Callable[[], list[tuple[str, str]]]:
    return import_string(settings.WORK_CATEGORIES_SOURCE)


def categories() -> list[tuple[str, str]]:
    """(code, name in the active language) of all that can be chosen."""
    return [
        *source()(),
        (NOT_WORKING, _("Does not work and has no pension")),
        (NOT_SURE, _("Not sure: a clerk will ask")),
    ]


def with_work(people: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """People as the API sends them, with the name of their category in the active language; "" for none."""
    names = dict(categories())
    return [{**person, "work_label": names.get(person["work"], "")} for person in people]


def read_work(given: Mapping[str, Any]) -> Work:
    """`work` and `monthly_income` as typed; ValidationError there: required, unknown_category, not_a_number, too_much."""
    faults = {}
    category, income = (given.get("work") or "").strip(), None
    if not category:
        faults["work"] = ValidationError(_("Choose what fits this person best."), code="required")
    elif category not in dict(categories()):
        faults["work"] = ValidationError(
            _("There is no such choice. Choose one of the list."), code="unknown_category"
        )
    try:
        income = read_income(given.get("monthly_income") or "")
    except ValidationError as fault:
        faults["monthly_income"] = fault
    if faults:
        raise ValidationError(faults)
    return Work(category, income)


def read_income(typed: str) -> str | None:
    """Whole pounds a month, however typed; None when nothing is. ValidationError: not_a_number, too_much."""
    digits = typed_quantity(typed).replace(",", "").replace("٬", "").replace(" ", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(
            _("Enter the income in whole pounds, digits only, such as 7000."), code="not_a_number"
        )
    if len(digits) > 12 or int(digits) > MOST_INCOME:
        raise ValidationError(_("This is more than the form takes. Check the number."), code="too_much")
    return str(int(digits))
