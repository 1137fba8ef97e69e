"""200,000 rows of services with 1,000 planted faults, imported by a worker that is killed again and again.

Each fault is named at its row and column, the other rows stand in the ledger once, and the same file again changes nothing.
"""

import io
import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.utils import timezone

from facilities.directory.models import Facility
from facilities.staff.models import Role
from services.records.models import ServiceRecord
from tests.cast import staff
from tests.chaos.importing import seen, wait_for, wait_until
from tests.made_up_services import as_csv, plant, register, right_rows
from tests.worker import Worker
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.files import actions
from uhis_portal.files.models import ImportFault
from uhis_portal.reach import reach_of, system_reach, within

ROWS, ROWS_OF_SLICE = 200_000, 60_000
FAULTS, FAULTS_OF_SLICE = 1_000, 100
PEOPLE, PEOPLE_OF_SLICE = 20_000, 500
KILLS, KILLS_OF_SLICE = 8, 2
DAYS = 60


def run(seed: int, *, slice_only: bool) -> int:
    """The campaign; 1 if a fault is not named, or a row is missing or stands twice."""
    rows, faults = (ROWS_OF_SLICE, FAULTS_OF_SLICE) if slice_only else (ROWS, FAULTS)
    people, planned = (PEOPLE_OF_SLICE, KILLS_OF_SLICE) if slice_only else (PEOPLE, KILLS)
    chance = random.Random(seed)
    today = cairo_today()
    unit = Facility.objects.family_units_of("EG-LX", on=today).exclude(district=None)[0]
    with system_reach():
        register(unit, people)
    clerk = staff("importing", Role.CLERK, facility=unit)
    planted = plant(list(right_rows(rows, people, today, DAYS)), faults, people, today, chance)
    content = as_csv(planted.rows)
    began, kills = time.perf_counter(), 0
    with TemporaryDirectory() as place:
        worker = Worker(Path(place) / "beat")
        worker.start()
        try:
            first = sent(clerk, content)
            wait_for(first, "checked")
            saved(clerk, first)
            for share in sorted(chance.uniform(0.02, 0.95) for _kill in range(planned)):
                wait_until(first, int(share * rows))
                if seen(first).state != "saving":
                    break
                worker.kill()
                kills += 1
                worker.start()
            wait_for(first, "saved")
            again = sent(clerk, content)
            wait_for(again, "checked")
        finally:
            worker.kill()
    seconds = time.perf_counter() - began
    with system_reach():
        named = {
            row: (column, code)
            for row, column, code in ImportFault.objects.filter(source=first).values_list(
                "row", "column", "code"
            )
        }
        standing = ServiceRecord.objects.filter(facility=unit).count()
        one, other = seen(first), seen(again)
    found = {
        "faults named as planted": named == planted.faults,
        "records": standing,
        "rows saved": one.rows_new,
        "rows wrong": one.rows_wrong,
        "the same file again: new, unchanged, wrong": (
            other.rows_new,
            other.rows_unchanged,
            other.rows_wrong,
        ),
    }
    right = rows - faults
    wanted = dict(zip(found, (True, right, right, faults, (0, right, faults)), strict=True))
    print(
        f"I2  {rows:,} rows of services with {faults:,} planted faults, checked and saved in {seconds:.0f} s, seed {seed}"
    )
    print(f"      the worker killed {kills} times while saving: " + (
        "every fault named at its row, no double, nothing missing, the same file again without an effect"
        if found == wanted else f"WRONG: {found}, not {wanted}"
    ))  # fmt: skip
    return int(found != wanted)


def sent(by: Account, content: bytes) -> UUID:
    with within(reach_of(by)) as reach:
        return actions.begin(
            by=by,
            reach=reach,
            kind="services",
            file_name="services.csv",
            now=timezone.now(),
            file=io.BytesIO(content),
        ).pk


def saved(by: Account, source: UUID) -> None:
    with within(reach_of(by)):
        actions.save(
            by=by, source=source, version=seen(source).version, right_rows_only=True, now=timezone.now()
        )
