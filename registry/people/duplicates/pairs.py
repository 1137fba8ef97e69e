"""Pairs as a reviewer looks at them: with the two people, wherever they are registered, and their families."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from registry.people.actions.reading import facility_of
from registry.people.duplicates.applicants import COMPARING
from registry.people.models import Beneficiary, Membership, Merge, PossibleDuplicate
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import Note, note, note_all
from uhis_portal.reach import Reach, system_reach


@dataclass(frozen=True)
class Side:
    """One of the two people, with the membership that has not ended."""

    person: Beneficiary
    membership: Membership | None


@dataclass(frozen=True)
class Pair:
    """Two records side by side; `merge` is the one in force, if they go on as one person."""

    judged: PossibleDuplicate
    sides: tuple[Side, Side]
    merge: Merge | None = None


def in_list(by: Account, pairs: Sequence[PossibleDuplicate]) -> list[Pair]:
    """What a list of pairs shows; that its people were shown is noted. Pairs that are one person already are left out."""
    with system_reach():
        found = with_people(pairs)
    shown = [
        pair
        for pair in found
        if pair.judged.status != PossibleDuplicate.Status.WAITING
        or pair.sides[0].person.pk != pair.sides[1].person.pk
    ]
    if shown:
        ids = sorted({str(side.person.pk) for pair in shown for side in pair.sides})
        note(
            by=by,
            action="people.list_beneficiary",
            subject=by,
            facility=facility_of(by),
            reason=COMPARING,
            details={"beneficiary": ids},
        )
    return shown


def side_by_side(by: Account, reach: Reach, pair_id: UUID) -> Pair:
    """One pair of a governorate that is reviewed within `reach`; that both people were read is noted.

    Raises PossibleDuplicate.DoesNotExist for any other.
    """
    judged = PossibleDuplicate.objects.reviewed_in(reach).select_related("decided_by").get(pk=pair_id)
    # The pair is the permission to see its two people, wherever they are registered, and nobody else.
    with system_reach():
        [pair] = with_people([judged])
        pair = with_merge(pair)
    facility = facility_of(by)
    note_all(
        by=by,
        notes=[
            Note(
                "people.read_beneficiary",
                side.person,
                facility=facility,
                reason=COMPARING,
                details={"possible_duplicate": str(pair_id)},
            )
            for side in pair.sides
        ],
    )
    return pair


def with_people(pairs: Iterable[PossibleDuplicate]) -> list[Pair]:
    """Pairs with their people; call it with everything in reach. Two queries, however many there are.

    Who was entered twice stands there as who goes on, as long as the pair waits; a pair that was judged shows what
    was judged.
    """
    pairs = list(pairs)
    ids = {pk for pair in pairs for pk in (pair.one_id, pair.other_id)}
    by_id = shown_people().in_bulk(ids)
    persons = ids | {person.merged_into_id for person in by_id.values() if person.merged_into_id}
    in_force = memberships_of(persons)

    def side(pk: UUID, waiting: bool) -> Side:
        person = by_id[pk].going_on_as if waiting else by_id[pk]
        return Side(person, in_force.get(person.pk))

    found = []
    for pair in pairs:
        waiting = pair.status == PossibleDuplicate.Status.WAITING
        found.append(Pair(pair, (side(pair.one_id, waiting), side(pair.other_id, waiting))))
    return found


def shown_people() -> QuerySet[Beneficiary]:
    """People with what is shown of them and of their family; what is sealed is read when asked for."""
    return Beneficiary.objects.select_related(
        "household", "governorate", "unit",
        "merged_into__household", "merged_into__governorate", "merged_into__unit",
    ).defer(
        "governorate__outline", "household__address", "household__phone", "merged_into__governorate__outline",
        "merged_into__household__address", "merged_into__household__phone",
    )  # fmt: skip


def memberships_of(people: Iterable[UUID]) -> dict[UUID, Membership]:
    """The membership that has not ended, by person."""
    in_force = Membership.objects.filter(beneficiary__in=set(people), until__isnull=True)
    return {one.beneficiary_id: one for one in in_force.select_related("household")}


def with_merge(pair: Pair) -> Pair:
    """The same with the merge that its decision made, whose survivor stands first; call it with everything in reach."""
    merge = merge_of(pair.judged)
    if pair.judged.status != PossibleDuplicate.Status.SAME or merge is None:
        return pair
    ids = [merge.survivor_id, merge.merged_id]
    people, in_force = shown_people().in_bulk(ids), memberships_of(ids)
    survivor, merged = (Side(people[pk], in_force.get(pk)) for pk in ids)
    return Pair(pair.judged, (survivor, merged), merge)


def merge_of(judged: PossibleDuplicate) -> Merge | None:
    """The merge in force that the decision of a pair made."""
    if judged.decided_at is None:
        return None
    return (
        Merge.objects.filter(
            Q(merged=judged.one_id) | Q(merged=judged.other_id),
            made_at=judged.decided_at,
            undone_at__isnull=True,
        )
        .select_related("ended__household", "made_by")
        .first()
    )
