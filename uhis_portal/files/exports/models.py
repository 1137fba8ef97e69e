"""Files on their way out: what was asked for, how far it is, and the parts that are made."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from uhis_portal.files.exports.exporting import Exporter, exporters
from uhis_portal.reach import Reach
from uhis_portal.sealed_fields import SealedBytesField


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, reach: Reach) -> ExportQuerySet:
        """One's own, and those of the own area."""
        if reach.everything:
            return self
        return self.filter(
            Q(account=reach.account)
            | Q(governorate__in=reach.governorates)
            | Q(facility__in=reach.facilities)
        )

    def under_way(self) -> ExportQuerySet:
        """Those on which the worker has something to do."""
        return self.filter(state=Export.State.MAKING)


class Export(models.Model):
    """One file that the worker makes, piece by piece; its parts are kept for some days."""

    class State(models.TextChoices):
        MAKING = "making", _("being made")
        MADE = "made", _("ready")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("stopped by a fault")

    TRIES = 3  # of one piece, before the export is failed
    KEPT = timedelta(days=7)
    SAME_FOR = timedelta(
        minutes=10
    )  # asked for again within this time after it was made, it is the same file

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    governorate = models.CharField(max_length=6, blank=True, help_text="code; empty: the country")
    facility = models.CharField(
        max_length=20, blank=True, help_text="code; empty: a whole governorate, or the country"
    )
    about = models.JSONField(help_text="what was asked for, as the exporter reads it")
    wish = models.BinaryField(help_text="SHA-256 of kind, about, format and language")
    format = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=9, choices=State.choices, default=State.MAKING)
    rows_total = models.PositiveBigIntegerField(null=True, help_text="empty: not known before it is made")
    rows_done = models.PositiveBigIntegerField(default=0)
    place = models.JSONField(null=True, help_text="where the next piece begins, as the exporter says it")
    written = models.JSONField(
        null=True, help_text="what the writer remembers; empty: nothing is written yet"
    )
    parts_kept = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes")
    reason = models.JSONField(null=True, help_text="why it failed: {code, ar, en}")
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    as_of = models.DateTimeField(null=True, help_text="of which moment the numbers are")
    touched_at = models.DateTimeField(help_text="the worker's last step")
    finished_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True, help_text="since when the file is no longer kept")

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account", "-asked_at"], name="exports_of_an_account"),
            models.Index(fields=["-asked_at"], name="exports_newest_first"),
            models.Index(fields=["touched_at"], condition=Q(state="making"), name="exports_under_way"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "wish"], condition=Q(state="making"), name="one_export_of_a_wish_at_a_time"
            )
        ]

    @cached_property
    def exporter(self) -> Exporter | None:
        """The exporter of this kind; None when the portal has it no more."""
        kind = exporters().get(self.kind)
        return kind(self.about) if kind is not None and self.format in kind.writers else None

    @property
    def is_under_way(self) -> bool:
        return self.state == self.State.MAKING

    @property
    def can_be_had(self) -> bool:
        return self.state == self.State.MADE and self.forgotten_at is None

    @property
    def can_be_resumed(self) -> bool:
        return bool(
            self.state == self.State.FAILED
            and self.forgotten_at is None
            and (self.reason or {}).get("code") == "our_fault"
        )

    @property
    def content_type(self) -> str:
        return (
            self.exporter.writers[self.format].content_type if self.exporter else "application/octet-stream"
        )

    @property
    def file_name(self) -> str:
        return f"{self.exporter.name if self.exporter else self.kind}.{self.format}"

    @property
    def reason_said(self) -> str:
        """Why it failed, in the active language; empty if it did not."""
        return (self.reason or {}).get("ar" if get_language() == "ar" else "en", "")

    @property
    def kept_until(self) -> datetime | None:
        return self.finished_at + self.KEPT if self.finished_at and self.can_be_had else None

    def forget(self, now: datetime) -> None:
        """Delete the file. What it was stays known."""
        self.parts.all().delete()
        self.forgotten_at = now


class ExportPart(models.Model):
    """Some of the bytes of the file, in its order, compressed and sealed."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    governorate = models.CharField(max_length=6, blank=True)
    facility = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField(help_text="from 0")
    content = SealedBytesField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="one_part_of_an_export_per_number")
        ]
