"""Pairs to look at: written down when people are registered, or when what is compared of them changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.people.duplicates.finding import asked_of, found_for
from registry.people.duplicates.likeness import Likeness
from registry.people.models import Beneficiary, PossibleDuplicate
from uhis_portal.reach import system_reach

AT_ONCE = 50  # people compared by the same two queries


def note_likely_duplicates(people: Sequence[Beneficiary], *, now: datetime | None = None) -> None:
    """Queue each of `people` with everyone who may be the same person.

    It belongs to the transaction that writes the people: it takes a few milliseconds a person, and so nothing has to
    be remembered, lost or repaired. A pair that was judged, or waits already, stays as it is: what is not the same
    is never asked again. `people` are as they were just written, each with the household.
    """
    found_at = now or timezone.now()
    # The other records are mostly of families that the one who registers may not see, and is not told of.
    with transaction.atomic(), system_reach():
        for start in range(0, len(people), AT_ONCE):
            pairs = pairs_of(people[start : start + AT_ONCE], found_at)
            PossibleDuplicate.objects.bulk_create(pairs, ignore_conflicts=True)


def pairs_of(people: Sequence[Beneficiary], found_at: datetime) -> list[PossibleDuplicate]:
    """The pairs that these people are in, unsaved, each once."""
    found = found_for([asked_of(person) for person in people])
    area = {person.pk: person.governorate_id for person in people}
    others = {each.person for matches in found for each in matches} - area.keys()
    area |= dict(Beneficiary.objects.filter(pk__in=others).values_list("pk", "governorate_id"))
    best: dict[tuple[UUID, UUID], Likeness] = {}
    for person, matches in zip(people, found, strict=True):
        for match in matches:
            pair = min(person.pk, match.person), max(person.pk, match.person)
            if pair not in best or best[pair].score < match.likeness.score:
                best[pair] = match.likeness
    return [
        PossibleDuplicate(
            one_id=one,
            other_id=other,
            governorate_id=area[one],
            other_governorate_id=area[other],
            score=Decimal(round(likeness.score, 4)).quantize(Decimal("0.0001")),
            reasons=[str(sign) for sign in likeness.reasons],
            found_at=found_at,
        )
        for (one, other), likeness in sorted(best.items())
    ]
