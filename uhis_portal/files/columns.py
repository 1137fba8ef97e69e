"""Columns of a file: how they are headed in both languages, and which headings of a file mean which column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from uhis_portal.arabic import comparable
from uhis_portal.files.refusals import Unreadable

ARTICLE = re.compile(r"\bال(?=\w\w)")


class Kind(Enum):
    """What the cells of a column hold: decides how a file that is written shows them."""

    TEXT = "text"
    CODE = "code"  # letters and digits that are no number, such as LX-H2 or a national ID
    WHOLE = "whole"
    DECIMAL = "decimal"
    DAY = "day"
    MONTH = "month"  # its first day
    YEAR = "year"
    MOMENT = "moment"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Column:
    """One column of an import or an export.

    `name` is the key in rows and faults, and is accepted as a heading too. `ar` and `en` head the column in files and on
    pages; `also` are further headings with the same meaning. A `required` column must stand in the file with a
    value in every row. `hint` says in one sentence what a cell may hold, `example` shows one.
    """

    name: str
    ar: str
    en: str
    also: tuple[str, ...] = ()
    required: bool = False
    kind: Kind = Kind.TEXT
    hint: str | Promise = ""
    example: str = ""

    @property
    def heading(self) -> str:
        """The heading in the active language."""
        return self.ar if get_language() == "ar" else self.en

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.name, self.ar, self.en, *self.also)


# What stands below a heading of which was said that it means nothing here.
LEFT_OUT = Column("left_out", "", "")
# The last column of a file of wrong rows; such a file, mended, may be sent again as it is.
REASON = Column("reason", "سبب الرفض", "Reason")


def levelled(heading: str) -> str:
    """The form of a heading in which spelling, case, article and punctuation make no difference."""
    return ARTICLE.sub("", comparable(heading))


@dataclass(frozen=True)
class Headings:
    """The headings of a file: which column stands at which position; None where nothing is to be read.

    `without` says at which positions there is no heading at all, so that nothing may stand below it; `as_said` which
    headings are understood only because it was said once what they mean: the name of a column, "" if left out.
    """

    columns: tuple[Column | None, ...]
    without: tuple[bool, ...]
    as_said: dict[str, str]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns if column is not None]


# What was said of headings that the portal does not know by itself: levelled heading → name of a column, "" if left out.
Said = Mapping[str, str]


def meanings(columns: Sequence[Column], said: Said) -> dict[str, Column]:
    """Levelled headings and what each of them means."""
    by_name = {column.name: column for column in columns} | {"": LEFT_OUT}
    known = {heading: by_name[name] for heading, name in said.items() if name in by_name}
    return known | {levelled(heading): column for column in (*columns, REASON) for heading in column.headings}


def known_headings(cells: Sequence[str], columns: Sequence[Column], said: Said) -> int:
    """How many of `cells` are headings of `columns`."""
    known = meanings(columns, said)
    return sum(1 for cell in cells if levelled(cell) in known)


class UnknownHeadings(Unreadable):
    """Headings of a file that nobody knows, in its order; who imports can say what they mean."""

    cells: list[str]
    names: list[str]  # of the columns that the file has, as far as they are known
    as_said: dict[str, str]  # the others that are understood only so, as in Headings
    format: str  # of the file, and how it was read
    read_as: dict[str, Any]


def read_headings(cells: Sequence[str], columns: Sequence[Column], said: Said) -> Headings:
    """What the headings in `cells` mean.

    Raises Unreadable that names a heading that is unknown or stands twice, or a required one that is missing; it is
    UnknownHeadings where there are enough of them for all that is missing.
    """
    known, by_itself = meanings(columns, said), meanings(columns, {})
    as_said = {
        cell: said[levelled(cell)]
        for cell in cells
        if levelled(cell) in known and levelled(cell) not in by_itself
    }
    found: list[Column | None] = []
    unknown: list[str] = []
    for cell in cells:
        if not cell.strip():
            found.append(None)
            continue
        column = known.get(levelled(cell))
        if column is None:
            unknown.append(cell)
        elif column in found and column is not LEFT_OUT:
            raise Unreadable(
                _("Two columns are headed “%(heading)s”, or mean the same. Leave one of them out."),
                code="heading_twice",
                heading=shortened(cell),
            )
        found.append(column)
    missing = [column for column in columns if column.required and column not in found]
    if unknown:
        refusal = unknown_heading(unknown[0], columns)
        if len(missing) <= len(unknown) == len({levelled(cell) for cell in unknown}):
            asked = UnknownHeadings(refusal.message, code=refusal.code, **refusal.parameters)
            asked.cells, asked.as_said = unknown, as_said
            asked.names = [one.name for one in found if one not in (None, REASON, LEFT_OUT)]
            raise asked
        raise refusal
    if missing:
        raise Unreadable(
            _("The column “%(heading)s” is missing. Add it, or begin with the template."),
            code="heading_missing",
            heading=BothLanguages(missing[0]),
        )
    return Headings(
        columns=tuple(None if column in (REASON, LEFT_OUT) else column for column in found),
        without=tuple(column is None for column in found),
        as_said=as_said,
    )


class BothLanguages:
    """The heading of a column, in whichever language it is asked for when a message is written."""

    def __init__(self, column: Column) -> None:
        self.column = column

    def __str__(self) -> str:
        return self.column.heading


def unknown_heading(cell: str, columns: Sequence[Column]) -> Unreadable:
    """The refusal of a heading that nobody knows, with the nearest known one if there is one."""
    known = {levelled(heading): heading for column in columns for heading in column.headings}
    near = get_close_matches(levelled(cell), known, n=1, cutoff=0.75)
    if near:
        return Unreadable(
            _("The heading “%(heading)s” is not known. Did you mean “%(near)s”?"),
            code="heading_unknown",
            heading=shortened(cell),
            near=known[near[0]],
        )
    return Unreadable(
        _("The heading “%(heading)s” is not known. Use the headings of the template, in the first row."),
        code="heading_unknown",
        heading=shortened(cell),
    )


def shortened(text: str, longest: int = 60) -> str:
    """A text from a file, as a message may quote it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
