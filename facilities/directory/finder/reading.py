"""Names and questions cut into comparable words; what people write around a name is left out of a question."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from uhis_portal.arabic import comparable

LONGEST_TEXT = 300  # characters of a question that are read
MOST_WORDS = 20
LONGEST_WORD = 30

ARTICLES_IN_LATIN = "al el il ad an ar as ash at ath az adh ed en er es esh et ez l the of s"
BETWEEN_NAMES = "ال بن ابن ibn bin ben d dr د و and"
LATIN_ARTICLES = frozenset(ARTICLES_IN_LATIN.split())
NOT_TELLING = LATIN_ARTICLES | frozenset(BETWEEN_NAMES.split())
AROUND_A_NAME = frozenset(
    (Path(__file__).parent.parent / "data" / "words_around_a_name.txt").read_text("utf-8").split()
)
AFTER_ABU = {word: word for word in ("ابو", "ابي", "عبد", "ام")} | dict.fromkeys(
    ("abu", "abo", "abou", "aboo", "abi"), "abu"
)
ABD = frozenset({"abd", "abdel", "abdul", "abdal", "abdou"})
ARABIC_ARTICLE = re.compile(r"^ال(?=\w{2,})")
ATTACHED = re.compile(r"^(?:[وف]?(?:[بك]ال|لل)|[وف]?ال)(?=\w{2,})")
ONE_LETTER_BEFORE = re.compile(r"^[وبلفك](?=\w{3,})")
LATIN_ATTACHED = re.compile(r"^(?:[bfw]?[aei]l|w?[aei](?=([dtsznrl])\1))(?=\w{3,})")
FRANCO_LETTERS = (
    ("3'", "gh"),
    ("3’", "gh"),
    ("7'", "kh"),
    ("7’", "kh"),
    ("9'", "d"),
    ("9’", "d"),
    ("6'", "z"),
    ("6’", "z"),
)
APOSTROPHE = re.compile("(?<=[A-Za-z0-9])['’`ʿʾ](?=[A-Za-z0-9])")
NUMBERS = {
    word: str(number)
    for number, words in {
        1: "واحد اول اولي الاول الاولي one first wahed awel",
        2: "اتنين اثنين اثنان تاني ثان ثاني التاني الثاني الثانيه two second etnein tany",
        3: "تلاته ثلاثه تالت ثالث الثالث three third talata",
        4: "اربعه رابع four fourth arba3a",
        5: "خمسه خامس five fifth khamsa",
        6: "سته ستة سادس six october sitta",
        7: "سبعه سابع seven",
        8: "تمانيه ثمانيه تامن eight",
        9: "تسعه تاسع nine",
        10: "عشره عاشر ten",
        15: "خمستاشر fifteen",
        20: "عشرين twenty",
        25: "خمسه وعشرين",
        30: "تلاتين ثلاثين thirty talateen",
    }.items()
    for word in words.split()
}


def plain(text: str) -> str:
    """`comparable`, with the apostrophes of Franco-Arabic read as letters first."""
    if "'" in text or "’" in text or "`" in text:
        for written, letters in FRANCO_LETTERS:
            text = text.replace(written, letters)
        text = APOSTROPHE.sub("", text)
    return comparable(text)


@lru_cache(maxsize=8192)
def plain_word(word: str) -> str:
    """`plain` of one word of a name; names share most of their words."""
    return plain(word)


def joined(words: list[str]) -> list[str]:
    """With Abu, Abd and their like made one word with what follows, in either script."""
    if not any(word in AFTER_ABU or word in ABD for word in words):
        return words
    together: list[str] = []
    before = ""
    for word in words:
        if before:
            if word in LATIN_ARTICLES:
                continue
            together.append(before + word)
            before = ""
        elif word in AFTER_ABU:
            before = AFTER_ABU[word]
        elif word in ABD:
            before = "abdal"
        else:
            together.append(word)
    return [*together, before] if before else together


def words_of_name(name: str) -> list[str]:
    """Its words, made comparable."""
    return [word for written in name.split() for word in plain_word(written).split()]


def name_words(name: str) -> list[str]:
    """The telling words of a name, in order, without articles."""
    return without_articles(joined(words_of_name(name)))


def without_articles(words: list[str]) -> list[str]:
    return [ARABIC_ARTICLE.sub("", word) for word in words if word not in NOT_TELLING]


def question_words(text: str) -> list[str]:
    """The words of a question that may name something, each once, without articles; all when none seems to."""
    return asked_for(plain_words(text))


def plain_words(text: str) -> list[str]:
    return plain(text[:LONGEST_TEXT]).split()


def asked_for(plain_words: list[str]) -> list[str]:
    """The telling ones of all the words of a question, which are made comparable already."""
    words = joined(plain_words)
    telling = [word for word in words if word not in AROUND_A_NAME and word not in NOT_TELLING] or words
    return list(dict.fromkeys([ATTACHED.sub("", word)[:LONGEST_WORD] for word in telling[: 2 * MOST_WORDS]]))[
        :MOST_WORDS
    ]


def other_readings(word: str) -> list[str]:
    """What a word of a question may be instead, when it is not known as it stands: without what is written onto it."""
    readings = without_what_is_attached(word)
    if word in NUMBERS:
        readings.append(NUMBERS[word])
    if word.endswith("ات") and len(word) > 4:
        readings += [word[:-2] + "ه", word[:-2]]
    if word.endswith("s") and len(word) > 3:
        readings.append(word[:-1])
    if "2" in word and not word.isdecimal() and len(word) > 2:
        readings.append(word.replace("2", ""))
    return readings


def without_what_is_attached(word: str) -> list[str]:
    """The word without a preposition of one letter, or without a Latin article written onto it."""
    bare = (pattern.sub("", word) for pattern in (ONE_LETTER_BEFORE, LATIN_ATTACHED))
    return [reading for reading in bare if reading != word]
