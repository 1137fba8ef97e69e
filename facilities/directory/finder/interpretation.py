"""What the words of a question may mean: known words, slips for them, the other keyboard, words joined or parted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from facilities.directory.finder.concepts import Concept
from facilities.directory.finder.keyboards import in_the_other_layout
from facilities.directory.finder.likeness import Spelled
from facilities.directory.finder.reading import (
    ARABIC_ARTICLE,
    AROUND_A_NAME,
    LONGEST_TEXT,
    asked_for,
    question_words,
)
from facilities.directory.finder.sounds import sound_of
from facilities.directory.finder.vocabulary import Alike, Vocabulary, Word, is_known, merged

ONE_IN_TWO = 0.98  # likeness of a word that is written as two
TWO_IN_ONE = 0.95  # and of two that are written as one
HALF = 0.5
LONG_ENOUGH = 3  # letters of a word that proves something
SHORTEST_PART = 2  # letters of the shorter of two words written as one, if it stands for a concept


@dataclass(slots=True)
class Reading:
    """The telling words of a question, what each may mean, and for those in a phrase the concepts it stands for."""

    words: list[Spelled]
    alike: list[list[Alike]]
    phrased: dict[int, list[int]]

    @property
    def unknown(self) -> list[str]:
        return [
            word.text
            for number, word in enumerate(self.words)
            if not self.alike[number] and number not in self.phrased
        ]


class Interpreter:
    """Reads questions with a vocabulary and the phrases of the concepts."""

    def __init__(self, vocabulary: Vocabulary, concepts: Iterable[Concept]) -> None:
        self.vocabulary = vocabulary
        self.phrases: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)  # by their sounds
        self.openings: set[str] = set()
        self.longest_phrase = 1
        for number, concept in enumerate(concepts):
            for phrase in concept.phrases:
                if len(phrase) == 1:
                    word = vocabulary.word(phrase[0])
                    word.concepts = (*word.concepts, number)
                else:
                    sounds = tuple(map(sound_of, phrase))
                    self.phrases[sounds].append(number)
                    self.openings.add(sounds[0])
                    self.longest_phrase = max(self.longest_phrase, len(phrase))

    def read(self, text: str, plain_words: list[str]) -> Reading:
        """`plain_words` are those of `text`, made comparable already."""
        texts = asked_for(plain_words)
        if self.share_known(texts) < HALF:
            texts = self.in_other_layout(text, texts)
        words = [self.vocabulary.spelled(word) for word in texts]
        alike = [self.vocabulary.meant_as_known(word) for word in words]
        self.join(words, alike)
        for number, known in enumerate(alike):
            if not is_known(words[number], known):
                alike[number] = self.not_as_known(words[number], known)
        return Reading(words, alike, self.phrases_in([word.sound for word in words]))

    def share_known(self, words: list[str]) -> float:
        """How many of the longer words are known exactly as they stand."""
        known = [self.vocabulary.known(word) is not None for word in words if len(word) >= LONG_ENOUGH]
        return sum(known) / len(known) if known else 0.0

    def in_other_layout(self, text: str, words: list[str]) -> list[str]:
        """The words that the same keys write in the other layout, if more of these are known."""
        readings = [question_words(other) for other in in_the_other_layout(text[:LONGEST_TEXT])]
        best = max(readings, key=self.share_known)
        if self.share_known(best) < HALF or self.share_known(best) <= self.share_known(words):
            return words
        if len({len(reading) for reading in readings}) > 1:
            return best
        return [
            next((word for word in read if self.vocabulary.known(word)), read[0])
            for read in zip(*readings, strict=True)
        ]

    def may_mean_something(self, word: str) -> bool:
        typed = self.vocabulary.spelled(word)
        return (
            word in AROUND_A_NAME
            or bool(self.vocabulary.meant_as_known(typed))
            or bool(self.vocabulary.meant_with_a_slip(typed))
        )

    def join(self, words: list[Spelled], alike: list[list[Alike]]) -> None:
        """Where two words stand for one (كوم امبو and كومامبو), it is what both mean."""
        for number in range(len(words) - 1):
            first, second = alike[number], alike[number + 1]
            if is_known(words[number], first) and is_known(words[number + 1], second):
                continue
            together = self.vocabulary.known(words[number].text + words[number + 1].text)
            if together is not None:
                alike[number] = merged([Alike(together, ONE_IN_TWO)], first)
                alike[number + 1] = merged([Alike(together, ONE_IN_TWO)], second)

    def not_as_known(self, word: Spelled, alike: list[Alike]) -> list[Alike]:
        """What a word may mean that is not known as it stands: two known words written as one, or a slip."""
        parts = self.parts_of(word.text)
        if parts is not None:
            rarer, other = sorted(parts, key=lambda part: len(part.weights) or len(self.vocabulary.words))
            return [Alike(rarer, TWO_IN_ONE), Alike(other, TWO_IN_ONE / 2)]
        return merged(alike, self.vocabulary.meant_with_a_slip(word))

    def parts_of(self, text: str) -> tuple[Word, Word] | None:
        for cut in range(SHORTEST_PART, len(text) - 1):
            first = self.vocabulary.known(text[:cut])
            if first is None or not (cut >= LONG_ENOUGH or first.concepts):
                continue
            rest = ARABIC_ARTICLE.sub("", text[cut:])
            second = self.vocabulary.known(rest)
            if second is not None and (len(rest) >= LONG_ENOUGH or second.concepts):
                return first, second
        return None

    def phrases_in(self, sounds: list[str]) -> dict[int, list[int]]:
        """For each word that is part of a phrase, the numbers of the concepts that the phrase stands for."""
        phrased: dict[int, list[int]] = {}
        for start, sound in enumerate(sounds):
            if sound not in self.openings or start in phrased:
                continue
            for length in range(min(self.longest_phrase, len(sounds) - start), 1, -1):
                numbers = self.phrases.get(tuple(sounds[start : start + length]))
                if numbers:
                    phrased.update(dict.fromkeys(range(start, start + length), numbers))
                    break
        return phrased

    def concepts_in(self, words: list[str]) -> Iterator[int]:
        """The numbers of the concepts that the words of a name stand for, singly or as phrases."""
        for word in words:
            if (known := self.vocabulary.words.get(word)) is not None:
                yield from known.concepts
        if len(words) > 1:
            for numbers in self.phrases_in(
                [self.vocabulary.word(word, whole=False).sound for word in words]
            ).values():
                yield from numbers
