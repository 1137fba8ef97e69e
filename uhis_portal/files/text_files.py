"""Reading CSV: which encoding, which delimiter, and the rows one after another.

The encoding is found by a fixed rule, not by a guesser: a byte-order mark decides; else whatever is valid UTF-8 from end
to end is UTF-8 (text in a one-byte Arabic encoding practically never is); else it is Windows-1256, if nearly all its other
letters are then Arabic ones. Guessers weigh likelihoods, so that a short file, or the next version of the library, gives
another answer; these three encodings are what spreadsheets in Egypt write.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import IO

from django.utils.translation import gettext_lazy as _

from uhis_portal.files.columns import Column, Said, known_headings
from uhis_portal.files.limits import HEADINGS_WITHIN, MEGABYTE
from uhis_portal.files.refusals import Unreadable

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", ";", "\t", "|")
SAID_DELIMITER = re.compile(r"sep=(.)\r?\n")  # Excel's own first line
# Letters of two or three bytes in UTF-8. In Windows-1256 such a pair is a letter before a mark: rare.
UTF8_LETTERS = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
PLAIN_BYTES = bytes(range(0x80))
ARABIC_BYTES = bytes(
    byte for byte in range(0x80, 0x100) if "\u0600" <= bytes([byte]).decode("cp1256") <= "\u06ff"
)
ARABIC_SHARE = 0.8  # of the letters beyond ASCII
DAMAGED_SHARE = 0.5  # of the high bytes, in letters of UTF-8: the file is damaged UTF-8, not Windows-1256


def encoding_of(file: IO[bytes]) -> str:
    """The encoding of a whole text file, which is read through once: "utf-8-sig", "utf-16", "utf-8" or "windows-1256".

    Raises Unreadable when it is none of them.
    """
    file.seek(0)
    start = file.read(4)
    for mark, name in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            refuse_invalid(file, name)
            return name
    if is_utf8(file):
        return "utf-8"
    high = letters = arabic = 0
    file.seek(0)
    while chunk := file.read(MEGABYTE):
        beyond_ascii = chunk.translate(None, PLAIN_BYTES)
        high += len(beyond_ascii)
        arabic += len(beyond_ascii) - len(beyond_ascii.translate(None, ARABIC_BYTES))
        letters += sum(len(found) for found in UTF8_LETTERS.findall(chunk))
    if letters > DAMAGED_SHARE * high:
        raise Unreadable(DAMAGED, code="damaged_text")
    if arabic < ARABIC_SHARE * high:
        raise Unreadable(
            _("It cannot be told in which encoding the file is written. Save it as “CSV UTF-8”."),
            code="unknown_encoding",
        )
    return "windows-1256"


NOT_A_TABLE = _("This is neither a CSV file nor an Excel workbook (.xlsx).")
DAMAGED = _("Some of the file's characters are damaged. Save it again as “CSV UTF-8”.")


def is_utf8(file: IO[bytes]) -> bool:
    """Whether the whole file is valid UTF-8; Unreadable if it holds NULs, which no text does."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid = True
    file.seek(0)
    while chunk := file.read(MEGABYTE):
        if b"\x00" in chunk:
            raise Unreadable(NOT_A_TABLE, code="not_a_table")
        try:
            valid = valid and decoder.decode(chunk) is not None
        except UnicodeDecodeError:
            valid = False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        valid = False
    return valid


def refuse_invalid(file: IO[bytes], encoding: str) -> None:
    """Unreadable when the bytes are not what the byte-order mark promises."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(MEGABYTE):
            if "\x00" in decoder.decode(chunk):
                raise Unreadable(NOT_A_TABLE, code="not_a_table")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        raise Unreadable(DAMAGED, code="damaged_text") from fault


def text_of(file: IO[bytes], encoding: str) -> io.TextIOWrapper:
    """The file from its beginning as text; closing it leaves the file open."""
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, newline="")


def delimiter_of(file: IO[bytes], encoding: str, columns: Sequence[Column], said: Said) -> str:
    """The delimiter with which most known headings are found in the first rows; a comma if that decides nothing."""
    text = text_of(file, encoding)
    start = text.read(64 * 1024)
    text.detach()
    told = SAID_DELIMITER.match(start)
    if told:
        return told[1]
    found = {delimiter: headings_with(delimiter, start, columns, said) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: found[delimiter])


def headings_with(delimiter: str, start: str, columns: Sequence[Column], said: Said) -> int:
    """How many known headings the best of the first rows has, split at `delimiter`."""
    rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    best = 0
    try:
        for _turn, cells in zip(range(HEADINGS_WITHIN), rows, strict=False):
            best = max(best, known_headings(cells, columns, said))
    except csv.Error:
        pass  # what comes before it was counted
    return best


def rows_of(file: IO[bytes], encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(number, cells) of each row, blank ones included; a row in quotation marks over two lines is one row.

    Raises Unreadable, naming the row, for a quotation mark that is never closed and for a cell that is too long.
    """
    text = text_of(file, encoding)
    number = 0
    try:
        said = SAID_DELIMITER.fullmatch(text.readline())
        if said:
            number = 1
        else:
            text.seek(0)
        for cells in csv.reader(text, delimiter=delimiter, strict=True):
            number += 1
            yield number, cells
    except csv.Error as fault:
        raise Unreadable(
            _("Row %(row)s cannot be read: a quotation mark is not closed, or a cell is too long."),
            code="broken_row",
            row=number + 1,
        ) from fault
    finally:
        if not file.closed:  # given up before its end, by an upload that is over
            text.detach()
