"""A look-up as page and endpoint show it."""

from __future__ import annotations

from datetime import date
from typing import Any

from registry.coverage.answers import answers_on
from services.records.actions import Found
from services.records.desk.serializers import PersonAtDesk


def people_found(found: Found, day: date) -> dict[str, Any]:
    """A look-up as it is answered, with the cover on `day`."""
    context = {"day": day, "answers": answers_on(day, [person.pk for person in found.people])}
    people = PersonAtDesk(found.people, many=True, context=context).data
    return {"by": found.by, "people": people, "more": found.more}
