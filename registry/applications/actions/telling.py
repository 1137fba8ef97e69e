"""Who is told what: the family by a message, a clerk at a counter by a refusal that is noted."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from registry.applications.models import Application
from registry.people.actions import NewMember, facility_of, registered_among
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.notices.actions import send as send_message
from uhis_portal.reach import system_reach


def tell_family(application: Application, sentence: str) -> None:
    """A message to the family in its own language; `sentence` may name its reference and file number."""
    # Without a mark a reference whose first signs are digits is turned round in Arabic text.
    mark = "\u200e" if application.language == "ar" else ""
    names = {
        "reference": mark + application.reference,
        "file_number": application.household.file_number if application.household else "",
    }
    with override(application.language):
        send_message(to=application.phone or "", body=_(sentence) % names)


def tell_registered(
    *, by: Account, application: Application, people: Sequence[NewMember], paths: Sequence[str] | None = None
) -> ValidationError | None:
    """The refusal that a clerk at a counter gets for people who are registered already; None for all others, always.

    On the hotline nobody shows a card, so nobody there is told either. It is returned, not raised: that the clerk was
    told is noted, and the note outlives the refusal.
    """
    if application.channel != Application.Channel.COUNTER or not people:
        return None
    with system_reach():
        known = registered_among([person.index for person in people])
    at = paths or [f"applicants.{place}.{person.identifying_field}" for place, person in enumerate(people)]
    faults = {
        path: ValidationError(_("This person is already registered."), code="already_registered")
        for path, person in zip(at, people, strict=True)
        if person.index in known
    }
    if not faults:
        return None
    told = [person.index.hex() for person in people if person.index in known]
    note_told(by=by, subject=by if application._state.adding else application, indexes=told)
    return ValidationError(faults)


def note_told(*, by: Account, subject: Model, indexes: list[str]) -> None:
    """Note that `by` was told that these people, by their indexes, are registered already."""
    note(
        by=by,
        action="applications.told_registered",
        subject=subject,
        facility=facility_of(by),
        details={"national_id_index": indexes},
    )
