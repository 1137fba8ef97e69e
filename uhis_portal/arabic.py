"""Arabic text made comparable. Display text is never touched; these forms are only stored beside it and compared."""

import re
import unicodedata

DIGITS = {
    ord(c): str(i) for start in ("٠", "۰") for i, c in enumerate(chr(ord(start) + n) for n in range(10))
}
# Marks that carry no letter: tashkeel, Quranic signs, tatweel.
MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
# Characters that a keyboard, a copied text or a phone slips between digits.
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SEPARATORS = re.compile(r"[\s.\-_/‐-―−]+")
LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ئ": "ي",
        "ی": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ء": None,
    }
)
NOT_A_WORD = re.compile(r"[\W_]+")
JOINED = re.compile(r"\b(عبد|ابو|ابي|ام)\s+(?=\w)")


def latin_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9; everything else unchanged."""
    return text.translate(DIGITS)


def typed_number(text: str) -> str:
    """A number as a person typed it, as plain digits where it is one.

    Arabic-Indic and Persian digits, spaces, dashes, dots, slashes, bidi and zero-width marks are no fault.
    Letters stay, for the caller to refuse.
    """
    if text.isascii() and text.isdigit():
        return text
    return SEPARATORS.sub("", INVISIBLE.sub("", latin_digits(text)))


def typed_quantity(text: str) -> str:
    """A count or a part of a date as a person typed it: digits made Latin, invisible marks dropped.

    Unlike in an identifier, a sign or a point between the digits means something and stays, for the caller to refuse.
    """
    return INVISIBLE.sub("", latin_digits(text)).strip()


def comparable(text: str) -> str:
    """The form of `text` in which two spellings of one name are the same string.

    Seats of hamza, alef, final ya, ta marbuta, tashkeel, tatweel, digits, case, Latin accents and punctuation are
    levelled; عبد الله and عبدالله, أبو بكر and أبوبكر become one word each.
    """
    levelled = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    levelled = MARKS.sub("", levelled).translate(LETTERS).casefold()
    levelled = "".join(c for c in unicodedata.normalize("NFKD", levelled) if not unicodedata.combining(c))
    levelled = NOT_A_WORD.sub(" ", latin_digits(levelled)).strip()
    return JOINED.sub(r"\1", levelled)
