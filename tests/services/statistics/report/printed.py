"""What a PDF says, read glyph by glyph from where each stands on the paper, in the order in which a reader reads it."""

import ctypes
import re
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium

LATIN_OR_DIGIT = re.compile("[A-Za-z0-9.,:%+\u2212/-]")
VOWEL_MARKS = re.compile("[\u064b-\u0652\u0670]")
BODY = (62, 774)  # points from the foot of an A4 page: without what stands on every page
WITHIN_A_NUMBER = 6  # points: what is further apart stands in another cell


@dataclass(frozen=True)
class Glyph:
    text: str
    start: float
    end: float
    baseline: int


def printed(pdf: bytes, *, right_to_left: bool) -> str:
    """Letters and digits of all pages, one after the other as `squashed` leaves them."""
    pages = (page.get_textpage() for page in pypdfium2.PdfDocument(pdf))
    return squashed("".join(in_reading_order(glyphs_of(page), right_to_left) for page in pages))


def squashed(text: str) -> str:
    """Letters and digits alone."""
    return "".join(re.findall(r"[^\W_]", VOWEL_MARKS.sub("", text)))


def glyphs_of(page: pypdfium2.PdfTextPage) -> list[Glyph]:
    """A glyph that stands for two letters gives them in their order; PDFium tells them turned round."""
    signs = []
    for at in range(page.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(page, at, x, y)
        start, _bottom, end, _top = page.get_charbox(at)
        if end > start and BODY[0] < y.value < BODY[1]:
            signs.append(Glyph(page.get_text_range(at, 1), start, end, round(y.value)))
    return [
        Glyph("".join(sign.text for sign in reversed(list(same))), *place)
        for place, same in groupby(signs, key=lambda sign: (sign.start, sign.end, sign.baseline))
    ]


def in_reading_order(glyphs: list[Glyph], right_to_left: bool) -> str:
    lines = sorted(glyphs, key=lambda glyph: -glyph.baseline)
    return "".join(
        line_from_right(list(line)) if right_to_left else line_from_left(list(line))
        for _baseline, line in groupby(lines, key=lambda glyph: glyph.baseline)
    )


def line_from_left(line: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in sorted(line, key=lambda glyph: glyph.start))


def line_from_right(line: list[Glyph]) -> str:
    """Arabic from right to left, and each number or Latin word in it from left to right."""
    said = ""
    number: list[Glyph] = []
    for glyph in sorted(line, key=lambda glyph: -glyph.end):
        apart = bool(number) and number[-1].start - glyph.end > WITHIN_A_NUMBER
        if number and (apart or not LATIN_OR_DIGIT.fullmatch(glyph.text)):
            said, number = said + line_from_left(number), []
        if LATIN_OR_DIGIT.fullmatch(glyph.text):
            number.append(glyph)
        else:
            said += glyph.text
    return said + line_from_left(number)
