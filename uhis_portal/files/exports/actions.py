"""What can be done with an export: ask for it, cancel it, let it go on, take it away, forget it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.calendar import CAIRO
from uhis_portal.celery import hand_over
from uhis_portal.display import number
from uhis_portal.files.exports.exporting import exporters
from uhis_portal.files.exports.models import Export
from uhis_portal.files.limits import EXPORTS_KEPT, EXPORTS_UNDER_WAY
from uhis_portal.reach import Reach
from uhis_portal.refusals import Conflict, TooMany

MAKE = "files.make"
LANGUAGES = ("ar", "en")


@transaction.atomic
def ask(
    *,
    by: Account,
    reach: Reach,
    kind: str,
    format: str,
    language: str,
    given: Mapping[str, str],
    now: datetime,
) -> Export:
    """Have the worker make a file. Asked for again while it is made, or shortly after, it is the same file.

    Raises ValidationError at `kind`, `format`, `language` or a field of the exporter, PermissionDenied when `by` may not
    have such a file or the area is not the own one, TooMany when too many of `by` are being made or kept.
    """
    exporter = exporters().get(kind)
    if exporter is None:
        raise ValidationError({"kind": ValidationError(_("There is no such kind of file."), code="unknown")})
    if not exporter.offered_to(by, reach):
        raise PermissionDenied
    faults = {}
    if format not in exporter.writers:
        faults["format"] = ValidationError(_("This kind of file is not made in this format."), code="unknown")
    if language not in LANGUAGES:
        faults["language"] = ValidationError(_("Choose Arabic or English."), code="unknown")
    try:
        asked = exporter.read(given, reach=reach, today=now.astimezone(CAIRO).date())
    except ValidationError as refusal:
        raise ValidationError({**faults, **refusal.error_dict}) from refusal
    if faults:
        raise ValidationError(faults)
    one = exporter(asked.about)
    if not one.may(by, reach):
        raise PermissionDenied
    wish = hashlib.sha256(json.dumps([kind, asked.about, format, language], sort_keys=True).encode()).digest()
    earlier = same_file(by, wish, now)
    if earlier is not None:
        return earlier
    refuse_too_many(by)
    total, most = one.total(), exporter.writers[format].most_rows
    if total is not None and most is not None and total > most:
        raise ValidationError({"format": too_many_rows(total, most)})
    export = Export(
        kind=kind, account=by, governorate=asked.governorate, facility=asked.facility, about=asked.about, wish=wish,
        format=format, language=language, rows_total=total, asked_at=now, touched_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            export.save(force_insert=True)
    except IntegrityError:  # asked for twice at the same time
        return Export.objects.under_way().get(account=by, wish=wish)
    note(
        by=by,
        action="exports.ask",
        subject=export,
        facility=asked.facility,
        details={"kind": kind, **asked.about},
    )
    hand_over(MAKE, str(export.pk))
    return export


def too_many_rows(total: int, most: int) -> ValidationError:
    return ValidationError(
        _(
            "This file would have %(rows)s rows, and an Excel sheet holds %(most)s. Choose CSV, or a shorter period."
        ),
        code="too_many_rows",
        params={"rows": number(total), "most": number(most)},
    )


def same_file(by: Account, wish: bytes, now: datetime) -> Export | None:
    """What `by` asked for already in the same words, and is still being made or was just made."""
    asked = Export.objects.filter(account=by, wish=wish, forgotten_at=None)
    return (
        asked.under_way().first()
        or asked.filter(state=Export.State.MADE, finished_at__gt=now - Export.SAME_FOR)
        .order_by("-finished_at")
        .first()
    )


def refuse_too_many(by: Account) -> None:
    own = Export.objects.filter(account=by, forgotten_at=None)
    if own.under_way().count() >= EXPORTS_UNDER_WAY:
        raise TooMany(
            _("%(number)s of your files are still being made. Wait for them, or cancel one.")
            % {"number": EXPORTS_UNDER_WAY}
        )
    if own.filter(state=Export.State.MADE).count() >= EXPORTS_KEPT:
        raise TooMany(
            _("%(number)s of your files are still kept. Delete one that you no longer need.")
            % {"number": EXPORTS_KEPT}
        )


@transaction.atomic
def cancel(*, by: Account, pk: UUID, now: datetime) -> Export:
    """Stop making a file, and forget what was made of it. Cancelling twice is cancelling once.

    Raises DoesNotExist for a file that is not of `by`, Conflict when it is ready already.
    """
    one = held(by, pk)
    if one.state == Export.State.CANCELLED:
        return one
    if one.state == Export.State.MADE:
        raise Conflict(_("This file is ready. You can delete it."), code="finished")
    one.state = Export.State.CANCELLED
    one.touched_at = one.finished_at = now
    one.forget(now)
    one.save()
    note(by=by, action="exports.cancel", subject=one, facility=one.facility)
    return one


@transaction.atomic
def resume(*, by: Account, pk: UUID, now: datetime) -> Export:
    """Let a file go on that stopped by a fault of the portal, from where it stopped.

    Raises DoesNotExist, Conflict when it cannot go on.
    """
    one = held(by, pk)
    if one.is_under_way:
        return one
    if not one.can_be_resumed:
        raise Conflict(_("This file cannot go on. Ask for it again."), code="cannot_go_on")
    again = Export.objects.under_way().filter(account=by, wish=bytes(one.wish)).first()
    if again is not None:
        return again
    one.state = Export.State.MAKING
    one.reason, one.finished_at, one.tries, one.touched_at = None, None, 0, now
    one.save()
    note(by=by, action="exports.resume", subject=one, facility=one.facility)
    hand_over(MAKE, str(one.pk))
    return one


@transaction.atomic
def forget(*, by: Account, pk: UUID, now: datetime) -> Export:
    """Delete a file that is ready. Deleting twice is deleting once. Raises DoesNotExist, Conflict when it is not ready."""
    one = held(by, pk)
    if one.is_under_way:
        raise Conflict(_("This file is still being made. You can cancel it."), code="not_finished")
    if one.forgotten_at is None:
        one.forget(now)
        one.save()
        note(by=by, action="exports.forget", subject=one, facility=one.facility)
    return one


def note_taken(*, by: Account, one: Export) -> None:
    """Record that `by` takes the file away."""
    note(
        by=by,
        action="exports.take",
        subject=one,
        facility=one.facility,
        details={"kind": one.kind, **one.about},
    )


def held(by: Account, pk: UUID) -> Export:
    """An export of `by`, held until the transaction ends. DoesNotExist."""
    return Export.objects.filter(account=by).select_for_update().get(pk=pk)


def forget_old(*, now: datetime) -> int:
    """Forget files that were finished before KEPT; returns how many. Call with everything in reach."""
    forgotten = 0
    old = Export.objects.filter(forgotten_at=None, finished_at__lt=now - Export.KEPT)
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            one = old.select_for_update(skip_locked=True).filter(pk=pk).first()
            if one is not None:
                one.forget(now)
                one.save()
                forgotten += 1
    return forgotten
