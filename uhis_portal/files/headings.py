"""Headings that the portal does not know by itself: who imports says once what they mean, and that is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.celery import hand_over
from uhis_portal.files.actions import ADVANCE, held
from uhis_portal.files.columns import Column, levelled
from uhis_portal.files.importing import Importer, importers
from uhis_portal.files.models import Import, RememberedHeading
from uhis_portal.files.reading import Table
from uhis_portal.files.refusals import Unreadable
from uhis_portal.files.stored import kept_file
from uhis_portal.reach import Reach
from uhis_portal.refusals import Conflict, Stale

LONGEST = 200  # characters of a heading that is remembered


@transaction.atomic
def say(*, by: Account, source: UUID, version: int, columns: Sequence[str | None], now: datetime) -> Import:
    """Say which column each of the unknown headings of a file means, in their order; None or "": it is left out.

    The file is then checked, and the next one with these headings is not asked about. Raises DoesNotExist for an import
    that is not of `by`, Stale when it changed since `version`, Conflict when nothing is asked about it, ValidationError at
    `headings`, or at `headings.<n>` for one of them.
    """
    one = held(by, source)
    if one.version != version:
        raise Stale(_("This has changed since you read it."), code="stale")
    if one.state != Import.State.HEADINGS:
        raise Conflict(_("Nothing is asked about the headings of this file."), code="nothing_asked")
    importer = one.importer
    if importer is None:
        raise PermissionDenied
    asked = [heading for heading, column in one.headings if column is None]
    refuse_columns(asked, columns, importer.columns)
    answers = iter(columns)
    meant = [
        [heading, (next(answers) or "") if column is None else column] for heading, column in one.headings
    ]
    try:
        table = Table(kept_file(one), importer.columns, {levelled(heading): name for heading, name in meant})
    except Unreadable as refusal:
        raise refusal.as_fault_of("headings") from refusal
    one.moves_to(Import.State.CHECKING)
    one.headings, one.columns = meant, table.headings.names
    one.touched_at = now
    one.save()
    remember(by, one.kind, importer, meant, now)
    note(by=by, action="files.say_headings", subject=one, details={"headings": dict(meant)})
    hand_over(ADVANCE, str(one.pk))
    return one


def refuse_columns(asked: Sequence[str], columns: Sequence[str | None], known: Sequence[Column]) -> None:
    """ValidationError where not every heading is answered, or one by no column of the kind."""
    if len(columns) != len(asked):
        raise ValidationError(
            {"headings": ValidationError(_("Say of each heading what it means."), code="required")}
        )
    names = {column.name for column in known}
    faults: dict[str, ValidationError] = {}
    for at, name in enumerate(columns):
        if name and name not in names:
            faults[f"headings.{at}"] = ValidationError(_("There is no such column."), code="unknown")
        elif name and name in columns[:at]:
            faults[f"headings.{at}"] = ValidationError(
                _("Another heading means this column already. Leave one of them out."), code="heading_twice"
            )
    if faults:
        raise ValidationError(faults)


def remember(
    by: Account, kind: str, importer: type[Importer], meant: Sequence[Sequence[str]], now: datetime
) -> None:
    RememberedHeading.objects.bulk_create(
        [
            RememberedHeading(
                kind=kind,
                kept_for=importer.kept_for(by),
                heading=levelled(heading)[:LONGEST],
                column=column,
                said_at=now,
            )
            for heading, column in meant
        ],
        update_conflicts=True,
        unique_fields=["kind", "kept_for", "heading"],
        update_fields=["column", "said_at"],
    )


@transaction.atomic
def forget(*, by: Account, reach: Reach, kind: str) -> None:
    """Forget what was said of headings of this kind of file: the next file is asked about again.

    Raises PermissionDenied when `by` may not import things of this kind.
    """
    importer = importers().get(kind)
    if importer is None or not importer.may_import(by, reach):
        raise PermissionDenied
    gone, _by_model = RememberedHeading.objects.filter(kind=kind, kept_for=importer.kept_for(by)).delete()
    if gone:
        note(by=by, action="files.forget_headings", subject=by, details={"kind": kind, "headings": gone})
