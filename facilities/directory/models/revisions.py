"""How what is known of a facility came to be: proposals, and one revision for each change that was made."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.directory.models.facility import Facility
from uhis_portal.reach import Reach


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def in_area_of(self, reach: Reach) -> ProposalQuerySet:
        """Those about facilities whose staff one is, or which one administers."""
        if reach.everything:
            return self
        return self.filter(Q(facility__in=reach.facilities) | Q(facility__governorate__in=reach.governorates))

    def to_decide_by(self, reach: Reach, account: UUID) -> ProposalQuerySet:
        """Those that wait for someone like this: an administrator who did not propose them."""
        waiting = self.filter(state=Proposal.State.WAITING).exclude(proposed_by=account)
        if reach.everything:
            return waiting
        return waiting.filter(facility__governorate__in=reach.governorates)

    def whole(self) -> ProposalQuerySet:
        """With what is shown of a proposal."""
        return self.select_related("facility", "proposed_by", "decided_by")


class Proposal(models.Model):
    """A change that a facility's staff ask for; whoever answers for the governorate makes or returns it.

    `changes` maps each part of the sheet (facilities.directory.sheet) to `{"from": …, "to": …}`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="proposals")
    facility_version = models.PositiveIntegerField(help_text="the version that the proposer saw")
    changes = models.JSONField()
    explanation = models.CharField(max_length=500, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    version = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["facility", "proposed_at"], name="proposals_of_a_facility"),
            models.Index(fields=["proposed_at"], condition=Q(state="waiting"), name="proposals_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_decided_proposal_says_by_whom",
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_returned_proposal_says_why",
                condition=~Q(state="returned") | ~Q(reason=""),
                violation_error_message=_("Say why the proposal is returned."),
            ),
        ]


class RevisionQuerySet(models.QuerySet["Revision"]):
    def whole(self) -> RevisionQuerySet:
        """With what is shown of a revision."""
        return self.select_related("made_by", "proposal__proposed_by")


class Revision(models.Model):
    """One change that was made to a facility, field by field; the rows of a facility are its readable history."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField(help_text="the version that this change made")
    changes = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, related_name="revision")
    explanation = models.CharField(max_length=500, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "version"], name="one_revision_per_version"),
        ]
