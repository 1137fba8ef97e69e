"""Reading a file of either format: what it is, its headings, and its rows as text in the order of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uhis_portal.files.columns import Column, Headings, Said, UnknownHeadings, known_headings, read_headings
from uhis_portal.files.defence import undone
from uhis_portal.files.limits import (
    HEADINGS_WITHIN,
    LARGEST_FILE,
    LONGEST_CELL,
    MEGABYTE,
    MOST_COLUMNS,
    MOST_ROWS,
)
from uhis_portal.files.refusals import TooLarge, Unreadable
from uhis_portal.files.text_files import delimiter_of, encoding_of, rows_of
from uhis_portal.files.workbooks import OLD_OR_LOCKED, Workbook

ZIP = b"PK\x03\x04"
UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

# What the reader itself finds wrong with a row, by code.
FAULTS: dict[str, str | Promise] = {
    "too_many_cells": _("The row has more cells than there are headings."),
    "formula_without_value": _("The formula in this cell was never calculated. Write the value instead."),
    "formula_error": _("The formula in this cell gives an error. Write the value instead."),
    "unwritten_character": _("The cell holds a character that cannot be kept. Type it again."),
    "cell_too_long": _("The text in this cell is too long."),
    "merged_cell": _("The cell is merged with others. Split them, and write the value in each row."),
    "required": _("This is needed."),
    "twice": _("The same stands in row %(row)s already."),
}


# Number, cells, and (position, code) of those that have no readable value.
SourceRow = tuple[int, list[str], Sequence[tuple[int, str]]]


@dataclass(slots=True)
class ReadRow:
    """A row as it stands in the file: `cells` in the order of the headings that mean something."""

    number: int
    cells: list[str]
    faults: list[tuple[str, str]]  # (name of the column or "", code)


class Table:
    """An open file: its format, how it was read, and its headings. Rows come from `rows()`, once.

    Raises Unreadable from the beginning on, TooLarge for a file beyond the limits, and UnknownHeadings where it is only
    to be said what its headings mean.
    """

    def __init__(self, file: IO[bytes], columns: Sequence[Column], said: Said | None = None) -> None:
        said = said or {}
        size = file.seek(0, 2)
        if size > LARGEST_FILE:
            raise TooLarge(
                _("The file is larger than %(size)s MB. Send it in several parts."),
                code="too_large",
                size=LARGEST_FILE // MEGABYTE,
            )
        file.seek(0)
        start = file.read(len(OLD_OR_LOCKED))
        self.read_as: dict[str, Any] = {}
        self.book: Workbook | None = None
        if start.startswith(ZIP) or start == OLD_OR_LOCKED:
            self.format = "xlsx"
            self.book = Workbook(file)
            self.read_as = {"sheet": self.book.sheet_name, "sheets": len(self.book.sheets)}
            source: Iterator[SourceRow] = self.sheet_rows(self.book)
        else:
            self.format = "csv"
            encoding = encoding_of(file)
            delimiter = delimiter_of(file, encoding, columns, said)
            self.read_as = {"encoding": encoding, "delimiter": delimiter}
            source = ((number, cells, ()) for number, cells in rows_of(file, encoding, delimiter))
        self.source = (one for one in source if one[2] or "".join(one[1]).strip())
        try:
            self.heading_row, self.headings = self.find_headings(columns, said)
        except UnknownHeadings as asked:
            asked.format, asked.read_as = self.format, self.read_as
            raise
        self.has_gaps = any(self.headings.without)
        self.positions = [at for at, column in enumerate(self.headings.columns) if column is not None]

    @staticmethod
    def sheet_rows(book: Workbook) -> Iterator[SourceRow]:
        """Rows of a sheet as lists; what stands beyond the columns that are taken is put into one cell after them."""
        for row in book.rows():
            faults = [(at, "formula_without_value") for at in row.without_value]
            faults += [(at, "formula_error") for at in row.with_error]
            width = min(max(row.cells, default=-1), MOST_COLUMNS) + 1
            cells = [""] * width
            for at, text in row.cells.items():
                cells[min(at, MOST_COLUMNS)] = text
            yield row.number, cells, faults

    def find_headings(self, columns: Sequence[Column], said: Said) -> tuple[int, Headings]:
        """The first of the top rows in which most cells are headings, as titles may stand above; else the first row."""
        top = list(islice(self.source, HEADINGS_WITHIN))
        if not top:
            raise Unreadable(_("The file is empty."), code="empty")
        chosen = 0
        for at, (_number, cells, _faults) in enumerate(top):
            filled = [text for text in cells if text.strip()]
            if known_headings(filled, columns, said) * 2 > len(filled):
                chosen = at
                break
        number, cells, _faults = top[chosen]
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(
                _("There are more than %(most)s columns. Leave out those that are not needed."),
                code="too_many_columns",
                most=MOST_COLUMNS,
            )
        headings = read_headings([undone(text) for text in cells], columns, said)
        rest = top[chosen + 1 :]
        self.waiting = iter(rest)
        return number, headings

    def rows(self) -> Iterator[ReadRow]:
        """The rows below the headings that hold something. Unreadable when there are too many, or none."""
        count = 0
        width = len(self.headings.columns)
        for source in (self.waiting, self.source):
            for number, cells, found in source:
                count += 1
                if count > MOST_ROWS:
                    raise TooLarge(
                        _("There are more than %(most)s rows. Send the file in several parts."),
                        code="too_many_rows",
                        most=f"{MOST_ROWS:,}",
                    )
                yield self.read(number, cells, found, width)
        if count == 0:
            raise Unreadable(_("There are no rows below the headings."), code="no_rows")

    def read(self, number: int, cells: list[str], found: Sequence[tuple[int, str]], width: int) -> ReadRow:
        size = len(cells)
        texts = [undone(cells[at]) if at < size else "" for at in self.positions]
        faults: list[tuple[str, str]] = []
        together = "".join(texts)
        if UNWRITTEN.search(together) or len(together) > LONGEST_CELL:
            for name, text in zip(self.headings.names, texts, strict=True):
                if UNWRITTEN.search(text):
                    faults.append((name, "unwritten_character"))
                elif len(text) > LONGEST_CELL:
                    faults.append((name, "cell_too_long"))
        for at, code in found:
            column = self.headings.columns[at] if at < width else None
            if column is not None:
                faults.append((column.name, code))
        if (size > width or self.has_gaps) and any(
            text.strip() for at, text in enumerate(cells) if at >= width or self.headings.without[at]
        ):
            faults.append(("", "too_many_cells"))
        return ReadRow(number, texts, faults)

    def merged(self) -> list[tuple[int, int, str]]:
        """(first row, last row, column) of merged cells below the headings, known once all rows are read."""
        found = []
        for area in self.book.merged if self.book else []:
            if area.last_row <= self.heading_row:
                continue
            for at in range(area.first_column, min(area.last_column + 1, len(self.headings.columns))):
                column = self.headings.columns[at]
                if column is not None:
                    found.append((max(area.first_row, self.heading_row + 1), area.last_row, column.name))
        return found
