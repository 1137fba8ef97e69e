"""A made-up directory of any size: names of villages that exist nowhere, in both languages, in real districts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from facilities.directory.finder.entries import Entry, Frame, Naming, Place

CONSONANTS = {
    "ب": "b", "ت": "t", "ج": "g", "ح": "h", "خ": "kh", "د": "d", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y",
}  # fmt: skip
# Arabic and Latin patterns of a root: 1, 2, 3 are its consonants.
PATTERNS = (
    ("1ا2ي3ة", "1a2ay3a"), ("1وا2ي3", "1awa2i3"), ("1ر2و3", "1ar2u3"), ("1و23ية", "1u23iya"), ("1ا23", "1a2i3"),
    ("م123", "Ma12a3"), ("1ي2ا3", "1i2a3"), ("1ن2ا3", "1an2a3"), ("1ا2و3ية", "1a2u3iya"), ("1ب2ا3ات", "1ib2a3at"),
    ("1را2ي3", "1ara2i3"), ("12ا3ين", "1a2a3in"),
)  # fmt: skip
PREFIXES = (
    ("نجع", "Naga"), ("عزبة", "Ezbet"), ("كفر", "Kafr"), ("منشأة", "Manshaat"), ("جزيرة", "Geziret"), ("حاجر", "Hagir"),
    ("أبو", "Abu"), ("بني", "Beni"), ("الشيخ", "Sheikh"), ("كوم", "Kom"), ("منية", "Minyat"), ("شبرا", "Shubra"), ("تل", "Tell"),
    ("وادي", "Wadi"), ("الشهيد", "Martyr"), ("ميت", "Mit"),
)  # fmt: skip
SUFFIXES = (
    ("بحري", "Bahari"), ("قبلي", "Qibli"), ("الغربي", "al-Gharbi"), ("الجديدة", "al-Gadida"), ("القديمة", "al-Qadima"),
    ("2", "2"),
)  # fmt: skip
KINDS = (
    ("family_medicine_unit", "وحدة طب أسرة {}", "{} Family Medicine Unit", 70),
    ("family_medicine_center", "مركز طب أسرة {}", "{} Family Medicine Centre", 15),
    ("hospital", "مستشفى {}", "{} Hospital", 6),
    ("specialized_hospital", "مستشفى {} التخصصي", "{} Specialized Hospital", 4),
    ("medical_complex", "مجمع {} الطبي", "{} Medical Complex", 1),
    ("laboratory", "معمل {}", "{} Laboratory", 2),
    ("eye_centre", "مركز {} للعيون", "{} Eye Centre", 2),
)


def root(chance: Random) -> tuple[str, str]:
    """A word in Arabic and in Latin letters."""
    arabic, latin = chance.choice(PATTERNS)
    for place in "123":
        consonant = chance.choice(list(CONSONANTS))
        arabic = arabic.replace(place, consonant)
        latin = latin.replace(place, CONSONANTS[consonant])
    return arabic, latin.capitalize()


def districts_of(frame: Frame) -> list[tuple[Place, Place]]:
    """All districts, each with its governorate."""
    return [
        (frame.governorates[district.within], district)
        for district in frame.districts.values()
        if district.within is not None
    ]


def directory(size: int, places: Sequence[tuple[Place, Place]], seed: int = 1) -> list[Entry]:
    """`size` facilities in `places`, each a governorate and one of its districts; a tenth have a former name."""
    chance = Random(seed)
    weights = [kind[3] for kind in KINDS]
    return [
        entry(number, *chance.choice(places), chance.choices(KINDS, weights)[0], chance)
        for number in range(size)
    ]


def entry(
    number: int, governorate: Place, district: Place, kind: tuple[str, str, str, int], chance: Random
) -> Entry:
    code, arabic_form, latin_form, _share = kind
    names = [naming("current", arabic_form, latin_form, chance)]
    if chance.random() < 0.1:
        names.append(naming("former", arabic_form, latin_form, chance))
    return Entry(
        code=f"ZZ-{number:05}",
        names=tuple(names),
        kind=code,
        owner="eha",
        levels=frozenset(["primary" if "family" in code else "secondary"]),
        governorate=governorate,
        district=district,
        services=frozenset(),
        capacities=frozenset(["dialysis_machines"])
        if code == "hospital" and chance.random() < 0.3
        else frozenset(),
        emergency=None,
    )


def naming(field: str, arabic_form: str, latin_form: str, chance: Random) -> Naming:
    arabic, latin = root(chance)
    dice = chance.random()
    if dice < 0.35:
        before, before_latin = chance.choice(PREFIXES)
        arabic, latin = f"{before} {arabic}", f"{before_latin} {latin}"
    else:
        arabic, latin = f"ال{arabic}", f"Al-{latin}"
    if dice > 0.8:
        after, after_latin = chance.choice(SUFFIXES)
        arabic, latin = f"{arabic} {after}", f"{latin} {after_latin}"
    return Naming(field, arabic_form.format(arabic), latin_form.format(latin))  # type: ignore[arg-type]
