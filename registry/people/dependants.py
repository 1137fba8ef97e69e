"""Who may be whose dependant until when: what the dated rules say. Where none is known, a reviewer decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from registry.people.ages import age_on
from registry.people.models import DependantRule, Membership, Relation

# For these a rule is asked for; the head is nobody's dependant.
DEPENDANTS = (Relation.SPOUSE, Relation.CHILD, Relation.PARENT, Relation.DEPENDANT)


class Answer(StrEnum):
    ALLOWED = "allowed"
    ENDED = "ended"  # every rule that is known has ended with the age
    CONDITION = "condition"  # it hangs on something that the file does not say
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Finding:
    """What the rules say of one person, and the rules that say it."""

    answer: Answer
    rules: tuple[DependantRule, ...] = ()


def rules_on(day: date) -> list[DependantRule]:
    """The rules in force on a day."""
    return list(
        DependantRule.objects.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day)
        )
    )


def finding(
    relation: str, sex: str, birth_date: date, *, on: date, rules: Iterable[DependantRule]
) -> Finding:
    """Whether somebody may be a dependant on a day, as far as the rules in force then (`rules`) say."""
    about = tuple(rule for rule in rules if rule.relation == relation and rule.sex in ("", sex))
    if not about:
        return Finding(Answer.NOT_KNOWN)
    age = age_on(on, birth_date)
    fitting = tuple(rule for rule in about if rule.until_age is None or age < rule.until_age)
    if not fitting:
        return Finding(Answer.ENDED, about)
    if any(not rule.condition for rule in fitting):
        return Finding(Answer.ALLOWED, fitting)
    return Finding(Answer.CONDITION, fitting)


def findings_of(members: Iterable[Membership], *, on: date) -> dict[str, Finding]:
    """What the rules say of each dependant of a family, by the person's id."""
    rules = rules_on(on)
    return {
        str(one.beneficiary_id): finding(
            one.relation, one.sex, one.beneficiary.birth_date, on=on, rules=rules
        )
        for one in members
        if one.relation in DEPENDANTS
    }
