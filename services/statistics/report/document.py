"""A report in words and tables of one language: what the page and the PDF both show, to the letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """A cell below its heading; a phone shows them together."""

    heading: str
    text: str


@dataclass(frozen=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """Rows below headings, the first of which stands above their names."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """`facts` say of what and when it is, `mark` that it is a draft ("" for what is published)."""

    language: str
    title: str
    period: str
    mark: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = field(default=())


def table(
    caption: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    total: Sequence[str] = (),
    note: str = "",
) -> Table:
    """A table of rows of text, each as long as the headings; `total` stands below them."""

    def row(texts: Sequence[str], is_total: bool = False) -> Row:
        pairs = zip(headings[1:], texts[1:], strict=True)
        return Row(texts[0], tuple(Cell(heading, text) for heading, text in pairs), is_total)

    below = [row(total, is_total=True)] if total else []
    return Table(caption, tuple(headings), (*(row(texts) for texts in rows), *below), note)
