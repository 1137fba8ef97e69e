"""That an application was opened, or stood in a list, is noted."""

from __future__ import annotations

from collections.abc import Sequence

from registry.applications.models import Application
from registry.people.actions import facility_of
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note


def note_reading(*, by: Account, application: Application) -> None:
    """Note that someone other than who entered it opened an application."""
    if application.account_id != by.pk:
        note(by=by, action="applications.read", subject=application, facility=facility_of(by))


def note_list(*, by: Account, applications: Sequence[Application]) -> None:
    """Note that a member of staff was shown a list of applications, with the ids of all that stood in it."""
    shown = [str(application.pk) for application in applications if application.account_id != by.pk]
    if shown:
        note(
            by=by,
            action="applications.list",
            subject=by,
            facility=facility_of(by),
            details={"application": shown},
        )
