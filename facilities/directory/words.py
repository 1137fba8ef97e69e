"""Names cut into words that can be searched: without articles, and by their consonants in either script."""

from __future__ import annotations

import re

from uhis_portal.arabic import comparable

# Left out of a name and of a question alike: they tell nothing of the place meant.
LATIN = "al el ad an ar as ash at az the of in on for to and near a"
ARABIC = "في من علي عند الي و او قرب جنب بجوار بتاع بتاعه د"
UNTELLING = frozenset([*LATIN.split(), *ARABIC.split()])
ARTICLE = re.compile(r"^(?:(?:وال|بال|كال|فال|ولل|لل|ال)(?=\w{3,})|[ae]l(?=[a-z]{4,}))")

VOWEL = "a"
# Consonants that one name is written with in both scripts, as heard in Egypt; ق is k, g or q, and ج is g or j.
# fmt: off
WRITTEN = {
    "k": "قكجغkqgjc", "h": "خحهh", "z": "زذظz", "s": "سصs", "t": "تطثt", "d": "دضd", "b": "بپbp", "f": "فڤfv",
    "c": "ش", "l": "لl", "m": "مm", "n": "نn", "r": "رr", "ks": "x", "w": "W",
}
TWO_LETTERS = {"sh": "ش", "kh": "خ", "gh": "غ", "th": "ت", "dh": "ذ", "ph": "ف", "ch": "ش", "ck": "k"}
# fmt: on
SOUND = {letter: sound for sound, letters in WRITTEN.items() for letter in letters}
SOUND |= {digit: digit for digit in "0123456789"}
VOWELS = frozenset("aeiouywاويع")
DOUBLED = re.compile(r"(.)\1+")
# و before a vowel is heard as a consonant: أسوان is no other spelling of إسنا.
SEMIVOWEL = re.compile(r"(?<=.)[wو](?=[aeiouاي])")


def words_of(text: str) -> list[str]:
    """The telling words of a text, each once, in order; all of its words when none of them tells anything."""
    words = list(dict.fromkeys(ARTICLE.sub("", word) for word in comparable(text).split()))
    return [word for word in words if word not in UNTELLING] or words


def sound_of(word: str) -> str:
    """The consonants of a comparable word, the same for العديسات and Adaysat; an opening vowel counts, others do not.

    "" for words of one or two letters and when fewer than two sounds are left: these would fit too many names.
    """
    if len(word) <= 2:
        return ""
    for written, letter in TWO_LETTERS.items():
        word = word.replace(written, letter)
    word = SEMIVOWEL.sub("W", DOUBLED.sub(r"\1", word))
    heard = VOWEL if word[0] in VOWELS else ""
    heard += "".join(SOUND.get(character, "") for character in word.removesuffix("ه").removesuffix("h"))
    return heard if len(heard) >= 2 else ""


def line_of(words: list[str]) -> str:
    """Words as one line in which each stands between spaces, so that a whole word can be looked for."""
    return f" {' '.join(words)} "
