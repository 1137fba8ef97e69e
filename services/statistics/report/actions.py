"""Publishing a report."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.statistics.models import Report
from services.statistics.report.changes import changes
from services.statistics.report.drafts import latest, opened
from services.statistics.report.rights import may_publish
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.calendar import CAIRO
from uhis_portal.refusals import Conflict


def publish(*, by: Account, seal: str, now: datetime) -> Report:
    """Publish the numbers of a draft as they were read; the next revision where there is a report of that period.

    ValidationError at `seal`; PermissionDenied for a governorate that is not the publisher's; Conflict when a revision was
    published since the draft was read, or when no figure differs from the last one.
    """
    draft = opened(seal)
    if not may_publish(by, draft.governorate, now.astimezone(CAIRO).date()):
        raise PermissionDenied
    period = draft.period
    last = latest(draft.governorate, period)
    if (last.revision if last else 0) + 1 != draft.revision:
        raise published_meanwhile()
    if last and not changes(last.numbers, draft.numbers):
        raise Conflict(
            _("No figure has changed since the last revision: there is nothing to publish."), code="unchanged"
        )
    report = Report(
        code=draft.code,
        governorate_id=draft.governorate,
        first_month=period.first,
        last_month=period.last,
        revision=draft.revision,
        numbers=draft.numbers,
        as_of=draft.as_of,
        published_by=by,
        published_at=now,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                report.save(force_insert=True)
        except IntegrityError as fault:  # somebody else publishes it in this very moment
            raise published_meanwhile() from fault
        note(by=by, action="statistics.publish_report", subject=report, details={"revision": report.revision})
    return report


def published_meanwhile() -> Conflict:
    return Conflict(
        _("A revision of this report was published since you read the draft. Read the draft again."),
        code="published_meanwhile",
    )
