"""Questions with their right answers: made from names by the rules of `variants`, and written by hand in two tables.

The table kept apart was written before the finder and only checks it; the finder is not adapted to it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from facilities.directory.finder.entries import Entry
from tests.facilities.finder.variants import (
    ARABIC_RULES,
    HOSPITAL_WORDS,
    KIND_WORDS,
    LATIN_HOSPITAL_WORDS,
    LATIN_KIND_WORDS,
    LATIN_RULES,
    arabic_digits,
)

HERE = Path(__file__).parent
SEED = 20260101
ARABIC_PER_NAME, LATIN_PER_NAME = 3, 2
KIND_IN_ARABIC = re.compile(r"^(?:وحدة طب أسرة|مركز طب أسرة|مستشفى|مجمع|معمل|مركز|معهد) |[()]|\bد\. ")
KIND_IN_LATIN = re.compile(
    r" (?:Family Medicine (?:Unit|Centre)|(?:Specialized |International )?Hospital|Medical Complex|Laboratory)|\(.*?\)|,? branch"
)


class Question(NamedTuple):
    text: str
    answers: frozenset[str]
    variant: str


def kept_apart() -> list[Question]:
    return read(HERE / "questions_kept_apart.csv")


def by_hand() -> list[Question]:
    return read(HERE / "questions_by_hand.csv")


def read(path: Path) -> list[Question]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Question(row["question"], frozenset(row["answers"].split()), row["variant"])
            for row in csv.DictReader(file)
        ]


def made_from_names(entries: Iterable[Entry], seed: int = SEED) -> list[Question]:
    """About five questions for each name; whoever has all telling words of a name is a right answer to it too."""
    listed = list(entries)
    chance = Random(seed)
    holders = Holders(listed)
    return list(dict.fromkeys(question for entry in listed for question in of_entry(entry, holders, chance)))


def of_entry(entry: Entry, holders: Holders, chance: Random) -> Iterator[Question]:
    for naming in entry.names:
        old = ", former name" if naming.field == "former" else ""
        if naming.ar:
            telling = KIND_IN_ARABIC.sub("", naming.ar).strip()
            answers = holders.of(telling, entry)
            for rule in chance.sample(list(ARABIC_RULES), ARABIC_PER_NAME):
                kind = chance.choice(KIND_WORDS.get(entry.kind, HOSPITAL_WORDS))
                text = chance.choice((naming.ar, telling, f"{kind} {telling}"))
                yield Question(ARABIC_RULES[rule](text, chance), answers, rule + old)
            if any(letter.isdigit() for letter in telling):
                yield Question(arabic_digits(telling, chance), answers, "Arabic digits" + old)
            if entry.district is not None:
                yield Question(f"{telling} {entry.district.ar}", answers, "name and place" + old)
        if naming.en:
            telling = KIND_IN_LATIN.sub("", naming.en).strip()
            answers = holders.of(telling, entry)
            for rule in chance.sample(list(LATIN_RULES), LATIN_PER_NAME):
                kind = chance.choice(LATIN_KIND_WORDS.get(entry.kind, LATIN_HOSPITAL_WORDS))
                text = chance.choice((naming.en, telling, f"{telling} {kind}"))
                yield Question(LATIN_RULES[rule](text, chance), answers, rule + old)
    yield Question(
        entry.code.replace("-", chance.choice(("", " ", "-"))).lower(), frozenset([entry.code]), "code"
    )


class Holders:
    """Which facilities have all of some words in their names."""

    def __init__(self, entries: list[Entry]) -> None:
        self.words = {
            entry.code: {word for naming in entry.names for word in bare_words(f"{naming.ar} {naming.en}")}
            for entry in entries
        }
        self.by_word: dict[str, set[str]] = {}
        for code, words in self.words.items():
            for word in words:
                self.by_word.setdefault(word, set()).add(code)

    def of(self, telling: str, entry: Entry) -> frozenset[str]:
        sets = [self.by_word[word] for word in bare_words(telling)]
        return frozenset(set.intersection(*sets) if sets else {entry.code})


def bare_words(text: str) -> set[str]:
    return {re.sub(r"^ال(?=\w{2})", "", word) for word in re.findall(r"\w+", text.casefold())}
