"""How likely two records are of one person: the weights of what speaks for it and against it, and why in words.

Each weight is the logarithm of how much more often the fact is met in two records of one person than in records of
two (Fellegi and Sunter, A Theory for Record Linkage, 1969). They were set by hand and tried on made-up people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp, log

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from facilities.directory.finder.likeness import likeness as word_likeness
from registry.people.duplicates.given_names import share_of, two_names
from registry.people.duplicates.keys import slips_of, written
from registry.people.duplicates.names import bones_of, parts_of, spelled

WORTH_A_LOOK = 0.5  # the least score that is shown


class Sign(TextChoices):
    """What speaks for two records being of one person."""

    NAME = "name_same", _("the same name")
    SPELLING = "name_spelling", _("the name written differently")
    SHORTER = "name_shorter", _("a part of the name left out")
    ORDER = "name_order", _("parts of the name in another order")
    SCRIPT = "name_script", _("the name in other letters")
    OTHER_PART = "name_other_part", _("one part of the name is another")
    BIRTH = "birth_date_same", _("the same birth date")
    BIRTH_DIGIT = "birth_date_digit", _("one digit of the birth date differs")
    BIRTH_SWAPPED = "birth_date_swapped", _("day and month swapped, or two digits of the birth date")
    BIRTH_YEAR = "birth_date_year", _("born a year apart, on the same day")
    SEX = "sex_same", _("the same sex")
    BIRTHPLACE = "birth_governorate_same", _("born in the same governorate")
    NUMBER_DIGIT = "national_id_digit", _("one digit of the national ID number differs")
    NUMBER_SWAPPED = "national_id_swapped", _("two digits of the national ID number are swapped")
    PHONE = "phone_same", _("the same mobile number")
    ADDRESS = "address_same", _("the same address")


def percent(score: float) -> int:
    """A score from 0 to 1 as it is told to people: likeness is no certainty, so never 100."""
    return min(99, round(100 * score))


@dataclass(frozen=True)
class Particulars:
    """What is compared of a person. Of identifiers only the keyed index, and how two numbers differ, is known here."""

    full_name: str
    birth_date: date
    sex: str
    birth_governorate_code: str = ""
    phone_index: bytes | None = None
    address_index: bytes | None = None


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 to 1, and the signs that made it."""

    score: float
    reasons: tuple[Sign, ...]


OF_NAMES = (Sign.SPELLING, Sign.SCRIPT, Sign.SHORTER, Sign.ORDER, Sign.OTHER_PART)
PRIOR = -13.5
OF_BIRTH = {Sign.BIRTH: 10.0, Sign.BIRTH_DIGIT: 5.0, Sign.BIRTH_SWAPPED: 6.0, Sign.BIRTH_YEAR: 4.5}
NO_BIRTHDAY_KNOWN = -1.5  # many of whom no day was known were written down as born on 1 January
OTHER_BIRTH = -6.0
SAME_SEX, OTHER_SEX = 0.7, -3.0
SAME_BIRTHPLACE, OTHER_BIRTHPLACE = 2.0, -2.0
SAME_PHONE, SAME_ADDRESS = 2.0, 1.0
NUMBER_ALIKE, NUMBERS_APART = 9.0, -1.5
# Parts of a name: what a slip takes from what the same part would say; and what another name says, by its place.
SLIP, TWO_SLIPS, OTHER_LETTERS = -1.5, -3.5, -0.5
# Brothers and sisters, twins above all, share everything but their own name. Two parts left out weigh as much as another.
ANOTHER_NAME = (-18.0, -6.0, -5.0, -2.0)
LEFT_OUT = (-14.0, -3.0, -2.5, -0.7)
CHANGED_PLACES = -2.0
NO_MATCH = -99.0
ALIKE = 0.74  # of two parts in different letters, from 0 to 1
LONG_ENOUGH = (3, 5)  # letters of the shorter part for one slip, and for two
MOST_OF_NAME = 14.0  # however rare the parts, a namesake may be born


def likeness(
    one: Particulars, other: Particulars, *, number: Sign | None = None, both_numbered: bool = False
) -> Likeness:
    """How likely two records are of one person.

    `number` is how the one's national ID number comes from the other's by one slip, if it does; `both_numbered` says
    that both have one.
    """
    weight, reasons = of_names(parts_of(one.full_name), parts_of(other.full_name))
    total = PRIOR + weight
    born = birth_sign(one.birth_date, other.birth_date)
    total += OF_BIRTH[born] if born else OTHER_BIRTH
    if born is Sign.BIRTH and (one.birth_date.month, one.birth_date.day) == (1, 1):
        total += NO_BIRTHDAY_KNOWN
    reasons += [born] if born else []
    if one.sex == other.sex:
        total += SAME_SEX
        reasons.append(Sign.SEX)
    else:
        total += OTHER_SEX
    if one.birth_governorate_code and other.birth_governorate_code:
        if one.birth_governorate_code == other.birth_governorate_code:
            total += SAME_BIRTHPLACE
            reasons.append(Sign.BIRTHPLACE)
        else:
            total += OTHER_BIRTHPLACE
    if number is not None:
        total += NUMBER_ALIKE
        reasons.append(number)
    elif both_numbered:
        total += NUMBERS_APART
    if one.phone_index is not None and one.phone_index == other.phone_index:
        total += SAME_PHONE
        reasons.append(Sign.PHONE)
    if one.address_index is not None and one.address_index == other.address_index:
        total += SAME_ADDRESS
        reasons.append(Sign.ADDRESS)
    return Likeness(score=1 / (1 + exp(-total)), reasons=tuple(reasons))


def birth_sign(one: date, other: date) -> Sign | None:
    """How two birth dates are alike; None where more than a slip lies between them."""
    if one == other:
        return Sign.BIRTH
    first, second = written(one), written(other)
    if second not in slips_of(first):
        return None
    if first[4:] == second[4:] and abs(one.year - other.year) == 1:
        return Sign.BIRTH_YEAR
    if sum(a != b for a, b in zip(first, second, strict=True)) == 1:
        return Sign.BIRTH_DIGIT
    return Sign.BIRTH_SWAPPED


def of_names(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, list[Sign]]:
    """The weight of two names, their parts laid side by side as favourably as may be, and the signs of it."""
    best: dict[tuple[int, int], tuple[float, frozenset[Sign]]] = {(0, 0): (0.0, frozenset())}

    def offer(place: tuple[int, int], weight: float, signs: frozenset[Sign]) -> None:
        if place not in best or weight > best[place][0]:
            best[place] = (weight, signs)

    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            weight, signs = best[i, j]
            if i < len(one) and j < len(other):
                here, sign = of_parts(one[i], other[j], max(i, j))
                offer((i + 1, j + 1), weight + here, signs | ({sign} if sign else set()))
            if i < len(one):
                ends = j == len(other)
                offer((i + 1, j), weight + left_out(i, ends=ends), signs | {Sign.SHORTER})
            if j < len(other):
                ends = i == len(one)
                offer((i, j + 1), weight + left_out(j, ends=ends), signs | {Sign.SHORTER})
            if i + 1 < len(one) and j + 1 < len(other):
                first, sign = of_parts(one[i], other[j + 1], i)
                second, also = of_parts(one[i + 1], other[j], i + 1)
                if first > 0 and second > 0 and one[i] != one[i + 1]:
                    found = {Sign.ORDER} | {each for each in (sign, also) if each}
                    offer((i + 2, j + 2), weight + first + second + CHANGED_PLACES, signs | found)
            if i < len(one) and j + 1 < len(other):
                offer((i + 1, j + 2), weight + of_joined(one[i], other[j : j + 2]), signs | {Sign.SPELLING})
            if i + 1 < len(one) and j < len(other):
                offer((i + 2, j + 1), weight + of_joined(other[j], one[i : i + 2]), signs | {Sign.SPELLING})
    weight, signs = best[len(one), len(other)]
    if weight <= 0:
        return weight, []
    reasons = [sign for sign in OF_NAMES if sign in signs]
    return min(weight, MOST_OF_NAME), reasons or [Sign.NAME]


def of_joined(one: str, other: tuple[str, ...]) -> float:
    """The weight of a part that the other name has in two: a space too many or too few, or عبد misspelt."""
    weight, sign = of_parts(one, "".join(other), 0)
    return NO_MATCH if sign is Sign.OTHER_PART else weight + SLIP


def left_out(place: int, *, ends: bool) -> float:
    """A part that only one name has: at the end of a name it says little, the own name is hardly ever left out."""
    return LEFT_OUT[3] if ends and place else LEFT_OUT[min(place, 3)]


def of_parts(one: str, other: str, place: int) -> tuple[float, Sign | None]:
    """The weight of two parts at a place (0: own name), and the sign where they are not simply the same."""
    if one == other:
        return log(0.9 / share_of(one)), None
    apart = ANOTHER_NAME[min(place, 3)]
    if two_names(one, other):
        return apart, Sign.OTHER_PART
    first, second = spelled(one), spelled(other)
    alike = close(first.text, second.text) if first.arabic is second.arabic else sounds_alike(one, other)
    if alike is None:
        return apart, Sign.OTHER_PART
    common = max(share_of(one), share_of(other))
    return log(0.9 / common) + alike, Sign.SPELLING if first.arabic is second.arabic else Sign.SCRIPT


def close(one: str, other: str) -> float | None:
    """What slips of the pen take from two parts in the same letters; None where there are too many for their length."""
    shorter = min(len(one), len(other))
    slips = OSA.distance(one, other, score_cutoff=2)
    if slips == 1 and shorter >= LONG_ENOUGH[0]:
        return SLIP
    if slips == 2 and shorter >= LONG_ENOUGH[1]:
        return TWO_SLIPS
    return None


def sounds_alike(one: str, other: str) -> float | None:
    """What it takes away that one part is written in Arabic and the other in Latin letters; None if they sound apart."""
    first, second = spelled(one), spelled(other)
    if word_likeness(first, second) >= ALIKE:
        return OTHER_LETTERS
    bones = bones_of(one), bones_of(other)
    if min(map(len, bones)) >= LONG_ENOUGH[0] and OSA.distance(*bones, score_cutoff=1) <= 1:
        return OTHER_LETTERS + SLIP
    return None
