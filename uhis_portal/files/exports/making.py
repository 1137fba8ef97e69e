"""Making a file: piece by piece, each in one transaction that keeps its bytes and the place of the next.

Whoever makes a file holds its advisory lock for as long as it works; a worker that dies lets go of it with its connection,
and the next one goes on from the place, to the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from uhis_portal.api.serializers import in_both_languages
from uhis_portal.display import number
from uhis_portal.files.exports.actions import MAKE
from uhis_portal.files.exports.exporting import Exporter, Unwritable
from uhis_portal.files.exports.models import Export, ExportPart
from uhis_portal.files.exports.writing import Writer
from uhis_portal.files.limits import PART
from uhis_portal.files.turns import OUR_FAULT, take_turn, take_up, where, will_pass
from uhis_portal.reach import apply, reach_of, system_reach

log = structlog.get_logger("files")

ROWS_AT_ONCE = 2000  # handed to a writer
RUNNING = 0xF11F  # the first half of the advisory locks of exports

NOT_ALLOWED = _("You may no longer have this file.")
TOO_MANY_ROWS = _(
    "An Excel sheet holds %(most)s rows, and this file has more. Ask for CSV, or for a shorter period."
)


def advance(pk: UUID) -> None:
    """Make one file for a turn."""
    take_turn(pk, lock=RUNNING, step=step, task=MAKE)


def advance_stalled() -> None:
    """Make files that nobody makes."""
    take_up(Export.objects.under_way(), advance)


def step(pk: UUID) -> bool:
    """Make the next piece of a file; whether more is left. What fails is counted, and tried again later."""
    try:
        with transaction.atomic():
            with system_reach():
                held = Export.objects.under_way().select_related("account").select_for_update(of=("self",))
                one = held.filter(pk=pk).first()
            return False if one is None else next_piece(one, allowed(one))
    except Unwritable as refusal:
        end(pk, {"code": refusal.code, **refusal.said()})
    except Exception as trouble:
        log.error("export failed", export=str(pk), trouble=type(trouble).__name__, at=where(trouble))
        count_failure(pk, trouble)
    return False


def allowed(one: Export) -> Exporter:
    """Take on the reach of the export's account; Unwritable if it may not have the file any more."""
    reach = reach_of(one.account)
    exporter = one.exporter
    if exporter is None or not one.account.is_active or not exporter.may(one.account, reach):
        raise Unwritable(NOT_ALLOWED, code="not_allowed")
    apply(reach.settings())
    return exporter


def next_piece(one: Export, exporter: Exporter) -> bool:
    """Write the next rows; whether more are left."""
    now = timezone.now()
    with translation.override(one.language):
        one.as_of = one.as_of or now
        kind = exporter.writers[one.format]
        writer = kind(exporter.columns, exporter.heading(one.as_of), one.asked_at, one.written)
        kept = Keeper(one)
        if one.written is None:
            kept.add(writer.begin())
        piece = exporter.piece(one.place, one.as_of)
        write_rows(one, writer, piece.rows, kept)
        one.place, one.written = piece.place, writer.state
        if piece.place is None:
            kept.add(writer.end())
            one.state, one.finished_at, one.rows_total = Export.State.MADE, now, one.rows_done
        kept.keep()
    one.touched_at, one.tries = now, 0
    one.save()
    return piece.place is not None


def write_rows(one: Export, writer: Writer, rows: Iterable[Sequence[Any]], kept: Keeper) -> None:
    source = iter(rows)
    while some := list(islice(source, ROWS_AT_ONCE)):
        one.rows_done += len(some)
        if writer.most_rows is not None and one.rows_done > writer.most_rows:
            raise Unwritable(TOO_MANY_ROWS, code="too_many_rows", most=number(writer.most_rows))
        kept.add(writer.rows(some))


class Keeper:
    """Keeps bytes of a file as its next parts; no more than one part and what is added waits in memory."""

    def __init__(self, one: Export) -> None:
        self.one = one
        self.waiting = bytearray()

    def add(self, content: bytes) -> None:
        self.waiting += content
        if len(self.waiting) >= PART:
            self.keep()

    def keep(self) -> None:
        if not self.waiting:
            return
        one = self.one
        ExportPart.objects.create(
            export=one, account_id=one.account_id, governorate=one.governorate, facility=one.facility,
            number=one.parts_kept, content=zlib.compress(self.waiting, 1),
        )  # fmt: skip
        one.parts_kept += 1
        one.size += len(self.waiting)
        self.waiting.clear()


def end(pk: UUID, reason: dict[str, str], now: datetime | None = None) -> None:
    """End an export for a reason that trying again would not change; what was made of it is forgotten."""
    now = now or timezone.now()
    with transaction.atomic(), system_reach():
        one = Export.objects.under_way().select_for_update().filter(pk=pk).first()
        if one is not None:
            one.state = Export.State.FAILED
            one.reason, one.touched_at, one.finished_at = reason, now, now
            one.forget(now)
            one.save()


def count_failure(pk: UUID, trouble: Exception) -> None:
    """Note that a piece did not succeed; after some tries the export waits for its owner to resume it."""
    if will_pass(trouble):
        return
    now = timezone.now()
    with transaction.atomic(), system_reach():
        one = Export.objects.under_way().select_for_update().filter(pk=pk).first()
        if one is None:
            return
        one.tries += 1
        if one.tries >= Export.TRIES:
            one.state = Export.State.FAILED
            one.finished_at = now
            one.reason = {"code": "our_fault", **in_both_languages(OUR_FAULT)}
        one.touched_at = now
        one.save()
