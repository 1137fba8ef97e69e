"""What everyday words mean besides names: kinds of facility, services, equipment, in both languages.

data/concepts.csv holds the meanings and what shows that a facility has them; the catalogue adds the official names
of its services. A number after a kind ("hospital:0.5") says how far that kind makes it likely, where nobody has told.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal

from facilities.directory.finder.entries import Entry
from facilities.directory.finder.reading import name_words

CONCEPTS = Path(__file__).parent.parent / "data" / "concepts.csv"
SERVICES = Path(__file__).parent.parent.parent / "catalogue" / "data" / "service_types.csv"
# How likely a facility of a kind gives a service of the catalogue that nobody has said it gives.
LIKELY_BY_SETTING = {
    "family_unit": (("family_*", 0.4),),
    "hospital": (("*hospital*", 0.3), ("medical_complex", 0.35)),
}
CERTAIN = 0.9  # strength from which a facility has it for certain
NAMED = 0.95  # a facility that has the meaning in its name, against one whose data say so


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning, the phrases that stand for it (tuples of words), and what shows that a facility has it."""

    code: str
    field: Literal["kind", "service"]
    ar: str
    en: str
    phrases: frozenset[tuple[str, ...]]
    kinds: tuple[tuple[str, float], ...]
    services: frozenset[str]
    capacities: tuple[str, ...]

    def strength(self, entry: Entry) -> float:
        """How far `entry` has this by its data, from 0 (no, or not known) to 1."""
        if self.services & entry.services:
            return 1.0
        if any(fnmatchcase(held, pattern) for held in entry.capacities for pattern in self.capacities):
            return 1.0
        if self.code == "emergency" and entry.emergency:
            return 1.0
        likely = self.likely(entry)
        told_otherwise = self.field == "service" and entry.services and likely < 1
        return likely / 2 if told_otherwise else likely

    def likely(self, entry: Entry) -> float:
        """How far its kind alone makes it likely."""
        return max((share for pattern, share in self.kinds if fnmatchcase(entry.kind, pattern)), default=0.0)


@cache
def concepts() -> tuple[Concept, ...]:
    return (*everyday(), *of_the_catalogue())


def everyday() -> Iterator[Concept]:
    for row in rows(CONCEPTS):
        yield Concept(
            code=row["code"],
            field="kind" if row["field"] == "kind" else "service",
            ar=row["name_ar"],
            en=row["name_en"],
            phrases=frozenset(
                phrase for text in row["words"].split("|") if (phrase := tuple(name_words(text)))
            ),
            kinds=tuple(kind_and_share(text) for text in row["kinds"].split()),
            services=frozenset(row["services"].split()),
            capacities=tuple(row["capacities"].split()),
        )


def of_the_catalogue() -> Iterator[Concept]:
    """Each service by its official names, as whole phrases."""
    for row in rows(SERVICES):
        names = (row["name_ar"], row["name_en"])
        yield Concept(
            code=row["code"],
            field="service",
            ar=row["name_ar"],
            en=row["name_en"],
            phrases=frozenset(phrase for name in names if (phrase := tuple(name_words(name)))),
            kinds=LIKELY_BY_SETTING.get(row["setting"], ()),
            services=frozenset([row["code"]]),
            capacities=(),
        )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kind_and_share(text: str) -> tuple[str, float]:
    kind, _, share = text.partition(":")
    return kind, float(share or 1)
