"""What happens to a family: reported by whom, confirmed by whom, in force since when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from registry.people.models.registered import Beneficiary, Household, Relation, Sex
from uhis_portal.audit.history import tracked
from uhis_portal.reach import Reach
from uhis_portal.sealed_fields import SealedField


class LifeEventQuerySet(models.QuerySet["LifeEvent"]):
    def visible_to(self, reach: Reach) -> LifeEventQuerySet:
        """Events of the families in reach."""
        if reach.everything:
            return self
        return self.filter(
            Q(governorate__in=reach.governorates)
            | Q(unit__in=reach.facilities)
            | Q(governorate__in=reach.reviews)
            | Q(household__in=reach.households)
        )

    def awaiting_decision(self) -> LifeEventQuerySet:
        """Those reported and not yet decided, the longest waiting first."""
        return self.filter(status=LifeEvent.Status.REPORTED).order_by("reported_at", "pk")


@tracked(without=["details"])
class LifeEvent(models.Model):
    """One change of a family. What it needs beside the columns (a newborn's name, a new address) is sealed JSON."""

    class Kind(models.TextChoices):
        BIRTH = "birth", _("a child was born")
        ADOPTION = "adoption", _("a child was taken in (kafala)")
        DEATH = "death", _("somebody died")
        MARRIAGE = "marriage", _("somebody married")
        DIVORCE = "divorce", _("a marriage ended")
        CUSTODY = "custody", _("a child lives with the other parent")
        ADULTHOOD = "adulthood", _("a child turned 18")
        NEW_HEAD = "new_head", _("the family has a new head")
        MOVE = "move", _("the family moved")
        JOIN = "join", _("two families became one")
        SPLIT = "split", _("the family divided")
        CORRECTION = "correction", _("something in the file is wrong")

    class Status(models.TextChoices):
        REPORTED = "reported", _("waiting for a clerk")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("not confirmed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="events")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, null=True, related_name="events")
    happened_on = models.DateField()
    details = SealedField(null=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.REPORTED)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    proof = models.CharField(
        max_length=120, blank=True, help_text="the paper that the clerk saw, and its number"
    )
    reason = models.CharField(
        max_length=300, blank=True, help_text="why it was not confirmed, as the family reads it"
    )
    version = models.PositiveIntegerField(default=1)

    objects = LifeEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_decided_event_says_when",
                condition=Q(status="reported", decided_at__isnull=True)
                | ~Q(status="reported") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_event_that_is_not_confirmed_says_why", condition=~Q(status="refused") | ~Q(reason="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["governorate", "reported_at"], condition=Q(status="reported"), name="events_waiting"
            )
        ]


@tracked()
class DependantRule(models.Model):
    """Until when somebody may be another's dependant: a dated rule with its source. No rule: a reviewer decides."""

    class Condition(models.TextChoices):
        NONE = "", _("always")
        STUDENT = "student", _("while studying")
        UNMARRIED = "unmarried", _("while not married")
        NOT_WORKING = "not_working", _("while not working")
        DISABLED = "disabled", _("with a disability")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    relation = models.CharField(max_length=9, choices=Relation.choices)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True, help_text="empty: both")
    condition = models.CharField(max_length=11, choices=Condition.choices, blank=True)
    until_age = models.PositiveSmallIntegerField(null=True, help_text="the age that ends it; empty: no age")
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="the first day without")
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_dependants_rule_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
            )
        ]
