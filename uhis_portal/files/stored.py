"""What is kept of a file in the database: its parts as they were sent, then its rows in blocks.

Web and worker share nothing but PostgreSQL. A file is read once; from then on a row is found by its number.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from uhis_portal.files.importing import Row
from uhis_portal.files.limits import BLOCK_LENGTH, BLOCK_ROWS, PART
from uhis_portal.files.models import Import, ImportBlock, ImportPart
from uhis_portal.files.reading import ReadRow


def keep_file(source: Import, file: IO[bytes]) -> None:
    """Keep the parts of `file`, one row each, so that no more than one part is in memory."""
    file.seek(0)
    number = 0
    while content := file.read(PART):
        ImportPart.objects.create(source=source, account_id=source.account_id, number=number, content=content)
        number += 1


class KeptFile(io.RawIOBase):
    """The file as it was sent, read from its parts: at most one of them is in memory."""

    def __init__(self, source: Import) -> None:
        self.source = source
        self.place = 0
        self.number = -1
        self.content = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.source.size}[whence]
        if start + offset < 0:
            raise OSError("before the beginning of the file")
        self.place = start + offset
        return self.place

    def readinto(self, buffer: Any) -> int:
        if self.place >= self.source.size:
            return 0
        number, offset = divmod(self.place, PART)
        if number != self.number:
            parts = ImportPart.objects.filter(source=self.source, number=number)
            self.content, self.number = bytes(parts.values_list("content", flat=True).get()), number
        piece = self.content[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self.place += len(piece)
        return len(piece)


def kept_file(source: Import) -> io.BufferedReader:
    """The file as it was sent; read it inside transactions that may see it."""
    return io.BufferedReader(KeptFile(source), buffer_size=PART)


def blocks_of(rows: Iterable[ReadRow]) -> Iterator[list[ReadRow]]:
    """Rows cut into blocks by their number and length."""
    block: list[ReadRow] = []
    length = 0
    for row in rows:
        block.append(row)
        length += sum(map(len, row.cells)) + 4 * len(row.cells)
        if len(block) >= BLOCK_ROWS or length >= BLOCK_LENGTH:
            yield block
            block, length = [], 0
    if block:
        yield block


def keep_blocks(source: Import, blocks: Sequence[Sequence[ReadRow]]) -> None:
    """Keep rows that were read."""
    ImportBlock.objects.bulk_create(
        [
            ImportBlock(
                source=source,
                account_id=source.account_id,
                first=block[0].number,
                last=block[-1].number,
                rows=json.dumps(
                    [[r.number, r.cells, r.faults] if r.faults else [r.number, r.cells] for r in block],
                    ensure_ascii=False,
                    separators=(",", ":"),
                ),
            )
            for block in blocks
        ]
    )


def rows_after(source: Import, number: int, most: int) -> tuple[list[Row], dict[int, list[tuple[str, str]]]]:
    """The next rows after row `number`, at most `most`, and by row number what their reader found wrong."""
    rows: list[Row] = []
    broken: dict[int, list[tuple[str, str]]] = {}
    names = source.columns
    last = number
    while len(rows) < most:
        block = ImportBlock.objects.filter(source=source, last__gt=last).order_by("last").first()
        if block is None:
            break
        entries = json.loads(block.rows)
        if entries[0][0] <= number:  # begun in the middle of a block
            entries = [entry for entry in entries if entry[0] > number]
        entries = entries[: most - len(rows)]
        rows += [Row(entry[0], dict(zip(names, entry[1], strict=True))) for entry in entries]
        for entry in entries:
            if len(entry) > 2:
                broken[entry[0]] = [(column, code) for column, code in entry[2]]
        last = block.last
    return rows, broken


def has_rows_after(source: Import, number: int) -> bool:
    """Whether there are rows after row `number`."""
    return ImportBlock.objects.filter(source=source, last__gt=number).exists()


class RowsByNumber:
    """Rows by their number; asked for in rising order, each block is read once and one is in memory."""

    def __init__(self, source: Import) -> None:
        self.source = source
        self.cells: dict[int, list[str]] = {}

    def __getitem__(self, number: int) -> Row:
        if number not in self.cells:
            blocks = ImportBlock.objects.filter(source=self.source, last__gte=number).order_by("last")
            self.cells = {entry[0]: entry[1] for entry in json.loads(blocks[:1].get().rows)}
        return Row(number, dict(zip(self.source.columns, self.cells[number], strict=True)))
