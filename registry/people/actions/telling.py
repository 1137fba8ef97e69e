"""Messages to a family about its file, in its own language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, override

from registry.people.models import FileHolder, Household
from uhis_portal.display import day
from uhis_portal.notices.actions import send


def tell(household: Household, sentence: str, **days: date) -> None:
    """A message to the family's number; where none is known, to those that read its file. `days` are filled in, written out."""
    with override(household.language):
        body = gettext(sentence) % {name: day(value) for name, value in days.items()}
    numbers = [household.phone] if household.phone else numbers_reading(household)
    for number in numbers:
        send(to=number, body=body)


def numbers_reading(household: Household) -> list[str]:
    held = FileHolder.objects.filter(household=household, ended_at__isnull=True).select_related("account")
    return [one.account.phone for one in held if one.account.phone]
