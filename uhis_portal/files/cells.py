"""Reading the text of cells as people write them: Arabic digits, days in three orders, yes and no in two languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Choices
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uhis_portal.api.serializers import in_both_languages
from uhis_portal.arabic import comparable, typed_number, typed_quantity
from uhis_portal.files.columns import shortened
from uhis_portal.files.importing import Fault, Row, fault

YES = frozenset({"yes", "y", "true", "1", "نعم", "اجل", "صح"})
NO = frozenset({"no", "n", "false", "0", "لا", "خطا"})
YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T]0{1,2}:00(?::00)?)?")
DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
MONTH_IN_WORDS = re.compile(r"([0-9]{1,2})[- ]([^\W\d_]+)[- ]([0-9]{4})")


class Cells:
    """Reads the cells of a row one by one and gathers what is wrong with them in `faults`.

    Every method gives None for an empty cell and for one that cannot be read; the latter is then among the faults.
    """

    def __init__(self, row: Row) -> None:
        self.row = row
        self.faults: list[Fault] = []

    def refuse(
        self, column: str, message: str | Promise, *, code: str = "invalid", **parameters: Any
    ) -> None:
        """Add a fault at `column`."""
        self.faults.append(fault(column, message, code=code, **parameters))

    def text(self, column: str, *, longest: int = 500) -> str | None:
        """The text on one line, at most `longest` characters."""
        found = " ".join(self.row[column].split())
        if len(found) > longest:
            self.refuse(column, _("At most %(longest)s characters."), code="too_long", longest=longest)
            return None
        return found or None

    def code(self, column: str) -> str | None:
        """An identifier: Arabic digits as Latin ones, without spaces and invisible marks around it, in capitals."""
        return typed_quantity(self.row[column]).upper() or None

    def digits(self, column: str) -> str | None:
        """A number that names something (a national ID, a phone): spaces and dashes are no fault."""
        return typed_number(self.row[column]) or None

    def whole(self, column: str, *, least: int = 0, most: int = 1_000_000) -> int | None:
        """A whole number from `least` to `most`."""
        found = plain(self.row[column])
        if not found:
            return None
        if not re.fullmatch(r"-?[0-9]{1,18}", found):
            self.refuse(
                column, _("“%(text)s” is not a whole number."), code="not_a_number", text=shortened(found)
            )
            return None
        if not least <= int(found) <= most:
            self.refuse(
                column,
                _("The number must be from %(least)s to %(most)s."),
                code="out_of_range",
                least=f"{least:,}",
                most=f"{most:,}",
            )
            return None
        return int(found)

    def decimal(self, column: str, *, least: Decimal | int, most: Decimal | int) -> Decimal | None:
        """A number from `least` to `most`, with a point (or the Arabic decimal sign) before its fraction."""
        found = plain(self.row[column]).replace("\u066b", ".")
        if not found:
            return None
        if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", found):
            self.refuse(column, _("“%(text)s” is not a number."), code="not_a_number", text=shortened(found))
            return None
        number = Decimal(found)
        if not least <= number <= most:
            self.refuse(
                column,
                _("The number must be from %(least)s to %(most)s."),
                code="out_of_range",
                least=least,
                most=most,
            )
            return None
        return number

    def day(self, column: str) -> date | None:
        """A day: 2026-04-01, 1/4/2026, 1-4-2026 (day before month, as in Egypt) or 1 أبريل 2026, in any digits."""
        found = " ".join(typed_quantity(self.row[column]).split())
        if not found:
            return None
        match = YEAR_FIRST.fullmatch(found)
        parts = match.groups() if match else None
        if match is None and (match := DAY_FIRST.fullmatch(found)):
            parts = match.groups()[::-1]
        elif match is None and (match := MONTH_IN_WORDS.fullmatch(found)):
            day, month, year = match.groups()
            parts = (year, months().get(comparable(month), ""), day)
        try:
            if parts is None:
                raise ValueError(found)
            return date(*(int(part) for part in parts))
        except ValueError:
            self.refuse(
                column,
                _("“%(text)s” is not a day. Write it as 2026-04-01 or 1/4/2026."),
                code="not_a_day",
                text=shortened(found),
            )
            return None

    def yes_no(self, column: str) -> bool | None:
        """Yes or no, in Arabic or English; empty is None: not known."""
        found = comparable(self.row[column])
        if not found:
            return None
        if found in YES or found in NO:
            return found in YES
        self.refuse(column, _("Write yes or no."), code="not_yes_no")
        return None

    def choice(self, column: str, choices: type[Choices] | Mapping[str, Any]) -> Any:
        """One of `choices`, by its value or by its name in either language.

        `choices` is Django's Choices, or a mapping from names (any spelling, both languages) to what they mean.
        """
        found = self.row[column]
        if not found.strip():
            return None
        known = spellings(choices)
        if comparable(found) in known:
            return known[comparable(found)]
        self.refuse(
            column,
            _("“%(text)s” is none of the values known here."),
            code="not_a_choice",
            text=shortened(found),
        )
        return None


class EachOnce(dict[str, Any]):
    """What the texts of one column mean, each read once: in long files the same few texts stand again and again.

    `read` is given the Cells of a row that has this cell alone; what they refuse stands in `faults` by the text.
    """

    def __init__(self, column: str, read: Callable[[Cells], Any]) -> None:
        super().__init__()
        self.column = column
        self.read = read
        self.faults: dict[str, tuple[Fault, ...]] = {}

    def __missing__(self, text: str) -> Any:
        cells = Cells(Row(0, {self.column: text}))
        self[text] = meaning = self.read(cells)
        if cells.faults:
            self.faults[text] = tuple(cells.faults)
        return meaning

    def of(self, rows: Sequence[Row], faults: dict[int, list[Fault]]) -> list[Any]:
        """What the cells of `rows` mean, in their order; `faults` by the number of the row get those of this column."""
        texts = [row.cells.get(self.column, "") for row in rows]
        found = [self[text] for text in texts]
        if self.faults:
            for row, text in zip(rows, texts, strict=True):
                if text in self.faults:
                    faults.setdefault(row.number, []).extend(self.faults[text])
        return found


@cache
def months() -> dict[str, str]:
    """The number of each month by its names in both languages."""
    return {
        comparable(name): str(number)
        for names in (MONTHS, MONTHS_3)
        for number, month in names.items()
        for name in in_both_languages(month).values()
    }


def plain(text: str) -> str:
    """A number as typed: Latin digits, no spaces, no thousands separators (a comma or ٬ before three digits)."""
    found = re.sub(r"\s", "", typed_quantity(text)).replace("\u066c", ",")
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.0+)?", found):
        found = found.replace(",", "")
    return re.sub(r"\.0+$", "", found)


def spellings(choices: type[Choices] | Mapping[str, Any]) -> dict[str, Any]:
    """Comparable spellings and the value that each stands for."""
    if isinstance(choices, Mapping):
        return {comparable(name): value for name, value in choices.items()}
    found: dict[str, Any] = {}
    for member in choices:
        for name in (str(member.value), *in_both_languages(member.label).values()):
            found[comparable(name)] = member.value
    return found
