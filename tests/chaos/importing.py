"""100,000 rows of families that had a file before, imported by a worker that is killed again and again: no double."""

import io
import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from facilities.staff.models import Role
from registry.people.models import Beneficiary, Household, Membership
from tests.cast import staff
from tests.made_up_families import MEMBERS, as_csv, families
from tests.worker import Worker
from uhis_portal.calendar import cairo_today
from uhis_portal.files import actions
from uhis_portal.files.models import Import
from uhis_portal.reach import reach_of, system_reach, within

FAMILIES, FAMILIES_OF_SLICE = 25_000, 300
KILLS, KILLS_OF_SLICE = 12, 3
PATIENCE = 1800  # seconds without an end


def run(seed: int, *, slice_only: bool) -> int:
    """The campaign; 1 if anybody is missing or stands twice."""
    count, planned = (FAMILIES_OF_SLICE, KILLS_OF_SLICE) if slice_only else (FAMILIES, KILLS)
    chance = random.Random(seed)
    unit = Facility.objects.family_units_of("EG-LX", on=cairo_today()).exclude(district=None)[0]
    Facility.objects.filter(pk=unit.pk).update(places=None, taken=0)
    administrator = staff(
        "importing", Role.GOVERNORATE_ADMINISTRATOR, governorate=Governorate.objects.get(pk="EG-LX")
    )
    rows = count * len(MEMBERS)
    with within(reach_of(administrator)) as reach:
        source = actions.begin(
            by=administrator, reach=reach, kind="households", file_name="families.csv", now=timezone.now(),
            file=io.BytesIO(as_csv(families(count, unit.pk))),
        ).pk  # fmt: skip
    began, kills = time.perf_counter(), 0
    with TemporaryDirectory() as place:
        worker = Worker(Path(place) / "beat")
        worker.start()
        try:
            wait_for(source, "checked")
            one = seen(source)
            with within(reach_of(administrator)):
                actions.save(
                    by=administrator, source=source, version=one.version, right_rows_only=False,
                    now=timezone.now(),
                )  # fmt: skip
            for share in sorted(chance.uniform(0.02, 0.95) for _kill in range(planned)):
                wait_until(source, int(share * rows))
                if seen(source).state != "saving":
                    break
                worker.kill()
                kills += 1
                worker.start()
            wait_for(source, "saved")
        finally:
            worker.kill()
    seconds = time.perf_counter() - began
    with system_reach():
        found = {
            "families": Household.objects.filter(unit=unit).count(),
            "people": Beneficiary.objects.filter(unit=unit).count(),
            "memberships": Membership.objects.filter(unit=unit).count(),
            "places": Facility.objects.get(pk=unit.pk).taken,
            "rows": seen(source).rows_new,
        }
    wanted = {"families": count, "people": rows, "memberships": rows, "places": rows, "rows": rows}
    print(f"I1  {rows:,} rows of {count:,} families, checked and saved in {seconds:.0f} s, seed {seed}")
    print(f"      the worker killed {kills} times while saving: " + ("no double, nobody missing" if found == wanted
          else f"WRONG: {found}"))  # fmt: skip
    return int(found != wanted)


def seen(source: object) -> Import:
    with system_reach():
        return Import.objects.get(pk=source)


def wait_for(source: object, state: str) -> None:
    end = time.monotonic() + PATIENCE
    while (now := seen(source)).state != state:
        if now.state == "failed" or time.monotonic() > end:
            raise RuntimeError(f"the import is {now.state}, not {state}")
        time.sleep(0.5)


def wait_until(source: object, rows: int) -> None:
    """Until so many rows are done, or the import is over."""
    end = time.monotonic() + PATIENCE
    while (now := seen(source)).state == "saving" and now.rows_done < rows:
        if time.monotonic() > end:
            raise RuntimeError(f"only {now.rows_done} rows after {PATIENCE} s")
        time.sleep(0.05)
