"""The index of words: which facilities a question in people's own words means, best first, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from facilities.directory.finder.concepts import CERTAIN, Concept, concepts
from facilities.directory.finder.documents import (
    Document,
    Field,
    Writer,
    sources_with_texts,
)
from facilities.directory.finder.entries import Entry
from facilities.directory.finder.interpretation import Interpreter, Reading
from facilities.directory.finder.likeness import Spelled
from facilities.directory.finder.reading import (
    LONGEST_TEXT,
    MOST_WORDS,
    name_words,
    plain,
    plain_words,
    question_words,
)
from facilities.directory.finder.vocabulary import MANY, Alike, Vocabulary, Word

KIND, SERVICE = 0.8, 0.75  # what a word that means one is worth, against a word of the current name
RARITY_OF_KIND = 0.25  # at least: who names a kind means it
OTHER_KIND = 0.15  # taken from a facility that is of none of the kinds asked for
LEAST_RARITY = 0.08
LIKELY = 0.25  # strength of a concept from which a facility counts among those that may have it
LEAST_SHARE = 0.45  # of the best score: what scores less is no match
RERANKED = 20
WHOLE_NAME = 0.18  # added for a name of which every word was asked for
EXACT_NAME = 0.5  # added for a question that is exactly a name
LEAST_ROOM = 64
MOST_SUGGESTED = 3  # words of a question that are replaced
AROUND_A_WORD = "()[],.;:-–'\""


@dataclass(frozen=True, slots=True)
class Reason:
    """What matched, when it was not the current name, with its text in both languages ("" where not known)."""

    field: Field
    ar: str
    en: str

    @property
    def text(self) -> dict[str, str | None]:
        return {"ar": self.ar or None, "en": self.en or None}


class Asked:
    """The known words and concepts that a question asked for."""

    __slots__ = ("concepts", "weights", "words")

    def __init__(self, weights: list[float]) -> None:
        self.weights = weights
        self.words: dict[Word, tuple[int, float]] = {}  # number of the question's word, likeness
        self.concepts: dict[int, float] = {}  # number of the concept, weight


class Match:
    """A facility found: its position in the index, its score (to be compared within one answer only), and why."""

    __slots__ = ("asked", "document", "position", "score")

    def __init__(self, position: int, score: float, document: Document, asked: Asked) -> None:
        self.position = position
        self.score = score
        self.document = document
        self.asked = asked

    @property
    def reason(self) -> Reason | None:
        """None when the current name matched best. Worked out when asked for: only for those that are shown."""
        return reason_for(self.document, self.asked)

    def __repr__(self) -> str:
        return f"<{self.document.entry.code} at {self.position}: {self.score:.3f}>"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question: matches, best first; its telling words; and those that nothing is known of, as typed."""

    matches: list[Match]
    words: list[str]
    unknown_words: list[str]
    total: int = 0  # matches in all, of which a limit may have kept some back

    def __iter__(self) -> Iterator[Match]:
        return iter(self.matches)

    def __len__(self) -> int:
        return len(self.matches)


class WordIndex:
    """Finds facilities by words. One lock: a search never sees half a patch."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.lock = Lock()
        self.vocabulary = Vocabulary()
        self.concepts: tuple[Concept, ...] = concepts()
        self.interpreter = Interpreter(self.vocabulary, self.concepts)
        self.writer = Writer(self.interpreter, self.concepts)
        self.documents: list[Document | None] = []
        self.codes: dict[str, int] = {}  # by code without what parts it
        self.code_openings: set[str] = set()
        self.whole_names: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self.room = len(entries) + max(LEAST_ROOM, len(entries) // 16)
        self.strengths = np.zeros((len(self.concepts), self.room), dtype=np.float32)
        self.have_surely = np.zeros(len(self.concepts), dtype=np.int32)
        self.have_likely = np.zeros(len(self.concepts), dtype=np.int32)
        for entry in entries:
            self.note(len(self.documents), entry)
        self.vocabulary.filled()

    # Keeping it

    def add(self, entry: Entry) -> int:
        """A further facility; returns its position."""
        with self.lock:
            position = len(self.documents)
            self.note(position, entry)
            return position

    def patch(self, position: int, entry: Entry) -> None:
        """The facility at `position` as it is now."""
        with self.lock:
            self.forget(position)
            self.note(position, entry)

    def remove(self, position: int) -> None:
        """The facility at `position` is found no more; the positions of others stay."""
        with self.lock:
            self.forget(position)

    def note(self, position: int, entry: Entry) -> None:
        if position >= self.room:
            self.make_room()
        if position == len(self.documents):
            self.documents.append(None)
        document = self.writer.document(entry)
        self.documents[position] = document
        code = plain(entry.code).split()
        self.codes["".join(code)] = position
        self.code_openings |= {code[0], "".join(code[:2]), "".join(code)}
        for word, worth in document.words.items():
            word.weights[position] = worth
            if word.many is not None:
                word.many[position] = worth
            elif len(word.weights) > MANY:
                word.many = np.zeros(self.room, dtype=np.float32)
                word.many[list(word.weights)] = list(word.weights.values())
        for name, worth in document.whole_names.items():
            self.whole_names[name][position] = worth
        self.strengths[:, position] = document.concepts
        self.have_surely += document.concepts >= CERTAIN
        self.have_likely += document.concepts >= LIKELY

    def forget(self, position: int) -> None:
        document = self.documents[position]
        if document is None:
            return
        self.documents[position] = None
        self.codes.pop("".join(plain(document.entry.code).split()), None)
        for word in document.words:
            word.weights.pop(position, None)
            if word.many is not None:
                word.many[position] = 0
        for name in document.whole_names:
            self.whole_names[name].pop(position, None)
        self.have_surely -= document.concepts >= CERTAIN
        self.have_likely -= document.concepts >= LIKELY
        self.strengths[:, position] = 0

    def make_room(self) -> None:
        self.room *= 2
        self.strengths = widened(self.strengths, self.room)
        for word in self.vocabulary.words.values():
            if word.many is not None:
                word.many = widened(word.many, self.room)

    # Asking it

    def best(self, text: str, limit: int | None = None, among: NDArray[np.bool_] | None = None) -> Found:
        """Matches for `text`, best first, equals by position; at most `limit`, and only where `among` says so.

        A word that nothing is known of leaves the others to decide, unless these name only kinds of facility or of
        service: then nothing is found.
        """
        with self.lock:
            words = plain_words(text)
            coded = self.coded(words)
            if coded is not None:
                document = self.documents[coded]
                if document is None or (among is not None and not among[coded]):
                    return Found([], words, [])
                return Found([Match(coded, 1.0, document, Asked([]))], words, [], 1)
            read = self.interpreter.read(text, words)
            scores, asked, tells = self.scores(read)
            words = [word.text for word in read.words]
            unknown = read.unknown
            if unknown:
                unknown = as_typed(text, unknown)
            if not (asked.words or asked.concepts) or (unknown and not tells):
                return Found([], words, unknown)
            for position, worth in self.whole_names.get(" ".join(words), {}).items():
                scores[position] += EXACT_NAME * worth * (1 + scores[position])
            matches, total = self.ranked(scores, asked, limit, among)
            return Found(matches, words, unknown, total)

    def coded(self, words: list[str]) -> int | None:
        """The position of the facility whose code stands in a question, however it is parted: LX-H2, lxh2."""
        for number, word in enumerate(words):
            if word in self.code_openings:
                for length in (1, 2, 3):
                    position = self.codes.get("".join(words[number : number + length]))
                    if position is not None:
                        return position
        return None

    def scores(self, read: Reading) -> tuple[NDArray[np.float32], Asked, bool]:
        """Scores by position, what was asked for, and whether a word matched that names a facility or a place."""
        scores = np.zeros(self.room, dtype=np.float32)
        few: dict[int, float] = {}
        asked = Asked([0.0] * len(read.words))
        tells = False
        for number, alike in enumerate(read.alike):
            numbers = read.phrased.get(number, ())
            if not alike and not numbers:
                continue
            weight = asked.weights[number] = self.rarity(alike, numbers)
            single: dict[int, float] = {}
            many: NDArray[np.float32] | None = None
            for word, likeness in alike:
                before = asked.words.get(word)
                if before is None or before[1] < likeness:
                    asked.words[word] = (number, likeness)
                worth = weight * likeness
                if word.many is not None:
                    part = word.many * np.float32(worth)
                    many = part if many is None else np.maximum(many, part)
                else:
                    for position, share in word.weights.items():
                        if single.get(position, 0.0) < share * worth:
                            single[position] = share * worth
                tells = tells or (bool(word.weights) and not word.text.isdecimal())
                if word.concepts and not numbers:
                    many = self.with_concepts(word.concepts, worth, asked, many)
            if numbers:
                many = self.with_concepts(numbers, weight, asked, many)
            if many is None:
                for position, score in single.items():
                    few[position] = few.get(position, 0.0) + score
            else:
                for position, score in single.items():
                    if many[position] < score:
                        many[position] = score
                scores += many
        if few:
            scores[list(few)] += list(few.values())
        kinds = [number for number in asked.concepts if self.concepts[number].field == "kind"]
        if kinds:
            scores *= (1 - OTHER_KIND) + OTHER_KIND * self.strengths[kinds].max(axis=0)
        return scores, asked, tells

    def with_concepts(
        self, numbers: Sequence[int], weight: float, asked: Asked, many: NDArray[np.float32] | None
    ) -> NDArray[np.float32] | None:
        """The scores of one word with those of the concepts it stands for; each concept counts once in a question."""
        for number in numbers:
            is_kind = self.concepts[number].field == "kind"
            worth = KIND * max(weight, RARITY_OF_KIND) if is_kind else SERVICE * weight
            if asked.concepts.get(number, 0.0) >= worth:
                continue
            asked.concepts[number] = worth
            part = self.strengths[number] * np.float32(worth)
            many = part if many is None else np.maximum(many, part)
        return many

    def rarity(self, alike: list[Alike], numbers: Sequence[int]) -> float:
        """How telling a word of the question is: 1 for one of a single facility, near 0 for one that nearly all have."""
        numbers = numbers or (alike[0].word.concepts if alike else ())
        having = max(
            (int(self.have_surely[number] or self.have_likely[number]) for number in numbers), default=0
        )
        having = max(having, len(alike[0].word.weights) if alike else 0, 1)
        return max(LEAST_RARITY, 1 - log(having) / log(len(self.documents) + 2))

    def ranked(
        self, scores: NDArray[np.float32], asked: Asked, limit: int | None, among: NDArray[np.bool_] | None
    ) -> tuple[list[Match], int]:
        """The best matches, and how many there are in all."""
        scores = scores[: len(self.documents)]
        if among is not None:
            scores = scores * among[: len(scores)]
        best = float(scores.max(initial=0.0))
        if best <= 0:
            return [], 0
        positions = np.flatnonzero(scores >= best * LEAST_SHARE)
        total = len(positions)
        kept = total if limit is None else max(limit, RERANKED)
        found = scores[positions]
        if total > kept:
            chosen = first_of(found, kept)
            positions, found = positions[chosen], found[chosen]
        order = np.argsort(-found, kind="stable")
        ranked = list(zip(positions[order].tolist(), found[order].tolist(), strict=True))
        documents = self.documents
        first = [
            (-score * (1 + WHOLE_NAME * share_of_name(documents[position], asked)), position)
            for position, score in ranked[:RERANKED]
        ]
        first.sort()
        ranked[:RERANKED] = [(position, -score) for score, position in first]
        return [
            Match(position, score, documents[position], asked) for position, score in ranked[:limit]
        ], total

    def suggest(self, text: str) -> str | None:
        """The question with each unknown word replaced by the nearest known one; None where there is none."""
        with self.lock:
            written, changed = [], 0
            for token in text[:LONGEST_TEXT].split()[:MOST_WORDS]:
                words = question_words(token)
                if len(words) != 1 or self.interpreter.may_mean_something(words[0]):
                    written.append(token)
                elif changed < MOST_SUGGESTED:
                    nearest = self.vocabulary.nearest(Spelled(words[0]))
                    if nearest is not None:
                        written.append(self.as_written(nearest))
                        changed += 1
            return " ".join(written) if changed else None

    def as_written(self, word: Word) -> str:
        """A known word as a name has it."""
        document = self.documents[next(iter(word.weights))]
        texts = (text for source in sources_with_texts(document.entry) for text in source) if document else ()
        tokens = (token for text in texts for token in text.split())
        return next(
            (token.strip(AROUND_A_WORD) for token in tokens if name_words(token) == [word.text]), word.text
        )


def first_of(scores: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """Where the `count` highest of more scores stand, in order of position; among equals the first."""
    highest = np.flatnonzero(scores >= scores.max())
    if len(highest) >= count:
        return highest[:count]
    least = np.partition(scores, -count)[-count]
    above = np.flatnonzero(scores > least)
    return np.sort(np.concatenate([above, np.flatnonzero(scores == least)[: count - len(above)]]))


def share_of_name(document: Document, asked: Asked) -> float:
    """How much of the facility's best fitting name was asked for."""
    best, asked_words = 0.0, asked.words
    for worth, words in document.names:
        share = 0.0
        for word in words:
            if word in asked_words:
                share += asked_words[word][1]
        share *= worth / len(words)
        if share > best:
            best = share
    return best


def reason_for(document: Document, asked: Asked) -> Reason | None:
    """The source of the facility's words that answers most of what was asked for; None when that is its current name.

    A kind is a reason only where no word of the facility is one.
    """
    hits = [(word, number, found) for word, (number, found) in asked.words.items() if word in document.words]
    reason, most = None, 0.0
    for source, worth, words in document.sources:
        best: dict[int, float] = {}
        for word, number, found in hits:
            if word in words:
                best[number] = max(best.get(number, 0.0), worth * found * asked.weights[number])
        answered = sum(best.values())
        if answered > most:
            most = answered
            reason = None if source.field == "current_name" else Reason(source.field, source.ar, source.en)
    by_words = most > 0
    for number, weight in asked.concepts.items():
        concept, answered = concepts()[number], float(document.concepts[number]) * weight
        if answered > most and not (by_words and concept.field == "kind"):
            reason, most = Reason(concept.field, concept.ar, concept.en), answered
    return reason


def as_typed(text: str, words: list[str]) -> list[str]:
    """Words of a question as they were written in it."""
    typed: dict[str, str] = {}
    for token in text[:LONGEST_TEXT].split():
        for word in question_words(token):
            typed.setdefault(word, token)
    return [typed.get(word, word) for word in words]


def widened(array: NDArray[np.float32], room: int) -> NDArray[np.float32]:
    wider = np.zeros((*array.shape[:-1], room), dtype=np.float32)
    wider[..., : array.shape[-1]] = array
    return wider
