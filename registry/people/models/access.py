"""Who reads a family's file at home: the mobile numbers joined to it, and the codes that join one."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from registry.people.models.registered import Beneficiary, Household
from uhis_portal.audit.history import tracked
from uhis_portal.sealed_fields import index_of


@tracked()
class FileHolder(models.Model):
    """A citizen's account that reads a family's file and reports changes to it."""

    class How(models.TextChoices):
        APPLICATION = "application", _("by an approved application")
        COUNTER = "counter", _("by a clerk who saw the card")
        CODE = "code", _("by a code printed at a counter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="holders")
    how = models.CharField(max_length=11, choices=How.choices)
    person = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="whose number it is, where that is known",
    )
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "household"],
                condition=Q(ended_at__isnull=True),
                name="an_account_holds_a_file_once",
            ),
            models.CheckConstraint(
                name="a_holder_ends_after_joining",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("joined_at")),
            ),
        ]


class JoinCode(models.Model):
    """A code printed at a counter for a family in the system: with one more fact of the file it joins a number to it.

    Only a keyed digest of the code is kept. Wrong facts are counted for good.
    """

    LIFETIME = timedelta(days=30)
    TRIES = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="join_codes")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    @staticmethod
    def digest_of(code: str) -> bytes:
        return index_of("join_code", code)

    def open_at(self, now: datetime) -> bool:
        """Whether the code may still be used."""
        return self.used_at is None and self.tries < self.TRIES and now < self.made_at + self.LIFETIME
