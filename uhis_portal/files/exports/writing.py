"""Writers: they turn rows into the bytes of a file, piece after piece. What they must remember between pieces is `state`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from uhis_portal.files.columns import Column
from uhis_portal.files.export import CSV_TYPE, Line, csv_text

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Heading:
    """What the file is: its title, and what is to be known of it as (label, value)."""

    title: str
    facts: Sequence[tuple[str, Any]] = field(default_factory=tuple)


class Writer:
    """Makes a file of one format. `state` is what JSON can hold; it comes back with the next piece."""

    content_type: ClassVar[str]
    most_rows: ClassVar[int | None] = None  # that a file of this format can hold

    def __init__(
        self, columns: Sequence[Column], heading: Heading, made_at: datetime, state: Any = None
    ) -> None:
        self.columns = columns
        self.heading = heading
        self.made_at = made_at
        self.state: dict[str, Any] = state or {}

    def begin(self) -> bytes:
        """What comes before the first row."""
        return b""

    def rows(self, rows: Iterable[Sequence[Any]]) -> bytes:
        """Some rows, their values in the order of the columns."""
        raise NotImplementedError

    def end(self) -> bytes:
        """What comes after the last row."""
        return b""


class CsvWriter(Writer):
    """UTF-8 with a byte-order mark, without which Excel does not read Arabic; no text runs as a formula."""

    content_type = CSV_TYPE

    def begin(self) -> bytes:
        line = Line()
        csv.writer(line).writerow([column.heading for column in self.columns])
        return ("\ufeff" + line.text).encode()

    def rows(self, rows: Iterable[Sequence[Any]]) -> bytes:
        lines: list[str] = []
        line = Line()
        writer = csv.writer(line)
        columns = self.columns
        for row in rows:
            writer.writerow([csv_text(column, value) for column, value in zip(columns, row, strict=True)])
            lines.append(line.text)
        return "".join(lines).encode()
