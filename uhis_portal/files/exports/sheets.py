"""A workbook written in pieces: XlsxWriter makes all of it but the rows of the data sheet, which follow as they come.

The data sheet is the last member of the archive. Each piece of it is compressed by itself and ends on a byte, so that the
pieces make one stream; its sizes and checksum stand behind it, as the ZIP format allows (APPNOTE 4.3.9, bit 3). The
same rows give the same bytes, whether or not the work was interrupted.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from uhis_portal.calendar import CAIRO
from uhis_portal.files.columns import Kind
from uhis_portal.files.defence import kept_apart
from uhis_portal.files.export import ROWS_OF_A_SHEET, WIDTHS, XLSX_TYPE, plain_text
from uhis_portal.files.exports.writing import Writer
from uhis_portal.files.limits import LONGEST_CELL

DATA = "xl/worksheets/sheet2.xml"
FORMATS = {
    Kind.DAY: "yyyy-mm-dd",
    Kind.MONTH: "yyyy-mm",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
    Kind.CODE: "@",
    Kind.TEXT: "@",
    Kind.WHOLE: "#,##0",
}
END_OF_ROWS = "</sheetData>"
DIMENSION = re.compile(r"<dimension [^>]*/>")
STYLE = re.compile(r'<col min="(\d+)"[^>]*? style="(\d+)"')
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FIRST_DAY = date(1899, 12, 30).toordinal()  # day 0, as workbooks count since their imagined 29 February 1900

LOCAL = struct.Struct("<4s5H3I2H")
DESCRIPTOR = struct.Struct("<4s3I")
ENTRY = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
VERSION, SIZES_FOLLOW, DEFLATED = 20, 0x0008, 8
MADE_ON = (1 << 5) | 31  # 31 January 1980: the day that XlsxWriter gives to all members


class SheetWriter(Writer):
    """A typed workbook: a first sheet says what it is, the second holds the rows; right to left in Arabic."""

    content_type = XLSX_TYPE
    most_rows = ROWS_OF_A_SHEET

    def begin(self) -> bytes:
        members = self.frame()
        before, _after = self.around_rows(members)
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                if name != DATA:
                    archive.writestr(
                        zipfile.ZipInfo(name, (1980, 1, 31, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
                    )
            others = archive.start_dir
        member = DATA.encode()
        header = (
            LOCAL.pack(b"PK\3\4", VERSION, SIZES_FOLLOW, DEFLATED, 0, MADE_ON, 0, 0, 0, len(member), 0)
            + member
        )
        self.state.update(number=1, checksum=0, size=0, packed=0, before=others)
        return file.getvalue()[:others] + header + self.packed(before)

    def rows(self, rows: Iterable[Sequence[Any]]) -> bytes:
        if "styles" not in self.__dict__:
            sheet = self.frame()[DATA].decode()
            self.styles = {int(column) - 1: f' s="{style}"' for column, style in STYLE.findall(sheet)}
            self.letters = [letters(at) for at in range(len(self.columns))]
        number = self.state["number"]
        lines: list[str] = []
        for row in rows:
            number += 1
            cells = [
                self.cell(at, f'<c r="{self.letters[at]}{number}"{self.styles.get(at, "")}', value)
                for at, value in enumerate(row)
                if value is not None and value != ""
            ]
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
        self.state["number"] = number
        return self.packed("".join(lines))

    def end(self) -> bytes:
        members = self.frame()
        _before, after = self.around_rows(members)
        last = self.packed(after, final=True)
        state = self.state
        sizes = (state["checksum"], state["packed"], state["size"])
        return last + DESCRIPTOR.pack(b"PK\7\10", *sizes) + self.directory(members, sizes)

    def directory(self, members: dict[str, bytes], sizes: tuple[int, int, int]) -> bytes:
        """The archive's directory: the members of the frame, which are made as they were at the beginning, then the data."""
        file = io.BytesIO()
        entries: list[bytes] = []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                if name != DATA:
                    info = zipfile.ZipInfo(name, (1980, 1, 31, 0, 0, 0))
                    archive.writestr(info, content, zipfile.ZIP_DEFLATED)
                    known = (info.CRC, info.compress_size, info.file_size)
                    entries.append(entry(name, 0, known, info.header_offset))
        entries.append(entry(DATA, SIZES_FOLLOW, sizes, self.state["before"]))
        start = self.state["before"] + LOCAL.size + len(DATA) + self.state["packed"] + DESCRIPTOR.size
        directory = b"".join(entries)
        closing = END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), start, 0)
        return directory + closing

    def packed(self, text: str, *, final: bool = False) -> bytes:
        """`text` as the next part of the data sheet's stream."""
        content = text.encode()
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(content) + packer.flush(zlib.Z_FINISH if final else zlib.Z_FULL_FLUSH)
        self.state["checksum"] = zlib.crc32(content, self.state["checksum"])
        self.state["size"] += len(content)
        self.state["packed"] += len(packed)
        return packed

    def cell(self, at: int, opening: str, value: Any) -> str:
        """One cell with the type that its value has."""
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return f"{opening}><v>{value}</v></c>"
        if isinstance(value, datetime):
            local = value.astimezone(CAIRO).replace(tzinfo=None) if value.tzinfo else value
            days = local.toordinal() - FIRST_DAY + (local.hour * 60 + local.minute) / 1440
            return f"{opening}><v>{days!r}</v></c>"
        if isinstance(value, date) and value.year >= 1900:
            return f"{opening}><v>{value.toordinal() - FIRST_DAY}</v></c>"
        text = escape(UNWRITABLE.sub("", kept_apart(plain_text(value))[:LONGEST_CELL]))
        return f'{opening} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def around_rows(self, members: dict[str, bytes]) -> tuple[str, str]:
        """The data sheet before and after its rows. How far it reaches is not known yet, and may be left out."""
        sheet = DIMENSION.sub("", members[DATA].decode())
        before, end, after = sheet.partition(END_OF_ROWS)
        return before, end + after

    def frame(self) -> dict[str, bytes]:
        """The members of a workbook with its sheets, styles and headings, and without rows."""
        file = io.BytesIO()
        book = xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        book.set_properties({"created": self.made_at.replace(tzinfo=None)})
        styles = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        bold = book.add_format({"bold": True, "bottom": 1})
        label = book.add_format({"bold": True, "valign": "top"})
        wrapped = book.add_format(
            {"text_wrap": True, "valign": "top", "align": "right" if self.is_arabic else "left"}
        )
        about, data = book.add_worksheet(_("About this file")), book.add_worksheet(_("Data"))
        if self.is_arabic:
            about.right_to_left()
            data.right_to_left()
        about.set_column(0, 0, 26)
        about.set_column(1, 1, 90)
        about.write_string(0, 0, self.heading.title, label)
        for number, (name, value) in enumerate(self.heading.facts, 2):
            about.write_string(number, 0, name, label)
            about.write_string(number, 1, kept_apart(str(value)), wrapped)
        for at, column in enumerate(self.columns):
            data.set_column(at, at, WIDTHS[column.kind], styles.get(column.kind))
            data.write_string(0, at, column.heading, bold)
        data.freeze_panes(1, 0)
        book.close()
        with zipfile.ZipFile(file) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @property
    def is_arabic(self) -> bool:
        return get_language() == "ar"


def entry(name: str, flags: int, sizes: tuple[int, int, int], offset: int) -> bytes:
    """A member in the archive's directory; `sizes` are its checksum, its bytes packed and unpacked."""
    known = (
        b"PK\1\2",
        VERSION,
        VERSION,
        flags,
        DEFLATED,
        0,
        MADE_ON,
        *sizes,
        len(name),
        0,
        0,
        0,
        0,
        0,
        offset,
    )
    return ENTRY.pack(*known) + name.encode()


def letters(at: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    text, number = "", at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
