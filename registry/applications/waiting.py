"""What an application waits for, and until when: for the reviewers' queue, and for the family."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from registry.applications.models import Applicant, Application, KnownBy
from uhis_portal.calendar import CAIRO, day_bounds


class WaitsFor(TextChoices):
    """The next step of an application that is not decided."""

    DISPUTE = "dispute", _("a dispute to be settled")
    MENDED = "mended", _("another look: the family corrected it")
    PROOF = "proof", _("a look at a certificate or passport")
    DECISION = "decision", _("a decision")
    FAMILY = "family", _("the family, which corrects it")


Applications = QuerySet[Application]


def with_waiting(applications: Applications) -> Any:
    """The applications with `waits_for`: a WaitsFor, or empty for a draft and for what is decided."""
    people = Applicant.objects.filter(application=OuterRef("pk"))
    received = Q(status=Application.Status.RECEIVED)
    return applications.annotate(
        waits_for=Case(
            When(status=Application.Status.RETURNED, then=Value(WaitsFor.FAMILY.value)),
            When(
                received & Exists(people.filter(disputed_at__isnull=False)),
                then=Value(WaitsFor.DISPUTE.value),
            ),
            When(received & Q(returned_at__isnull=False), then=Value(WaitsFor.MENDED.value)),
            When(
                received & Exists(people.exclude(known_by=KnownBy.NATIONAL_ID)),
                then=Value(WaitsFor.PROOF.value),
            ),
            When(received, then=Value(WaitsFor.DECISION.value)),
            default=Value(""),
        )
    )


def due_on(application: Application) -> date | None:
    """The day by which a decision is promised, while one is awaited: REVIEW_DAYS after it last came in."""
    since = came_in(application)
    return since and since.astimezone(CAIRO).date() + timedelta(days=settings.REVIEW_DAYS)


def came_in(application: Application) -> datetime | None:
    """The moment since which a reviewer is awaited: when it was sent, or came back corrected."""
    if application.status != Application.Status.RECEIVED or application.sent_at is None:
        return None
    return application.sent_at if application.returned_at is None else application.touched_at


def late(today: date) -> Q:
    """Whose decision was promised for a day before `today`."""
    then = day_bounds(today - timedelta(days=settings.REVIEW_DAYS))[0]
    return Q(status=Application.Status.RECEIVED) & (
        Q(returned_at__isnull=True, sent_at__lt=then) | Q(returned_at__isnull=False, touched_at__lt=then)
    )


def counts(applications: Applications, today: date) -> dict[str, int]:
    """How many undecided applications wait for what; `undecided`: for a reviewer at all; `overdue`: too long."""
    rows = (
        with_waiting(applications)
        .exclude(waits_for="")
        .values("waits_for")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=late(today)),
        )
        .order_by()
    )
    found = {row["waits_for"]: row["number"] for row in rows}
    each = {kind: found.get(kind, 0) for kind in WaitsFor.values}
    undecided = sum(each.values()) - each[WaitsFor.FAMILY]
    return {**each, "undecided": undecided, "overdue": sum(row["late"] for row in rows)}
