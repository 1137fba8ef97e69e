"""The real worker: killed in the middle it goes on from its place, and two of them never run the same import."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.template import owner_connection
from tests.uhis_portal.files.conftest import counts, csv_of, finish, people, reach_of_now, seen, send
from tests.worker import Worker, wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.database.alone import alone
from uhis_portal.files import actions, running, turns
from uhis_portal.files.models import Import, ImportBlock
from uhis_portal.reach import system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 1500


@pytest.fixture
def named_importers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker reads its settings from a module of its own, which names the importers of the tests."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.uhis_portal.files.settings_with_importers")


@pytest.fixture
def importing_worker(named_importers: None, request: pytest.FixtureRequest) -> Worker:
    return request.getfixturevalue("worker")


def saved_people() -> int:
    return Account.objects.filter(username__startswith="user-").count()


def have_saved(one: Import) -> None:
    with within(reach_of_now(one.account)):
        actions.save(
            by=one.account, source=one.pk, version=one.version, right_rows_only=True, now=timezone.now()
        )


@pytest.mark.long
def test_killed_in_the_middle_of_saving_it_goes_on_and_no_row_is_written_twice(
    importing_worker: Worker, clerk: Account
) -> None:
    rows = people(ROWS)
    rows[700] = ("user-700", "مرفوض")
    source = send(clerk, csv_of(rows))
    wait_for(lambda: seen(source).state == "checked", 120)
    assert counts(seen(source)) == (ROWS - 1, 0, 0, 1)
    have_saved(seen(source))
    for share in (0.2, 0.5):
        wait_for(lambda share=share: seen(source).rows_done > share * ROWS, 120)
        importing_worker.kill()
        done = seen(source)
        assert done.state == "saving" and saved_people() == done.rows_new
        with system_reach():  # as if the worker had been away for a while
            Import.objects.update(touched_at=timezone.now() - timedelta(seconds=turns.STALLED))
        importing_worker.start()
    wait_for(lambda: seen(source).state == "saved", 120)
    assert counts(seen(source)) == (ROWS - 1, 0, 0, 1)
    assert saved_people() == ROWS - 1


def test_cancelled_while_the_worker_runs_it_stops(importing_worker: Worker, clerk: Account) -> None:
    source = send(clerk, csv_of(people(ROWS)))
    wait_for(lambda: seen(source).rows_done > 100, 60)
    with within(reach_of_now(clerk)):
        actions.cancel(by=clerk, source=source, now=timezone.now())
    done = seen(source).rows_done
    time.sleep(1)
    assert (seen(source).state, seen(source).rows_done) == ("cancelled", done)
    with system_reach():
        assert not ImportBlock.objects.exists()


def test_two_workers_at_once_do_each_row_once(clerk: Account) -> None:
    one = finish(send(clerk, csv_of(people(300))))
    have_saved(one)

    def work() -> None:
        try:
            for _turn in range(60):
                running.advance(one.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert counts(seen(one.pk)) == (300, 0, 0, 0)
    assert (seen(one.pk).state, saved_people()) == ("saved", 300)


def test_while_one_runs_an_import_another_leaves_it_alone(clerk: Account) -> None:
    source = send(clerk, csv_of(people(50)))
    tried: list[bool] = []

    def other() -> None:
        with alone(running.RUNNING, source) as mine:
            tried.append(mine)
        connection.close()

    with alone(running.RUNNING, source) as mine:
        assert mine
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert tried == [False]
    with alone(running.RUNNING, source) as mine:
        assert mine


def test_a_lost_task_is_found_by_the_clock(clerk: Account) -> None:
    source = send(clerk, csv_of(people(30)))
    running.advance_stalled()
    assert seen(source).rows_done == 0  # it was touched a moment ago: its task may still come
    with system_reach():
        Import.objects.update(touched_at=timezone.now() - 2 * timedelta(seconds=turns.STALLED))
    running.advance_stalled()
    assert seen(source).state == "checked"


def test_a_reader_killed_midway_passes_over_what_is_kept(
    clerk: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = send(clerk, csv_of(people(9000)))
    turns = iter(range(100))

    def failing(*given: object, kept: object = running.keep_blocks) -> None:
        if next(turns) == 1:
            raise KeyboardInterrupt
        kept(*given)  # type: ignore[operator]

    monkeypatch.setattr(running, "keep_blocks", failing)
    with pytest.raises(KeyboardInterrupt):
        running.step(source)
    assert 0 < seen(source).rows_total < 9000 and not seen(source).read
    while not seen(source).read:
        running.step(source)
    with system_reach():
        numbers = [block.last - block.first + 1 for block in ImportBlock.objects.filter(source=source)]
    assert (seen(source).rows_total, sum(numbers)) == (9000, 9000)


def test_cancelling_waits_for_a_chunk_and_says_so_when_it_takes_too_long(clerk: Account) -> None:
    source = send(clerk, csv_of(people(5)))
    held, done = threading.Event(), threading.Event()

    def chunk() -> None:
        with running.in_hand(source):
            held.set()
            done.wait(30)
        connection.close()

    worker = threading.Thread(target=chunk)
    worker.start()
    assert held.wait(30)
    with within(reach_of_now(clerk)), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
        with pytest.raises(Conflict) as refusal:
            actions.cancel(by=clerk, source=source, now=timezone.now())
    assert refusal.value.retry_after == 5
    done.set()
    worker.join()
    assert seen(source).state == "checking"


def test_an_import_that_others_hold_waits_for_them_and_has_not_failed(clerk: Account) -> None:
    source = send(clerk, csv_of(people(3)))
    other = owner_connection(connection.settings_dict["NAME"])
    other.autocommit = False
    with other.cursor() as cursor:
        cursor.execute("SELECT FROM files_import WHERE id = %s FOR UPDATE", [str(source)])
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20ms'")
    assert not any(running.step(source) for _time in range(Import.TRIES + 1))
    other.close()
    connection.close()  # and its impatience with it
    assert (seen(source).state, seen(source).tries) == ("checking", 0)
    finish(source)
    assert seen(source).state == "checked"
