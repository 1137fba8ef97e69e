"""The directory imported from a file: each row through the same rules as a page and an endpoint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.directory.actions.revisions import (
    Wish,
    held_among,
    not_there_yet,
    put,
    refuse_ill_formed,
    refuse_moving_elsewhere,
)
from facilities.directory.keeping.file_cells import Lists, Reading
from facilities.directory.keeping.file_columns import CODE, COLUMNS, column_at, wanted
from facilities.directory.keeping.words import FROM_A_FILE
from facilities.directory.models import Facility
from facilities.directory.rights import may_add, may_approve
from facilities.directory.sheet import Known, Sheet, checked, nothing_known, read
from uhis_portal.accounts.models import Account
from uhis_portal.files.cells import Cells
from uhis_portal.files.importing import Effect, Importer, Outcome, Row, Run, WrongCells, each_row
from uhis_portal.reach import Reach


class FacilityImporter(Importer):
    """Facilities, new ones and changes. A row is written only if something differs, as a revision of its own."""

    title = gettext_lazy("Facilities")
    note = gettext_lazy(
        "A column that is not in the file leaves that part as it is; an empty cell empties it. An export of the directory,"
        " changed where something is new, is the easiest file to begin with."
    )
    columns = (CODE, *(one.column for one in COLUMNS))
    chunk_size = 500

    @classmethod
    def may_import(cls, account: Account, reach: Reach) -> bool:
        """Administrators: what they may not change is refused row by row."""
        return may_add(reach)

    def identity(self, row: Row) -> str | None:
        return Cells(row).code("code")

    def take(self, rows: Sequence[Row], run: Run) -> Iterable[Outcome]:
        """All rows that are right are written together; those that are not are refused one by one, in words."""
        codes = {row.number: self.identity(row) or "" for row in rows}
        chunk = Chunk(run, {facility.pk: facility for facility in held_among(codes.values())})
        wishes: list[tuple[Row, Wish]] = []
        apart: list[Row] = []
        for row in rows:
            try:
                wish = chunk.wish(row, codes[row.number])
            except (ValidationError, WrongCells):
                apart.append(row)
                continue
            if wish.before == wish.after:
                yield Outcome(row.number, Effect.UNCHANGED)
            else:
                wishes.append((row, wish))
        try:
            with transaction.atomic():
                put(by=run.by, wishes=[wish for _row, wish in wishes], now=run.now)
                connection.check_constraints()
        except (ValidationError, IntegrityError):  # of one row: which one, each will tell by itself
            apart.extend(row for row, _wish in wishes)
            chunk = Chunk(run, {facility.pk: facility for facility in held_among(codes.values())})
        else:
            for row, wish in wishes:
                yield Outcome(row.number, Effect.NEW if wish.before is None else Effect.CHANGED)
        yield from each_row(apart, lambda row: chunk.save(row, codes[row.number]))


class Chunk:
    """Some rows of a file, with what their facilities were before: everything is read once for all of them."""

    def __init__(self, run: Run, facilities: dict[str, Facility]) -> None:
        self.run, self.facilities = run, facilities
        self.sheets = {code: read(facility) for code, facility in facilities.items()}
        self.lists, self.known = Lists.read(), Known.on(run.today)

    def wish(self, row: Row, code: str) -> Wish:
        """What one row asks for; WrongCells, or ValidationError at the columns at fault."""
        facility, before = self.facilities.get(code), self.sheets.get(code)
        if facility is None:
            refuse_ill_formed(code)
        elif not may_approve(self.run.reach, facility):
            sentence = _("This facility is not in your area.")
            raise ValidationError({"code": ValidationError(sentence, code="elsewhere")})
        reading = Reading(Cells(row), self.lists, before or nothing_known(), self.run.today)
        changes = wanted(reading, row.cells)
        if reading.cells.faults:
            raise WrongCells(reading.cells.faults)
        if before is not None and not changes:
            return Wish(facility or not_there_yet(code), before, before)
        try:
            after = checked(changes, before, self.known, taken=facility.taken if facility else 0)
            refuse_moving_elsewhere(before, after, self.run.reach)
        except ValidationError as refusal:
            raise at_columns(refusal, changes) from refusal
        return Wish(facility or not_there_yet(code), before, after, FROM_A_FILE)

    def save(self, row: Row, code: str) -> Effect:
        """Write one row by itself."""
        wish = self.wish(row, code)
        try:
            made = put(by=self.run.by, wishes=[wish], now=self.run.now)
        except ValidationError as refusal:
            raise at_columns(refusal, {}) from refusal
        if not made:
            return Effect.UNCHANGED
        return Effect.NEW if wish.before is None else Effect.CHANGED


def at_columns(refusal: ValidationError, changes: Sheet) -> ValidationError:
    """The refusal at the columns of the file instead of the paths of the sheet."""
    if not hasattr(refusal, "error_dict"):
        return refusal
    led: dict[str, list[Any]] = {}
    for path, faults in refusal.error_dict.items():
        led.setdefault(column_at(path, changes), []).extend(faults)
    return ValidationError(led)
