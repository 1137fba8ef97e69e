"""Filling a database of a bench, with progress."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.benches.database import NAME, PROJECT, statement
from tests.benches.luxor import rows
from tests.benches.luxor.keys import bare
from tests.benches.luxor.shape import FAMILY, PEOPLE, WHOLE, prepare
from tests.template import copy, owner_connection, template

AT_ONCE = 500_000  # rows of one statement
ROOM_FOR_ONE = 1200  # bytes of disk for a service, with all that belongs to it while it is made
# As the owner, who is bound by no policy; a database that a crash leaves half made is made anew.
# Keys are checked by reading tables from end to end: by an index it would be a look at the disk for each of millions of rows.
SESSION = """
SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET random_page_cost = 4;
SET timezone = 'Africa/Cairo';
"""


class NoRoom(RuntimeError):
    """Too little is free on the disk."""


@dataclass
class Progress:
    """On a terminal one line that says what is being done and for how long; elsewhere, and in the end, what was done."""

    begun: float = field(default_factory=time.monotonic)

    def __call__(self, words: str) -> None:
        if sys.stdout.isatty():
            print(f"\r\033[K{self.line(words)}", end="", flush=True)

    def done(self, words: str) -> None:
        self(words)
        print("" if sys.stdout.isatty() else self.line(words), flush=True)

    def line(self, words: str) -> str:
        return f"      {time.monotonic() - self.begun:5.0f} s  {words}"


def room_needed(services: int) -> int:
    """MB of disk for so many services and their people."""
    return 200 + services * ROOM_FOR_ONE // 2**20


def check_room(services: int) -> None:
    free = shutil.disk_usage(PROJECT).free // 2**20
    if free < room_needed(services):
        raise NoRoom(f"{services:,} services need {room_needed(services):,} MB, and {free:,} MB are free.")


def people_of(services: int) -> int:
    families = -(-PEOPLE * services // (WHOLE * FAMILY))
    return families * FAMILY


def fill(database: str, services: int) -> None:
    """Fill a migrated database that has the reference data and nobody in it. Raises NoRoom."""
    check_room(services)
    says = Progress()
    connection = owner_connection(database)
    with connection.cursor() as cursor:
        cursor.execute(SESSION + rows.FUNCTIONS)
        told = circumstances(cursor, services)
        with bare(cursor, says):
            for words, statement, number in (
                ("families", rows.FAMILIES, told["people"] // FAMILY),
                ("people", rows.PEOPLE, told["people"]),
                ("memberships", rows.MEMBERSHIPS, told["people"]),
                ("services", rows.GIVEN, services),
            ):
                in_parts(cursor, statement, told, number, words, says)
            cursor.execute("ANALYZE records_servicerecord")
            in_parts(cursor, rows.REVERSALS, told, services, "services looked through for reversals", says)
        roll_up(cursor, says)
    connection.close()
    says.done(f"{services:,} services of {told['people']:,} people")


def circumstances(cursor: Any, services: int) -> dict[str, Any]:
    """What the statements of `rows` are told; makes the temporary tables that they read."""
    shape = prepare(cursor)
    cursor.execute("SELECT now(), id FROM accounts_account WHERE kind = 'system'")
    now, by = cursor.fetchone()
    return {
        "people": people_of(services),
        "whole": services,
        "now": now,
        "by": by,
        "examined": shape.examined,
        "examination": len(shape.bounds) + 1,
        "bounds": shape.bounds,
        "units": shape.places["unit"],
        "neighbours": shape.places["neighbours"],
        "hospitals": shape.places["hospital"],
    }


def in_parts(
    cursor: Any, statement: str, told: dict[str, Any], number: int, words: str, says: Callable[[str], None]
) -> None:
    for first in range(1, number + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, number)
        cursor.execute(statement, {**told, "first": first, "last": last})
        says(f"{last:,} {words}")


def roll_up(cursor: Any, says: Callable[[str], None]) -> None:
    """Fill each roll-up as the room declares it, from the counted rows: what its fold would come to, and faster."""
    from services.statistics.counting import ROLLS

    for roll in ROLLS:
        says(roll.name)
        cursor.execute(roll.adding(f"({roll.recounted}) AS counted"))
        cursor.execute(f"VACUUM (ANALYZE) {roll.table}")


def coming(database: str, services: int, already: int, number: int) -> list[tuple[Any, ...]]:
    """So many rows of the ledger, as `rows.COLUMNS`, that come after its `services` and `already` others: all of today."""
    connection = owner_connection(database)
    with connection.cursor() as cursor:
        cursor.execute(SESSION + rows.FUNCTIONS)
        told = circumstances(cursor, services)
        first = services + already + 1
        cursor.execute(rows.SERVICES, {**told, "first": first, "last": first + number - 1})
        found: list[tuple[Any, ...]] = cursor.fetchall()
    connection.close()
    return found


class Databases(ExitStack):
    """Databases with so many services, each made when it is first asked for, and dropped in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[int, str] = {}

    def of(self, services: int) -> str:
        """Its name. Raises NoRoom."""
        if services not in self.names:
            self.names[services] = self.enter_context(database_of(services))
        return self.names[services]


@contextmanager
def database_of(services: int) -> Iterator[str]:
    """A database of its own with so many services, dropped in the end. Raises NoRoom."""
    check_room(services)
    name = f"{NAME}_{services}"
    copy(template(), name)
    try:
        fill(name, services)
        yield name
    finally:
        statement(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
