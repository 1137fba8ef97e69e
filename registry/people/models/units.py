"""Which family-medicine unit a family belongs to: asking for another, and units that hand their families over."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from registry.people.models.registered import Household
from uhis_portal.audit.history import tracked


@tracked()
class UnitRequest(models.Model):
    """A family asks for another unit. `unit` is the one it has, `wanted` the one it asks for."""

    class Status(models.TextChoices):
        REPORTED = "reported", _("waiting for a clerk")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="unit_requests")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    wanted = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.REPORTED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(
        max_length=300, blank=True, help_text="why it was not approved, as the family reads it"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(status="reported"),
                name="a_family_asks_for_one_unit_at_a_time",
                violation_error_message=_(
                    "The family already asked for another unit. Wait for the answer, or withdraw."
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["governorate", "asked_at"],
                condition=Q(status="reported"),
                name="unit_requests_waiting",
            )
        ]


@tracked()
class Handover(models.Model):
    """A unit hands its families over: proposed by the system, reviewed, then carried out family by family."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(help_text="the first day at the new unit")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state__in=["proposed", "under_way"]),
                name="a_unit_hands_over_once_at_a_time",
            )
        ]


class HandoverFamily(models.Model):
    """One family of a handover: where it goes, and whether it went."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        DONE = "done", _("done")
        LEFT = "left", _("no longer at the unit")
        NO_ROOM = "no_room", _("no room found")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="families")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="+")
    people = models.PositiveSmallIntegerField()
    distance_km = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    approximate = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "household"], name="a_family_is_handed_over_once")
        ]
