"""Four writers at once, drains in between, and the worker killed: every number still equals the recount."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from facilities.directory.models import Facility
from services.statistics import actions
from services.statistics.counting.recount import differences
from services.statistics.models import RegistrationDelta, RollUp, ServiceDelta, ServicesByDay
from tests.services.counted import counted
from tests.services.visits import lines_of, person_of, undo, visit
from tests.worker import Worker, wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 4
VISITS = 40  # of each writer
KINDS = ("PHC-FM", "PHC-LAB", "PHC-DENT", "PHC-DRUG", "PHC-VACC")


def write(seed: int, by: Account, facility: str, beneficiary: UUID, folding: threading.Event) -> int:
    """Visits on many days, some undone at once; returns what should be counted in the end."""
    chance = random.Random(seed)
    standing = 0
    try:
        for number in range(VISITS):
            if number == VISITS // 4:
                assert folding.wait(60)
            lines = lines_of(*chance.sample(KINDS, 3), quantity=chance.randint(1, 5))
            day = cairo_today() - timedelta(days=chance.randrange(80))
            records = visit(by, facility, beneficiary, lines, on=day)
            standing += sum(record.quantity for record in records)
            if chance.random() < 0.4:
                standing += undo(by, records[0]).quantity
    finally:
        connection.close()
    return standing


def folded() -> int:
    last = RollUp.objects.first()
    return last.folded if last else 0


@pytest.mark.long
def test_numbers_stay_exact_while_four_write_others_drain_and_the_worker_is_killed(
    worker: Worker, clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    people = [person_of(luxor_unit, serial=serial) for serial in range(WRITERS)]
    folding = threading.Event()
    checked = 0
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [
            pool.submit(
                write, number, (clerk, other_clerk)[number % 2], luxor_unit.pk, people[number].pk, folding
            )
            for number in range(WRITERS)
        ]
        wait_for(lambda: folded() > 0)
        folding.set()
        wait_for(lambda: ServiceDelta.objects.exists())
        worker.kill()
        at_the_kill = folded()
        while not checked or not all(writer.done() for writer in writing):
            assert list(differences()) == []
            checked += 1
            actions.fold(at_once=50)
        expected = sum(writer.result() for writer in writing)

    visit(clerk, luxor_unit.pk, people[0].pk, lines_of("PHC-FM"))
    assert ServiceDelta.objects.exists()
    assert list(differences()) == []
    worker.start()
    wait_for(lambda: not ServiceDelta.objects.exists() and not RegistrationDelta.objects.exists())

    assert folded() > at_the_kill
    assert list(differences()) == []
    assert sum(ServicesByDay.objects.values_list("quantity", flat=True)) == expected + 1
    assert counted(luxor_unit.governorate).registered.total == WRITERS


def test_eight_resends_of_one_visit_at_once_leave_it_once(clerk: Account, luxor_unit: Facility) -> None:
    person = person_of(luxor_unit)
    lines = lines_of(*KINDS)
    together = threading.Barrier(8)
    visit_id = lines[0].id

    def send(seed: int) -> list[str]:
        shuffled = random.Random(seed).sample(lines, len(lines))
        together.wait(20)
        try:
            return sorted(
                str(row.pk) for row in visit(clerk, luxor_unit.pk, person.pk, shuffled, visit_id=visit_id)
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert answers == [sorted(str(line.id) for line in lines)] * 8
    with system_reach():
        assert counted().care.total() == len(lines)
    assert list(differences()) == []


def test_eight_reversals_of_one_record_at_once_undo_it_once(clerk: Account, luxor_unit: Facility) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person_of(luxor_unit).pk, lines_of("PHC-LAB", quantity=4))
    together = threading.Barrier(8)

    def send(_number: int) -> str:
        together.wait(20)
        try:
            undo(clerk, record)
        except Exception as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "undone"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(send, range(8)))
    assert outcomes == ["Conflict"] * 7 + ["undone"]
    assert counted().care.total() == 0
    assert list(differences()) == []
