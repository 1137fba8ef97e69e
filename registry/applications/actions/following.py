"""Where an application stands, for whoever has its reference number: nobody's name, nothing that was entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.applications import waiting
from registry.applications.models import Application
from uhis_portal.arabic import typed_number
from uhis_portal.codes import in_groups, is_code
from uhis_portal.reach import system_reach


@dataclass(frozen=True)
class Standing:
    """What is said of an application to whoever knows its reference."""

    reference: str
    status: str
    sent_at: datetime | None
    returned_at: datetime | None
    decided_at: datetime | None
    due_on: date | None


def follow(*, reference: str) -> Standing:
    """Where the application of a reference number stands, however it is typed.

    27 ** 10 numbers cannot be tried out. Raises ValidationError at `reference`: required, unknown.
    """
    signs = typed_number(reference).upper().replace("-", "")
    if not signs:
        raise at_reference(_("Enter the reference number, such as K7MP-3XQ9-TB."), "required")
    known = None
    if is_code(signs):
        with system_reach():  # whoever has the reference need not be signed in
            known = Application.objects.defer("phone", "address").filter(reference=in_groups(signs)).first()
    if known is None:
        raise at_reference(
            _("There is no application with this number. Compare it with the message."), "unknown"
        )
    return Standing(
        known.reference,
        known.status,
        known.sent_at,
        known.returned_at,
        known.decided_at,
        waiting.due_on(known),
    )


def at_reference(message: str, code: str) -> ValidationError:
    return ValidationError({"reference": ValidationError(message, code=code)})
