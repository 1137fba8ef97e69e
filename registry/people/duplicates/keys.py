"""Keys that two records of one person are likely to share, so that an index finds the few that are worth comparing.

A record is kept under its birth date with one part of its name, and with two of them in any order. It is asked for
by its own date and by all dates that a slip of the pen makes of it; with those only by two parts, which keeps the
answer short among millions. Keys hold sex, birth date and consonants of the name: nothing of an identifier.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations

from registry.people.duplicates.names import bones_of, parts_of

PARTS = 3  # a fourth is shared by too many, and most often left out
SEXES = ("m", "f")
CENTURIES = ("18", "19", "20")
DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def keys_of(full_name: str, birth_date: date, sex: str) -> list[str]:
    """The keys under which a person is kept: at most six. `sex` is "male" or "female"."""
    bones = bones_in(full_name)
    stamp = sex[:1] + written(birth_date)
    return [*with_one_part(stamp, bones), *with_two_parts(stamp, bones)]


def keys_asked(full_name: str, birth_date: date, sex: str) -> list[str]:
    """The keys by which other records of a person are found, some 120: by slips of name, birth date or sex."""
    bones = bones_in(full_name)
    day = written(birth_date)
    asked: list[str] = []
    for either in SEXES:
        asked += [*with_one_part(either + day, bones), *with_two_parts(either + day, bones)]
    for other in slips_of(day):
        asked += with_two_parts(sex[:1] + other, bones)
    return asked


def bones_in(full_name: str) -> list[str]:
    return [bones_of(part) for part in parts_of(full_name)[:PARTS]]


def written(day: date) -> str:
    """A day as eight digits, from the year on."""
    return day.isoformat().replace("-", "")


def with_one_part(stamp: str, bones: list[str]) -> list[str]:
    """Each part at its place: a girl's father is not her twin."""
    return [f"{stamp}{place}{bone}" for place, bone in enumerate(bones, start=1)]


def with_two_parts(stamp: str, bones: list[str]) -> list[str]:
    """Two parts in any order, so that one may be missing, or two change their places."""
    return [f"{stamp}:{pair}" for pair in sorted({"+".join(sorted(pair)) for pair in combinations(bones, 2)})]


@lru_cache(maxsize=10_000)
def slips_of(day: str) -> tuple[str, ...]:
    """What one slip makes of a day of eight digits: a wrong digit, two digits swapped, day and month swapped, the next year."""
    return tuple(sorted({other for other in slipped(day) if exists(other)} - {day}))


def slipped(day: str) -> Iterator[str]:
    for place in range(2, 8):
        for digit in "0123456789":
            yield day[:place] + digit + day[place + 1 :]
    for place in (2, 4, 6):
        yield day[:place] + day[place + 1] + day[place] + day[place + 2 :]
    yield day[:4] + day[6:] + day[4:6]
    for years in (-1, 1):
        yield f"{int(day[:4]) + years:04}{day[4:]}"


def exists(day: str) -> bool:
    """Whether it may be a day: keys of 30 February find nobody, but cost nothing either way; 29 is let pass."""
    month, of_month = int(day[4:6]), int(day[6:])
    return day[:2] in CENTURIES and 1 <= month <= 12 and 1 <= of_month <= DAYS_IN[month - 1]
