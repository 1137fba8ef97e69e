"""Names of four parts made comparable: own name, father's, grandfather's, and one more or a family's.

عبد الرحمن, نور الدين and أبو العلا are one part each; the article and words for "son of" do not tell two people
apart. An Arabic name and the same name in Latin letters have the same bones.
"""

from __future__ import annotations

import re
from functools import lru_cache

from facilities.directory.finder.likeness import Spelled
from uhis_portal.arabic import comparable

ARTICLES = frozenset({"ال", "el", "al"})
# Words that are no name without the next one.
OPENING = ARTICLES | {
    "عبد", "عبدال", "ابو", "ابي", "ابا", "ابوال", "ام",
    "abd", "abdel", "abdul", "abdal", "abdol", "abu", "abo", "abou", "aboul", "abul", "abouel", "um", "om", "umm",
}  # fmt: skip
# Words that are no name without the one before; in Latin letters the article may stand alone.
CLOSING = frozenset({
    "الله", "الدين", "الاسلام", "الحق", "الرب", "المولي",
    "allah", "eldin", "eldeen", "aldin", "aldeen", "eddin", "eddine", "elislam", "elhak", "elhaq", "elrab",
})  # fmt: skip
CLOSING_AFTER_ARTICLE = frozenset({"din", "deen", "dine", "islam", "hak", "haq", "rab", "mawla"})
SON_OF = frozenset({"بن", "ابن", "بنت", "bin", "ben", "ibn", "bint"})
# These begin like the article and are names.
WITHOUT_ARTICLE = frozenset({
    "الهام", "الياس", "الفت", "الماس", "الفي", "albert", "alfred", "elhamy", "elhami", "elias", "alexan", "alfons",
})  # fmt: skip
AS_SPOKEN = {"طه": "طاها"}
SERVANT = re.compile("^عبدال(?=..)|^abd(?:el|al|ul|ol|il)(?=..)|^abd[eu](?=[^l])")
FATHER_OF = re.compile("^ابوال(?=..)|^ab(?:ou|oo|o|u)(?:(?:el|al|ul|l)(?=..))?(?=..)")
ARTICLE = re.compile("^(?:ال(?=...)|[ea]l(?=.{4}))")


def parts_of(full_name: str) -> tuple[str, ...]:
    """The parts of a name in their order, each levelled; spellings of one name are equal where that is certain."""
    joined: list[str] = []
    waiting = ""
    for word in comparable(full_name).split():
        if word in SON_OF:
            continue
        closes = word in CLOSING_AFTER_ARTICLE if waiting in ARTICLES else word in CLOSING and not waiting
        if joined and closes:
            before = joined[-1]
            joined[-1] = (before[:-1] + "ت" if before.endswith("ه") else before) + waiting + word
            waiting = ""
        elif word in OPENING:
            waiting += word
        else:
            joined.append(waiting + word)
            waiting = ""
    if waiting:
        joined.append(waiting)
    return tuple(level(part) for part in joined)


@lru_cache(maxsize=20_000)
def level(part: str) -> str:
    """A part without what people leave out or write in many ways: the article, alone or after عبد and أبو."""
    if part[:2] in ("عب", "ab", "اب"):
        arabic = part[0] in "عا"
        servant = SERVANT.sub("عبد" if arabic else "abd", part)
        return servant if servant != part else FATHER_OF.sub("ابو" if arabic else "abu", part)
    if part in WITHOUT_ARTICLE:
        return part
    return AS_SPOKEN.get(part) or ARTICLE.sub("", part)


@lru_cache(maxsize=20_000)
def spelled(part: str) -> Spelled:
    """A part with its sounds and consonants, kept: few names are borne by many."""
    return Spelled(part)


@lru_cache(maxsize=20_000)
def bones_of(part: str) -> str:
    """What is left of a part when vowels and ways of writing are: the same in Arabic and in Latin letters."""
    known = spelled(part)
    return known.key or known.sound
