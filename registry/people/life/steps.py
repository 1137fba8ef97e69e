"""One question a page: which fields a report asks for, one step after the other, given what was answered so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from registry.people.ages import is_adult
from registry.people.family import head_of
from registry.people.identity import CERTIFICATE, NATIONAL_ID, PASSPORT
from registry.people.models import LifeEvent, Membership, Relation
from registry.people.reports import ABOUT_A_PERSON, ALIVE, OWN, THERE
from uhis_portal.calendar import cairo_today

Kind = LifeEvent.Kind
Step = tuple[str, ...]
# What a person is entered with, by what is known; the guardian is asked for on a page of its own.
NUMBER: dict[str, list[Step]] = {
    NATIONAL_ID: [("national_id",)],
    CERTIFICATE: [("certificate_number", "birth_date", "sex"), ("guardian",)],
    PASSPORT: [("nationality", "passport_number", "birth_date", "sex")],
}


def steps_of(kind: str, answers: Mapping[str, Any], members: Sequence[Membership]) -> list[Step]:
    """The steps of a kind; later ones follow from earlier answers."""
    return STEPS[kind](answers, members)


def number(answers: Mapping[str, Any]) -> list[Step]:
    return [("full_name",), ("known_by",), *NUMBER.get(answers.get("known_by") or NATIONAL_ID, [])]


def head_leaves(answers: Mapping[str, Any], members: Sequence[Membership]) -> bool:
    """Whether the head is among those who leave, and somebody stays."""
    leaving = {answers.get("beneficiary"), *(answers.get("children") or []), *(answers.get("leaving") or [])}
    head = head_of(members)
    stays = any(str(one.beneficiary_id) not in leaving for one in members)
    return head is not None and str(head.beneficiary_id) in leaving and stays


def successor(answers: Mapping[str, Any], members: Sequence[Membership]) -> list[Step]:
    return [("new_head",)] if head_leaves(answers, members) else []


def marriage(answers: Mapping[str, Any], members: Sequence[Membership]) -> list[Step]:
    steps: list[Step] = [("beneficiary",), ("happened_on",), *number(answers), ("lives",)]
    if answers.get("lives") == OWN:
        steps.append(("head_is",))
    if answers.get("lives") in (OWN, THERE):
        steps += successor(answers, members)
    return steps


def divorce(answers: Mapping[str, Any], members: Sequence[Membership]) -> list[Step]:
    steps: list[Step] = [("beneficiary",), ("happened_on",)]
    if any(one.relation not in (Relation.HEAD, Relation.SPOUSE) for one in members):
        steps.append(("children",))
    steps.append(("lives",))
    if answers.get("lives") == THERE:
        steps.append(("other_national_id",))
    return steps + successor(answers, members)


def correction(answers: Mapping[str, Any], members: Sequence[Membership]) -> list[Step]:
    wrong = answers.get("field") or ""
    if wrong in ABOUT_A_PERSON:
        return [("field",), ("beneficiary",), (wrong,), ("what",)]
    if wrong == ALIVE:
        return [("field",), ("other_national_id",), ("what",)]
    return [("field",), ("what",)] if wrong in ("", "other") else [("field",), (wrong,)]


STEPS: dict[str, Callable[[Mapping[str, Any], Sequence[Membership]], list[Step]]] = {
    Kind.BIRTH: lambda answers, members: number(answers),
    Kind.ADOPTION: lambda answers, members: [*number(answers), ("happened_on",)],
    Kind.DEATH: lambda answers, members: [("beneficiary",), ("happened_on",), *successor(answers, members)],
    Kind.MARRIAGE: marriage,
    Kind.DIVORCE: divorce,
    Kind.CUSTODY: lambda answers, members: [("beneficiary",), ("happened_on",), ("other_national_id",)],
    Kind.ADULTHOOD: lambda answers, members: [("beneficiary",), ("happened_on",), ("lives",)],
    Kind.NEW_HEAD: lambda answers, members: [("beneficiary",), ("happened_on",)],
    Kind.MOVE: lambda answers, members: [
        ("governorate",),
        ("district",),
        ("unit",),
        ("address",),
        ("happened_on",),
    ],
    Kind.JOIN: lambda answers, members: [("other_national_id",), ("relation",), ("happened_on",)],
    Kind.SPLIT: lambda answers, members: [
        ("leaving",),
        ("their_head",),
        *successor(answers, members),
        ("happened_on",),
    ],
    Kind.CORRECTION: correction,
}


def offered(
    kind: str, name: str, answers: Mapping[str, Any], members: Sequence[Membership]
) -> list[Membership]:
    """The members whom a field offers; who else may be chosen is decided by the report's reader."""
    leaving = {answers.get("beneficiary"), *(answers.get("children") or []), *(answers.get("leaving") or [])}
    fitting: dict[str, Callable[[Membership], bool]] = {
        "guardian": is_grown,
        "children": lambda one: not is_of_the_couple(one),
        "their_head": lambda one: str(one.beneficiary_id) in (answers.get("leaving") or []),
        "new_head": lambda one: str(one.beneficiary_id) not in leaving,
        f"{Kind.DIVORCE} beneficiary": is_of_the_couple,
        f"{Kind.CUSTODY} beneficiary": lambda one: not is_grown(one),
        f"{Kind.ADULTHOOD} beneficiary": lambda one: one.relation in (Relation.CHILD, Relation.DEPENDANT),
        f"{Kind.NEW_HEAD} beneficiary": lambda one: one.relation != Relation.HEAD,
    }
    fits = fitting.get(name) or fitting.get(f"{kind} {name}") or (lambda _one: True)
    return [one for one in members if fits(one)]


def is_grown(one: Membership) -> bool:
    return is_adult(one.beneficiary.birth_date, cairo_today())


def is_of_the_couple(one: Membership) -> bool:
    return one.relation in (Relation.HEAD, Relation.SPOUSE)
