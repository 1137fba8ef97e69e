"""Writing files: CSV line by line as it is sent, XLSX into a temporary file. Memory does not grow with the rows.

What is written can be imported again with the same columns and changes nothing.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from uhis_portal.calendar import CAIRO
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.defence import defended, kept_apart
from uhis_portal.files.limits import LONGEST_CELL, MEGABYTE
from uhis_portal.reach import Reach, within

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_OF_A_SHEET = 1_048_575  # below the headings
LINES_AT_ONCE = 200
WIDTHS = {
    Kind.TEXT: 28,
    Kind.CODE: 16,
    Kind.WHOLE: 12,
    Kind.DECIMAL: 12,
    Kind.DAY: 12,
    Kind.MONTH: 12,
    Kind.YEAR: 8,
    Kind.MOMENT: 18,
    Kind.YES_NO: 8,
}

Cells = Mapping[str, Any] | Sequence[Any]
Rows = Callable[[], Iterable[Cells]]


def csv_response(
    request: HttpRequest, name: str, columns: Sequence[Column], rows: Rows
) -> StreamingHttpResponse:
    """A download `<name>.csv`. `rows` is called while it is sent, in a transaction with the reach of the request.

    A row is a mapping from names of columns to values, or values in the order of the columns: text, int, Decimal,
    float, date, datetime, bool, None.
    """
    lines = csv_pieces(columns, rows, reach=request.reach, language=get_language())  # type: ignore[attr-defined]
    response = StreamingHttpResponse(lines, content_type=CSV_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(request: HttpRequest, name: str, columns: Sequence[Column], rows: Rows) -> FileResponse:
    """A download `<name>.xlsx`, its cells typed after the kinds of the columns; see `csv_response` for `rows`."""
    file = xlsx_file(columns, rows())
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def csv_pieces(
    columns: Sequence[Column], rows: Rows, *, reach: Reach, language: str | None
) -> Iterator[bytes]:
    """The file in pieces. It begins with a byte-order mark, without which Excel does not read Arabic."""
    # The answer is sent after the request's own transaction has ended.
    with within(reach):
        lines = csv_lines(columns, rows())
        while True:
            with translation.override(language):
                piece = "".join(islice(lines, LINES_AT_ONCE))
            if not piece:
                return
            yield piece.encode("utf-8")


def csv_lines(columns: Sequence[Column], rows: Iterable[Cells]) -> Iterator[str]:
    """The lines of a CSV file, headings first, in the active language."""
    line = Line()
    writer = csv.writer(line)
    writer.writerow([column.heading for column in columns])
    yield "\ufeff" + line.text
    for row in rows:
        writer.writerow(
            [csv_text(column, value) for column, value in zip(columns, cells(columns, row), strict=True)]
        )
        yield line.text


class Line:
    """Takes what a csv writer writes, which is one line at a time."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def cells(columns: Sequence[Column], row: Cells) -> Sequence[Any]:
    """The values of a row in the order of the columns."""
    return [row.get(column.name) for column in columns] if isinstance(row, Mapping) else row


def csv_text(column: Column, value: Any) -> str:
    """A value as the text of a CSV cell. Numbers stay as they are; text cannot run as a formula."""
    if column.kind is Kind.MONTH and isinstance(value, date):
        return value.strftime("%Y-%m")
    text = plain_text(value)
    number = isinstance(value, int | float | Decimal) and column.kind in (Kind.WHOLE, Kind.DECIMAL)
    return text if number else defended(text)


def plain_text(value: Any) -> str:
    """A value as text that reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return (value.astimezone(CAIRO) if value.tzinfo else value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")
    return str(value)


def xlsx_file(columns: Sequence[Column], rows: Iterable[Cells]) -> IO[bytes]:
    """A workbook in a temporary file, at its beginning: sheets right to left in Arabic, headings held in place.

    Rows beyond what a sheet holds go on in another one.
    """
    file = tempfile.SpooledTemporaryFile(max_size=MEGABYTE)  # noqa: SIM115  (the answer closes it)
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    styles = {
        Kind.DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
        Kind.MONTH: book.add_format({"num_format": "yyyy-mm"}),
        Kind.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        Kind.CODE: book.add_format({"num_format": "@"}),
        Kind.TEXT: book.add_format({"num_format": "@"}),
    }
    bold = book.add_format({"bold": True, "bottom": 1})
    for sheet_rows in sheets_of(rows):
        sheet = book.add_worksheet()
        if get_language() == "ar":
            sheet.right_to_left()
        for at, column in enumerate(columns):
            sheet.set_column(at, at, WIDTHS[column.kind], styles.get(column.kind))
            sheet.write_string(0, at, column.heading, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(sheet_rows, 1):
            for at, (column, value) in enumerate(zip(columns, cells(columns, row), strict=True)):
                write_cell(sheet, number, at, value, styles.get(column.kind))
    book.close()
    file.seek(0)
    return file


def sheets_of(rows: Iterable[Cells]) -> Iterator[Iterator[Cells]]:
    """Rows by sheet; at least one sheet, so that there are headings."""
    source = iter(rows)
    first = list(islice(source, 1))
    while True:
        yield islice(chain(first, source), ROWS_OF_A_SHEET)
        first = list(islice(source, 1))
        if not first:
            return


def write_cell(sheet: Any, number: int, at: int, value: Any, style: Any) -> None:
    """Write one value with the type that it has."""
    if value is None or value == "":
        return
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and abs(float(value)) < 1e15:
        sheet.write_number(number, at, value, style)
    elif isinstance(value, datetime):
        local = value.astimezone(CAIRO).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(number, at, local.replace(second=0, microsecond=0), style)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(number, at, value, style)
    else:
        sheet.write_string(number, at, kept_apart(plain_text(value))[:LONGEST_CELL], style)
