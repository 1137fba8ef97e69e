"""People who may have been entered twice: pairs to look at, and what became of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.geography.models import Governorate
from registry.people.models.registered import Beneficiary, Membership
from uhis_portal.audit.history import tracked
from uhis_portal.reach import Reach


class PossibleDuplicateQuerySet(models.QuerySet["PossibleDuplicate"]):
    def reviewed_in(self, reach: Reach) -> PossibleDuplicateQuerySet:
        """Pairs of which one at least lives in a governorate that one reviews."""
        if reach.everything:
            return self
        return self.filter(Q(governorate__in=reach.reviews) | Q(other_governorate__in=reach.reviews))

    def likeliest_first(self) -> PossibleDuplicateQuerySet:
        """By likeness, and of the same likeness the longest waiting first."""
        return self.order_by("-score", "found_at", "pk")


@tracked()
class PossibleDuplicate(models.Model):
    """Two records that may be of one person. `one` has the smaller id; the governorates are those of the two."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("to be looked at")
        SAME = "same", _("the same person")
        DIFFERENT = "different", _("not the same")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    other_governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=4, help_text="0 to 1")
    reasons = models.JSONField(help_text="what speaks for it, as codes")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.WAITING)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = PossibleDuplicateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="a_pair_is_judged_once"),
            models.CheckConstraint(name="a_pair_has_an_order", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(name="a_likeness_is_a_share", condition=Q(score__gte=0, score__lte=1)),
        ]
        indexes = [
            models.Index(
                fields=["governorate", "-score"], condition=Q(status="waiting"), name="pairs_waiting"
            )
        ]


@tracked()
class Merge(models.Model):
    """One person goes on as another. No row moves: `merged` is read through `survivor`, and an undo gives it back.

    Where both belonged to a family, `ended` is the membership that ended for it; in what was undone it is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survivor = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    other_governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    ended = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="a_person_is_merged_once"
            )
        ]
