"""The real worker makes a file in pieces: killed or cancelled in the middle of one, at a part that is decided here.

Whoever has written a part of a file and not yet committed it makes the worker wait at just this part.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from services.records.models import ServiceRecord
from tests.services.statistics.exports.conftest import (
    ask,
    content_of,
    last_month,
    months,
    rows_of_csv,
    seen,
    sheets_of,
    this_month,
)
from tests.services.statistics.exports.in_small_pieces import AT_ONCE
from tests.services.statistics.held_open import HeldOpen
from tests.services.visits import own_reach
from tests.worker import Worker, wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.files import turns
from uhis_portal.files.exports import actions
from uhis_portal.files.exports.models import Export, ExportPart
from uhis_portal.reach import system_reach, within

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = months(last_month(), this_month())


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker reads its settings from a module of its own, which names an exporter that writes small pieces."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.services.settings_in_small_steps")


@pytest.fixture
def exporting_worker(small_pieces: None, request: pytest.FixtureRequest) -> Worker:
    return request.getfixturevalue("worker")


def ask_and_hold(by: Account, *numbers: int, format: str = "csv") -> tuple[UUID, list[HeldOpen]]:
    """Ask for the entries of Luxor, and hold some parts of the file before the worker can know of it."""
    with transaction.atomic():
        pk = ask(by, "records", format=format, area="EG-LX", **BOTH)
        return pk, [HeldOpen(partial(write_part, pk, by, number)).has_written() for number in numbers]


def write_part(pk: UUID, by: Account, number: int) -> None:
    with system_reach():
        ExportPart.objects.create(export_id=pk, account=by, number=number, content=b"not of this file")


def is_made(pk: UUID) -> bool:
    return seen(pk).state == "made"


def parts_of(pk: UUID) -> int:
    with system_reach():
        return ExportPart.objects.filter(export=pk).count()


def entries_in(pk: UUID) -> list[tuple[Any, ...]]:
    """The entries that a file holds, sorted."""
    content = content_of(pk)
    rows: Iterable[list[Any]] = (
        rows_of_csv(content) if seen(pk).format == "csv" else sheets_of(content)["Data"]
    )
    _heads, *entries = rows
    return sorted((row[0], row[1], str(row[3]), row[4], int(row[6]), row[11]) for row in entries)


def entries_of_luxor() -> list[tuple[Any, ...]]:
    """The entries that the ledger holds, sorted."""
    with system_reach():
        return sorted(
            (str(one.pk), one.facility_id, str(one.provided_on), one.service_type_id, one.quantity,
             str(one.reverses_id or ""))
            for one in ServiceRecord.objects.filter(governorate="EG-LX")
        )  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_killed_in_the_middle_again_and_again_another_worker_makes_the_file_whole(
    format: str, exporting_worker: Worker, many_entries: None, governorate_admin: Account
) -> None:
    numbers = (2, 9)
    pk, parts = ask_and_hold(governorate_admin, *numbers, format=format)
    for number, part in zip(numbers, parts, strict=True):
        part.is_waited_for()
        exporting_worker.kill()
        part.kill()
        one = seen(pk)
        assert (one.state, one.parts_kept, one.rows_done) == ("making", number, number * AT_ONCE)
        with system_reach():  # as if the worker had been away for a while
            Export.objects.update(touched_at=timezone.now() - timedelta(seconds=turns.STALLED))
        assert parts_of(pk) == number
        exporting_worker.start()
    wait_for(partial(is_made, pk), 60)
    assert entries_in(pk) == entries_of_luxor()
    one = seen(pk)
    assert (one.rows_done, one.parts_kept, one.size) == (45, parts_of(pk), len(content_of(pk)))


def test_cancelled_in_the_middle_nothing_is_kept_and_the_worker_goes_on_with_other_work(
    exporting_worker: Worker, many_entries: None, governorate_admin: Account, national_admin: Account
) -> None:
    pk, (part,) = ask_and_hold(governorate_admin, 2)
    part.is_waited_for()
    next_in_turn = ask(national_admin, "records", area="EG-PTS", **BOTH)

    def cancel() -> None:
        with within(own_reach(governorate_admin)):
            actions.cancel(by=governorate_admin, pk=pk, now=timezone.now())

    cancelling = HeldOpen(cancel).waits()
    assert (seen(pk).state, parts_of(pk)) == ("making", 2)
    part.kill()
    cancelling.has_written().commit()
    wait_for(partial(is_made, next_in_turn), 60)
    one = seen(pk)
    assert (one.state, one.can_be_had, parts_of(pk), content_of(pk)) == ("cancelled", False, 0, b"")
    assert 2 * AT_ONCE <= one.rows_done < 45
    assert len(entries_in(next_in_turn)) == 1

    again = ask(governorate_admin, "records", area="EG-LX", **BOTH)
    assert again != pk
    wait_for(partial(is_made, again), 60)
    assert entries_in(again) == entries_of_luxor()
    assert (seen(pk).state, parts_of(pk)) == ("cancelled", 0)
