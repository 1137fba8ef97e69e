"""A family asks for another unit, and a clerk of its governorate decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from registry.people.actions.reading import REASON_LENGTH, facility_of, note_reading
from registry.people.actions.telling import tell
from registry.people.models import Household, UnitRequest
from registry.people.units.moving import move_family, people_of, tell_moved
from registry.people.units.places import read_unit
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.reach import Reach, add_household
from uhis_portal.refusals import Conflict, Stale

Status = UnitRequest.Status
ONE_AT_A_TIME = "a_family_asks_for_one_unit_at_a_time"
REFUSED = gettext_noop("The other unit was not approved. See why in your file.")


def requests_in(reach: Reach) -> QuerySet[UnitRequest]:
    """Requests of the families in reach, and those of the governorates that are reviewed.

    Without the families themselves: those of other units come into a reviewer's reach one by one, when opened.
    """
    found = UnitRequest.objects.select_related("governorate", "unit", "wanted").defer("governorate__outline")
    if reach.everything:
        return found
    return found.filter(Q(governorate__in=reach.reviews) | Q(household__in=reach.households))


def reviewed_in(reach: Reach) -> QuerySet[UnitRequest]:
    """Requests of the governorates that are reviewed."""
    found = requests_in(reach)
    return found if reach.everything else found.filter(governorate__in=reach.reviews)


def ask(*, by: Account, household_id: UUID, unit: str, why: str, now: datetime, today: date) -> UnitRequest:
    """Ask for another unit for a family that is in reach; a clerk decides.

    Raises ValidationError at `unit` and `why`, Conflict when the family has asked already or its file is closed,
    Household.DoesNotExist out of reach.
    """
    household = Household.objects.get(pk=household_id)
    if household.closed_on is not None:
        raise Conflict(_("This family file is closed."), code="closed")
    faults: dict[str, ValidationError] = {}
    wanted = None
    try:
        wanted = read_unit(unit, household, people=people_of(household), on=today)
    except ValidationError as fault:
        faults["unit"] = fault
    why = read_why(why, faults)
    if wanted is None or faults:
        raise ValidationError(faults)
    request = UnitRequest(
        household=household,
        governorate_id=household.governorate_id,
        unit_id=household.unit_id,
        wanted=wanted,
        why=why,
        asked_by=by,
        asked_at=now,
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
            noted(by, "people.ask_unit", request)
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name != ONE_AT_A_TIME:  # type: ignore[union-attr]
            raise
        message = _("The family already asked for another unit. Wait for the answer, or withdraw.")
        raise Conflict(message, code="waiting") from None
    return request


def read_why(typed: str, faults: dict[str, ValidationError]) -> str:
    """The reason, on one line; a fault at `why` when it is missing or too long."""
    why = " ".join(typed.split())
    if not why or "\x00" in why:
        faults["why"] = ValidationError(_("Say why, in a few words."), code="required")
    elif len(why) > REASON_LENGTH:
        faults["why"] = ValidationError(_("Say it in 300 characters at most."), code="max_length")
    return why


@transaction.atomic
def withdraw(*, by: Account, request_id: UUID, now: datetime) -> UnitRequest:
    """Take a request back that nobody has decided; who holds the family's file may. Conflict when it was decided."""
    request, done = hold(by, request_id, Status.WITHDRAWN)
    if not done:
        decide(request, by=by, status=Status.WITHDRAWN, now=now)
    return request


@transaction.atomic
def approve(
    *, by: Account, request_id: UUID, now: datetime, today: date, version: int | None = None
) -> UnitRequest:
    """Give the family the unit it asked for; its last place is given once, however many are approved at once.

    The caller has made sure that `by` reviews the governorate. Raises ValidationError at `unit` when it is closed or
    has no room now, and when `by` asked for it; Conflict when it was decided otherwise. Approved twice by the same
    person, it is returned as it is.
    """
    request, done = hold(by, request_id, Status.APPROVED)
    if done:
        return request
    refuse_own(by, request)
    refuse_other_version(request, version)
    add_household(request.household_id)
    refuse_gone(request)
    day = move_family(
        by=by, household=request.household_id, unit=request.wanted, earliest=today, today=today,
        facility=facility_of(by),
    )  # fmt: skip
    decide(request, by=by, status=Status.APPROVED, now=now)
    tell_moved(Household.objects.get(pk=request.household_id), day)
    return request


@transaction.atomic
def refuse(
    *, by: Account, request_id: UUID, reason: str, now: datetime, version: int | None = None
) -> UnitRequest:
    """Do not give the family the unit, with a reason that it reads. Raises as `approve` does, and at `reason`."""
    reason = reason.strip()
    request, done = hold(by, request_id, Status.REFUSED)
    if done:
        return request
    refuse_own(by, request)
    refuse_other_version(request, version)
    if not reason:
        message = _("Say why, so that the family understands.")
        raise ValidationError({"reason": ValidationError(message, code="required")})
    if len(reason) > REASON_LENGTH:
        message = _("Say it in 300 characters at most.")
        raise ValidationError({"reason": ValidationError(message, code="max_length")})
    request.reason = reason
    decide(request, by=by, status=Status.REFUSED, now=now)
    add_household(request.household_id)
    household = Household.objects.get(pk=request.household_id)
    tell(household, REFUSED)
    return request


def open_request(*, by: Account, request: UnitRequest) -> None:
    """A reviewer reads a request: its family is in reach until the transaction ends, and that is noted."""
    if not by.is_citizen:
        add_household(request.household_id)
        note_reading(by=by, subject=request.household)


def note_requests(*, by: Account, requests: Sequence[UnitRequest]) -> None:
    """Note that a member of staff was shown a list of requests, with the ids of all that stood in it."""
    if requests and not by.is_citizen:
        shown = [str(one.pk) for one in requests]
        note(
            by=by,
            action="people.list_unitrequest",
            subject=by,
            facility=facility_of(by),
            details={"unitrequest": shown},
        )


def hold(by: Account, request_id: UUID, wanted: str) -> tuple[UnitRequest, bool]:
    """The request, locked, and whether `by` already decided it as `wanted`."""
    request = UnitRequest.objects.select_for_update(of=("self",)).select_related("wanted").get(pk=request_id)
    if request.status == wanted and request.decided_by_id == by.pk:
        return request, True
    if request.status != Status.REPORTED:
        raise Conflict(_("This request was already decided."), code="decided")
    return request, False


def refuse_gone(request: UnitRequest) -> None:
    """Conflict when the family's file was closed, or the family is at another unit, since it asked."""
    family = Household.objects.select_for_update(no_key=True).get(pk=request.household_id)
    if family.closed_on is not None:
        raise Conflict(_("This family file is closed."), code="closed")
    if family.unit_id != request.unit_id:
        message = _("The family has gone to another unit since it asked. Do not approve this, and say so.")
        raise Conflict(message, code="moved")


def refuse_own(by: Account, request: UnitRequest) -> None:
    if request.asked_by_id == by.pk:
        raise ValidationError(
            _("You entered this request, so someone else must decide it."), code="own_request"
        )


def refuse_other_version(request: UnitRequest, version: int | None) -> None:
    if version is not None and version != request.version:
        raise Stale(_("This has changed since you opened it. Look at it again."), code="stale")


def decide(request: UnitRequest, *, by: Account, status: str, now: datetime) -> None:
    request.status, request.decided_by, request.decided_at = status, by, now
    request.version += 1
    request.save()
    noted(by, f"people.unit_request_{status}", request)


def noted(by: Account, action: str, request: UnitRequest) -> None:
    note(
        by=by,
        action=action,
        subject=request,
        facility=facility_of(by),
        reason=request.reason,
        details={"household": str(request.household_id), "wanted": request.wanted_id},
    )
