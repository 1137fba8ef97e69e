"""R1 and R3: every number stays exact while whatever counts is killed, emptied and asked too often; and how late it is.

Several writers go through the actions while worker, clock, Redis and PostgreSQL are killed and started again, Redis
is emptied, and the roll-up is asked for in storms. A checker takes snapshots meanwhile: in each, roll-up + pending =
recount. In the end the worker folds what is left, and every cell is compared.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import IO, Any

import redis
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, InterfaceError, connection, transaction
from kombu.exceptions import OperationalError as NoBroker

from facilities.directory.models import Facility
from facilities.staff.models import Role
from registry.applications.models import Application
from registry.people.models import Membership, Merge
from services.records.models import Identification, ServiceRecord
from services.statistics.counting import ROLLS, Roll
from services.statistics.counting.recount import differences
from tests.cast import staff
from tests.chaos.killing import setting
from tests.chaos.lag import Lag
from tests.chaos.own_servers import PLACE, kill_postgresql
from tests.services.statistics.life import Life
from tests.services.statistics.people_again import recounted, shown
from tests.template import PROJECT
from uhis_portal.celery import app
from uhis_portal.embedded import processes
from uhis_portal.embedded.servers import Servers
from uhis_portal.embedded.supervision import programs
from uhis_portal.reach import system_reach

WRITERS = 3
WHOLE_EVERY = 10  # snapshots, of which one compares every cell
STEP_EVERY = 0.05  # seconds of each writer, so that faults hit while there is something to count
STORM = 300  # kicks
MENDED_WITHIN = 120  # seconds


def batch(life: Life) -> None:
    life.batch(life.chance.choice((5, 20, 50, 120)))


WEIGHTS: dict[Callable[[Life], None], int] = {
    batch: 10,
    Life.visit: 10,
    Life.visit_of_a_guest: 4,
    Life.undo: 10,
    Life.tell_who_a_guest_was: 6,
    Life.no_longer_know_who_a_guest_was: 1,
    Life.move_a_unit: 1,
    Life.register: 3,
    Life.move_house: 2,
    Life.move_to_another_unit: 1,
    Life.bear_a_child: 1,
    Life.die: 1,
    Life.correct_a_number: 1,
    Life.merge: 4,
    Life.unmerge: 2,
    Life.apply: 2,
    Life.give_back: 1,
    Life.send_again: 1,
    Life.approve: 1,
}


class Runner:
    """The worker or the clock, started as `make run` starts it; it can be killed with all its children."""

    def __init__(self, name: str) -> None:
        self.command = [sys.executable, "-m", *programs(PLACE, [])[name]]
        self.said: IO[bytes] = open(PLACE.logs / f"{name}.log", "wb")  # noqa: SIM115

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, cwd=PROJECT, stdout=self.said, stderr=self.said, start_new_session=True
        )

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass(frozen=True)
class Enough:
    """Of what there must be at least so much."""

    changes: int
    faults: int
    snapshots: int


IN_FULL, OF_SLICE = Enough(50_000, 60, 500), Enough(2_000, 6, 25)


@dataclass
class Course:
    """What writers, faults and the checker know of each other."""

    wanted: Enough
    lag: Lag = field(default_factory=Lag)
    calm: threading.Event = field(default_factory=threading.Event)  # nothing is being mended
    enough: threading.Event = field(default_factory=threading.Event)  # of everything, or something failed
    broken: Counter[str] = field(default_factory=Counter)  # what writers met
    hits: int = 0
    snapshots: int = 0
    whole: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.calm.set()

    def short_of(self, changes: int) -> list[str]:
        """Of what there is too little."""
        made = Enough(changes, self.hits, self.snapshots)
        return [
            f"{getattr(made, what):,} {what} only"
            for what, number in asdict(self.wanted).items()
            if getattr(made, what) < number
        ]


def run(seed: int, servers: Servers, *, slice_only: bool) -> int:
    """The campaign; 1 if any number was wrong at any time, or late."""
    course = Course(OF_SLICE if slice_only else IN_FULL)
    durable = setting("synchronous_commit")
    lives = lives_of(seed)
    connection.close()
    begun = time.perf_counter()
    hands = Hands(servers, Runner("worker"), Runner("clock"))
    try:
        hands.worker.start()
        hands.clock.start()
        go(random.Random(seed), course, hands, lives)
    finally:
        hands.clock.kill()
        hands.worker.kill()
    seconds = time.perf_counter() - begun
    cells = [f"{one.roll} {one.cell}: shown {one.shown}, recounted {one.recounted}" for one in differences()]
    if shown() != recounted():
        cells.append("people, recounted one by one")
    made = changes()
    failures = [*course.wrong, *cells, *course.short_of(made.total()), *course.lag.late()]
    steps = {what: sum(sum(getattr(life, what).values()) for life in lives) for what in ("done", "refused")}
    print(
        f"R1  {made.total():,} changes by {WRITERS} writers in {seconds:.0f} s, seed {seed}: {listed(made)}"
    )
    print(f"      {course.hits} faults (synchronous_commit {durable}), and writers met "
          f"{listed(course.broken) or 'nothing'}; {steps['refused']:,} of {sum(steps.values()):,} steps refused")  # fmt: skip
    print(
        f"      {course.snapshots} snapshots, {course.whole} of every cell; {len(cells)} wrong cells in the end"
    )
    print(f"R3  {course.lag}")
    print(
        "      " + ("every number is exact" if not failures else "WRONG: " + "; ".join(failures[:10])),
        flush=True,
    )
    return int(bool(failures))


def go(chance: random.Random, course: Course, hands: Hands, lives: list[Life]) -> None:
    """Write, watch and check while one fault follows another, until there is enough of all; then wait for the worker."""
    kinds: list[str] = []
    with ThreadPoolExecutor(WRITERS + 2) as threads:
        watching = threads.submit(course.lag.watch)
        others = [threads.submit(check, course), *(threads.submit(write, life, course) for life in lives)]
        try:
            while not course.enough.wait(chance.uniform(0.3, 2.5)):
                kinds = kinds or chance.sample(sorted(BREAK), len(BREAK))
                hit(kinds.pop(), chance, course, hands)
        finally:
            course.enough.set()
            course.calm.set()
            wait(others)
            if course.lag.gone_after(time.monotonic(), MENDED_WITHIN) is None:
                course.wrong.append(f"not folded within {MENDED_WITHIN} s of the last change")
            course.lag.over.set()
        for one in (watching, *others):
            one.result()


def listed(numbers: Counter[str]) -> str:
    return ", ".join(f"{number:,} {what}" for what, number in numbers.items())


def lives_of(seed: int) -> list[Life]:
    """One for each writer, in three units of two governorates. Two of them write of the same people."""
    units = Facility.objects.filter(kind="family_medicine_unit", district__isnull=False).order_by("code")
    places = [*units.filter(governorate="EG-LX")[:2], *units.filter(governorate="EG-PTS")[:1]]
    clerk = staff("reviewer", Role.CLERK, facility=places[0])
    lives = [
        Life(random.Random(seed + number), places, clerk, number, longest=30) for number in range(WRITERS)
    ]
    for life in lives:
        for _family in range(30):
            life.register()
    lives[1].people, lives[1].guests = lives[0].people, lives[0].guests
    return lives


def write(life: Life, course: Course) -> None:
    """One step after another, whatever is killed meanwhile. What becomes of a step that broke, nobody knows."""
    try:
        while not course.enough.wait(STEP_EVERY):
            try:
                life.step(WEIGHTS)
            except (DatabaseError, InterfaceError) as fault:
                course.broken[type(fault.__cause__ or fault).__name__] += 1
                connection.close()
                course.calm.wait(MENDED_WITHIN)
            except ObjectDoesNotExist as absent:
                course.broken[type(absent).__qualname__] += 1
    finally:
        course.enough.set()
        connection.close()


# Snapshots


def check(course: Course) -> None:
    """Snapshots until there are enough of them, of faults and of changes; one that differs ends the campaign."""
    try:
        while not course.enough.is_set():
            try:
                whole = course.snapshots % WHOLE_EVERY == WHOLE_EVERY - 1
                found = [f"{one.roll} {one.cell}" for one in differences()] if whole else totals_that_differ()
                course.snapshots += 1
                course.whole += whole
                if found:
                    course.wrong.append(f"snapshot {course.snapshots}: {'; '.join(found[:5])}")
                    course.enough.set()
                if not course.short_of(changes().total()):
                    course.enough.set()
            except (DatabaseError, InterfaceError):
                connection.close()
                course.calm.wait(MENDED_WITHIN)
    finally:
        course.enough.set()
        connection.close()


def totals_that_differ() -> list[str]:
    """The roll-ups whose sums over all cells are not as recounted, in one snapshot."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with system_reach():
            return [roll.name for roll in ROLLS if totals(roll, roll.shown) != totals(roll, roll.recounted)]


def totals(roll: Roll, rows: str) -> Any:
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in roll.sums)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sums} FROM ({rows}) AS cells")
        return cursor.fetchone()


def changes() -> Counter[str]:
    """What is in the tables: changes that are counted, by kind."""
    with system_reach():
        return Counter(
            {
                "records": ServiceRecord.objects.filter(reverses=None).count(),
                "reversals": ServiceRecord.objects.exclude(reverses=None).count(),
                "memberships begun or ended": Membership.objects.count()
                + Membership.objects.exclude(until=None).count(),
                "identifications": Identification.objects.count(),
                "merges": Merge.objects.count(),
                "merges undone": Merge.objects.exclude(undone_at=None).count(),
                "applications": Application.objects.exclude(sent_at=None).count(),
            }
        )


# Faults


@dataclass(frozen=True)
class Hands:
    """What can be hit."""

    servers: Servers
    worker: Runner
    clock: Runner


def hit(kind: str, chance: random.Random, course: Course, hands: Hands) -> None:
    """One fault, mended at once or a moment later; then wait until what it left behind is folded."""
    course.lag.faulty.set()
    begun = time.monotonic()
    BREAK[kind](chance, course, hands)
    gone = course.lag.gone_after(begun, MENDED_WITHIN)
    course.lag.backlogs.setdefault(kind, []).append(MENDED_WITHIN if gone is None else gone)
    course.lag.faulty.clear()
    course.hits += 1


def kill_worker(chance: random.Random, course: Course, hands: Hands) -> None:
    hands.worker.kill()
    course.enough.wait(chance.uniform(0, 2))
    hands.worker.start()


def kill_clock(chance: random.Random, course: Course, hands: Hands) -> None:
    hands.clock.kill()
    course.enough.wait(chance.uniform(0, 2))
    hands.clock.start()


def kill_redis(chance: random.Random, course: Course, hands: Hands) -> None:
    processes.send(signal.SIGKILL, hands.servers.valkey.processes())
    course.enough.wait(chance.uniform(0, 2))
    hands.servers.start()


def kill_database(chance: random.Random, course: Course, hands: Hands) -> None:
    course.calm.clear()
    kill_postgresql(hands.servers, whole=chance.random() < 0.5)
    hands.servers.start()
    course.calm.set()


def empty_redis(_chance: random.Random, _course: Course, _hands: Hands) -> None:
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushall()


def storm(_chance: random.Random, _course: Course, _hands: Hands) -> None:
    for _kick in range(STORM):
        with suppress(NoBroker):
            app.send_task("statistics.roll_up", retry=False)


BREAK: dict[str, Callable[[random.Random, Course, Hands], None]] = {
    "worker killed": kill_worker,
    "clock killed": kill_clock,
    "Redis killed": kill_redis,
    "PostgreSQL killed": kill_database,
    "Redis emptied": empty_redis,
    f"storm of {STORM} kicks": storm,
}
