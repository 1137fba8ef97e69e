"""Cuts the Cairo font to what the pages use: two WOFF2 files, Arabic and Latin, weights 400 to 700.

What is printed (PDF) gets the same font whole, as TrueType files of one script and one weight each. Cairo is under the
SIL Open Font License 1.1; its copyright and licence stay inside the files that are written.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = (400, 700)
FAMILY_NAMES = (1, 16)
STAMP = ".made-from"
COPYRIGHT_AND_LICENCE = [0, 13, 14]


class FontMissing(Exception):
    """The package that holds the whole font is not installed."""


@dataclass(frozen=True)
class Cut:
    """One file of the font: where it is taken from, its name, and which characters and shaping rules stay."""

    source: str
    name: str
    characters: frozenset[int]
    features: tuple[str, ...]


def span(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


ARABIC = Cut(
    source="cairo-arabic-wght-normal.woff2",
    name="cairo-arabic.woff2",
    characters=frozenset(
        span(0x621, 0x63A)  # hamza to ghain
        | span(0x640, 0x652)  # tatweel, feh to yeh, tashkeel
        | span(0x660, 0x66C)  # Arabic-Indic digits, percent, decimal and thousands marks
        | {ord(mark) for mark in "،؛؟"}
        | {0x670, 0x671}  # dagger alef, alef wasla
        | {ord(letter) for letter in "پچژڤگکی"}  # in names from other languages
        | {0x200C, 0x200D}  # joiners
    ),
    features=("init", "medi", "fina", "isol", "rlig", "calt", "ccmp", "liga", "locl", "mark", "mkmk", "kern"),
)
LATIN = Cut(
    source="cairo-latin-wght-normal.woff2",
    name="cairo-latin.woff2",
    characters=frozenset(span(0x20, 0x7E) | {ord(mark) for mark in "\u00a0©«»°²·×é–—‘’“”•…‹›−"}),
    features=("ccmp", "liga", "locl", "mark", "mkmk", "kern"),
)
CUTS = (ARABIC, LATIN)


@dataclass(frozen=True)
class Face:
    """One file for print: a typesetter chooses a file by family and weight, so each script is a family of its own."""

    source: str
    family: str
    weight: int

    @property
    def name(self) -> str:
        return f"{self.family} {self.weight}.ttf".lower().replace(" ", "-")


FACES = tuple(
    Face(cut.source, family, weight)
    for cut, family in ((ARABIC, "Cairo Arabic"), (LATIN, "Cairo Latin"))
    for weight in WEIGHTS
)


def build_fonts(source: Path, target: Path) -> list[Path]:
    """Write the cuts of the fonts in `source` (the package's `files` folder) to `target`; return the files written.

    Nothing is written when the sources and the recipe are those of the last time. FontMissing says what to install.
    """
    return build(source, target, {cut.name: partial(cut_from, source, cut) for cut in CUTS})


def build_print_fonts(source: Path, target: Path) -> list[Path]:
    """Write the faces for print likewise."""
    return build(source, target, {face.name: partial(face_from, source, face) for face in FACES})


def build(source: Path, target: Path, files: dict[str, Callable[[], bytes]]) -> list[Path]:
    missing = [cut.source for cut in CUTS if not (source / cut.source).is_file()]
    if missing:
        raise FontMissing(
            f"{', '.join(missing)} not found in {source}: install the browser packages with `npm ci`."
        )
    made_from = fingerprint(source)
    stamp = target / STAMP
    if (
        stamp.is_file()
        and stamp.read_text() == made_from
        and all((target / name).is_file() for name in files)
    ):
        return []
    target.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for name, make in files.items():
        (target / name).write_bytes(make())
    stamp.write_text(made_from)
    return [target / name for name in files]


def fingerprint(source: Path) -> str:
    """Changes when a source file or this recipe changes."""
    parts = [Path(__file__).read_bytes(), *((source / cut.source).read_bytes() for cut in CUTS)]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def cut_from(source: Path, cut: Cut) -> bytes:
    return cut_font((source / cut.source).read_bytes(), cut.characters, cut.features)


def face_from(source: Path, face: Face) -> bytes:
    """A TrueType file of one weight, with all its characters; its copyright and licence stay."""
    font = instancer.instantiateVariableFont(TTFont(source / face.source), {"wght": face.weight})
    for name in font["name"].names:
        if name.nameID in FAMILY_NAMES:
            name.string = face.family
    font.flavor = None
    result = BytesIO()
    font.save(result)
    return result.getvalue()


def cut_font(whole: bytes, characters: Iterable[int], features: Iterable[str]) -> bytes:
    """A WOFF2 with only these characters, the glyphs that shaping makes of them, and the weights of WEIGHTS."""
    options = subset.Options(
        layout_features=list(features),
        name_IDs=COPYRIGHT_AND_LICENCE,
        name_languages=["*"],
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        drop_tables=[*subset.Options().drop_tables, "STAT"],
    )
    font = TTFont(BytesIO(whole))
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(characters))
    subsetter.subset(font)
    # Written and read again: the instancer must not meet tables that the subsetter holds unpacked.
    between = BytesIO()
    font.flavor = None
    font.save(between)
    between.seek(0)
    narrowed = instancer.instantiateVariableFont(TTFont(between), {"wght": WEIGHTS})
    narrowed.flavor = "woff2"
    result = BytesIO()
    narrowed.save(result)
    return result.getvalue()
