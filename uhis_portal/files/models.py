"""Imports: what was sent, how far it has come, and which rows are wrong. And pictures of papers.

All of it is personal: a file may hold a family's names and numbers. It is seen by the account that sent it only, its
content stands sealed, and it is forgotten some days after the import is finished.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from uhis_portal.files.columns import levelled
from uhis_portal.files.exports.models import Export, ExportPart
from uhis_portal.files.importing import Importer, importers
from uhis_portal.reach import Reach
from uhis_portal.sealed_fields import SealedBytesField, SealedField

__all__ = [
    "Document", "Export", "ExportPart", "Import", "ImportBlock", "ImportFault", "ImportIdentity", "ImportPart",
    "RememberedHeading",
]  # fmt: skip


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, reach: Reach) -> DocumentQuerySet:
        """One's own, and those of the governorates one reviews."""
        if reach.everything:
            return self
        return self.filter(Q(account=reach.account) | Q(governorate__in=reach.reviews))


class ImportQuerySet(models.QuerySet["Import"]):
    def of(self, account: Any) -> ImportQuerySet:
        """The imports of one account."""
        return self.filter(account=account)

    def under_way(self) -> ImportQuerySet:
        """Those on which the worker has something to do."""
        return self.filter(state__in=Import.UNDER_WAY)

    def unfinished(self) -> ImportQuerySet:
        """Those that the worker or their owner still has to finish."""
        return self.filter(state__in=(*Import.UNDER_WAY, Import.State.CHECKED, Import.State.HEADINGS))


class Import(models.Model):
    """One file on its way in: checked row by row without saving anything, then saved if its owner wants it."""

    class State(models.TextChoices):
        HEADINGS = "headings", _("waiting for what its headings mean")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, not saved")
        SAVING = "saving", _("being saved")
        SAVED = "saved", _("saved")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("stopped by a fault")

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    UNDER_WAY = (State.CHECKING, State.SAVING)
    TRIES = 3  # of one chunk, before the import is failed

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField(help_text="bytes")
    digest = models.BinaryField(help_text="SHA-256 of the file")
    format = models.CharField(max_length=4, choices=Format.choices)
    read_as = models.JSONField(
        default=dict, help_text="encoding and delimiter, or sheet and number of sheets"
    )
    columns = models.JSONField(default=list, help_text="names of the columns in the file, in its order")
    headings = models.JSONField(
        default=list,
        help_text="[heading, name of its column] of those that the portal does not know by itself; '': left out, null: not"
        " said yet",
    )
    merged = models.JSONField(
        default=list, help_text="[first row, last row, name of the column] of merged cells"
    )
    kept_for = models.CharField(max_length=60, help_text="an account, or a desk: see Importer.kept_for")
    state = models.CharField(max_length=9, choices=State.choices, default=State.CHECKING)
    read = models.BooleanField(
        default=False, help_text="all rows stand in blocks, and the file itself is gone"
    )
    right_rows_only = models.BooleanField(default=False, help_text="saved although some rows are wrong")
    place = models.PositiveIntegerField(default=0, help_text="number of the last row that is done with")
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0, help_text="in the pass that is running or ran last")
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_wrong = models.PositiveIntegerField(default=0)
    rows_alike = models.PositiveIntegerField(
        default=0, help_text="new ones that are much like what was there before the file"
    )
    failed_while = models.CharField(max_length=9, choices=State.choices, blank=True)
    reason = models.JSONField(null=True, help_text="why it failed: {code, ar, en}")
    tries = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="goes up with each change of the state")
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="the worker's last step, or the owner's")
    checked_at = models.DateTimeField(null=True)
    saving_at = models.DateTimeField(null=True, help_text="when its owner had it saved")
    finished_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True, help_text="since when rows and faults are no longer kept")

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account", "-made_at"], name="imports_of_an_account"),
            models.Index(
                fields=["touched_at"], condition=Q(state__in=["checking", "saving"]), name="imports_under_way"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="import_counts_add_up",
                condition=Q(
                    rows_done=models.F("rows_new")
                    + models.F("rows_changed")
                    + models.F("rows_unchanged")
                    + models.F("rows_wrong")
                ),
            )
        ]

    @property
    def importer(self) -> type[Importer] | None:
        """The importer of this kind; None when the portal has it no more."""
        return importers().get(self.kind)

    @property
    def said(self) -> dict[str, str]:
        """What was said of its headings, as a Table takes it."""
        return {levelled(heading): name for heading, name in self.headings if name is not None}

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def rows_right(self) -> int:
        """Rows that can be saved, or were."""
        return self.rows_new + self.rows_changed

    @property
    def reason_said(self) -> str:
        """Why it failed, in the active language; empty if it did not."""
        return (self.reason or {}).get("ar" if get_language() == "ar" else "en", "")

    @property
    def rows_saved(self) -> int:
        """Rows that were written so far; a dry run writes none."""
        return self.rows_right if self.saving_at is not None else 0

    @property
    def can_be_resumed(self) -> bool:
        return bool(self.state == self.State.FAILED and self.failed_while and self.forgotten_at is None)

    def begin_pass(self) -> None:
        """Start again at the first row, with nothing counted."""
        self.place = self.rows_done = 0
        self.rows_new = self.rows_changed = self.rows_unchanged = self.rows_wrong = self.rows_alike = 0

    def forget(self, now: datetime) -> None:
        """Delete what the file held. The counts stay."""
        self.parts.all().delete()
        self.blocks.all().delete()
        self.faults.all().delete()
        self.identities.all().delete()
        self.forgotten_at = now

    def moves_to(self, state: State) -> None:
        """Change the state; whoever acts on what they saw before is then told so."""
        self.state = state
        self.version += 1
        self.tries = 0


class RememberedHeading(models.Model):
    """What a heading means in files of one kind, as somebody said once. Nothing of a row is in it.

    `kept_for` is whose files it is remembered for: an account, or the people of one desk (see Importer.kept_for).
    """

    kind = models.CharField(max_length=40)
    kept_for = models.CharField(max_length=60)
    heading = models.CharField(max_length=200, help_text="levelled")
    column = models.CharField(max_length=80, blank=True, help_text="name of a column; empty: left out")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "kept_for", "heading"], name="a_heading_is_remembered_once"
            )
        ]


class ImportPart(models.Model):
    """A part of the file as it was sent, until its rows are read."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="from 0")
    content = SealedBytesField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="one_part_per_number")]


class ImportBlock(models.Model):
    """Some rows of the file, as text: [[number, [cells …], [[column, code], …]], …], the last one only if not empty."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="blocks")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    first = models.PositiveIntegerField(help_text="number of the first row in it")
    last = models.PositiveIntegerField()
    rows = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "last"], name="one_block_per_last_row")]


class ImportFault(models.Model):
    """One thing that is wrong with one row. The words may quote the row, so they are sealed."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(help_text="among the faults of the row")
    column = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=60)
    said = SealedField(help_text="{ar, en, text of the cell} as JSON")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "row", "position"], name="one_fault_per_position")
        ]

    @property
    def words(self) -> dict[str, str]:
        """{ar, en, cell}: why the row is wrong in both languages, and what the cell holds."""
        return json.loads(self.said)

    @property
    def message(self) -> str:
        """Why the row is wrong, in the active language."""
        return self.words["ar" if get_language() == "ar" else "en"]

    @property
    def cell(self) -> str:
        return self.words["cell"]


class ImportIdentity(models.Model):
    """What must not stand in one file twice, as a keyed digest, and the row in which it stood first."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="identities")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField()
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="first_row_of_an_identity")]


class Document(models.Model):
    """A picture of a paper, made anew from what was sent and sealed: only its pixels are kept.

    It is seen by the account that sent it, and by reviewers of `governorate` (a code) once that is set.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    governorate = models.CharField(max_length=6, blank=True)
    content = SealedBytesField(help_text="JPEG")
    digest = models.BinaryField(help_text="SHA-256 of the JPEG")
    size = models.PositiveIntegerField(help_text="bytes of the JPEG")
    width = models.PositiveSmallIntegerField(help_text="pixels")
    height = models.PositiveSmallIntegerField(help_text="pixels")
    made_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()
