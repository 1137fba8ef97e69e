"""An application held for a change, and kept as its next version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.applications.models import Application
from registry.people.actions import facility_of
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.refusals import Conflict, Stale


def hold_draft(by: Account, application_id: UUID, version: int) -> Application:
    """What `by` entered and may still change (a draft, or returned for correction), locked until the transaction ends."""
    application = Application.objects.select_for_update().get(pk=application_id, account=by)
    if not application.may_be_changed:
        raise Conflict(_("This application was sent and can no longer be changed."), code="sent")
    refuse_other_version(application, version)
    return application


def refuse_other_version(application: Application, version: int | None) -> None:
    if version is not None and version != application.version:
        raise Stale(
            _("This application has changed since you opened it. Look at it again, then save."), code="stale"
        )


def keep(
    application: Application, *, by: Account, action: str, details: dict[str, Any] | None = None
) -> None:
    """Save the row as its next version, and note who did what."""
    application.version += 1
    application.save()
    note(by=by, action=action, subject=application, facility=facility_of(by), details=details)


def keep_change(
    application: Application, *, by: Account, action: str, details: dict[str, Any] | None = None
) -> None:
    """As `keep`, for what the family changed, or who enters it for them."""
    application.touched_at = timezone.now()
    keep(application, by=by, action=action, details=details)
