"""How a word sounds, in one alphabet for Arabic, Latin and Franco-Arabic writing (3iada, el 2orna).

A *sound* keeps vowels as a, i, u; a *skeleton* keeps the consonants, levelled further. Neither is ever shown.
"""

from __future__ import annotations

import re

# fmt: off
ARABIC = str.maketrans({
    "ا": "a", "ع": "a", "و": "u", "ي": "i", "ه": "h", "ح": "h", "خ": "x", "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "t",
    "ج": "g", "چ": "g", "غ": "g", "د": "d", "ض": "d", "ذ": "z", "ز": "z", "ظ": "z", "ر": "r", "س": "s", "ص": "s", "ش": "$",
    "ف": "f", "ڤ": "f", "ق": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
})
LATIN = str.maketrans({
    "e": "i", "o": "u", "y": "i", "c": "k", "q": "k", "j": "g", "v": "f", "p": "b", "x": "ks",
    # digits that stand for letters in Franco-Arabic
    "2": "k", "3": "a", "4": "$", "5": "x", "6": "t", "7": "h", "8": "g", "9": "s",
})
# fmt: on
TWO_LETTERS = re.compile("sch|sh|ch|kh|gh|th|dh|ph|ck|ou|oo|ee|ei|ey|aw(?![aeiouy])|au")
LETTER_OF_TWO = {
    "sch": "$", "sh": "$", "ch": "$", "kh": "X", "gh": "g", "th": "t", "dh": "z", "ph": "f", "ck": "k",
    "ou": "u", "oo": "u", "ee": "i", "ei": "i", "ey": "i", "aw": "au", "au": "au",
}  # fmt: skip
HEARD_WAW = re.compile("^و(?=.)|(?<=.)و(?=[اي])")
REPEATED = re.compile(r"(.)\1+")
CONSONANTS = str.maketrans({"g": "k", "x": "h", "a": None, "i": None, "u": None})


def is_arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"


def sound_of(word: str) -> str:
    """The sound of a comparable word; a word of digits sounds as it is written."""
    if word.isdecimal():
        return word
    if is_arabic(word):
        if word.endswith("ه"):
            word = word[:-1] + "ا"
        heard = (HEARD_WAW.sub("w", word) if "و" in word else word).translate(ARABIC)
    else:
        heard = TWO_LETTERS.sub(lambda two: LETTER_OF_TWO[two[0]], word).translate(LATIN).replace("X", "x")
        if heard.endswith("h") and len(heard) > 3 and heard[-2] in "aiu":
            heard = heard[:-1]
    return REPEATED.sub(r"\1", heard)


def skeleton_of(sound: str) -> str:
    """The consonants of a sound; an opening vowel counts, others do not. "" where fewer than two are left."""
    if sound.isdecimal():
        return ""
    opening = "a" if sound[:1] in "aiu" else ""
    bones = opening + REPEATED.sub(r"\1", sound.translate(CONSONANTS))
    return bones if len(bones) >= 2 else ""


def key_of(skeleton: str) -> str:
    """The skeleton under which words are kept together: w within a word may be a vowel (Fouad, Rouissat)."""
    return skeleton[:1] + skeleton[1:].replace("w", "")
