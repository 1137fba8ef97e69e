"""What would be said to a field as one leaves it: the rules of the actions, with nothing saved and nobody looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.geography.birth_places import BIRTH_PLACES
from registry.applications import actions
from registry.applications.models import Application
from registry.applications.oddities import oddities_of
from registry.people.national_id import NationalID, parse
from uhis_portal.api.errors import field_errors
from uhis_portal.display import bilingual, day


def look(application: Application, asked: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """As `Looked`, for the fields in `asked`: those of an application, or a `person` (and `person_id`).

    Whether someone is registered is not looked up here: a clerk is told when saving, where it is noted.
    """
    errors: list[dict[str, str]] = []
    odd = []
    fields = {name: asked[name] for name in asked if name not in ("person", "person_id")}
    try:
        actions.accept(application, fields, today=today)
    except ValidationError as fault:
        errors += field_errors(fault)
    person = asked.get("person")
    said = ""
    if person is not None:
        rows = actions.in_order(application)
        row = next((row for row in rows if row.pk == asked.get("person_id")), None)
        said = said_of(person.get("national_id") or "", today=today)
        try:
            entered = actions.read_beside(rows, row, person, today=today)
        except ValidationError as fault:
            errors += field_errors(fault)
        else:
            others = [
                one for one, other in zip(actions.as_members(rows), rows, strict=True) if other is not row
            ]
            place = len(others)
            odd = [one for one in oddities_of([*others, entered.member], today=today) if one.place == place]
    return {"errors": errors, "warnings": [asdict(one) for one in odd], "said": said}


def said_of(typed: str, *, today: date) -> str:
    """What a typed national ID says, in a sentence; "" when it cannot be read."""
    try:
        return in_words(parse(typed, today=today))
    except ValidationError:
        return ""


def in_words(number: NationalID) -> str:
    """Sex, birth date and place of birth that stand in a number."""
    return _("Read from the number: %(sex)s, born on %(day)s, %(place)s") % {
        "sex": number.sex.label,
        "day": day(number.birth_date),
        "place": bilingual(BIRTH_PLACES[number.birth_governorate_code]),
    }
