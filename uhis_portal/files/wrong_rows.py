"""The file of just the wrong rows, with the reason in a last column: mended, it may be sent again as it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from uhis_portal.files.columns import REASON, Column
from uhis_portal.files.models import Import, ImportFault
from uhis_portal.files.stored import RowsByNumber

AT_ONCE = 500  # faults


def columns_of(one: Import) -> list[Column]:
    """The columns that the file had, in its order, and the reason."""
    known = {column.name: column for column in one.importer.columns} if one.importer else {}
    return [*(known.get(name) or Column(name, name, name) for name in one.columns), REASON]


def wrong_rows(one: Import) -> Iterator[dict[str, str]]:
    """The wrong rows in the order of the file, their cells and the reason by name of column, in the active language."""
    headings = {column.name: column.heading for column in columns_of(one)}
    rows = RowsByNumber(one)
    for number, faults in groupby(faults_in_order(one), key=lambda fault: fault.row):
        reasons = [
            f"{headings[fault.column]}: {fault.message}" if fault.column in headings else fault.message
            for fault in faults
        ]
        said = _("Row %(row)s. %(reasons)s") % {"row": number, "reasons": " ".join(reasons)}
        yield {**rows[number].cells, REASON.name: said}


def faults_in_order(one: Import) -> Iterator[ImportFault]:
    """All faults by row, some at a time."""
    last = 0
    while True:
        some = list(one.faults.filter(row__gt=last).order_by("row", "position")[:AT_ONCE])
        if len(some) == AT_ONCE:  # the faults of the last row may go on
            last_row = some[-1].row
            complete = [fault for fault in some if fault.row < last_row]
            some = complete or list(one.faults.filter(row=last_row).order_by("position"))
        if not some:
            return
        yield from some
        last = some[-1].row
