"""Reading XLSX as a stream: one row after another, never the whole sheet.

A workbook is a zip file of XML. It is read with Python's own zip and XML readers because the ready-made libraries hold the
whole sheet: 200,000 rows of ten cells are 190 MB in calamine, a workbook of 5 kB with one cell at each end of
the sheet makes it ask for 550 GB and ends the process, and neither tells a formula without a value from an empty cell.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from uhis_portal.files.limits import (
    LARGEST_TEXTS,
    LARGEST_UNPACKED,
    MEGABYTE,
    MOST_MEMBERS,
    MOST_MERGED,
)
from uhis_portal.files.refusals import TooLarge, Unreadable
from uhis_portal.files.workbook_values import SharedTexts, damaged, number_in, number_shown, text_shown

FEED = 256 * 1024
DEEPEST = 64  # elements inside each other
LONGEST_TOKEN = 2 * MEGABYTE  # one tag with its attributes
OLD_OR_LOCKED = bytes.fromhex("D0CF11E0A1B11AE1")  # the container of .xls, and of a workbook with a password
LOCKED = "EncryptedPackage".encode("utf-16-le")
COLUMNS = 16_384
ROWS = 1_048_576
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
NOT_OF_A_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
OF_A_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")

TOO_MUCH_INSIDE = _(
    "The workbook grows too large when it is unpacked. Send the rows as CSV, or in several files."
)


@dataclass
class SheetRow:
    """A row that holds something: the text of its cells by position (0 is A), and positions with no readable value."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)
    without_value: list[int] = field(default_factory=list)  # a formula that was never calculated
    with_error: list[int] = field(default_factory=list)  # #REF!, #N/A …


@dataclass(frozen=True)
class Merged:
    """A merged range, positions and numbers both included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Workbook:
    """An open workbook: its first visible sheet.

    Raises Unreadable: locked with a password, an older format, damaged, too large when unpacked.
    """

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        refuse_other_formats(file)
        try:
            self.archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as fault:
            raise damaged() from fault
        self.members = checked_members(self.archive)
        self.merged: list[Merged] = []
        book = self.root_of("/officeDocument", "xl/workbook.xml")
        self.sheets, self.since_1904 = self.read_sheets(book)
        visible = [sheet for sheet in self.sheets if sheet[1]]
        if not visible:
            raise damaged()
        self.sheet_name, _visible, link = visible[0]
        folder = book.rpartition("/")[0]
        links = self.links_of(book)
        self.sheet = absolute(folder, links.get(link, ("", ""))[1])
        by_kind = {kind.rpartition("/")[2]: absolute(folder, target) for kind, target in links.values()}
        if self.sheet not in self.members:
            raise damaged()
        self.dates = self.read_date_styles(by_kind.get("styles", ""))
        self.texts = self.read_texts(by_kind.get("sharedStrings", ""))

    def root_of(self, kind: str, otherwise: str) -> str:
        for found, target in self.links_of("").values():
            if found.endswith(kind):
                name = absolute("", target)
                if name.endswith(".bin"):
                    raise Unreadable(OTHER_FORMAT, code="other_format")
                return name
        if otherwise in self.members:
            return otherwise
        raise damaged()

    def links_of(self, part: str) -> dict[str, tuple[str, str]]:
        """The relations of a part of the workbook: id → (kind, target)."""
        folder, _slash, name = part.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship":
                found[attributes.get("Id", "")] = (attributes.get("Type", ""), attributes.get("Target", ""))

        self.parse(f"{folder}/_rels/{name}.rels".lstrip("/"), start)
        return found

    def read_sheets(self, book: str) -> tuple[list[tuple[str, bool, str]], bool]:
        """(name, visible, id of its relation) of each sheet; whether days are counted from 1904."""
        sheets: list[tuple[str, bool, str]] = []
        since_1904 = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal since_1904
            if tag == "workbookPr":
                since_1904 = attributes.get("date1904") in ("1", "true")
            elif tag == "sheet":
                link = next(
                    (value for name, value in attributes.items() if local(name) == "id" and ":" in name), ""
                )
                sheets.append(
                    (attributes.get("name", ""), attributes.get("state", "visible") == "visible", link)
                )

        self.parse(book, start)
        return sheets, since_1904

    def read_date_styles(self, name: str) -> frozenset[str]:
        """Indexes of the cell styles that show a number as a day or a time."""
        dates: set[int] = set(DATE_FORMATS)
        found: list[int] = []
        inside = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if tag == "numFmt" and OF_A_DATE.search(NOT_OF_A_DATE.sub("", attributes.get("formatCode", ""))):
                dates.add(number_in(attributes.get("numFmtId")))
            elif tag == "cellXfs":
                inside = True
            elif tag == "xf" and inside:
                found.append(number_in(attributes.get("numFmtId", "0")))

        def end(tag: str) -> None:
            nonlocal inside
            inside = inside and tag != "cellXfs"

        if name in self.members:
            self.parse(name, start, end)
        return frozenset(str(index) for index, kind in enumerate(found) if kind in dates)

    def read_texts(self, name: str) -> SharedTexts:
        """The table of texts that cells point into."""
        texts = SharedTexts()
        if name not in self.members:
            return texts
        if self.members[name].file_size > LARGEST_TEXTS:
            raise TooLarge(TOO_MUCH_INSIDE, code="too_large_unpacked")
        parts: list[str] = []
        reading = phonetic = False

        def start(tag: str, _attributes: dict[str, str]) -> None:
            nonlocal reading, phonetic
            if tag == "t":
                reading = not phonetic
            elif tag == "rPh":
                phonetic = True

        def end(tag: str) -> None:
            nonlocal reading, phonetic
            if tag == "t":
                reading = False
            elif tag == "rPh":
                phonetic = False
            elif tag == "si":
                texts.append("".join(parts))
                parts.clear()

        def characters(text: str) -> None:
            if reading:
                parts.append(text)

        self.parse(name, start, end, characters)
        return texts

    def parse(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        characters: Callable[[str], None] | None = None,
    ) -> None:
        """Read one small part of the workbook through; a part that is not there is empty."""
        if name in self.members:
            for _fed in self.feed(name, start, end, characters):
                pass

    def feed(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        characters: Callable[[str], None] | None = None,
    ) -> Iterator[None]:
        """Parse one member, pausing after each piece; element names come without their namespace's prefix."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = refuse_doctype
        depth = 0

        def opening(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise damaged()
            start(tag if ":" not in tag else local(tag), attributes)

        def closing(tag: str) -> None:
            nonlocal depth
            depth -= 1
            end(tag if ":" not in tag else local(tag))  # type: ignore[misc]

        def closing_only(_tag: str) -> None:
            nonlocal depth
            depth -= 1

        parser.StartElementHandler = opening
        parser.EndElementHandler = closing_only if end is None else closing
        if characters is not None:
            parser.CharacterDataHandler = characters
        fed = 0
        try:
            with self.archive.open(self.members[name]) as stream:
                while piece := stream.read(FEED):
                    parser.Parse(piece, False)
                    fed += len(piece)
                    if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                        raise damaged()
                    yield
                parser.Parse(b"", True)
        except (
            expat.ExpatError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ) as fault:
            raise damaged() from fault
        yield

    def rows(self) -> Iterator[SheetRow]:
        """The rows of the sheet that hold something, in its order. Afterwards `merged` is filled."""
        ready: list[SheetRow] = []
        start, end, characters = handlers(self, ready)
        for _fed in self.feed(self.sheet, start, end, characters):
            yield from ready
            ready.clear()

    def merge(self, reference: str) -> None:
        """Note a merged range."""
        match = RANGE.fullmatch(reference)
        if match is None:
            return
        if len(self.merged) >= MOST_MERGED:
            raise Unreadable(
                _("The sheet has too many merged cells. Split them, and write the value in each row."),
                code="merged_cells",
            )
        first, last = column_number(match[1]), column_number(match[3])
        self.merged.append(Merged(int(match[2]), int(match[4]), first, last))


def handlers(book: Workbook, ready: list[SheetRow]) -> tuple[Any, Any, Any]:
    """What gathers rows into `ready` from the events of a sheet's XML: for an element's start, its end, and text.

    Functions over shared variables, not methods: a sheet has millions of cells, and this is three times as fast.
    """
    positions: dict[str, int] = {}
    pieces: list[str] = []
    texts, dates, since_1904 = book.texts, book.dates, book.since_1904
    row: SheetRow | None = None
    number, column = 0, -1
    kind, style = "n", ""
    formula = has_value = collecting = phonetic = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, number, column, kind, style, formula, has_value, collecting, phonetic
        if tag == "c":
            reference = attributes.get("r")
            if reference is None:
                column += 1
            else:
                letters = reference.rstrip("0123456789")
                column = positions.get(letters, -1)
                if column < 0:
                    column = positions[letters] = checked_column(letters)
            kind = attributes.get("t", "n")
            style = attributes.get("s", "")
            formula = has_value = False
            pieces.clear()
        elif tag == "v" or tag == "t":
            collecting = not phonetic
            has_value = True
        elif tag == "f":
            formula = True
        elif tag == "row":
            following = number_in(attributes.get("r", str(number + 1)))
            if not number < following <= ROWS:
                raise damaged()
            number, column = following, -1
            row = SheetRow(number)
        elif tag == "rPh":
            phonetic = True
        elif tag == "mergeCell":
            book.merge(attributes.get("ref", ""))

    def end(tag: str) -> None:
        nonlocal row, collecting, phonetic
        if tag == "v" or tag == "t":
            collecting = False
        elif tag == "c":
            if row is None:
                return
            raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
            if kind == "e":
                row.with_error.append(column)
            elif formula and (not has_value or (raw == "" and kind != "str")):
                row.without_value.append(column)
            elif kind == "s":
                if raw:
                    row.cells[column] = texts[number_in(raw)]
            elif raw:
                row.cells[column] = (
                    number_shown(raw, style in dates, since_1904) if kind == "n" else text_shown(kind, raw)
                )
        elif tag == "row":
            if row is not None and (row.cells or row.without_value or row.with_error):
                ready.append(row)
            row = None
        elif tag == "rPh":
            phonetic = False

    def characters(text: str) -> None:
        if collecting:
            pieces.append(text)

    return start, end, characters


def checked_column(letters: str) -> int:
    """The position of a column from its letters, such as 0 from A."""
    if not re.fullmatch("[A-Z]{1,3}", letters) or column_number(letters) >= COLUMNS:
        raise damaged()
    return column_number(letters)


OTHER_FORMAT = _("Only CSV and Excel workbooks of the form .xlsx are read. Save the file as one of them.")


def refuse_other_formats(file: IO[bytes]) -> None:
    """Unreadable for a workbook with a password and for the Excel format of before 2007."""
    start = file.read(len(OLD_OR_LOCKED))
    if start == OLD_OR_LOCKED:
        file.seek(0)
        while piece := file.read(MEGABYTE):
            if LOCKED in piece:
                raise locked()
        raise Unreadable(OTHER_FORMAT, code="other_format")
    file.seek(0)


def locked() -> Unreadable:
    return Unreadable(
        _("The workbook is locked with a password. Take the password off and send it again."),
        code="locked_workbook",
    )


def checked_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by name, when none of them is locked and all together stay within the limits once unpacked."""
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise locked()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise TooLarge(TOO_MUCH_INSIDE, code="too_large_unpacked")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise damaged()
    found = {member.filename.lstrip("/"): member for member in members}
    if "mimetype" in found and "[Content_Types].xml" not in found:
        raise Unreadable(OTHER_FORMAT, code="other_format")
    return found


def refuse_doctype(*_declared: Any) -> None:
    """A workbook declares no document type: entities could be anything."""
    raise damaged()


def local(name: str) -> str:
    return name.rpartition(":")[2]


def absolute(folder: str, target: str) -> str:
    """The member that a relation in `folder` points to."""
    if target.startswith("/"):
        return target[1:]
    parts = [part for part in folder.split("/") if part]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def column_number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1
