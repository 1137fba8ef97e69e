"""All words by which facilities can be found, and those of them that a typed word may mean."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterator
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import extract

from facilities.directory.finder.likeness import Spelled, likeness
from facilities.directory.finder.reading import other_readings, without_what_is_attached

MANY = 128  # a word of more facilities than this keeps its weights in an array, too
SHORTEST_WITH_A_SLIP = 3  # letters of a word in which a slip is looked for
SHORTEST_KEY_WITH_A_SLIP = 4
SHORT = 5
LIKE_ENOUGH = 0.64
CLOSE_TO_BEST = 0.8  # what is less alike than this share of the best is not meant
AS_GOOD_AS_KNOWN, AS_GOOD_BY_EAR = 0.96, 0.94
PLAINLY_A_SLIP = 0.78  # so much alike that no rarer kind of slip is looked for
OTHER_READING = 0.97  # a word without what is written onto it, against the word as it stands
CUT_OFF, FOR_EACH_LETTER = (
    0.6,
    0.35,
)  # likeness of a word whose end is left off: more, the more of it is there
MOST_COMPARED = 24  # letter by letter; of more the nearest by sound are taken
MOST_ALIKE = 8  # kept for one typed word
HALF_ALIKE = 0.55
FURTHEST = 3  # letters more or fewer


class Word(Spelled):
    """A word of names, places or everyday meanings, and the facilities that have it with what it is worth there."""

    __slots__ = ("concepts", "is_whole", "many", "weights")

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.weights: dict[int, float] = {}  # by position
        self.many: NDArray[np.float32] | None = None  # the same, for a word of many facilities
        self.concepts: tuple[int, ...] = ()  # numbers of the concepts that it stands for by itself
        self.is_whole = False  # not only two words written as one


class Alike(NamedTuple):
    """A known word that a typed word may mean, and how alike they are, up to 1."""

    word: Word
    likeness: float


Shelf = dict[
    str, "Word | list[Word]"
]  # most shelves hold one word: a list for each would take more than the words


def put(shelf: Shelf, key: str, word: Word) -> None:
    held = shelf.get(key)
    if held is None:
        shelf[key] = word
    elif isinstance(held, list):
        held.append(word)
    else:
        shelf[key] = [held, word]


def taken(shelf: Shelf, key: str) -> Collection[Word]:
    held = shelf.get(key)
    if held is None:
        return ()
    return held if isinstance(held, list) else (held,)


class Vocabulary:
    def __init__(self) -> None:
        self.words: dict[str, Word] = {}
        self.by_sound: Shelf = {}
        self.by_key: tuple[Shelf, Shelf] = ({}, {})  # Latin words, Arabic words
        self.by_less_one: Shelf = {}  # words and their sounds with one letter left out
        self.by_key_less_one: Shelf = {}
        self.by_opening: defaultdict[str, list[Word]] = defaultdict(list)  # whole words by their first sound
        self.in_order: list[str] = []
        self.is_filled = False

    def word(self, text: str, *, whole: bool = True) -> Word:
        """The known word `text`, which becomes known if it was not; `whole` unless it is two words written as one."""
        word = self.words.get(text)
        if word is None:
            word = self.words[text] = Word(text)
            put(self.by_sound, word.sound, word)
            if word.key:
                put(self.by_key[word.arabic], word.key, word)
        if whole and not word.is_whole:
            word.is_whole = True
            self.keep_for_slips(word)
        return word

    def keep_for_slips(self, word: Word) -> None:
        if self.is_filled:
            insort(self.in_order, word.text)
        if word.text.isdecimal():
            return
        self.by_opening[word.sound[:1]].append(word)
        for less in less_one(word):
            put(self.by_less_one, less, word)
        if len(word.key) >= SHORTEST_KEY_WITH_A_SLIP:
            for less in letters_less_one(word.key):
                put(self.by_key_less_one, less, word)

    def filled(self) -> None:
        """To be called once when the first words are in: from here on the order is kept with every new word."""
        self.in_order = sorted(word.text for word in self.words.values() if word.is_whole)
        self.is_filled = True

    def spelled(self, text: str) -> Spelled:
        """A typed word with what is compared of it, which a word that was known before has already."""
        return self.words.get(text) or Spelled(text)

    def known(self, text: str) -> Word | None:
        word = self.words.get(text)
        return word if word is not None and (word.weights or word.concepts) else None

    def meant_as_known(self, typed: Spelled) -> list[Alike]:
        """Known words spelled as `typed`, or heard the same in either script, in any of its readings; best first."""
        alike: dict[Word, float] = {}
        self.heard_the_same(typed, 1.0, alike)
        if not alike or max(alike.values()) < AS_GOOD_AS_KNOWN:
            for reading in other_readings(typed.text):
                self.heard_the_same(self.spelled(reading), OTHER_READING, alike)
        return best_of(alike)

    def heard_the_same(self, typed: Spelled, worth: float, alike: dict[Word, float]) -> None:
        exact = self.known(typed.text)
        if typed.text.isdecimal():
            if exact is not None:
                alike[exact] = worth
            return
        if exact is not None:
            alike[exact] = worth
            if typed.key and exact.many is None and not exact.concepts:
                # What names a place is written otherwise in the other script; it does not become a service: إسنا, asnan.
                names = [
                    word for word in taken(self.by_key[not typed.arabic], typed.key) if not word.concepts
                ]
                weigh(typed, names, worth, alike)
        elif typed.key:
            weigh(typed, [*taken(self.by_key[0], typed.key), *taken(self.by_key[1], typed.key)], worth, alike)
        else:
            weigh(typed, taken(self.by_sound, typed.sound), worth, alike)

    def meant_with_a_slip(self, typed: Spelled) -> list[Alike]:
        """Known words that `typed` may be a slip for: a letter wrong, missing, doubled, moved, or the end left off."""
        alike: dict[Word, float] = {}
        if not typed.text.isdecimal():
            self.slips_for(typed, 1.0, alike)
            if not alike or max(alike.values()) < PLAINLY_A_SLIP:
                for reading in without_what_is_attached(typed.text):
                    self.slips_for(self.spelled(reading), OTHER_READING, alike)
        return best_of(alike)

    def slips_for(self, typed: Spelled, worth: float, alike: dict[Word, float]) -> None:
        text = typed.text
        if len(text) < SHORTEST_WITH_A_SLIP:
            return
        tried: set[Word] = set()
        for form in (text, typed.sound):
            tried.update(taken(self.by_less_one, form))
        for less in less_one(typed):
            tried.update(taken(self.by_less_one, less))
            tried.update(taken(self.by_sound, less))
        weigh(typed, tried, worth, alike)
        for word in self.beginning_with(text):
            share = len(text) / len(word.text)
            alike[word] = max(alike.get(word, 0), worth * (CUT_OFF + FOR_EACH_LETTER * share))
        if not alike or max(alike.values()) < PLAINLY_A_SLIP:
            weigh(typed, self.with_a_consonant_wrong(typed.key) - tried, worth, alike)

    def with_a_consonant_wrong(self, key: str) -> set[Word]:
        found: set[Word] = set()
        if len(key) >= SHORTEST_KEY_WITH_A_SLIP - 1:
            found.update(taken(self.by_key_less_one, key))
        if len(key) >= SHORTEST_KEY_WITH_A_SLIP:
            for less in letters_less_one(key):
                found.update(taken(self.by_key_less_one, less))
                found.update(taken(self.by_key[0], less), taken(self.by_key[1], less))
        return found

    def beginning_with(self, text: str) -> Iterator[Word]:
        start = bisect_left(self.in_order, text)
        for longer in self.in_order[start : start + MOST_ALIKE]:
            if not longer.startswith(text):
                return
            if (word := self.known(longer)) is not None:
                yield word

    def nearest(self, typed: Spelled) -> Word | None:
        """The known word of the same script most like `typed`, further off than a slip; None when none is half alike."""
        likely = [
            word
            for word in self.by_opening[typed.sound[:1]]
            if word.weights
            and word.arabic is typed.arabic
            and abs(len(word.sound) - len(typed.sound)) <= FURTHEST
        ]
        alike: dict[Word, float] = {}
        weigh(typed, likely, 1.0, alike, HALF_ALIKE)
        return max(alike, key=lambda word: alike[word], default=None)


by_likeness = itemgetter(1)


def less_one(word: Spelled) -> set[str]:
    """Its sound with one letter left out, and the word itself where a slip may change the sound more than that."""
    forms = letters_less_one(word.sound) if len(word.sound) >= SHORTEST_WITH_A_SLIP else set()
    if (
        (len(word.text) <= SHORT)
        if word.arabic
        else (len(word.text) > SHORTEST_WITH_A_SLIP and word.text.isalpha())
    ):
        forms |= letters_less_one(word.text)
    return forms


def letters_less_one(text: str) -> set[str]:
    return {text[:place] + text[place + 1 :] for place in range(len(text))}


def weigh(
    typed: Spelled,
    candidates: Collection[Word],
    worth: float,
    alike: dict[Word, float],
    enough: float = LIKE_ENOUGH,
) -> None:
    """Note in `alike` those candidates that are alike enough."""
    if len(candidates) > MOST_COMPARED:
        every = list(candidates)
        nearest = extract(
            typed.sound, [word.sound for word in every], scorer=Indel.similarity, limit=MOST_COMPARED
        )
        candidates = [every[number] for _sound, _score, number in nearest]
    for word in candidates:
        found = worth * likeness(typed, word)
        if found > alike.get(word, enough) and (word.weights or word.concepts):
            alike[word] = found


def best_of(alike: dict[Word, float]) -> list[Alike]:
    if not alike:
        return []
    if len(alike) == 1:
        return [Alike(*one) for one in alike.items()]
    least = CLOSE_TO_BEST * max(alike.values())
    found = [Alike(*one) for one in alike.items() if one[1] >= least]
    found.sort(key=by_likeness, reverse=True)
    return found[:MOST_ALIKE]


def merged(first: list[Alike], second: list[Alike]) -> list[Alike]:
    if not first or not second:
        return first or second
    alike = dict(first)
    for word, found in second:
        alike[word] = max(found, alike.get(word, 0.0))
    return best_of(alike)


def is_known(typed: Spelled, alike: list[Alike]) -> bool:
    """Whether one of these is as good as the typed word itself, so that no slip has to be looked for.

    In Latin letters a name is written by ear: what sounds the same is no slip.
    """
    return bool(alike) and alike[0].likeness >= (AS_GOOD_AS_KNOWN if typed.arabic else AS_GOOD_BY_EAR)
