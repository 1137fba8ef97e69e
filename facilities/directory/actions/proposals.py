"""Proposals: a facility's staff ask for a change, whoever answers for its governorate makes it or returns it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from facilities.directory.actions.revisions import (
    EXPLANATION_LENGTH,
    Wish,
    day_of,
    explanation_of,
    held,
    put,
    refuse_moving_elsewhere,
    refuse_other_version,
)
from facilities.directory.models import Facility, Proposal
from facilities.directory.rights import may_approve, may_propose
from facilities.directory.sheet import PARTS, Known, Sheet, checked, difference, read
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.reach import Reach
from uhis_portal.readings import visible_line
from uhis_portal.refusals import Conflict, Stale

# What a facility is, and where it belongs, is not for its own staff to say.
RESERVED = ("kind", "governorate")


def propose(
    *,
    by: Account,
    reach: Reach,
    facility_code: str,
    version: int,
    changes: Mapping[str, Any],
    explanation: str = "",
    now: datetime,
) -> Proposal:
    """Ask for parts of a facility's sheet to become what `changes` says.

    Raises as `revise` does; ValidationError also at `kind` and `governorate` by its own staff, and for the whole when
    nothing would differ, or when the same is proposed already.
    """
    with transaction.atomic():
        facility = held(facility_code)
        if not may_propose(reach, facility):
            raise PermissionDenied(_("Changes are proposed by the facility's own staff."))
        refuse_other_version(facility, version)
        explanation = explanation_of(explanation)
        before = read(facility)
        after = checked(changes, before, Known.on(day_of(now)), taken=facility.taken)
        wanted = difference(before, after)
        if not may_approve(reach, facility):
            refuse_reserved(wanted)
        if not wanted:
            raise ValidationError(_("Nothing here differs from what is known already."), code="no_difference")
        refuse_proposed_already(facility, wanted)
        proposal = Proposal.objects.create(
            facility=facility,
            facility_version=facility.version,
            changes=wanted,
            explanation=explanation,
            proposed_by=by,
            proposed_at=now,
        )
        tell(proposal, by=by, action="directory.propose", reason=explanation)
    return proposal


def refuse_proposed_already(facility: Facility, wanted: Mapping[str, Any]) -> None:
    same = Proposal.objects.filter(facility=facility, state=Proposal.State.WAITING, changes=wanted)
    if same.exists():
        raise ValidationError(
            _("This very change is proposed already, and waits for a decision."), code="proposed_already"
        )


def refuse_reserved(wanted: Mapping[str, Any]) -> None:
    sentence = _("Only an administrator changes this.")
    faults = {name: ValidationError(sentence, code="reserved") for name in RESERVED if name in wanted}
    if faults:
        raise ValidationError(faults)


def approve(
    *, by: Account, reach: Reach, proposal_id: UUID, version: int | None = None, now: datetime
) -> Proposal:
    """Make the proposed change, on what is known of the facility now.

    Other parts may have changed since it was proposed; Conflict names those it touches that have. Proposal.DoesNotExist
    out of reach, PermissionDenied for who may not decide, ValidationError when `by` proposed it or what it asks for is
    no longer right, Stale when `version` is given and is another one. Approved twice by one person: as it is.
    """
    with transaction.atomic():
        proposal, decided = held_proposal(by, reach, proposal_id, version, Proposal.State.APPROVED)
        if decided:
            return proposal
        facility = held(proposal.facility_id)
        before = read(facility)
        refuse_changed_meanwhile(proposal, before)
        changes = {name: change["to"] for name, change in proposal.changes.items()}
        after = checked(changes, before, Known.on(day_of(now)), taken=facility.taken)
        refuse_moving_elsewhere(before, after, reach)
        decide(proposal, by=by, state=Proposal.State.APPROVED, now=now)
        put(by=by, wishes=[Wish(facility, before, after, proposal.explanation, proposal)], now=now)
    return proposal


def return_proposal(
    *, by: Account, reach: Reach, proposal_id: UUID, reason: str, version: int | None = None, now: datetime
) -> Proposal:
    """Send a proposal back to who made it, with a reason (ValidationError at `reason` without one). Else as `approve`."""
    with transaction.atomic():
        proposal, decided = held_proposal(by, reach, proposal_id, version, Proposal.State.RETURNED)
        if decided:
            return proposal
        proposal.reason = reason_of(reason)
        decide(proposal, by=by, state=Proposal.State.RETURNED, now=now)
    return proposal


def withdraw(
    *, by: Account, reach: Reach, proposal_id: UUID, version: int | None = None, now: datetime
) -> Proposal:
    """Take back what one proposed oneself; PermissionDenied for anyone else. Else as `approve`."""
    with transaction.atomic():
        proposal = Proposal.objects.in_area_of(reach).select_for_update(of=("self",)).get(pk=proposal_id)
        if proposal.proposed_by_id != by.pk:
            raise PermissionDenied(_("Only who made a proposal takes it back."))
        if proposal.state == Proposal.State.WITHDRAWN:
            return proposal
        refuse_decided(proposal, version)
        decide(proposal, by=by, state=Proposal.State.WITHDRAWN, now=now)
    return proposal


def held_proposal(
    by: Account, reach: Reach, proposal_id: UUID, version: int | None, wanted: str
) -> tuple[Proposal, bool]:
    """The proposal, locked, and whether `by` decided it as `wanted` already."""
    proposals = Proposal.objects.in_area_of(reach).select_related("facility")
    proposal = proposals.select_for_update(of=("self",)).get(pk=proposal_id)
    if not may_approve(reach, proposal.facility):
        raise PermissionDenied(_("Whoever answers for the governorate decides on proposals."))
    if proposal.proposed_by_id == by.pk:
        raise ValidationError(
            _("You made this proposal, so someone else must decide on it."), code="own_proposal"
        )
    if proposal.state == wanted and proposal.decided_by_id == by.pk:
        return proposal, True
    refuse_decided(proposal, version)
    return proposal, False


def refuse_decided(proposal: Proposal, version: int | None) -> None:
    if proposal.state != Proposal.State.WAITING:
        raise Conflict(_("This proposal was already decided on or taken back."), code="decided")
    if version is not None and version != proposal.version:
        raise Stale(_("This proposal has changed since you opened it. Look at it again."), code="stale")


def refuse_changed_meanwhile(proposal: Proposal, before: Sheet) -> None:
    changed = [name for name, change in proposal.changes.items() if before[name] != change["from"]]
    if changed:
        separator = "، " if get_language() == "ar" else ", "
        parts = separator.join(str(PARTS[name].label) for name in changed)
        sentence = _("Changed since this was proposed: %(parts)s. Return it, so that it is proposed anew.")
        raise Conflict(sentence % {"parts": parts}, code="changed_meanwhile")


def reason_of(typed: str) -> str:
    """Why a proposal is returned; who made it reads this."""
    try:
        reason = visible_line(typed, longest=EXPLANATION_LENGTH)
        if not reason:
            raise ValidationError(_("Say why, so that it can be put right."), code="required")
    except ValidationError as fault:
        raise ValidationError({"reason": fault}) from fault
    return reason


def decide(proposal: Proposal, *, by: Account, state: str, now: datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now
    proposal.version += 1
    proposal.save()
    tell(proposal, by=by, action=f"directory.{state}", reason=proposal.reason)


def tell(proposal: Proposal, *, by: Account, action: str, reason: str) -> None:
    note(
        by=by,
        action=action,
        subject=proposal,
        facility=proposal.facility_id,
        reason=reason,
        details={"parts": list(proposal.changes)},
    )
