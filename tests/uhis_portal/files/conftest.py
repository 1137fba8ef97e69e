"""A file on its way in: made, sent, checked, saved."""

import io
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from tests.uhis_portal.files.importers_named import NAMED
from uhis_portal.accounts.models import Account
from uhis_portal.files import actions, running
from uhis_portal.files.models import Import
from uhis_portal.reach import reach_of, system_reach, within

HEADINGS = ("اسم المستخدم", "الاسم")


@pytest.fixture(autouse=True)
def importers(settings: Any) -> None:
    settings.IMPORTERS = NAMED


def csv_of(
    rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]], headings: tuple[str, ...] = HEADINGS
) -> bytes:
    """A CSV file of plain rows."""
    return "".join(",".join(row) + "\r\n" for row in (headings, *rows)).encode()


def people(number: int, *, start: int = 0, name: str = "منى") -> list[tuple[str, str]]:
    """Rows of made-up staff: user-0, user-1 …"""
    return [(f"user-{at}", f"{name} {at}") for at in range(start, start + number)]


def send(by: Account, content: bytes, *, kind: str = "accounts", name: str = "ناس.csv") -> UUID:
    """Begin an import; its id."""
    with within(reach_of_now(by)) as reach:
        return actions.begin(
            by=by, reach=reach, kind=kind, file=io.BytesIO(content), file_name=name, now=timezone.now()
        ).pk


def reach_of_now(account: Account) -> Any:
    from django.db import transaction

    with transaction.atomic():
        return reach_of(account)


def finish(source: UUID) -> Import:
    """Do what the worker does until nothing is left to do."""
    while running.step(source):
        pass
    return seen(source)


def seen(source: UUID) -> Import:
    with system_reach():
        return Import.objects.select_related("account").get(pk=source)


def save(one: Import, *, right_rows_only: bool = False) -> Import:
    """Have a checked import saved, and do the worker's part."""
    with within(reach_of_now(one.account)):
        actions.save(
            by=one.account,
            source=one.pk,
            version=one.version,
            right_rows_only=right_rows_only,
            now=timezone.now(),
        )
    return finish(one.pk)


def faults_of(one: Import) -> list[tuple[int, str, str]]:
    """(row, column, code) of each fault, in order."""
    with system_reach():
        return list(one.faults.order_by("row", "position").values_list("row", "column", "code"))


Counts = Callable[[Import], tuple[int, int, int, int]]


def counts(one: Import) -> tuple[int, int, int, int]:
    """New, changed, unchanged, wrong."""
    return one.rows_new, one.rows_changed, one.rows_unchanged, one.rows_wrong
