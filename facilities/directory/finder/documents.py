"""What the index notes of one facility: its words, where each comes from, and what each is worth there."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from facilities.directory.finder.concepts import CERTAIN, NAMED, Concept
from facilities.directory.finder.entries import Entry
from facilities.directory.finder.interpretation import Interpreter
from facilities.directory.finder.reading import (
    AFTER_ABU,
    asked_for,
    joined,
    name_words,
    without_articles,
    words_of_name,
)
from facilities.directory.finder.vocabulary import Word

Field = Literal["current_name", "former_name", "alias", "place", "service", "kind"]
WORTH_OF_NAMES: dict[str, tuple[Field, float]] = {
    "current": ("current_name", 1.0),
    "alias": ("alias", 0.95),
    "former": ("former_name", 0.9),
}
NAMES = frozenset(field for field, _worth in WORTH_OF_NAMES.values())
DEPARTMENT, DISTRICT, ADDRESS, GOVERNORATE = 0.7, 0.62, 0.55, 0.5
PART = 0.9  # two words written as one, or the second half of a joined name, against the word itself
OWN_PLACE = 0.85  # a word of a name that is also that of the place, against one that tells more
SHORTEST_JOINED, LONGEST_JOINED = 5, 18
SHORTEST_HALF = 3


class Source(NamedTuple):
    """Where a word of a facility comes from."""

    field: Field
    ar: str
    en: str


SourceWords = tuple[
    Source, float, frozenset[Word]
]  # a source, its worth, and the words that may be found there


@dataclass(slots=True)
class Document:
    """One facility in the index."""

    entry: Entry
    words: dict[Word, float]  # with their worth
    sources: tuple[SourceWords, ...]
    names: tuple[tuple[float, tuple[Word, ...]], ...]  # worth and telling words of each
    whole_names: dict[str, float]  # question that is exactly a name: its worth
    concepts: NDArray[np.float32]  # how far the facility has each of them


class Writer:
    """Makes the documents of an index."""

    def __init__(self, interpreter: Interpreter, concepts: tuple[Concept, ...]) -> None:
        self.interpreter = interpreter
        self.vocabulary = interpreter.vocabulary
        self.concepts = concepts
        self.are_services = [concept.field == "service" for concept in concepts]
        self.by_data: dict[Hashable, NDArray[np.float32]] = {}  # strengths by what concepts look at
        self.of_kind: dict[str, frozenset[str]] = {}
        self.of_places: dict[Hashable, tuple[dict[Word, float], tuple[SourceWords, ...]]] = {}
        self.kind_words = single_words(concept for concept in concepts if concept.field == "kind")

    def document(self, entry: Entry) -> Document:
        words: dict[Word, float] = {}
        sources: list[SourceWords] = []
        names: list[tuple[float, tuple[Word, ...]]] = []
        whole_names: dict[str, float] = {}
        strengths = self.strengths(entry)
        of_kind = self.words_of_kind(entry)
        places, of_places = self.words_of_places(entry)
        for source, worth, texts in sources_of(entry):
            of_source: set[Word] = set()
            for text in filter(None, texts):
                plain_words = words_of_name(text)
                bare = without_articles(joined(plain_words))
                telling = [word for word in bare if word not in of_kind]
                for part, share, is_whole in words_with_parts(telling):
                    word = self.vocabulary.word(part, whole=is_whole)
                    value = worth * share * (OWN_PLACE if word in places and is_whole else 1)
                    if value > words.get(word, 0.0):
                        words[word] = value
                    of_source.add(word)
                if source.field in NAMES:
                    if telling:
                        names.append((worth, tuple(self.vocabulary.words[word] for word in telling)))
                    whole = " ".join(asked_for(plain_words))
                    whole_names[whole] = max(worth, whole_names.get(whole, 0.0))
                    for concept in self.interpreter.concepts_in(bare):
                        if self.are_services[concept] and strengths[concept] < NAMED * worth:
                            strengths[concept] = NAMED * worth
            sources.append((source, worth, frozenset(of_source)))
        for word, worth in places.items():
            if worth > words.get(word, 0.0):
                words[word] = worth
        return Document(entry, words, (*sources, *of_places), tuple(names), whole_names, strengths)

    def words_of_places(self, entry: Entry) -> tuple[dict[Word, float], tuple[SourceWords, ...]]:
        """Words of the names of its district and its governorate: all with their worth, and by source."""
        places = (entry.governorate, entry.district)
        if places not in self.of_places:
            words: dict[Word, float] = {}
            sources: list[SourceWords] = []
            for source, worth, texts in sources_of_places(entry):
                of_source: set[Word] = set()
                for text in texts:
                    telling = [word for word in name_words(text) if word not in self.kind_words]
                    for part, share, is_whole in words_with_parts(telling):
                        word = self.vocabulary.word(part, whole=is_whole)
                        words[word] = max(worth * share, words.get(word, 0.0))
                        of_source.add(word)
                sources.append((source, worth, frozenset(of_source)))
            self.of_places[places] = words, tuple(sources)
        return self.of_places[places]

    def words_of_kind(self, entry: Entry) -> frozenset[str]:
        """Words such as "hospital", which in a hospital's name tell no more than its kind."""
        if entry.kind not in self.of_kind:
            self.of_kind[entry.kind] = single_words(
                concept
                for concept in self.concepts
                if concept.field == "kind" and concept.likely(entry) >= CERTAIN
            )
        return self.of_kind[entry.kind]

    def strengths(self, entry: Entry) -> NDArray[np.float32]:
        """How far a facility has each concept by its data."""
        seen = (entry.kind, entry.services, entry.capacities, entry.emergency)
        if seen not in self.by_data:
            self.by_data[seen] = np.array(
                [concept.strength(entry) for concept in self.concepts], dtype=np.float32
            )
        return self.by_data[seen].copy()


def sources_of(entry: Entry) -> Iterator[tuple[Source, float, tuple[str, ...]]]:
    """Where its own words come from, names worth most first, with their worth and the texts they are taken from."""
    names = sorted(entry.names, key=lambda name: -WORTH_OF_NAMES[name.field][1])
    for naming in names:
        field, worth = WORTH_OF_NAMES[naming.field]
        yield Source(field, naming.ar, naming.en), worth, (naming.ar, naming.en)
    for ar, en in entry.departments:
        yield Source("service", ar, en), DEPARTMENT, (ar, en)
    ar, en = (text or "" for text in entry.address)
    if ar or en:
        yield Source("place", ar, en), ADDRESS, (ar, en)


def sources_of_places(entry: Entry) -> Iterator[tuple[Source, float, tuple[str, ...]]]:
    for place, worth in ((entry.district, DISTRICT), (entry.governorate, GOVERNORATE)):
        if place is not None:
            yield Source("place", place.ar, place.en), worth, (place.ar, place.en, *place.other.split(";"))


def single_words(concepts: Iterable[Concept]) -> frozenset[str]:
    return frozenset(phrase[0] for concept in concepts for phrase in concept.phrases if len(phrase) == 1)


def words_with_parts(words: list[str]) -> Iterator[tuple[str, float, bool]]:
    """Words of a name and what may be written for them: two as one, a joined name by its second half.

    With each its worth, and whether it is a word and not two.
    """
    for word in words:
        yield word, 1.0, True
        if word.startswith(OPENINGS):
            for opening in OPENINGS:
                if word.startswith(opening) and len(word) >= len(opening) + SHORTEST_HALF:
                    yield word.removeprefix(opening), PART, True
                    break
    for first, second in pairwise(words):
        if SHORTEST_JOINED <= len(first) + len(second) <= LONGEST_JOINED:
            yield first + second, PART, False


OPENINGS = tuple(dict.fromkeys(AFTER_ABU.values()))


def sources_with_texts(entry: Entry) -> Iterator[tuple[str, ...]]:
    """The texts of each source, as they are written."""
    for _source, _worth, texts in (*sources_of(entry), *sources_of_places(entry)):
        yield texts
