"""Two editors of one facility brought together: what the second typed, on what the first has saved meanwhile.

Fields and rows that the second editor left alone show what is known now, so that saving once more undoes nothing; what
was typed stays as it was typed. Where both changed the same, the typed one stays and the page says what was saved.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from facilities.directory.keeping.forms import SheetForm, Shown, ShownRow
from facilities.directory.models import Revision
from facilities.directory.sheet import RowPart, Sheet

Sent = dict[str, list[str]]


def sheet_before(present: Sheet, later: Iterable[Revision]) -> Sheet:
    """The sheet as it was before `later` revisions, given the latest first."""
    sheet = dict(present)
    for revision in later:
        sheet |= {name: change["from"] for name, change in revision.changes.items()}
    return sheet


def brought_together(typed: SheetForm, before: Sheet, present: Sheet) -> SheetForm:
    """The form anew over the `present` sheet, with what was `typed` into one that showed the sheet `before`."""
    names = tuple(shown.part.name for shown in typed.shown)
    seen, now = (SheetForm(None, names=names, sheet=sheet) for sheet in (before, present))
    sent: Sent = sent_of(typed, ["explanation"])
    for at, shown in enumerate(typed.shown):
        part = shown.part
        if isinstance(part, RowPart):
            rows = rows_together(
                [row_of(typed, row) for row in shown.rows],
                rows_of(seen, seen.shown[at], before[part.name]),
                rows_of(now, now.shown[at], present[part.name]),
            )
            sent[shown.counter] = [str(max(len(rows), 1))]
            for position, row in enumerate(rows):
                sent |= {f"{part.name}.{position}.{name}": values for name, values in row.items()}
        else:
            alone = sent_of(typed, shown.fields) == sent_of(seen, shown.fields)
            sent |= sent_of(now if alone else typed, shown.fields)
    data = QueryDict(mutable=True)
    for name, values in sent.items():
        data.setlist(name, values)
    return SheetForm(data, names=names, sheet=present)


def rows_together(typed: list[Sent], seen: list[Sent], now: list[Sent]) -> list[Sent]:
    """Rows as they are now, those that were typed over as typed, then those that were typed and are not there now."""
    touched = [typed[at] != row if at < len(typed) else False for at, row in enumerate(seen)]
    rows = [typed[seen.index(row)] if row in seen and touched[seen.index(row)] else row for row in now]
    rows += [typed[at] for at, row in enumerate(seen) if touched[at] and row not in now]
    return rows + [row for row in typed[len(seen) :] if any(map(any, row.values()))]


def rows_of(form: SheetForm, shown: Shown, rows: list[Sheet]) -> list[Sent]:
    """The rows that are known; a form shows an empty one where there is none."""
    return [row_of(form, row) for row in shown.rows[: len(rows)]]


def row_of(form: SheetForm, row: ShownRow) -> Sent:
    """What is sent of one row, by the names of its columns alone."""
    own = row.removal.removesuffix("remove")
    sent = sent_of(form, [*row.fields, *row.wide, row.removal])
    return {name.removeprefix(own): values for name, values in sent.items()}


def sent_of(form: SheetForm, names: Iterable[str]) -> Sent:
    """What a browser sends of some fields as they stand."""
    sent: Sent = {}
    for name in names:
        bound = form[name]
        widget, value = bound.field.widget, bound.value()
        if isinstance(widget, forms.MultiWidget):
            parts: list[Any] = value if isinstance(value, list) else widget.decompress(value) or []
            sent |= {f"{name}_{at}": [text_of(part)] for at, part in enumerate(parts)}
        elif isinstance(widget, forms.CheckboxInput):
            sent[name] = ["on"] if value else []
        else:
            sent[name] = [text_of(one) for one in value] if isinstance(value, list) else [text_of(value)]
    return sent


def text_of(value: object) -> str:
    """A value as a browser sends it; nothing known is sent as an empty text."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
