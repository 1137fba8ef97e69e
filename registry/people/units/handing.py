"""A unit that closes hands its families over: a proposal, reviewed and changed, then carried out family by family."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, Count, QuerySet, Value, When
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from registry.people.models import Handover, HandoverFamily, Household, Membership
from registry.people.units.moving import move_family, tell_moved
from registry.people.units.places import is_approximate, km_between, others_near, refuse_unit
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.celery import hand_over
from uhis_portal.reach import Reach, system_reach
from uhis_portal.refusals import Conflict, Stale

State, Family = Handover.State, HandoverFamily.State
CARRY_OUT = "people.carry_out_handovers"
SLICE = 20.0  # seconds of one turn of the job; it may take 30
ONE_AT_A_TIME = "a_unit_hands_over_once_at_a_time"


def may_hand_over(reach: Reach, governorate: str) -> bool:
    """Whether one decides over the units of a governorate: its administrators, and those of the country."""
    return reach.everything or governorate in reach.governorates


def handovers_in(reach: Reach) -> QuerySet[Handover]:
    """Those of the governorates that one administers."""
    found = Handover.objects.select_related("unit", "governorate", "made_by", "approved_by")
    found = found.defer("governorate__outline")
    return found if reach.everything else found.filter(governorate__in=reach.governorates)


def propose(*, by: Account, reach: Reach, unit: str, on: date | None, now: datetime, today: date) -> Handover:
    """Propose where each family of a unit goes from the day `on`: to the nearest unit with places left for all of it.

    Nothing changes yet. Raises ValidationError at `unit` and `on`, PermissionDenied outside of one's area, Conflict
    when the unit is being handed over already.
    """
    closing = read_closing(unit, reach, on, today)
    assert on is not None  # noqa: S101 (read_closing refuses a proposal without a day)
    handover = Handover(unit=closing, governorate_id=closing.governorate_id, on=on, made_by=by, made_at=now)
    try:
        with transaction.atomic():
            handover.save(force_insert=True)
            HandoverFamily.objects.bulk_create(proposal(handover), batch_size=2000)
            note(by=by, action="people.propose_handover", subject=handover, details=numbers_of(handover))
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name != ONE_AT_A_TIME:  # type: ignore[union-attr]
            raise
        raise Conflict(_("This unit is being handed over already."), code="under_way") from None
    return handover


def read_closing(code: str, reach: Reach, on: date | None, today: date) -> Facility:
    """The unit that hands over. ValidationError at `unit` (required, unknown, kind, no_families) and `on`."""
    faults: dict[str, ValidationError] = {}
    code = (code or "").strip().upper()
    unit = None
    if not code:
        faults["unit"] = ValidationError(_("Choose the unit."), code="required")
    elif "\x00" in code or (unit := Facility.objects.filter(pk=code).first()) is None:
        faults["unit"] = ValidationError(_("There is no such unit."), code="unknown")
    elif not may_hand_over(reach, unit.governorate_id):
        raise PermissionDenied
    elif not unit.is_family_medicine:
        faults["unit"] = ValidationError(
            _("This is not a family-medicine unit. Choose a unit or centre."), code="kind"
        )
    elif not families_at(unit).exists():
        faults["unit"] = ValidationError(_("No family belongs to this unit."), code="no_families")
    if on is None:
        faults["on"] = ValidationError(_("Enter the first day at the new units."), code="required")
    elif on < today:
        faults["on"] = ValidationError(_("This day is past. Enter today or a later day."), code="past")
    if unit is None or faults:
        raise ValidationError(faults)
    return unit


def families_at(unit: Facility) -> QuerySet[Household]:
    return Household.objects.filter(unit=unit, closed_on__isnull=True)


def proposal(handover: Handover) -> Iterable[HandoverFamily]:
    """A row for each family, the longest registered first; places that are proposed to one are not offered to another."""
    sizes = dict(
        Membership.objects.filter(household__unit=handover.unit, until__isnull=True)
        .values_list("household")
        .annotate(people=Count("pk"))
        .order_by()
    )
    near = list(others_near(handover.unit, on=handover.on))
    left = {unit.pk: unit.free_places for unit, _km, _approximate in near}
    for household in (
        families_at(handover.unit).order_by("registered_on", "file_number").values_list("pk", flat=True)
    ):
        people = sizes.get(household, 0)
        chosen = next((entry for entry in near if has_room(left[entry[0].pk], people)), None)
        row = HandoverFamily(
            handover=handover,
            household_id=household,
            governorate_id=handover.governorate_id,
            unit_id=handover.unit_id,
            people=people,
            state=Family.PROPOSED if chosen else Family.NO_ROOM,
        )
        if chosen:
            row.to, km, row.approximate = chosen
            row.distance_km = rounded(km)
            if left[row.to.pk] is not None:
                left[row.to.pk] -= people
        yield row


def has_room(left: int | None, people: int) -> bool:
    """Whether so many people fit; a unit whose places are not known takes everyone."""
    return left is None or left >= people


def rounded(km: float | None) -> Decimal | None:
    return None if km is None else Decimal(f"{km:.1f}")


@transaction.atomic
def send_elsewhere(
    *, by: Account, reach: Reach, handover_id: UUID, family_id: UUID, to: str, now: datetime
) -> HandoverFamily:
    """Let one family that has not gone yet go to another unit than proposed.

    Raises ValidationError at `to`; Conflict when the family has gone, or the handover has ended.
    """
    handover = hold(reach, handover_id)
    if handover.state not in (State.PROPOSED, State.UNDER_WAY):
        raise Conflict(_("This handover has ended."), code="ended")
    family = handover.families.select_for_update().get(pk=family_id)
    if family.state in (Family.DONE, Family.LEFT):
        raise Conflict(_("This family has gone already."), code="gone")
    code = (to or "").strip().upper()
    unit = Facility.objects.filter(pk=code).first() if code and "\x00" not in code else None
    try:
        if unit is None:
            raise ValidationError(_("There is no such unit."), code="unknown")
        if unit.pk == handover.unit_id:
            raise ValidationError(_("This is the unit that hands over. Choose another."), code="same")
        if unit.governorate_id != handover.governorate_id:
            raise ValidationError(_("This unit is in another governorate."), code="elsewhere")
        refuse_unit(unit, people=family.people, on=handover.on)
    except ValidationError as fault:
        raise ValidationError({"to": fault}) from None
    family.to, family.state = unit, Family.PROPOSED
    family.distance_km = rounded(km_between(handover.unit, unit))
    family.approximate = is_approximate(handover.unit, unit)
    family.save(update_fields=["to", "state", "distance_km", "approximate"])
    keep(handover)
    note(
        by=by,
        action="people.change_handover",
        subject=handover,
        details={"household": str(family.household_id), "to": unit.pk},
    )
    if handover.state == State.UNDER_WAY:
        hand_over(CARRY_OUT)
    return family


@transaction.atomic
def approve(
    *, by: Account, reach: Reach, handover_id: UUID, now: datetime, version: int | None = None
) -> Handover:
    """Let the families go, each from the day of the handover on; the job does it in slices. Approved twice: as it is."""
    handover = hold(reach, handover_id)
    if handover.state == State.UNDER_WAY and handover.approved_by_id == by.pk:
        return handover
    if handover.state != State.PROPOSED:
        raise Conflict(_("This handover is no proposal any more."), code="decided")
    refuse_other_version(handover, version)
    handover.state, handover.approved_by, handover.approved_at = State.UNDER_WAY, by, now
    keep(handover)
    note(by=by, action="people.approve_handover", subject=handover, details=numbers_of(handover))
    hand_over(CARRY_OUT)
    return handover


@transaction.atomic
def cancel(
    *, by: Account, reach: Reach, handover_id: UUID, now: datetime, version: int | None = None
) -> Handover:
    """End a handover: families that went stay where they are, the others stay at the unit."""
    handover = hold(reach, handover_id)
    if handover.state == State.CANCELLED:
        return handover
    if handover.state == State.DONE:
        raise Conflict(_("This handover has ended."), code="ended")
    refuse_other_version(handover, version)
    handover.state, handover.ended_at = State.CANCELLED, now
    keep(handover)
    note(by=by, action="people.cancel_handover", subject=handover, details=numbers_of(handover))
    return handover


def carry_out(*, today: date, now: datetime) -> bool:
    """Move families of approved handovers whose day has come, one transaction each, for a turn; whether more are left.

    Losing or repeating a turn changes nothing: a family that has gone is not touched again.
    """
    end = time.monotonic() + SLICE
    with system_reach():
        due = Handover.objects.filter(state=State.UNDER_WAY, on__lte=today).order_by("on", "pk")
        waiting = list(due.values_list("pk", flat=True))
    for handover_id in waiting:
        not_today: set[UUID] = set()
        more = True
        while more:
            with system_reach():
                more = move_next(handover_id, not_today, today=today, now=now)
            if time.monotonic() > end:
                return True
    return False


@transaction.atomic
def move_next(handover_id: UUID, not_today: set[UUID], *, today: date, now: datetime) -> bool:
    """Move one family of a handover; False when none is left, and the handover is then ended if all have gone.

    A family that another change lets go only later is added to `not_today` and waits.
    """
    handover = Handover.objects.select_for_update(of=("self",)).select_related("unit").get(pk=handover_id)
    if handover.state != State.UNDER_WAY:
        return False
    waiting = handover.families.filter(state=Family.PROPOSED).exclude(pk__in=not_today)
    family = waiting.select_related("to").order_by("pk").first()
    if family is not None:
        after = state_after(handover, family, today=today)
        if after == Family.PROPOSED:
            not_today.add(family.pk)
        family.state = after
        family.save(update_fields=["state"])
        return True
    if not handover.families.filter(state__in=(Family.PROPOSED, Family.NO_ROOM)).exists():
        handover.state, handover.ended_at = State.DONE, now
        keep(handover)
        note(
            by=Account.system(),
            action="people.end_handover",
            subject=handover,
            details=numbers_of(handover),
        )
    return False


def state_after(handover: Handover, family: HandoverFamily, *, today: date) -> str:
    """Move one family, and say what became of it."""
    household = Household.objects.select_for_update(no_key=True).get(pk=family.household_id)
    if household.unit_id != handover.unit_id or household.closed_on is not None or family.to is None:
        return Family.LEFT
    try:
        with transaction.atomic():
            day = move_family(
                by=Account.system(),
                household=household.pk,
                unit=family.to,
                earliest=max(handover.on, today),
                today=today,
                facility=handover.unit_id,
            )
            tell_moved(household, day)
    except ValidationError as refusal:
        return Family.NO_ROOM if "unit" in refusal.error_dict else Family.PROPOSED
    return Family.DONE


def families_of(handover: Handover) -> QuerySet[HandoverFamily]:
    """The families of a handover: those without room first, then those that still wait, then those that went."""
    rank = Case(
        When(state=Family.NO_ROOM, then=Value(0)),
        When(state=Family.PROPOSED, then=Value(1)),
        default=Value(2),
    )
    return handover.families.select_related("to").order_by(rank, "pk")


def note_families(*, by: Account, families: list[HandoverFamily]) -> None:
    """Note that somebody was shown a list of families, with the ids of all that stood in it."""
    if families:
        shown = [str(one.household_id) for one in families]
        note(by=by, action="people.list_household", subject=by, details={"household": shown})


def numbers_of(handover: Handover) -> dict[str, int]:
    """How many families stand how, by state; those with no room among them."""
    states = handover.families.values_list("state").annotate(families=Count("pk")).order_by()
    return dict.fromkeys(Family.values, 0) | dict(states)


def hold(reach: Reach, handover_id: UUID) -> Handover:
    """The handover, locked; Handover.DoesNotExist outside of one's area."""
    return handovers_in(reach).select_for_update(of=("self",)).get(pk=handover_id)


def refuse_other_version(handover: Handover, version: int | None) -> None:
    if version is not None and version != handover.version:
        raise Stale(_("This has changed since you opened it. Look at it again."), code="stale")


def keep(handover: Handover) -> None:
    handover.version += 1
    handover.save()
