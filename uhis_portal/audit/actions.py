"""Writing to the audit, and sealing it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from uhis_portal.audit.models import Event, Link, Unsealed, event_id
from uhis_portal.database.prepared import Prepared

if TYPE_CHECKING:
    from uhis_portal.accounts.models import Account

log = structlog.get_logger("audit")
SEALING = 0x5EA1  # the advisory lock of the sealer
AT_ONCE = 5000
BEGINNING = bytes(32)


def note(
    *,
    by: Account,
    action: str,
    subject: Model,
    facility: str = "",
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Record that `by` did `action` to `subject`, in the running transaction: if this fails, the act fails."""
    note_all(by=by, notes=[Note(action, subject, facility, reason, details or {})])


@dataclass(frozen=True)
class Note:
    """One act of many that are recorded together."""

    action: str
    subject: Model
    facility: str = ""
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)


# Written out, because each act of staff writes one: making the statement took longer than writing the row.
WRITE = Prepared(
    "audit_write",
    {"events": "json"},
    """
INSERT INTO audit_event (id, at, account_id, action, subject_kind, subject_id, facility, reason, details)
SELECT * FROM json_to_recordset(%(events)s) AS (id uuid, at timestamptz, account_id uuid, action text, subject_kind text,
                                                subject_id text, facility text, reason text, details jsonb)
""",
)


def note_all(*, by: Account, notes: Iterable[Note]) -> None:
    """Record many acts of `by` in one statement."""
    now, account = timezone.now().isoformat(), str(by.pk)
    events = [
        {
            "id": str(event_id()),
            "at": now,
            "account_id": account,
            "action": one.action,
            "subject_kind": one.subject._meta.label_lower,
            "subject_id": str(one.subject.pk),
            "facility": one.facility,
            "reason": one.reason,
            "details": one.details,
        }
        for one in notes
    ]
    if events:
        with connection.cursor() as cursor:
            WRITE.execute(cursor, events=json.dumps(events))


def canonical(event: Event) -> bytes:
    """The content of an event as bytes that do not depend on who reads it."""
    content = {
        "id": str(event.pk),
        "at": event.at.timestamp(),
        "account": str(event.account_id),
        "action": event.action,
        "subject": [event.subject_kind, event.subject_id],
        "facility": event.facility,
        "reason": event.reason,
        "details": event.details,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seal() -> int:
    """Put waiting events into the chain, at most AT_ONCE; returns how many. One sealer at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING])
            if not cursor.fetchone()[0]:
                return 0
        waiting = list(Unsealed.objects.order_by("event_id").values_list("event_id", flat=True)[:AT_ONCE])
        if not waiting:
            return 0
        last = Link.objects.order_by("-position").first()
        position, digest = (last.position, bytes(last.digest)) if last else (0, BEGINNING)
        links = []
        for event in Event.objects.filter(pk__in=waiting).order_by("pk"):
            position += 1
            digest = hashlib.sha256(digest + canonical(event)).digest()
            links.append(Link(position=position, event_id=event.pk, digest=digest))
        Link.objects.bulk_create(links)
        Unsealed.objects.filter(pk__in=waiting).delete()
        transaction.on_commit(lambda: publish_head(position, digest))
    return len(links)


def publish_head(position: int, digest: bytes) -> None:
    """Keep the head of the chain outside the database: in the log, and in AUDIT_HEADS_FILE where one is set."""
    log.info("audit head", position=position, digest=digest.hex())
    if settings.AUDIT_HEADS_FILE:
        with Path(settings.AUDIT_HEADS_FILE).open("a") as heads:
            heads.write(f"{position} {digest.hex()}\n")


def broken_link(heads: dict[int, bytes] | None = None) -> int | None:
    """The first position at which the chain does not hold, or None. `heads` are published digests by position."""
    digest, expected = BEGINNING, 0
    events = Event.objects.in_bulk
    for first in range(1, (Link.objects.count() or 0) + 1, AT_ONCE):
        links = Link.objects.filter(position__gte=first, position__lt=first + AT_ONCE).order_by("position")
        found = events([link.event_id for link in links])
        for link in links:
            expected += 1
            event = found.get(link.event_id)
            if event is None or link.position != expected:
                return expected
            digest = hashlib.sha256(digest + canonical(event)).digest()
            if digest != bytes(link.digest) or (heads and heads.get(expected, digest) != digest):
                return expected
    beyond = [position for position in (heads or {}) if position > expected]
    return min(beyond) if beyond else None
