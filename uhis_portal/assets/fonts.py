"""Cuts the Cairo font to what the pages use: two WOFF2 files, Arabic and Latin, weights 400 to 700.

Cairo is under the SIL Open Font License 1.1; its copyright and licence stay inside the files that are written.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = (400, 700)
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


def build_fonts(source: Path, target: Path) -> list[Path]:
    """Write the cuts of the fonts in `source` (the package's `files` folder) to `target`; return the files written.

    Nothing is written when the sources and the recipe are those of the last time. FontMissing says what to install.
    """
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
        and all((target / cut.name).is_file() for cut in CUTS)
    ):
        return []
    target.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    written = []
    for cut in CUTS:
        path = target / cut.name
        path.write_bytes(cut_font((source / cut.source).read_bytes(), cut.characters, cut.features))
        written.append(path)
    stamp.write_text(made_from)
    return written


def fingerprint(source: Path) -> str:
    """Changes when a source file or this recipe changes."""
    parts = [Path(__file__).read_bytes(), *((source / cut.source).read_bytes() for cut in CUTS)]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


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
