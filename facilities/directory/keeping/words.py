"""Values and differences of the sheet in words, in the active language; never as they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.dateformat import format as formatted
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from facilities.catalogue.models import ServiceType
from facilities.directory.hours.text import parsed
from facilities.directory.hours.week import WEEKDAYS, Span
from facilities.directory.hours.words import span_in_words, weekdays_in_words
from facilities.directory.sheet import PARTS, Part, RowPart, Sheet
from facilities.directory.sheet.checking import at
from facilities.directory.sheet.kinds import (
    Day,
    DayAsKnown,
    Degrees,
    InBoth,
    Kind,
    OneOf,
    Reference,
    SeveralOf,
    Truth,
    WeeklyHours,
    Whole,
)
from facilities.directory.sheet.parts import Column, columns_of
from facilities.geography.models import District, Governorate
from uhis_portal.display import bilingual, day, number

Differences = Mapping[str, Mapping[str, Any]]
OF = {"governorates": Governorate, "districts": District, "services": ServiceType}
# Stands in revisions as it is here, and is said in the language of whoever reads it.
FROM_A_FILE = gettext_noop("imported from a file")
IN = {"ar": gettext_lazy("in Arabic"), "en": gettext_lazy("in English")}


@dataclass(frozen=True)
class Line:
    """One thing that differs: what it is, and how it was and is; "" where there was or is nothing."""

    what: str
    before: str
    after: str


@dataclass
class Names:
    """Names of what sheets refer to by code, read for all of them at once."""

    of: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def within(cls, differences: Iterable[Differences]) -> Names:
        """The names that these differences speak of; at most three queries."""
        wanted: dict[str, set[str]] = {}
        for difference in differences:
            for name, change in difference.items():
                for value in (change["from"], change["to"]):
                    for among, code in references(PARTS[name], value):
                        wanted.setdefault(among, set()).add(code)
        return cls(
            {
                among: OF[among]._default_manager.only("name_ar", "name_en").in_bulk(codes)
                for among, codes in wanted.items()
            }
        )

    @classmethod
    def of_sheet(cls, sheet: Sheet) -> Names:
        return cls.within([{name: {"from": None, "to": value} for name, value in sheet.items()}])

    def said(self, among: str, code: str) -> str:
        found = self.of.get(among, {}).get(code)
        return bilingual(found) if found else code


def references(part: Part, value: Any) -> Iterator[tuple[str, str]]:
    """(kind of thing, code) of all that a value of the part refers to."""
    rows = (value or []) if isinstance(part, RowPart) else [{part.name: value}]
    for column in columns_of(part):
        if isinstance(column.kind, Reference):
            for row in rows:
                if row[column.name]:
                    yield column.kind.among, row[column.name]


def in_words(kind: Kind, value: Any, names: Names) -> str:
    """A value as people read it; "" where nothing is known."""
    if value is None:
        return ""
    if isinstance(kind, SeveralOf):
        return listed(str(kind.choices(one).label) for one in value)
    if isinstance(kind, OneOf):
        return str(kind.choices(value).label)
    if isinstance(kind, Reference):
        return names.said(kind.among, value)
    if isinstance(kind, Whole):
        return number(value)
    if isinstance(kind, Truth):
        return _("yes") if value else _("no")
    if isinstance(kind, DayAsKnown):
        return day_as_known(value)
    if isinstance(kind, Day):
        return day(value)
    if isinstance(kind, Degrees):
        return str(value)
    if isinstance(kind, WeeklyHours):
        return week_in_words(value)
    if isinstance(kind, InBoth):
        own, other = ("en", "ar") if get_language() == "en" else ("ar", "en")
        return " / ".join(text for text in (value[own], value[other]) if text)
    return str(value)


def listed(texts: Iterable[str]) -> str:
    return ("، " if get_language() == "ar" else ", ").join(texts)


def day_as_known(written: str) -> str:
    """2024 → 2024; 2024-05 → May 2024; 2024-05-07 → 7 May 2024."""
    if len(written) == 4:
        return written
    if len(written) == 7:
        return formatted(date.fromisoformat(f"{written}-01"), "E Y")
    return day(written)


def week_in_words(text: str) -> str:
    """“Sa-Th 08:00-14:00; Fr off” as people say it."""
    week = parsed(text)
    if week is None:
        return ""
    if week.never_closes:
        return _("always open")
    rules = []
    for spans, run in groupby(WEEKDAYS, key=week.on):
        days = list(run)
        named = weekdays_in_words(days[0], days[-1])
        hours = listed(span_in_words(as_clock(span)) for span in spans) or _("closed")
        rules.append(f"{named}: {hours}")
    return ("؛ " if get_language() == "ar" else "; ").join(rules)


def as_clock(span: Span) -> dict[str, Any]:
    next_day = span.closes > 1440
    closes = span.closes - 1440 if next_day else span.closes
    return {
        "opens": f"{span.opens // 60:02}:{span.opens % 60:02}",
        "closes": f"{closes // 60:02}:{closes % 60:02}",
        "next_day": next_day,
    }


def labelled(column: Column, text: str) -> str:
    """A value after its label. It is isolated: an address or a name in the other language keeps its own direction."""
    return f"{column.label}: \u2068{text}\u2069"


def row_in_words(part: RowPart, row: Sheet, names: Names) -> str:
    """All that a row says, each with its label."""
    said = []
    for position, column in enumerate(part.columns):
        text = in_words(column.kind, row[column.name], names)
        if text:
            said.append(capfirst(text) if position == 0 else labelled(column, text))
    return " · ".join(said)


def part_in_words(part: Part, value: Any, names: Names) -> list[str]:
    """A part as it is now: one line per row or column; an empty list where nothing is known."""
    if isinstance(part, RowPart):
        return [row_in_words(part, row, names) for row in value]
    if part.columns:
        return [
            labelled(column, in_words(column.kind, value[column.name], names))
            for column in part.columns
            if value
        ]
    text = in_words(part.as_column().kind, value, names)
    return [capfirst(text)] if text else []


def lines_of(part: Part, change: Mapping[str, Any], names: Names) -> list[Line]:
    """What differs within a part, field by field."""
    if isinstance(part, RowPart):
        return list(lines_of_rows(part, change["from"], change["to"], names))
    if part.columns:
        before, after = change["from"] or {}, change["to"] or {}
        return [
            Line(
                str(column.label),
                *(in_words(column.kind, row.get(column.name), names) for row in (before, after)),
            )
            for column in part.columns
            if before.get(column.name) != after.get(column.name)
        ]
    return list(lines_of_column(part.as_column(), change["from"], change["to"], names))


def lines_of_column(column: Column, before: Any, after: Any, names: Names) -> Iterator[Line]:
    """One line; of a text in both languages, one per language that differs."""
    if not isinstance(column.kind, InBoth):
        yield Line(
            str(column.label), in_words(column.kind, before, names), in_words(column.kind, after, names)
        )
        return
    for language, said in IN.items():
        was, now = ((value or {}).get(language) or "" for value in (before, after))
        if was != now:
            yield Line(f"{column.label} {said}", was, now)


def lines_of_rows(part: RowPart, before: list[Sheet], after: list[Sheet], names: Names) -> Iterator[Line]:
    """Rows that came, rows that went, and of rows that changed what changed: those alike in what tells rows apart."""
    gone = [row for row in before if row not in after]
    came = [row for row in after if row not in before]
    for old in gone:
        new = next((row for row in came if known_by(part, row) == known_by(part, old)), None)
        if new is None:
            yield Line(str(part.one), row_in_words(part, old, names), "")
            continue
        came.remove(new)
        which = listed(
            filter(None, (in_words(column.kind, old[column.name], names) for column in telling(part)))
        )
        for column in part.columns:
            if old[column.name] != new[column.name]:
                for line in lines_of_column(column, old[column.name], new[column.name], names):
                    yield Line(f"{which}: {line.what}", line.before, line.after)
    for new in came:
        yield Line(str(part.one), "", row_in_words(part, new, names))


def telling(part: RowPart) -> list[Column]:
    """The columns that tell which row is meant: those of its constraint, else the first."""
    names = {path.split(".")[0] for path in (part.unique or part.apart or ())}
    return [column for column in part.columns if column.name in names] or [part.columns[0]]


def known_by(part: RowPart, row: Sheet) -> list[Any]:
    return [at(row, path) for path in (part.unique or part.apart or (part.columns[0].name,))]
