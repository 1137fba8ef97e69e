"""P3: a file of 200,000 services with 1,000 planted faults, beside one COPY of the very rows that it wrote.

IMPORT_ROWS=20000 makes the file smaller. The baseline fires the same triggers and checks the same foreign keys, but reads
no file, judges no row, seals nothing, looks nobody up and notes nothing.
"""

from __future__ import annotations

import io
import json
import os
import random
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from facilities.directory.models import Facility
from facilities.staff.models import Role
from tests.benches.database import NAME, PROJECT
from tests.benches.importing_worker import cpu_of, parent_of
from tests.cast import staff
from tests.made_up_services import Planted, as_csv, plant, register, right_rows
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.celery import app
from uhis_portal.files import actions
from uhis_portal.files.models import Import
from uhis_portal.reach import reach_of, system_reach, within

ROWS = int(os.environ.get("IMPORT_ROWS", "200000"))
FEWER = ROWS // 4  # whose memory is compared
FAULTS = ROWS // 200
PEOPLE = 20_000
DAYS = 60
ROUNDS = 5
LEAST = 0.6  # of the baseline's rows/s
FLAT = 1.1  # times the memory at a quarter of the rows
SEED = 15344
EMPTY = """
ALTER TABLE records_servicerecord DISABLE TRIGGER append_only;
TRUNCATE records_servicerecord, statistics_servicedelta;
ALTER TABLE records_servicerecord ENABLE TRIGGER append_only;
VACUUM (ANALYZE) records_servicerecord;
"""


@dataclass
class Round:
    """Seconds of each pass over one file, and of the COPY."""

    reading: dict[str, Any]
    checking: dict[str, Any]
    saving: dict[str, Any]
    copying: float
    copying_cpu: float


def run() -> int:
    """Print the figures; 1 if P3 is missed."""
    today = cairo_today()
    unit = Facility.objects.family_units_of("EG-LX", on=today).exclude(district=None)[0]
    with system_reach():
        register(unit, PEOPLE)
    clerk = staff("clerk-of-importing", Role.CLERK, facility=unit)
    fewer = file_of(FEWER, today, random.Random(SEED))
    small, _rows = imported(clerk, fewer)
    rounds = []
    for number in range(ROUNDS):
        empty()
        passes, rows = imported(clerk, file_of(ROWS, today, random.Random(SEED + number)))
        empty()
        rounds.append(Round(*passes, *copied(rows)))
    app.control.purge()
    return told(rounds, max(one["memory"] for one in small))


def file_of(rows: int, today: Any, chance: random.Random) -> Planted:
    return plant(list(right_rows(rows, PEOPLE, today, DAYS)), rows // 200, PEOPLE, today, chance)


def imported(by: Account, planted: Planted) -> tuple[list[dict[str, Any]], io.StringIO]:
    """What the passes over a file took, and the rows of the ledger that it left, as COPY writes them."""
    with within(reach_of(by)) as reach:
        source = actions.begin(
            by=by, reach=reach, kind="services", file_name="services.csv", now=timezone.now(),
            file=io.BytesIO(as_csv(planted.rows)),
        ).pk  # fmt: skip
    passes = [passed(source, "--reading"), passed(source)]
    with within(reach_of(by)):
        version = Import.objects.get(pk=source).version
        actions.save(by=by, source=source, version=version, right_rows_only=True, now=timezone.now())
    passes.append(passed(source))
    right = len(planted.rows) - len(planted.faults)
    if (passes[-1]["state"], passes[-1]["new"]) != ("saved", right):
        raise RuntimeError(f"{right} rows should have been saved: {passes[-1]}")
    rows = io.StringIO()
    owner = owner_connection(NAME)
    with owner.cursor() as cursor:
        cursor.copy_expert("COPY records_servicerecord TO STDOUT", rows)
        cursor.execute(
            "DELETE FROM files_importblock; DELETE FROM files_importfault; DELETE FROM files_import"
        )
    owner.close()
    return passes, rows


def passed(source: UUID, *more: str) -> dict[str, Any]:
    """One pass in a process of its own, as the worker makes it."""
    command = [sys.executable, "-m", "tests.benches.importing_worker", str(source), *more]
    done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def copied(rows: io.StringIO) -> tuple[float, float]:
    """Seconds that one COPY of these rows and its commit take, and the CPU of its session."""
    owner = owner_connection(NAME)
    owner.autocommit = False
    rows.seek(0)
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = parent_of(cursor.fetchone()[0])
        began, before = time.perf_counter(), cpu_of(server)
        cursor.copy_expert("COPY records_servicerecord FROM STDIN", rows)
        owner.commit()
        spent = time.perf_counter() - began, cpu_of(server) - before
    owner.close()
    return spent


def empty() -> None:
    owner = owner_connection(NAME)
    with owner.cursor() as cursor:
        for statement in EMPTY.strip().split(";")[:-1]:
            cursor.execute(statement)
    owner.close()


def told(rounds: list[Round], memory_of_fewer: int) -> int:
    right = ROWS - FAULTS

    def shares(*passes: str) -> list[float]:
        return [
            (ROWS / sum(getattr(one, name)["seconds"] for name in passes)) / (right / one.copying)
            for one in rounds
        ]

    def costs(*passes: str) -> list[float]:
        return [
            (one.copying_cpu / right)
            / (sum(getattr(one, name)[of] for name in passes for of in ("python", "postgresql")) / ROWS)
            for one in rounds
        ]

    print(f"P3  {ROWS:,} rows with {FAULTS:,} planted faults, {ROUNDS} rounds, {os.cpu_count()} cores")
    for name in ("reading", "checking", "saving"):
        took = [getattr(one, name) for one in rounds]
        print(
            f"      {name:9} {statistics.median(ROWS / one['seconds'] for one in took):7,.0f} rows/s,"
            f" µs of CPU a row: {statistics.median(one['python'] for one in took) / ROWS * 1e6:.0f} in Python,"
            f" {statistics.median(one['postgresql'] for one in took) / ROWS * 1e6:.0f} in PostgreSQL"
        )
    print(
        f"      one COPY  {statistics.median(right / one.copying for one in rounds):7,.0f} rows/s,"
        f" {statistics.median(one.copying_cpu for one in rounds) / right * 1e6:.0f} µs of CPU a row"
    )
    memory = max(getattr(one, name)["memory"] for one in rounds for name in ("reading", "checking", "saving"))
    flat = memory <= memory_of_fewer * FLAT
    print(
        f"      memory of the worker: {memory_of_fewer} MB at {FEWER:,} rows, {memory} MB at {ROWS:,}:"
        f" {'flat' if flat else 'NOT FLAT'}"
    )
    for words, passes in (
        ("rows judged and written", ("saving",)),
        ("the same with the reading of the file", ("reading", "saving")),
        ("all passes, with the dry run before", ("reading", "checking", "saving")),
    ):
        found, cpu = shares(*passes), costs(*passes)
        print(
            f"      {words}: ratio of rows/s {statistics.median(found):.2f} ({min(found):.2f}–{max(found):.2f}),"
            f" of CPU {statistics.median(cpu):.2f} ({min(cpu):.2f}–{max(cpu):.2f})"
        )
    ratio = statistics.median(shares("reading", "saving"))
    missed = ratio < LEAST or not flat
    print(
        f"      from the file into the ledger, every row checked, at least {LEAST} of the COPY wanted: {ratio:.2f},"
        f" {'MISSED' if missed else 'reached'}",
        flush=True,
    )
    return int(missed)
