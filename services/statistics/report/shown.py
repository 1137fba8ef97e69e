"""A report and a draft as endpoints send them, and the document that page and PDF make of that."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from facilities.geography.models import Governorate
from services.statistics.models import Report
from services.statistics.reading.periods import Period
from services.statistics.report.changes import changes
from services.statistics.report.document import Document
from services.statistics.report.drafts import draft_of, latest
from services.statistics.report.pdf import pdf
from services.statistics.report.rights import may_publish
from services.statistics.report.serializers import DraftRepresentation, ReportInFull
from services.statistics.report.writing import document
from uhis_portal.accounts.models import Account
from uhis_portal.display import moment, number


def report_shown(report: Report) -> dict[str, Any]:
    """What `ReportInFull` represents: with the revision before and the one after."""
    revisions = Report.objects.of_period(report.governorate_id, report.first_month, report.last_month)
    before = revisions.filter(revision=report.revision - 1).first()
    after = revisions.filter(revision=report.revision + 1).only("code").first()
    report.revises = before.code if before else None  # type: ignore[attr-defined]
    report.revised_by = after.code if after else None  # type: ignore[attr-defined]
    report.changes = changes(before.numbers, report.numbers) if before else []  # type: ignore[attr-defined]
    return dict(ReportInFull(report).data)


def draft_shown(governorate: Governorate, period: Period, asked_by: Account, today: date) -> dict[str, Any]:
    """What `DraftRepresentation` represents; its seal is for those who may publish it."""
    draft = draft_of(governorate, period, today)
    last = latest(governorate.pk, period)
    told = {
        "revision": draft.revision,
        "revises": last.code if last else None,
        "changes": changes(last.numbers, draft.numbers) if last else [],
        "numbers": draft.numbers,
        "seal": draft.sealed() if may_publish(asked_by, governorate.pk, today) else None,
    }
    return dict(DraftRepresentation(told).data)


def report_document(report: dict[str, Any]) -> Document:
    mark = _("A later revision of this report was published") if report["revised_by"] else ""
    return document(
        report["numbers"],
        facts=[
            (_("Report"), report["code"]),
            (_("Revision"), number(report["revision"])),
            (_("Published"), moment(report["published_at"])),
        ],
        changes=report["changes"],
        mark=mark,
    )


def draft_document(draft: dict[str, Any]) -> Document:
    return document(
        draft["numbers"],
        facts=[(_("Revision"), _("%(number)s, not published") % {"number": number(draft["revision"])})],
        changes=draft["changes"],
        mark=_("Draft, not published: its numbers may still change"),
    )


def report_pdf(report: dict[str, Any]) -> HttpResponse:
    return as_pdf(report_document(report), report["code"], datetime.fromisoformat(report["published_at"]))


def draft_pdf(draft: dict[str, Any]) -> HttpResponse:
    numbers = draft["numbers"]
    period = numbers["period"]
    name = f"{numbers['governorate']['code']}-{period['from']}-{period['to']}-draft"
    return as_pdf(draft_document(draft), name, datetime.fromisoformat(numbers["as_of"]))


def as_pdf(shown: Document, name: str, made_at: datetime) -> HttpResponse:
    """In the active language; the name of the file is the same whenever it is asked for."""
    headers = {"Content-Disposition": f'inline; filename="{name}-{get_language()}.pdf"'}
    return HttpResponse(pdf(shown, made_at), content_type="application/pdf", headers=headers)
