"""A family as it is, and as it was on any past day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from registry.people.models import Household, Membership, Relation

RANK = Case(
    *(When(relation=relation, then=Value(place)) for place, relation in enumerate(Relation.values)),
    output_field=IntegerField(),
)

# What everyone is to the new head who was this to the old one: new head's former relation → own former → own new.
AFTER: dict[str, dict[str, Relation]] = {
    Relation.SPOUSE: {
        Relation.HEAD: Relation.SPOUSE,
        Relation.CHILD: Relation.CHILD,
    },
    Relation.CHILD: {
        Relation.HEAD: Relation.PARENT,
        Relation.SPOUSE: Relation.PARENT,
    },
    Relation.PARENT: {
        Relation.HEAD: Relation.CHILD,
        Relation.PARENT: Relation.SPOUSE,
    },
}


def members_on(household: Household, day: date) -> QuerySet[Membership]:
    """Who belonged to a family on a day, the head first. What is not in reach is not there."""
    return (
        Membership.objects.filter(
            Q(until__isnull=True) | Q(until__gt=day), household=household, since__lte=day
        )
        .select_related("beneficiary")
        .defer("beneficiary__national_id")
        .order_by(RANK, "beneficiary__birth_date", "beneficiary_id")
    )


def members_now(household: Household) -> QuerySet[Membership]:
    """Whose membership has not ended, the head first; one may begin or end tomorrow only."""
    return (
        Membership.objects.filter(household=household, until__isnull=True)
        .select_related("beneficiary")
        .defer("beneficiary__national_id", "beneficiary__certificate_number", "beneficiary__passport_number")
        .order_by(RANK, "beneficiary__birth_date", "beneficiary_id")
    )


def head_of(members: Iterable[Membership]) -> Membership | None:
    """The head among `members`."""
    return next((one for one in members if one.relation == Relation.HEAD), None)


def relation_after(relation: str, *, head_was: str) -> Relation:
    """What somebody is to a new head, who was `head_was` to the old one: a sibling becomes a dependant, say."""
    return AFTER.get(head_was, {}).get(relation, Relation.DEPENDANT)
