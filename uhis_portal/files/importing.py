"""What a room writes so that its things can be imported: an Importer, named in the setting IMPORTERS.

The machinery reads the file, cuts it into chunks, and gives each chunk to the importer inside one transaction that runs
with the reach of the account that imports. A chunk that is only checked is undone afterwards, whatever it wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import structlog
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from uhis_portal.accounts.models import Account
from uhis_portal.calendar import CAIRO
from uhis_portal.files.columns import Column
from uhis_portal.files.refusals import Sentence
from uhis_portal.reach import Reach

log = structlog.get_logger("files")


@dataclass(slots=True)  # a frozen one takes three times as long to make, and there are millions
class Row:
    """One row of the file: its number as a spreadsheet counts it, and the text of its cells by column name.

    Numbers read as plain digits, days as 2026-04-01, moments as 2026-04-01 13:45, in CSV as they were written; an empty
    cell is "". A column that is not in the file is not `in` the row, and reads as "".
    """

    number: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self.cells


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is wrong, in both languages; `column` is the name of one, or "" for the row as a whole."""

    column: str
    code: str
    ar: str
    en: str


def fault(column: str, message: str | Promise, *, code: str = "invalid", **parameters: Any) -> Fault:
    """A fault said in both languages: `message` is a lazy translation with %(name)s for each of `parameters`."""
    said = {}
    for language in ("ar", "en"):
        with translation.override(language):
            said[language] = str(Sentence(message, parameters))
    return Fault(column, code, **said)


class Effect(Enum):
    """What a row does, or would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(slots=True)
class Outcome:
    """What became of one row; a wrong one has at least one fault. `alike`: a new one is much like what is there already."""

    row: int
    effect: Effect
    faults: tuple[Fault, ...] = ()
    alike: bool = False


def wrong(row: Row, faults: Iterable[Fault]) -> Outcome:
    """The outcome of a row with faults."""
    return Outcome(row.number, Effect.WRONG, tuple(faults))


@dataclass(frozen=True)
class Run:
    """Who imports what, when: the same for all rows of a chunk."""

    by: Account
    reach: Reach
    now: datetime
    save: bool  # False: a dry run, which the machinery undoes
    digest: bytes  # SHA-256 of the file: with the row's number it names a row for ever
    source: UUID  # the import
    # Returns when all rows before this chunk are in the database: to be called before writing what they may write too.
    after_rows_before: Callable[[], None] = lambda: None

    @property
    def today(self) -> date:
        """The day in Cairo."""
        return self.now.astimezone(CAIRO).date()


class Importer:
    """How things of one kind are imported. A room derives from it and names the class in IMPORTERS."""

    title: ClassVar[str | Promise]  # "Facilities", a lazy translation
    columns: ClassVar[Sequence[Column]]
    chunk_size: ClassVar[int] = (
        200  # rows in one transaction; a chunk should take about a second, five at most
    )
    # Whether chunks may be taken at once: then no row depends on another, and there is no `identity` and no `together`.
    side_by_side: ClassVar[bool] = False
    note: ClassVar[str | Promise] = ""  # one paragraph above the columns, if there is something to know

    @classmethod
    def may_import(cls, account: Account, reach: Reach) -> bool:
        """Whether `account` may import things of this kind; asked at the door and again before every chunk."""
        raise NotImplementedError

    @classmethod
    def kept_for(cls, account: Account) -> str:
        """For whom `account` imports: what is said of headings holds for all files of theirs. Here: for itself alone.

        An import goes on only for whom it was begun.
        """
        return f"account:{account.pk}"

    def identity(self, row: Row) -> str | None:
        """What must not stand in the file twice, such as a code, as one text; None where two rows may be alike.

        A later row with the identity of an earlier one is wrong, and the number of the first is told.
        """
        return None

    def together(self, row: Row) -> str | None:
        """What rows have in common that belong together, such as the number of a family; None: the row stands alone.

        Such rows stand one below another and reach `take` in one call. One wrong row makes the others of its group wrong.
        """
        return None

    def prepare(self, rows: Sequence[Row], run: Run) -> None:
        """Look up what `take` needs of these rows, and note it: unlike what `take` writes, that stays after a dry run too.

        Called before `take`, in the same transaction, on the same importer, with the same rows.
        """

    def take(self, rows: Sequence[Row], run: Run) -> Iterable[Outcome]:
        """Write `rows`, and say of each what became of it, in any order, exactly one outcome for each.

        Runs inside a transaction with the reach of `run.by`. Rows that the machinery itself found wrong are not among
        them. An exception other than those of `each_row` undoes the chunk, which is tried again twice.
        """
        raise NotImplementedError


def faults_at(column: str, read: Callable[[], Any]) -> tuple[Fault, ...]:
    """The faults at `column` for which `read`, which only reads and was refused once, raises ValidationError."""
    said: dict[str, list[tuple[str, str, str]]] = {}
    for language in ("ar", "en"):
        try:
            with translation.override(language):
                read()
        except ValidationError as refusal:
            said[language] = entries(refusal, language)
    return tuple(
        Fault(column, code, ar, en)
        for (_field, code, ar), (_same, _code, en) in zip(said["ar"], said["en"], strict=True)
    )


class WrongCells(Exception):
    """Raised by `perform` of `each_row` with the faults that `Cells` gathered."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__("cells that cannot be read")
        self.faults = tuple(faults)


REFUSED = _("The row does not fit with what is already there.")


def each_row(
    rows: Iterable[Row], perform: Callable[[Row], Effect], *, columns: dict[str, str] | None = None
) -> Iterator[Outcome]:
    """Do `perform` for one row after another, each in a savepoint: what a wrong row wrote is undone, the rest stays.

    A ValidationError of `perform` is the row's fault, at the column of the same name as its field; `columns` maps
    fields that are named otherwise. WrongCells brings faults as they are. Deferred constraints are checked row by row.
    """
    for row in rows:
        try:
            with translation.override("ar"):
                effect = attempt(row, perform)
        except WrongCells as refusal:
            yield wrong(row, refusal.faults)
        except ValidationError as refusal:
            yield wrong(row, faults_in_both_languages(row, perform, refusal, columns or {}))
        except IntegrityError as refusal:
            name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
            log.warning("row refused by the database", row=row.number, constraint=name)
            yield wrong(row, [fault("", REFUSED, code="refused")])
        else:
            yield Outcome(row.number, effect)


def attempt(row: Row, perform: Callable[[Row], Effect]) -> Effect:
    with transaction.atomic():
        effect = perform(row)
        connection.check_constraints()
    return effect


def faults_in_both_languages(
    row: Row, perform: Callable[[Row], Effect], refusal: ValidationError, columns: dict[str, str]
) -> list[Fault]:
    """The faults of a row that was refused in Arabic, in both languages.

    Actions word their refusals when they raise them, so the row is refused once more in English; the savepoint undoes
    that too. Were it refused otherwise this time, what was said first stands in both languages.
    """
    arabic = entries(refusal, "ar")
    english = arabic
    try:
        with translation.override("en"), transaction.atomic():
            perform(row)
            raise refusal
    except ValidationError as again:
        worded = entries(again, "en")
        if [entry[:2] for entry in worded] == [entry[:2] for entry in arabic]:
            english = worded
    except (WrongCells, IntegrityError):
        pass
    return [
        Fault(columns.get(column, column), code, ar, en)
        for (column, code, ar), (_column, _code, en) in zip(arabic, english, strict=True)
    ]


def entries(refusal: ValidationError, language: str) -> list[tuple[str, str, str]]:
    """(field, code, message) of each message of a ValidationError; field "" for the whole."""
    with translation.override(language):
        by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {"": refusal.error_list}
        return [
            ("" if name == NON_FIELD_ERRORS else name, one.code or "invalid", str(message))
            for name, faults in by_field.items()
            for one in faults
            for message in one.messages
        ]


@cache
def importer_at(path: str) -> type[Importer]:
    return import_string(path)


def importers() -> dict[str, type[Importer]]:
    """All importers by kind, in the order of the setting."""
    return {kind: importer_at(path) for kind, path in settings.IMPORTERS.items()}


def importers_for(account: Account, reach: Reach) -> dict[str, type[Importer]]:
    """The importers that `account` may use."""
    return {kind: importer for kind, importer in importers().items() if importer.may_import(account, reach)}
