"""Made-up families and what they were given: the same ones for the same number, and nobody real.

Their national IDs have a serial that begins with 000, names are common first names put together at random.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from registry.people.actions import NewMember
from registry.people.models import Relation, Sex
from registry.people.national_id import WEIGHTS, parse

NAMES = json.loads((Path(__file__).parent / "data" / "made_up_names.json").read_text(encoding="utf-8"))
MEN, WOMEN = NAMES["men"], NAMES["women"]

BORN_UNTIL = date(
    2025, 6, 30
)  # births do not move with the calendar, so that a second run makes the same people
SERIALS = {Sex.MALE: (1, 3, 5, 7, 9), Sex.FEMALE: (0, 2, 4, 6, 8)}
SHARE_BORN_ELSEWHERE = 0.12
SHARE_LED_BY_A_WOMAN = 0.15


@dataclass(frozen=True)
class Family:
    """People to be registered together, the head first."""

    number: int
    people: list[NewMember]


def families(places_of_birth: list[str]) -> Iterator[Family]:
    """Family after family, each mostly born where `places_of_birth` says (two digits of the national ID each)."""
    used: Counter[tuple[date, str, Sex]] = Counter()
    for number, place in enumerate(places_of_birth):
        yield Family(number, members(random.Random(number), place, places_of_birth, used))  # noqa: S311 (no secret)


def members(
    chance: random.Random, place: str, places: list[str], used: Counter[tuple[date, str, Sex]]
) -> list[NewMember]:
    """A head of 22 to 70, mostly a spouse, mostly children, sometimes a parent."""
    age = chance.randint(22, 70)
    head_is_woman = chance.random() < SHARE_LED_BY_A_WOMAN
    father, grandfather, ancestor = (chance.choice(MEN) for _generation in range(3))

    def person(relation: Relation, sex: Sex, years: int, fathers: list[str]) -> NewMember:
        first = chance.choice(MEN if sex == Sex.MALE else WOMEN)
        where = chance.choice(places) if chance.random() < SHARE_BORN_ELSEWHERE else place
        born = free_day(chance, years, where, sex, used)
        digits = national_id(born, where, SERIALS[sex][used[born, where, sex] - 1])
        return NewMember(relation, " ".join([first, *fathers]), parse(digits, today=date.max))

    head = person(
        Relation.HEAD, Sex.FEMALE if head_is_woman else Sex.MALE, age, [father, grandfather, ancestor]
    )
    family = [head]
    husband = chance.choice(MEN) if head_is_woman else head.full_name.split()[0]
    fathers = (
        [husband, chance.choice(MEN), chance.choice(MEN)] if head_is_woman else [husband, father, grandfather]
    )
    if not head_is_woman and chance.random() < 0.88:
        strangers = [chance.choice(MEN) for _generation in range(3)]
        family.append(person(Relation.SPOUSE, Sex.FEMALE, max(20, age - chance.randint(0, 8)), strangers))
    for _child in range(chance.choices(range(6), weights=[8, 14, 28, 28, 16, 6])[0] if age < 62 else 0):
        years = chance.randint(0, max(0, min(age - 20, 20)))
        family.append(person(Relation.CHILD, chance.choice(list(Sex)), years, fathers))
    if age < 52 and chance.random() < 0.08:
        family.append(
            person(Relation.PARENT, Sex.FEMALE, age + 24, [chance.choice(MEN) for _generation in range(3)])
        )
    return family


def free_day(
    chance: random.Random, years: int, place: str, sex: Sex, used: Counter[tuple[date, str, Sex]]
) -> date:
    """A birth day about so many years ago that still has a serial for this place and sex."""
    while True:
        born = BORN_UNTIL - timedelta(days=years * 365 + chance.randrange(365))
        if used[born, place, sex] < len(SERIALS[sex]):
            used[born, place, sex] += 1
            return born


def national_id(born: date, place: str, serial: int) -> str:
    """The 14 digits of a made-up person, with a check digit that fits the rule in use."""
    century = "2" if born.year < 2000 else "3"
    first = f"{century}{born:%y%m%d}{place}{serial:04}"
    remainder = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True)) % 11
    return first + str((11 - remainder) % 10)


@dataclass(frozen=True)
class MadeUpVisit:
    """Kinds of service with their quantities, given on a day."""

    provided_on: date
    at_hospital: bool
    lines: list[tuple[str, int]]


def visits(
    member: NewMember, registered_on: date, today: date, chance: random.Random
) -> Iterator[MadeUpVisit]:
    """What a person was given since the family registered, the examination of the first day among it."""
    first = max(registered_on, today - timedelta(days=364), member.birth_date)
    days = (today - first).days
    if days < 1:
        return
    if registered_on >= first and chance.random() < 0.7:
        yield MadeUpVisit(first, False, [("PHC-EXAM", 1)])
    for _visit in range(chance.choices(range(6), weights=[60, 21, 10, 6, 2, 1])[0]):
        provided_on = first + timedelta(days=chance.randrange(days))
        if chance.random() < 0.2:
            yield MadeUpVisit(provided_on, True, at_hospital(chance))
        else:
            yield MadeUpVisit(provided_on, False, at_unit(member, provided_on, chance))


def at_unit(member: NewMember, day: date, chance: random.Random) -> list[tuple[str, int]]:
    """A visit to the family's unit: what is asked for at that age."""
    born, sex = member.birth_date, member.sex
    age = (day - born).days // 365
    if age < 2:
        lines = [("PHC-VACC", 1), ("PHC-CHILD", 1)]
    elif age < 15:
        lines = [(chance.choice(["PHC-PED", "PHC-DENT", "PHC-FM"]), 1)]
    elif sex == Sex.FEMALE and age < 42:
        lines = [(chance.choice(["PHC-ANC", "PHC-OBGYN", "PHC-FP", "PHC-FM", "PHC-DENT", "INI-WOMEN"]), 1)]
    elif age > 50:
        lines = [(chance.choice(["PHC-NCD", "PHC-NCD", "PHC-FM", "PHC-INT", "INI-NCD"]), 1)]
    else:
        lines = [(chance.choice(["PHC-FM", "PHC-FM", "PHC-DENT", "PHC-INT", "PHC-FIRSTAID"]), 1)]
    if chance.random() < 0.5:
        lines.append(("PHC-LAB", chance.randint(1, 4)))
    if chance.random() < 0.12:
        lines.append(("PHC-RAD", 1))
    if chance.random() < 0.55:
        lines.append(("PHC-DRUG", chance.randint(1, 3)))
    return lines


def at_hospital(chance: random.Random) -> list[tuple[str, int]]:
    """A visit to a hospital: mostly the outpatient clinic with tests, sometimes more."""
    main = chance.choices(
        ["SEC-OPD", "SEC-ER", "SEC-SURG", "SEC-HD", "SEC-PT", "SEC-CATAR", "TER-CATH", "TER-ONCO"],
        weights=[55, 20, 7, 5, 6, 3, 2, 2],
    )[0]
    lines = [(main, chance.randint(3, 9) if main in ("SEC-HD", "SEC-PT") else 1)]
    if chance.random() < 0.6:
        lines.append(("SEC-LAB", chance.randint(1, 5)))
    if chance.random() < 0.3:
        lines.append((chance.choice(["SEC-XRAY", "SEC-US", "SEC-CT", "SEC-MRI"]), 1))
    return lines
