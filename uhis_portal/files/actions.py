"""What can be done with an import: send a file, save what was checked, cancel, resume, forget."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.celery import hand_over
from uhis_portal.files.columns import Said, UnknownHeadings
from uhis_portal.files.importing import Importer, importers
from uhis_portal.files.limits import KEPT, MEGABYTE, OPEN_AT_ONCE
from uhis_portal.files.models import Import, RememberedHeading
from uhis_portal.files.reading import Table
from uhis_portal.files.refusals import Sentence, TooLarge, Unreadable
from uhis_portal.files.stored import keep_file
from uhis_portal.reach import Reach
from uhis_portal.refusals import Conflict, Stale, TooMany

ADVANCE = "files.advance"


class FileTooLarge(Conflict):
    """The file is beyond the limits (413)."""

    status = 413


@transaction.atomic
def begin(*, by: Account, reach: Reach, kind: str, file: IO[bytes], file_name: str, now: datetime) -> Import:
    """Keep a file and have it checked by the worker. Nothing is saved until its owner asks for it.

    Where it is only to be said what some headings mean, the import waits for that first (see `headings.say`).

    Raises ValidationError at `kind` or `file`, FileTooLarge, TooMany when too many imports of `by` are unfinished,
    PermissionDenied when `by` may not import things of this kind.
    """
    importer = importers().get(kind)
    if importer is None:
        raise ValidationError(
            {"kind": ValidationError(_("There is no such kind of import."), code="unknown")}
        )
    if not importer.may_import(by, reach):
        raise PermissionDenied
    if Import.objects.of(by).unfinished().count() >= OPEN_AT_ONCE:
        raise TooMany(
            _("%(number)s of your files are still waiting. Save or cancel one of them first.")
            % {"number": OPEN_AT_ONCE}
        )
    said = remembered(by, kind, importer)
    asked: UnknownHeadings | None = None
    try:
        table = Table(file, importer.columns, said)
    except UnknownHeadings as refusal:
        asked = refusal
    except TooLarge as refusal:
        raise FileTooLarge(str(Sentence(refusal.message, refusal.parameters)), code=refusal.code) from refusal
    except Unreadable as refusal:
        raise refusal.as_fault_of("file") from refusal
    source = Import.objects.create(
        kind=kind,
        account=by,
        kept_for=importer.kept_for(by),
        file_name=file_name[-200:],
        size=file.seek(0, 2),
        digest=digest_of(file),
        **(waiting(asked) if asked else understood(table)),
        made_at=now,
        touched_at=now,
    )
    keep_file(source, file)
    note(by=by, action="files.begin", subject=source, details={"kind": kind, "size": source.size})
    if asked is None:
        hand_over(ADVANCE, str(source.pk))
    return source


def remembered(by: Account, kind: str, importer: type[Importer]) -> Said:
    """What was said before of headings of this kind of file, by `by` or at the same desk."""
    said = RememberedHeading.objects.filter(kind=kind, kept_for=importer.kept_for(by))
    return dict(said.values_list("heading", "column"))


def understood(table: Table) -> dict[str, Any]:
    """Of a file whose headings are all understood."""
    return {
        "format": table.format,
        "read_as": table.read_as,
        "columns": table.headings.names,
        "headings": [list(pair) for pair in table.headings.as_said.items()],
    }


def waiting(asked: UnknownHeadings) -> dict[str, Any]:
    """Of a file whose owner is asked what its headings mean."""
    return {
        "format": asked.format,
        "read_as": asked.read_as,
        "state": Import.State.HEADINGS,
        "columns": asked.names,
        "headings": [*map(list, asked.as_said.items()), *([heading, None] for heading in asked.cells)],
    }


def digest_of(file: IO[bytes]) -> bytes:
    """SHA-256 of a whole file."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(MEGABYTE):
        digest.update(piece)
    return digest.digest()


@transaction.atomic
def save(*, by: Account, source: UUID, version: int, right_rows_only: bool, now: datetime) -> Import:
    """Have the rows of a checked import saved by the worker, which checks each of them again.

    Raises DoesNotExist for an import that is not of `by`, Stale when it changed since `version`, Conflict when it is not
    waiting to be saved, ValidationError at `right_rows_only` when rows are wrong and that was not chosen.
    """
    one = held(by, source)
    if one.version != version:
        raise Stale(_("This has changed since you read it."), code="stale")
    if one.state != Import.State.CHECKED:
        raise Conflict(
            _("Only an import that was checked and not yet saved can be saved."), code="not_checked"
        )
    if one.rows_right == 0:
        raise ValidationError(
            _("There is nothing to save: no row is new or changed."), code="nothing_to_save"
        )
    if one.rows_wrong and not right_rows_only:
        raise ValidationError(
            {
                "right_rows_only": ValidationError(
                    _("Some rows are wrong. Choose to save the others, or mend the file and send it again."),
                    code="rows_are_wrong",
                )
            }
        )
    one.moves_to(Import.State.SAVING)
    one.right_rows_only = right_rows_only
    one.begin_pass()
    one.touched_at = one.saving_at = now
    one.save()
    note(by=by, action="files.save", subject=one, details={"right_rows_only": right_rows_only})
    hand_over(ADVANCE, str(one.pk))
    return one


@transaction.atomic
def cancel(*, by: Account, source: UUID, now: datetime) -> Import:
    """Stop an import and forget its rows. What was saved before stays saved.

    Raises DoesNotExist, Conflict when it is finished already. Cancelling twice is cancelling once.
    """
    one = held(by, source)
    if one.state == Import.State.CANCELLED:
        return one
    if one.state == Import.State.SAVED:
        raise Conflict(_("This import is finished. What it saved stays saved."), code="finished")
    one.moves_to(Import.State.CANCELLED)
    one.touched_at = one.finished_at = now
    one.forget(now)
    one.save()
    note(by=by, action="files.cancel", subject=one, details={"saved": one.rows_saved})
    return one


@transaction.atomic
def resume(*, by: Account, source: UUID, now: datetime) -> Import:
    """Go on with an import that failed, from the row at which it stopped.

    Raises DoesNotExist, Conflict when it did not fail, or failed because its file cannot be read.
    """
    one = held(by, source)
    if one.state in Import.UNDER_WAY:
        return one
    if not one.can_be_resumed:
        raise Conflict(_("This import cannot go on. Send the file again."), code="cannot_go_on")
    one.moves_to(Import.State(one.failed_while))
    one.failed_while, one.reason, one.finished_at = "", None, None
    one.touched_at = now
    one.save()
    note(by=by, action="files.resume", subject=one)
    hand_over(ADVANCE, str(one.pk))
    return one


def held(by: Account, source: UUID) -> Import:
    """An import of `by`, held until the transaction ends: waits for the chunk that the worker has in hand.

    Raises DoesNotExist, Conflict when the chunk takes longer than the role's lock_timeout.
    """
    try:
        with transaction.atomic():
            return Import.objects.of(by).select_for_update().get(pk=source)
    except OperationalError as fault:
        busy = _("The portal is busy. Try again in a moment.")
        raise Conflict(busy, code="busy", retry_after=5) from fault


def forget_old(*, now: datetime) -> int:
    """Forget rows and faults of imports that nobody touched for KEPT; returns of how many. Call with everything in reach."""
    forgotten = 0
    old = Import.objects.filter(forgotten_at=None, touched_at__lt=now - KEPT).exclude(
        state__in=Import.UNDER_WAY
    )
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            one = old.select_for_update(skip_locked=True).filter(pk=pk).first()
            if one is None:
                continue
            if one.state in (Import.State.CHECKED, Import.State.HEADINGS):
                one.moves_to(Import.State.CANCELLED)
                one.finished_at = now
            one.forget(now)
            one.save()
            forgotten += 1
    return forgotten
