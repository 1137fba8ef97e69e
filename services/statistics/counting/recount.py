"""The invariant: in one snapshot, for each cell, roll-up + pending deltas = recount of the counted table."""

# ruff: noqa: S608  (the statements are put together from declarations)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from services.statistics.counting import ROLLS, Roll
from uhis_portal.reach import system_reach

LONGEST = "SET LOCAL statement_timeout = '10min'"  # a recount reads whole tables, and holds up nobody


@dataclass(frozen=True)
class Difference:
    """A cell in which what is shown and what is recounted are not the same."""

    roll: str
    cell: str
    shown: str
    recounted: str


@dataclass(frozen=True)
class Balance:
    """What the comparison of a roll-up came to: cells, how many of them are wrong, and the first wrong ones."""

    cells: int
    wrong: int
    found: list[Difference]


def differences(rolls: Sequence[Roll] = ROLLS) -> Iterator[Difference]:
    """Every cell that is wrong; nothing when all is well. One REPEATABLE READ transaction, so outside of any other."""
    with one_snapshot():
        for roll in rolls:
            yield from differences_of(roll)


def compare(roll: Roll, *, name: int) -> Balance:
    """Compare one roll-up in a snapshot of its own, and name the first `name` wrong cells. Outside of any transaction."""
    key = ", ".join(roll.cell)
    with one_snapshot(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(*) FILTER (WHERE wrong) FROM"
            f" (SELECT {uneven(roll)} AS wrong FROM ({both(roll)}) AS balance GROUP BY {key}) AS cells"
        )
        cells, wrong = cursor.fetchone()
        found = list(differences_of(roll, most=name)) if wrong else []
        if roll.mistaken:
            cursor.execute(roll.mistaken)
            wrong += cursor.fetchone()[0]
    return Balance(cells, wrong, found)


@contextmanager
def one_snapshot() -> Iterator[None]:
    """A transaction of one moment, everything in reach, that writes nothing and may take its time."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(LONGEST)
        with system_reach():
            yield


def differences_of(roll: Roll, *, most: int | None = None) -> Iterator[Difference]:
    """The wrong cells of one roll-up, at most so many. A cell that came to nothing may be there or not."""
    key, sums = ", ".join(roll.cell), roll.sums
    shown, recounted = (
        " || ' ' || ".join(f"coalesce(sum({name}) FILTER (WHERE {side}), 0)::bigint::text" for name in sums)
        for side in ("here", "NOT here")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT concat_ws(' ', {key}), {shown}, {recounted} FROM ({both(roll)}) AS balance"
            f" GROUP BY {key} HAVING {uneven(roll)} ORDER BY 1 LIMIT %s",
            [most],
        )
        for cell, shown_as, counted in cursor.fetchall():
            yield Difference(roll.name, cell, shown_as, counted)


def mend(roll: Roll) -> int:
    """Add what is missing to the roll-up's cells, and return how many were wrong. The caller keeps the drainer away.

    What is added is a difference, not a new value; so what is committed meanwhile stays counted. One statement is one
    snapshot, taken when the drainer is away already: the transaction is READ COMMITTED.
    """
    key = ", ".join(roll.cell)
    missing = ", ".join(
        f"coalesce(sum({name}) FILTER (WHERE NOT here), 0) - coalesce(sum({name}) FILTER (WHERE here), 0) AS {name}"
        for name in roll.sums
    )
    rows = f"(SELECT {key}, {missing} FROM ({both(roll)}) AS balance GROUP BY {key} HAVING {uneven(roll)}) AS missing"
    with connection.cursor() as cursor:
        cursor.execute(LONGEST)
        if roll.relearn:
            cursor.execute(roll.relearn)
        cursor.execute(roll.adding(rows))
        return cursor.rowcount


def both(roll: Roll) -> str:
    """SELECT of what is shown (`here`) and what is recounted, one under the other."""
    return (
        f"SELECT {roll.columns}, true AS here FROM ({roll.shown}) AS shown UNION ALL"
        f" SELECT {roll.columns}, false FROM ({roll.recounted}) AS recounted"
    )


def uneven(roll: Roll) -> str:
    return " OR ".join(
        f"coalesce(sum({name}) FILTER (WHERE here), 0) <> coalesce(sum({name}) FILTER (WHERE NOT here), 0)"
        for name in roll.sums
    )
