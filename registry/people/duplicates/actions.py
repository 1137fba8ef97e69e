"""Judging a pair: the same person, who goes on as one record; not the same; or the judgement taken back.

No row moves. The merged record keeps its number, its past memberships and whatever points at it; who asks for it gets
the survivor. A merged record has no membership that goes on, so whatever lists a family finds survivors only.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from facilities.directory.actions import add_to_places
from registry.people.actions.families import Family, Rearrangement, hold_families
from registry.people.actions.reading import REASON_LENGTH, facility_of
from registry.people.duplicates.pairs import merge_of
from registry.people.family import head_of, members_now
from registry.people.models import (
    Beneficiary,
    Household,
    Membership,
    Merge,
    PossibleDuplicate,
    Reason,
    Relation,
)
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import Note, note_all
from uhis_portal.reach import Reach, system_reach
from uhis_portal.refusals import Conflict, Stale

Status = PossibleDuplicate.Status


def merge(
    *,
    by: Account,
    reach: Reach,
    pair_id: UUID,
    survivor: UUID | None,
    membership: UUID | None,
    reason: str,
    now: datetime,
    today: date,
    version: int,
) -> Merge:
    """The two records of a pair are of one person, who goes on as `survivor` with `membership`.

    `membership` may be left out where only one of them belongs to a family. The other membership ends today, or
    tomorrow if it began today; where the membership that stays is the other record's, the survivor takes it over.
    Raises PossibleDuplicate.DoesNotExist for a pair that `reach` does not review, ValidationError at `survivor`,
    `membership`, `reason`, Stale, and Conflict when it was judged otherwise. Sent twice, it is done once.
    """
    reason = read_reason(reason)
    with transaction.atomic():
        pair = hold_pair(reach, pair_id)
        if (
            pair.status == Status.SAME
            and pair.decided_by_id == by.pk
            and (done := known_merge(pair, survivor))
        ):
            return done
        refuse_judged(pair, version)
        # Two records of one person are seldom in one reach; the pair that is reviewed is the permission.
        with system_reach():
            families = hold_families_of([pair.one_id, pair.other_id])
            stays, goes = hold_people(pair, survivor)
            refuse_one_dead(stays, goes)
            ended = keep_one_membership(families, stays, goes, membership, today)
            goes.merged_into = stays
            goes.version = F("version") + 1
            goes.save(update_fields=["merged_into", "version"])
            Beneficiary.objects.filter(pk=stays.pk).update(version=F("version") + 1)
        made = Merge.objects.create(
            survivor=stays,
            merged=goes,
            governorate_id=pair.governorate_id,
            other_governorate_id=pair.other_governorate_id,
            ended=ended,
            made_by=by,
            made_at=now,
            reason=reason,
        )
        judge(pair, Status.SAME, by, now)
        noted(by, "merge", pair, [stays, goes], reason)
    return made


def not_the_same(
    *, by: Account, reach: Reach, pair_id: UUID, now: datetime, version: int
) -> PossibleDuplicate:
    """The two records are of two people. It is remembered: the pair is never queued again.

    Raises PossibleDuplicate.DoesNotExist, Stale, and Conflict when it was judged otherwise.
    """
    with transaction.atomic():
        pair = hold_pair(reach, pair_id)
        if pair.status == Status.DIFFERENT and pair.decided_by_id == by.pk:
            return pair
        refuse_judged(pair, version)
        judge(pair, Status.DIFFERENT, by, now)
        with system_reach():
            people = list(Beneficiary.objects.filter(pk__in=[pair.one_id, pair.other_id]).only("pk"))
        noted(by, "not_the_same", pair, people, "")
    return pair


def undo_merge(
    *, by: Account, reach: Reach, pair_id: UUID, reason: str, now: datetime, version: int
) -> PossibleDuplicate:
    """Take a merge back: both people have what they had, the membership that ended too, and the pair waits again.

    Raises PossibleDuplicate.DoesNotExist, ValidationError at `reason`, and as a whole where the families changed so
    that it does not fit any more; Stale, and Conflict when there is nothing to undo.
    """
    reason = read_reason(reason)
    with transaction.atomic():
        pair = hold_pair(reach, pair_id)
        if pair.version != version:
            raise Stale(_("This has changed since you read it."), code="stale")
        if pair.status != Status.SAME:
            raise Conflict(_("These two records are not merged."), code="not_merged")
        with system_reach():
            made = merge_of(pair)
            if made is None:
                raise Conflict(_("These two records are not merged."), code="not_merged")
            hold_families_of([made.survivor_id, made.merged_id], ended_too=True)
            people = held([made.survivor_id, made.merged_id])
            give_back(made, people)
            Beneficiary.objects.filter(pk=made.merged_id).update(merged_into=None)
            # What goes on again may be taken away by the undoing of an earlier merge.
            made.ended, made.undone_by, made.undone_at = None, by, now
            made.save(update_fields=["ended", "undone_by", "undone_at"])
        judge(pair, Status.WAITING, None, None)
        noted(by, "undo_merge", pair, [people[made.survivor_id], people[made.merged_id]], reason)
    return pair


# What both are


def read_reason(typed: str) -> str:
    reason = typed.strip()
    if not reason:
        raise ValidationError({"reason": ValidationError(_("Say why, in a few words."), code="required")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            {"reason": ValidationError(_("Say it in 300 characters at most."), code="max_length")}
        )
    return reason


def hold_pair(reach: Reach, pair_id: UUID) -> PossibleDuplicate:
    """The pair, locked until the transaction ends."""
    return PossibleDuplicate.objects.reviewed_in(reach).select_for_update(no_key=True).get(pk=pair_id)


def refuse_judged(pair: PossibleDuplicate, version: int) -> None:
    if pair.status != Status.WAITING:
        raise Conflict(_("Somebody has decided on these two records already."), code="already_judged")
    if pair.version != version:
        raise Stale(_("This has changed since you read it."), code="stale")


def judge(pair: PossibleDuplicate, status: Status, by: Account | None, now: datetime | None) -> None:
    pair.status, pair.decided_by, pair.decided_at = status, by, now
    pair.version += 1
    pair.save(update_fields=["status", "decided_by", "decided_at", "version"])


def known_merge(pair: PossibleDuplicate, survivor: UUID | None) -> Merge | None:
    """What the same wish did before."""
    made = merge_of(pair)
    return made if made is not None and made.survivor_id == survivor else None


def held(ids: list[UUID]) -> dict[UUID, Beneficiary]:
    """People whose rows are locked, in the order of their ids, so that no two wait in a ring."""
    rows = Beneficiary.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk")
    return {person.pk: person for person in rows}


def hold_people(pair: PossibleDuplicate, survivor: UUID | None) -> tuple[Beneficiary, Beneficiary]:
    """Who stays and who goes, locked; ValidationError at `survivor`, Conflict when they are one already."""
    before = Beneficiary.objects.filter(pk__in=[pair.one_id, pair.other_id])
    ids = [merged_into or pk for pk, merged_into in before.values_list("pk", "merged_into")]
    people = held(ids)
    if len(people) < 2 or any(person.merged_into_id for person in people.values()):
        raise Conflict(
            _("One of these records was merged meanwhile. Load the page again."), code="merged_meanwhile"
        )
    if survivor not in people:
        raise ValidationError(
            {
                "survivor": ValidationError(
                    _("Choose the record that goes on: one of these two."), code="required"
                )
            }
        )
    [goes] = [person for pk, person in people.items() if pk != survivor]
    if Beneficiary.objects.filter(merged_into=goes).exists():
        raise ValidationError(
            {
                "survivor": ValidationError(
                    _(
                        "Another record goes on as this one already. Let this one stay, or undo that merge first."
                    ),
                    code="has_merged",
                )
            }
        )
    return people[survivor], goes


def refuse_one_dead(stays: Beneficiary, goes: Beneficiary) -> None:
    """ValidationError at `survivor` where one of the two has died: who died would go on in a family."""
    if (stays.died_on is None) != (goes.died_on is None):
        raise ValidationError(
            {
                "survivor": ValidationError(
                    _("One of these two has died. Record the death in the family of the other first."),
                    code="died",
                )
            }
        )


def hold_families_of(ids: list[UUID], *, ended_too: bool = False) -> dict[UUID, Family]:
    """The families, locked, to which these people belong, or those as whom they go on.

    `ended_too`: also those that somebody left because of a merge.
    """
    theirs = Membership.objects.filter(Q(beneficiary__in=ids) | Q(beneficiary__merged__in=ids))
    asked = Q(until__isnull=True) | Q(ended_by=Reason.MERGE) if ended_too else Q(until__isnull=True)
    return hold_families(theirs.filter(asked).values_list("household_id", flat=True))


def noted(by: Account, act: str, pair: PossibleDuplicate, people: list[Beneficiary], reason: str) -> None:
    """One note for each of the two, so that each file tells it."""
    facility = facility_of(by)
    ids = [str(person.pk) for person in people]
    note_all(
        by=by,
        notes=[
            Note(
                f"people.{act}",
                person,
                facility=facility,
                reason=reason,
                details={"possible_duplicate": str(pair.pk), "beneficiaries": ids},
            )
            for person in people
        ],
    )


# Memberships


def keep_one_membership(
    families: dict[UUID, Family], stays: Beneficiary, goes: Beneficiary, wanted: UUID | None, today: date
) -> Membership | None:
    """End the memberships but the one that is kept, which is then the survivor's; returns the one that ended for it.

    Raises ValidationError at `membership`.
    """
    own, other = ongoing(families, stays), ongoing(families, goes)
    kept = chosen(own, other, wanted)
    if other is None:
        return None
    leaving = [other] if kept is own or own is None else [other, own]
    order = Rearrangement(
        [families[household] for household in {one.household_id for one in leaving}],
        earliest=today,
        today=today,
    )
    for one in leaving:
        order.leave(one, Reason.MERGE)
    if kept is other:
        household = families[other.household_id].household
        order.enter(household, stays, other.relation, Reason.MERGE)
    try:
        order.settle()
    except ValidationError as fault:
        raise ValidationError({"membership": in_words(fault)}) from None
    return own if kept is other else other


def ongoing(families: dict[UUID, Family], person: Beneficiary) -> Membership | None:
    """The membership of a person that has not ended; Conflict if it is of a family that came in meanwhile."""
    found = Membership.objects.filter(beneficiary=person, until__isnull=True).first()
    if found is None:
        return None
    if found.household_id not in families:
        raise Conflict(_("This has changed since you read it."), code="changed_meanwhile")
    return families[found.household_id].of(person)


def chosen(own: Membership | None, other: Membership | None, wanted: UUID | None) -> Membership | None:
    """The membership that is kept: the only one there is, or the one that was chosen."""
    if own is None or other is None:
        only = own or other
        if wanted is None or (only is not None and only.pk == wanted):
            return only
    elif wanted in (own.pk, other.pk):
        return own if wanted == own.pk else other
    raise ValidationError(
        {
            "membership": ValidationError(
                _("Choose the family to which this person belongs from now on."), code="required"
            )
        }
    )


def in_words(fault: ValidationError) -> list[ValidationError]:
    """Why a membership cannot end, said to who merges."""
    faults = []
    for name, found in fault.error_dict.items():
        if name == "new_head":
            faults.append(
                ValidationError(
                    _(
                        "The family that this person would leave has others and no other head. Keep that membership, "
                        "or report a new head of that family first."
                    ),
                    code="head",
                )
            )
        else:
            faults += found
    return faults


def give_back(made: Merge, people: dict[UUID, Beneficiary]) -> None:
    """Every membership as it was before the merge; ValidationError where the families have changed too much for it."""
    taken_over = follower(made)
    back = [one for one in (made.ended, taken_over and taken_over[0]) if one is not None]
    new = taken_over[1] if taken_over else None
    if new is not None and new.until is not None:
        raise changed_since()
    survivors_now = Membership.objects.filter(beneficiary=made.survivor_id, until__isnull=True)
    if made.ended is not None and made.ended.beneficiary_id == made.survivor_id:
        if new is not None:
            survivors_now = survivors_now.exclude(pk=new.pk)
        if survivors_now.exists():
            raise changed_since()
    places: Counter[str] = Counter()
    if new is not None:
        places[new.unit_id] -= 1
        new.delete()
    for one in back:
        places[one.unit_id] += 1
        one.until, one.ended_by = None, ""
    for one in back:
        family = Household.objects.get(pk=one.household_id)
        moved = (family.unit_id, family.district_id) != (one.unit_id, one.district_id)
        if moved or (one.relation == Relation.HEAD and head_of(members_now(family))):
            raise changed_since()
        one.save(update_fields=["until", "ended_by"])
    for household in {one.household_id for one in back}:
        family = Household.objects.get(pk=household)
        if head_of(members_now(family)) is None:
            raise changed_since()
        family.closed_on = None
        family.version += 1
        family.save(update_fields=["closed_on", "version"])
    for person in people.values():
        place_again(person)
    for unit in sorted(places):
        if places[unit]:
            add_to_places(facility_code=unit, people=places[unit])


def follower(made: Merge) -> tuple[Membership, Membership] | None:
    """The merged record's membership that the survivor took over, and the survivor's that followed it."""
    begun = Membership.objects.filter(beneficiary=made.survivor_id, began_by=Reason.MERGE).order_by("-since")
    for new in begun:
        before = Membership.objects.filter(
            beneficiary=made.merged_id, household=new.household_id, until=new.since, ended_by=Reason.MERGE
        ).first()
        if before is not None and before != made.ended:
            return before, new
    return None


def place_again(person: Beneficiary) -> None:
    """The person's copies of family, governorate and unit are those of the membership in force, or of the last one."""
    last = Membership.objects.filter(beneficiary=person).order_by("-since").first()
    if last is not None:
        person.household_id, person.governorate_id, person.unit_id = (
            last.household_id,
            last.governorate_id,
            last.unit_id,
        )
    person.version += 1
    person.save(update_fields=["household", "governorate", "unit", "version"])


def changed_since() -> ValidationError:
    return ValidationError(
        _(
            "These families have changed since the merge, so it cannot be undone here. Put the families right first."
        ),
        code="changed_since",
    )
