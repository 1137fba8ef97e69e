"""Chunks that are taken at once: kept in the order of their rows, all up to one row, whatever happens to one of them."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from tests.uhis_portal.files.conftest import counts, csv_of, finish, people, reach_of_now, save, seen, send
from tests.uhis_portal.files.importers import SideBySideImporter
from tests.uhis_portal.files.importers_named import NAMED
from uhis_portal.accounts.models import Account
from uhis_portal.files import actions, running
from uhis_portal.files.importing import Importer, Outcome
from uhis_portal.files.models import Import
from uhis_portal.files.side_by_side import LINKS
from uhis_portal.reach import within

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 5 * LINKS * 2 + 3  # two calls, and a chunk that is not full


@pytest.fixture(autouse=True)
def also_side_by_side(importers: None, settings: Any) -> None:
    settings.IMPORTERS = NAMED | {"side-by-side": "tests.uhis_portal.files.importers.SideBySideImporter"}


def checked(clerk: Account, rows: list[tuple[str, str]]) -> Import:
    return finish(send(clerk, csv_of(rows), kind="side-by-side"))


def saved_people() -> set[str]:
    return set(Account.objects.filter(username__startswith="user-").values_list("username", flat=True))


def test_each_row_is_saved_once_and_counted_once(clerk: Account) -> None:
    rows = people(ROWS)
    rows[12] = ("user-12", "مرفوض")
    one = checked(clerk, rows)
    assert (counts(one), saved_people()) == ((ROWS - 1, 0, 0, 1), set())
    one = save(one, right_rows_only=True)
    assert (one.state, counts(one), one.rows_done) == ("saved", (ROWS - 1, 0, 0, 1), ROWS)
    assert saved_people() == {name for name, _words in rows} - {"user-12"}


def test_the_chunks_behind_one_that_fails_are_not_kept(clerk: Account) -> None:
    rows = people(40)
    one = checked(clerk, rows)
    with within(reach_of_now(clerk)):
        actions.save(by=clerk, source=one.pk, version=one.version, right_rows_only=True, now=timezone.now())
    kept = SideBySideImporter.take

    def failing(self: Importer, given: list[object], run: object) -> Iterable[Outcome]:
        if any(row["username"] == "user-12" for row in given):  # type: ignore[index]
            raise ZeroDivisionError
        return kept(self, given, run)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SideBySideImporter, "take", failing)
        for _time in range(Import.TRIES):
            running.step(one.pk)
        one = seen(one.pk)
        assert (one.state, one.place, counts(one)) == ("failed", 11, (10, 0, 0, 0))
        assert saved_people() == {f"user-{at}" for at in range(10)}
    with within(reach_of_now(clerk)):
        actions.resume(by=clerk, source=one.pk, now=timezone.now())
    assert counts(finish(one.pk)) == (40, 0, 0, 0)
    assert len(saved_people()) == 40


def test_cancelled_while_chunks_are_taken_it_stops_at_once_and_keeps_none_of_them(
    clerk: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = checked(clerk, people(30))
    with within(reach_of_now(clerk)):
        actions.save(by=clerk, source=one.pk, version=one.version, right_rows_only=True, now=timezone.now())
    taking, go = threading.Event(), threading.Event()
    kept = SideBySideImporter.take

    def waiting(self: Importer, given: list[object], run: object) -> Iterable[Outcome]:
        outcomes = list(kept(self, given, run))  # type: ignore[arg-type]
        taking.set()
        assert go.wait(30)
        return outcomes

    monkeypatch.setattr(SideBySideImporter, "take", waiting)

    def work() -> None:
        try:
            running.step(one.pk)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert taking.wait(30)
    with within(reach_of_now(clerk)):
        actions.cancel(by=clerk, source=one.pk, now=timezone.now())
    go.set()
    worker.join()
    one = seen(one.pk)
    assert (one.state, one.rows_done, one.rows_saved, one.tries) == ("cancelled", 0, 0, 0)
    assert saved_people() == set()


@pytest.mark.parametrize("path", settings.IMPORTERS.values())
def test_rows_that_depend_on_others_are_never_taken_side_by_side(path: str) -> None:
    importer = import_string(path)
    depends = {importer.identity, importer.together} != {Importer.identity, Importer.together}
    assert not (importer.side_by_side and depends)
