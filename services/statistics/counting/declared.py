"""How a counted table is declared, and the statements that follow from it.

A source names its deltas, which triggers write, and how the counted rows look as such deltas. Each of its roll-ups says
which columns make a cell, which sums it holds, and how a column is made that the deltas have in another form.
"""

# ruff: noqa: S608  (the statements are put together from declarations)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model


@dataclass(frozen=True)
class Roll:
    """A roll-up. `pending` and `recounted` are SELECTs of its cell's columns and its sums, not yet added up.

    Where folding remembers something beside the cells, `mistaken` counts what it remembers wrongly, and `relearn` has it
    put right by the next drain; what is pending tells from then on what that will change.
    """

    name: str
    model: type[Model]
    cell: tuple[str, ...]
    sums: tuple[str, ...]
    pending: str
    recounted: str
    mistaken: str = ""
    relearn: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> str:
        return ", ".join((*self.cell, *self.sums))

    @property
    def shown(self) -> str:
        """SELECT of what is shown: the roll-up and what is pending, not yet added up."""
        return f"SELECT {self.columns} FROM {self.table} UNION ALL {self.pending}"

    def adding(self, rows: str) -> str:
        """INSERT that adds `rows` (a SELECT or a table of `columns`) to the roll-up, in the order of the key."""
        sums = ", ".join(f"sum({name})" for name in self.sums)
        key = ", ".join(self.cell)
        added = ", ".join(f"{name} = cell.{name} + excluded.{name}" for name in self.sums)
        return (
            f"INSERT INTO {self.table} AS cell ({self.columns}) SELECT {key}, {sums} FROM {rows}"
            f" GROUP BY {key} ORDER BY {key} ON CONFLICT ({key}) DO UPDATE SET {added}"
        )


@dataclass(frozen=True)
class Cells:
    """A roll-up of a source, before it is bound to it: `made` says by an expression how a column comes from a delta."""

    name: str
    model: type[Model]
    cell: tuple[str, ...]
    sums: tuple[str, ...]
    made: Mapping[str, str] = field(default_factory=dict)

    def rows(self, deltas: str) -> str:
        """SELECT of the roll-up's columns from rows that look like deltas."""
        columns = ", ".join(
            f"{self.made[name]} AS {name}" if name in self.made else name for name in (*self.cell, *self.sums)
        )
        return f"SELECT {columns} FROM {deltas}"


@dataclass(frozen=True)
class Source:
    """A counted table: its deltas, its rows in their form (`counted`, a SELECT), and the roll-ups of both."""

    deltas: type[Model]
    counted: str
    cells: tuple[Cells, ...]

    @property
    def table(self) -> str:
        return self.deltas._meta.db_table

    @property
    def rolls(self) -> tuple[Roll, ...]:
        return tuple(
            Roll(
                name=one.name,
                model=one.model,
                cell=one.cell,
                sums=one.sums,
                pending=one.rows(self.table),
                recounted=one.rows(f"({self.counted}) AS counted"),
            )
            for one in self.cells
        )

    @property
    def fold(self) -> str:
        """The statement that takes deltas, at most as many as its parameter says, adds them to all roll-ups, and answers
        with how many it took: one cannot happen without the other, and what is not yet committed is not there to be taken.
        """
        adding = "".join(
            f", added_{number} AS ({roll.adding('(' + one.rows('taken') + ') AS delta')})"
            for number, (roll, one) in enumerate(zip(self.rolls, self.cells, strict=True))
        )
        return (
            f"WITH taken AS (DELETE FROM {self.table} WHERE id IN"
            f" (SELECT id FROM {self.table} ORDER BY id LIMIT %s) RETURNING *){adding}"
            " SELECT count(*) FROM taken"
        )
