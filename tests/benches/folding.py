"""P5: folding 20,000 services into the roll-ups, distinct people included, against the time it took to insert them.

They are inserted as a desk does, 50 in a transaction, with the ledger's keys, indexes, triggers and policy; then folded
by the room's own action. Rounds alternate between a small ledger and a large one. SERVICES=1450000 makes the large one
smaller.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from services.statistics.actions import fold
from tests.benches.database import using
from tests.benches.importing_worker import cpu_of
from tests.benches.luxor import WHOLE, Databases, coming, rows
from uhis_portal.reach import system_reach

WANTED = 0.3
FLAT = 1.5  # times what the same changes cost in the small ledger
SMALL = 145_000
LARGE = int(os.environ.get("SERVICES", WHOLE))
AFTER = 1_000  # services that another bench may have added
CHANGES = 20_000
OF = 50  # records in a transaction
ROUNDS = 5
INSERT = f"INSERT INTO records_servicerecord ({rows.COLUMNS}) VALUES "


@dataclass(frozen=True)
class Round:
    """Seconds, and seconds of the session's CPU, of inserting and of folding the same rows."""

    inserting: float
    inserting_cpu: float
    folding: float
    folding_cpu: float


def run(databases: Databases) -> int:
    """Print the figures; returns how many were missed."""
    names = {services: databases.of(services) for services in (SMALL, LARGE)}
    rounds: dict[int, list[Round]] = {SMALL: [], LARGE: []}
    for number in range(ROUNDS + 1):
        for services, name in names.items():
            with using(name):
                rounds[services].append(measured(name, services, AFTER + number * CHANGES))
    return told({services: of[1:] for services, of in rounds.items()})


def measured(name: str, services: int, already: int) -> Round:
    statements = written_out(coming(name, services, already, CHANGES))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        session = cursor.fetchone()[0]
    return Round(*timed(session, lambda: insert(statements)), *timed(session, fold_all))


def written_out(found: list[tuple[Any, ...]]) -> list[str]:
    """The statements that insert rows of the ledger, as `rows.COLUMNS`."""
    row = f"({', '.join(['%s'] * len(found[0]))})"
    with connection.cursor() as cursor:
        return [
            INSERT + ", ".join(cursor.mogrify(row, one).decode() for one in found[first : first + OF])
            for first in range(0, len(found), OF)
        ]


def timed(session: int, work: Callable[[], Any]) -> tuple[float, float]:
    begun, before = time.perf_counter(), cpu_of(session)
    work()
    return time.perf_counter() - begun, cpu_of(session) - before


def insert(statements: list[str]) -> None:
    for one in statements:
        with system_reach(), connection.cursor() as cursor:
            cursor.execute(one)


def fold_all() -> None:
    folded = -1
    while folded:
        with system_reach():
            folded = fold()


def told(rounds: dict[int, list[Round]]) -> int:
    print(f"P5  {ROUNDS} rounds of {CHANGES:,} services, inserted {OF} in a transaction and then folded")
    missed = 0
    for services, of in rounds.items():
        ratios = [one.folding / one.inserting for one in of]
        cpu = [one.folding_cpu / one.inserting_cpu for one in of]
        ratio = statistics.median(ratios)
        missed += ratio > WANTED
        print(
            f"      ledger of {services:,}: inserted {CHANGES / statistics.median(one.inserting for one in of):,.0f} a second,"
            f" folded {CHANGES / statistics.median(one.folding for one in of):,.0f} a second\n"
            f"        ratio {ratio:.2f} ({min(ratios):.2f}–{max(ratios):.2f}), of CPU {statistics.median(cpu):.2f}"
            f" ({min(cpu):.2f}–{max(cpu):.2f}), at most {WANTED} wanted: {'MISSED' if ratio > WANTED else 'reached'}"
        )
    growth = [
        large.folding_cpu / small.folding_cpu
        for small, large in zip(rounds[SMALL], rounds[LARGE], strict=True)
    ]
    grown = statistics.median(growth)
    print(
        f"      folding costs {grown:.2f} ({min(growth):.2f}–{max(growth):.2f}) times as much CPU in a ledger"
        f" {LARGE // SMALL} times as large, at most {FLAT} wanted: {'MISSED' if grown > FLAT else 'reached'}",
        flush=True,
    )
    return missed + (grown > FLAT)
