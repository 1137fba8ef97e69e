"""What looks odd about a family and is taken all the same: said to who enters it, and to the reviewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.people.actions import NewMember
from registry.people.ages import is_adult
from registry.people.models import Relation
from uhis_portal.display import number

MANY_CHILDREN = 12
MOST_WIVES = 4  # a man may be married to four women at a time
GENERATION_YEARS = 12  # a parent who was younger at the birth of a child is a slip, more likely than not


@dataclass(frozen=True)
class Oddity:
    """Something to look at again: `place` is that of the person in the list, None for the family as a whole."""

    code: str
    message: str
    place: int | None = None


def oddities_of(people: Sequence[NewMember], *, today: date) -> list[Oddity]:
    """All that looks odd, people in their order first.

    Codes: doubtful_number, same_sex, young_parent, minor_head, many_children, many_spouses.
    """
    head = next((person for person in people if person.is_head), None)
    found = [
        oddity
        for place, person in enumerate(people)
        for oddity in oddities_of_one(person, head, place=place, today=today)
    ]
    children = sum(person.relation == Relation.CHILD for person in people)
    if children > MANY_CHILDREN:
        words = ngettext(
            "You entered %(count)s child. Check that each one belongs to this family.",
            "You entered %(count)s children. Check that each one belongs to this family.",
            children,
        )
        found.append(Oddity("many_children", words % {"count": number(children)}))
    spouses = sum(person.relation == Relation.SPOUSE for person in people)
    if spouses > (MOST_WIVES if head is None or head.sex == "male" else 1):
        words = ngettext(
            "You entered %(count)s spouse. Check who is married to the head of the family.",
            "You entered %(count)s spouses. Check who is married to the head of the family.",
            spouses,
        )
        found.append(Oddity("many_spouses", words % {"count": number(spouses)}))
    return found


def oddities_of_one(
    person: NewMember, head: NewMember | None, *, place: int | None, today: date
) -> list[Oddity]:
    """What looks odd about one person of a family with this head."""
    found = []
    if person.known_as.doubtful:
        words = _(
            "Look at this number once more: its last digit is unusual. If it stands so on the card, leave it."
        )
        found.append(Oddity("doubtful_number", words, place))
    if person.is_head and not is_adult(person.birth_date, today):
        words = _(
            "The head of the family is under 18. If an adult answers for the family, enter that one as head."
        )
        found.append(Oddity("minor_head", words, place))
    if head is None or person.is_head:
        return found
    if person.relation == Relation.SPOUSE and person.sex == head.sex:
        words = _("Head and spouse are of the same sex, as read. Check both numbers.")
        found.append(Oddity("same_sex", words, place))
    years = (person.birth_date - head.birth_date).days / 365.25
    if person.relation == Relation.CHILD and 0 < years < GENERATION_YEARS:
        words = _("Head and child are less than 12 years apart. Check both dates of birth.")
        found.append(Oddity("young_parent", words, place))
    return found
