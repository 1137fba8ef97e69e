"""How people write a name otherwise than its owner does: rules by which questions are made from names."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

ARABIC_ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ")
LATIN_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ARABIC_KEYS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ"
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvnm,./"
FRANCO = {
    "ا": "a", "أ": "a", "إ": "e", "آ": "a", "ب": "b", "ت": "t", "ث": "s", "ج": "g", "ح": "7", "خ": "5", "د": "d", "ذ": "z",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "3", "غ": "gh", "ف": "f", "ق": "2",
    "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a", "و": "o", "ي": "y", "ى": "a", "ئ": "2", "ؤ": "o", "ء": "2",
}  # fmt: skip
LONG_VOWELS = "اويىآ"
KIND_WORDS = {
    "family_medicine_unit": ("وحدة صحية", "الوحده الصحيه", "وحدة", "وحدة طب الاسرة", "مستوصف"),
    "family_medicine_center": ("مركز صحي", "مركز طبى", "مركز", "مركز طب الاسره", "وحدة صحية"),
    "laboratory": ("معمل", "معمل تحاليل"),
}
HOSPITAL_WORDS = ("مستشفى", "مستشفي", "المستشفى")
LATIN_KIND_WORDS = {
    "family_medicine_unit": ("unit", "health unit", "clinic", "family unit"),
    "family_medicine_center": ("center", "health centre", "family center"),
    "laboratory": ("lab",),
}
LATIN_HOSPITAL_WORDS = ("hospital", "hosp", "mostashfa")
AROUND = (
    "عايز اروح {}",
    "فين {}",
    "ازاي اروح {}",
    "عنوان {}",
    "رقم تليفون {}",
    "اقرب طريق الى {} لو سمحت",
    "مواعيد {}",
)
AROUND_LATIN = (
    "where is {}",
    "how to get to {}",
    "{} phone number",
    "{} address please",
    "near {}",
    "fen {}",
)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def respelled(name: str, chance: Random) -> str:
    """Other seats of hamza, ya and ta marbuta, as most people type them."""
    swaps = [("ة", "ه"), ("ى", "ي"), ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ئ", "ي"), ("ؤ", "و")]
    text = name
    for letter, other in swaps:
        text = text.replace(letter, other)
    if chance.random() < 0.3:
        text = re.sub(r"ي\b", "ى", text)
    return text


def without_articles(name: str, chance: Random) -> str:
    return " ".join(re.sub(r"^ال(?=\w{3})", "", word) for word in words(name))


def with_articles(name: str, chance: Random) -> str:
    return " ".join(word if word.startswith("ال") else f"ال{word}" for word in words(name))


def slipped(name: str, chance: Random) -> str:
    """One slip of the finger in the longest word."""
    parts = words(name)
    at = max(range(len(parts)), key=lambda number: len(parts[number]))
    word = parts[at]
    first = 3 if word.startswith("ال") else 1
    place = chance.randrange(first, len(word)) if len(word) > first else len(word) - 1
    arabic = "\u0600" <= word[0] <= "\u06ff"
    kind = chance.choice(("miss", "double", "swap", "beside", "beside", "extra"))
    if kind == "miss" and len(word) > 4:
        word = word[:place] + word[place + 1 :]
    elif kind == "double":
        word = word[:place] + word[place] + word[place:]
    elif kind == "swap" and place + 1 < len(word):
        word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    elif kind == "extra":
        word = word[:place] + beside(word[place], arabic, chance) + word[place:]
    else:
        word = word[:place] + beside(word[place], arabic, chance) + word[place + 1 :]
    parts[at] = word
    return " ".join(parts)


def beside(letter: str, arabic: bool, chance: Random) -> str:
    for row in ARABIC_ROWS if arabic else LATIN_ROWS:
        if letter in row:
            at = row.index(letter)
            return chance.choice([row[place] for place in (at - 1, at + 1) if 0 <= place < len(row)])
    return letter


def franco(name: str, chance: Random) -> str:
    """An Arabic name in Latin letters and digits, with short vowels put in by ear."""
    written = []
    for word in words(name):
        article, bare = ("el ", word[2:]) if re.match(r"ال\w{3}", word) else ("", word)
        letters = ""
        for place, letter in enumerate(bare):
            if letter.isdigit():
                letters += letter
                continue
            after = bare[place + 1 : place + 2]
            sign = FRANCO.get(letter, "")
            if letter == "و" and (place == 0 or (after and after in LONG_VOWELS)):
                sign = "w"
            elif letter in "ىي" and place and not (after and after in LONG_VOWELS):
                sign = chance.choice(("i", "ee", "y"))
            letters += sign
            if letter not in LONG_VOWELS + "أإة" and after and after not in LONG_VOWELS + "ة" and place == 0:
                letters += chance.choice("aeo")
            elif (
                letter not in LONG_VOWELS + "أإة"
                and after
                and after not in LONG_VOWELS + "ة"
                and chance.random() < 0.5
            ):
                letters += chance.choice("ae")
        written.append(article + letters)
    return " ".join(written)


def by_ear(name: str, chance: Random) -> str:
    """A Latin name with other letters for the same sounds."""
    swaps = [
        ("q", "k"), ("q", "g"), ("e", "i"), ("i", "e"), ("u", "o"), ("o", "u"), ("ay", "ai"), ("y", "i"), ("ou", "u"), ("g", "j"),
        ("aa", "a"), ("i", "ee"), ("a", "e"), ("kh", "5"), ("h", "7"), ("ss", "s"), ("s", "ss"), ("iya", "eya"), ("ya", "yah"),
    ]  # fmt: skip
    text = name.lower()
    possible = [swap for swap in swaps if swap[0] in text]
    for letters, other in chance.sample(possible, min(2, len(possible))):
        text = text.replace(letters, other, 1)
    return text.replace("-", chance.choice((" ", "", "-")))


def other_layout(name: str, chance: Random) -> str:
    """What comes out when the keyboard was left in the other language."""
    if re.search("[\u0600-\u06ff]", name):
        text = name.translate(str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا"})).replace("لا", "b")
        return text.translate(str.maketrans(ARABIC_KEYS, LATIN_KEYS))
    return name.lower().translate(str.maketrans(LATIN_KEYS, ARABIC_KEYS)).replace("b", "لا")


def joined(name: str, chance: Random) -> str:
    parts = words(name)
    at = chance.randrange(len(parts) - 1) if len(parts) > 1 else 0
    return " ".join([*parts[:at], "".join(parts[at : at + 2]), *parts[at + 2 :]])


def turned(name: str, chance: Random) -> str:
    parts = words(name)
    chance.shuffle(parts)
    return " ".join(parts)


def with_words_around(name: str, chance: Random) -> str:
    forms = AROUND if re.search("[\u0600-\u06ff]", name) else AROUND_LATIN
    return chance.choice(forms).format(name)


def with_preposition(name: str, chance: Random) -> str:
    first, *rest = words(name)
    before = "لل" + first[2:] if first.startswith("ال") and chance.random() < 0.5 else "ب" + first
    return " ".join([before, *rest])


def arabic_digits(name: str, chance: Random) -> str:
    return name.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


ARABIC_RULES: dict[str, Callable[[str, Random], str]] = {
    "spelling": respelled,
    "missing article": without_articles,
    "one article too many": with_articles,
    "typing slip": slipped,
    "Franco-Arabic": franco,
    "wrong keyboard layout": other_layout,
    "joined words": joined,
    "word order": turned,
    "words around it": with_words_around,
    "preposition": with_preposition,
}
LATIN_RULES: dict[str, Callable[[str, Random], str]] = {
    "transliteration": by_ear,
    "typing slip, Latin": slipped,
    "wrong keyboard layout": other_layout,
    "words around it": with_words_around,
    "word order": turned,
}
