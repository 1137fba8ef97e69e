"""The door of files: a family that had a file before, in a file of its own, checked and saved as the worker does."""

from __future__ import annotations

import io
from uuid import UUID

from django.utils import timezone

from facilities.directory.models import Facility
from tests.made_up_families import HEADINGS, as_csv
from uhis_portal.accounts.models import Account
from uhis_portal.files import actions, running
from uhis_portal.files.models import Import
from uhis_portal.reach import reach_of, system_reach, within


def by_file(by: Account, number: int, people: list[dict[str, str]], unit: Facility) -> str:
    """ "registered", or the code of the one fault that keeps the family out."""
    rows = [
        (f"OLD-{number:06}", one["relation"], one["full_name"], one["national_id"], unit.pk) for one in people
    ]
    with within(reach_of(by)) as reach:
        source = actions.begin(
            by=by, reach=reach, kind="households", file_name="family.csv", now=timezone.now(),
            file=io.BytesIO(as_csv(rows, HEADINGS)),
        ).pk  # fmt: skip
    checked = finished(source)
    if checked.state == "checked" and not checked.rows_wrong:
        with within(reach_of(by)):
            actions.save(
                by=by, source=source, version=checked.version, right_rows_only=False, now=timezone.now()
            )
        if finished(source).rows_new:
            return "registered"
    with system_reach():
        codes = set(checked.faults.values_list("code", flat=True)) - {"with_a_wrong_one"}
    if checked.rows_wrong:
        with within(reach_of(by)):  # only so many files of one person may wait to be saved
            actions.cancel(by=by, source=source, now=timezone.now())
    return codes.pop() if len(codes) == 1 else f"ended as {sorted(codes)}"


def finished(source: UUID) -> Import:
    """Do what the worker does until nothing is left to do; what others held for too long is taken up again, as the clock does."""
    while True:
        while running.step(source):
            pass
        with system_reach():
            one = Import.objects.get(pk=source)
        if not one.is_under_way:
            return one
