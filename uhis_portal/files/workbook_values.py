"""What the cells of a workbook show: texts, numbers, days, from the raw content that XML gives."""

from __future__ import annotations

import re
from array import array
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from uhis_portal.files.limits import LONGEST_CELL
from uhis_portal.files.refusals import Unreadable

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DAMAGED = _("The workbook is damaged. Open it in Excel, save it as a new .xlsx file, and send that.")


def damaged() -> Unreadable:
    return Unreadable(DAMAGED, code="damaged_workbook")


def number_in(text: str | None) -> int:
    """A number of the workbook's own; what is none means damage."""
    if text is None or not (text.isdigit() and text.isascii() and len(text) < 10):
        raise damaged()
    return int(text)


def text_shown(kind: str, raw: str) -> str:
    """What a cell shows that is neither a number nor a shared text."""
    if kind in ("str", "inlineStr"):
        return unescaped(raw)
    if kind == "b":
        return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
    if kind == "d":
        return raw.removesuffix("T00:00:00").replace("T", " ")[:16]
    raise damaged()


def number_shown(raw: str, is_date: bool, since_1904: bool) -> str:
    """What a number shows: a day where its style says so, else its digits."""
    if not is_date and len(raw) < 16 and raw.isdigit() and raw.isascii():
        return raw if raw[0] != "0" else str(int(raw))
    try:
        number = float(raw)
    except ValueError:
        raise damaged() from None
    return moment_text(number, since_1904=since_1904) if is_date else number_text(number)


class SharedTexts:
    """Texts by number, held as one run of bytes: a tenth of what as many Python strings would take."""

    def __init__(self) -> None:
        self.run = bytearray()
        self.ends = array("Q")

    def append(self, text: str) -> None:
        self.run += unescaped(text).encode("utf-8", "replace")
        self.ends.append(len(self.run))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self.ends):
            raise damaged()
        start = self.ends[number - 1] if number else 0
        return self.run[start : self.ends[number]].decode()


def unescaped(text: str) -> str:
    """A text of a workbook, which writes what XML cannot hold as _x0007_."""
    if "_x" not in text:
        return text[: LONGEST_CELL + 1]
    said = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text[: LONGEST_CELL + 1])
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def number_text(number: float) -> str:
    """A number as plain digits: 29001010100000, 12.5, never 1e+16."""
    if number != number or number in (float("inf"), float("-inf")):
        raise damaged()
    if number == int(number) and abs(number) < 1e18:
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def moment_text(number: float, *, since_1904: bool) -> str:
    """A day, a moment or a time of day, as 2026-04-01, 2026-04-01 13:45 or 13:45. Outside of 1900–9999, the number."""
    seconds = round(number * 86_400)
    if not 0 <= number < 2_958_466:
        return number_text(number)
    if seconds < 86_400:
        return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
    # Excel counts a 29 February 1900 that never was, so its days up to then are one too low.
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 + (number < 60))
    try:
        moment = start + timedelta(seconds=seconds)
    except OverflowError:
        return number_text(number)
    return moment.strftime("%Y-%m-%d" if seconds % 86_400 == 0 else "%Y-%m-%d %H:%M")
