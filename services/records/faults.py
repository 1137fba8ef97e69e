"""What can be wrong with an entry of the ledger, in words, at its field: the same for every way in."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# By what the judging statement calls them: field and code.
WORDS = {
    "beneficiary:not_found": _("Look the person up by national ID first."),
    "beneficiary:required": _("Say who was given care."),
    "beneficiary:one_only": _("Say in one way only who was given care."),
    "other_patient:not_found": _("This patient was not entered at this facility."),
    "other_patient:id_reused": _("This was already logged with other content."),
    "national_id:not_registered": _("No one is registered with this number. Compare it with the card."),
    "service_type:not_given_here": _("Choose a kind of service that is given here."),
    "quantity:out_of_range": _("The quantity is from 1 to 100."),
    "provided_on:future": _("This day is still to come."),
    "provided_on:too_late": _("Services can be logged up to %(days)s days after they were given."),
    "provided_on:before_birth": _("This day is before the person was born."),
    "provided_on:after_death": _("The file says that this person had died before this day."),
    "provided_on:not_open": _("The facility was not open on this day."),
    "department:not_here": _("This facility has no such department."),
    "diagnosis:invalid": _("Write an ICD-10 code, such as J45 or J45.9."),
    "id:id_reused": _("This was already logged with other content."),
}
WHY_UNDONE = _("Say in a few words why this is undone.")


def faults_at_fields(found: Iterable[str], at: str = "") -> dict[str, list[ValidationError]]:
    """Faults by field, the fields of a line below `at`."""
    faults: dict[str, list[ValidationError]] = {}
    for one in found:
        field, code = one.split(":")
        message = ValidationError(WORDS[one], code=code, params={"days": settings.LATEST_ENTRY_DAYS})
        faults.setdefault(f"{at}{field}", []).append(message)
    return faults
