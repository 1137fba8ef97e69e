"""R9: what was acknowledged is kept, exactly once, while PostgreSQL and the web server are killed again and again.

Several desks send visits and batches. What is not acknowledged is sent again with the same ids until it is. After each
fault everything acknowledged so far must be there and every number must equal the recount.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection

from services.statistics import actions
from services.statistics.counting.recount import differences
from tests.benches.server import launch, wait_until_it_answers
from tests.chaos.desks import BATCHES, Desk, Parcel, batch, desk, visit
from tests.chaos.own_servers import kill_postgresql
from tests.chaos.recounting import faults_of, rows
from tests.chaos.visitors import Answer, Visitor
from uhis_portal.embedded.servers import Servers

WRITERS = 6
KILLS, KILLS_OF_SLICE = 20, 2  # of each
WANTED, WANTED_OF_SLICE = 20_000, 1_500  # rows
# Below the ports that a connection may be given: one that tries a port nobody listens on can be given that very port,
# and then answers itself.
PORTS = range(20_000, 30_000)
CALM_WITHIN = 300  # seconds
FOLD_EVERY = 0.2  # seconds


class Broken(AssertionError):
    """An answer that no desk may get."""


class Web:
    """The web server on one port; it can be killed with all its workers and started again."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.said = tempfile.TemporaryFile()  # noqa: SIM115

    def start(self) -> None:
        self.process = launch(self.port, self.said, {"WEB_WORKERS": "2", "WEB_THREADS": "4"})
        wait_until_it_answers(self.port, self.process)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Progress:
    """What the desks and the faults know of each other."""

    acknowledged: set[UUID] = field(default_factory=set)
    tries: Counter[str] = field(default_factory=Counter)
    lock: threading.Condition = field(default_factory=threading.Condition)
    calm: threading.Event = field(default_factory=threading.Event)  # nothing is being mended
    over: threading.Event = field(default_factory=threading.Event)  # all is sent, or given up

    def acknowledge(self, parcel: Parcel) -> None:
        with self.lock:
            self.acknowledged |= parcel.rows.keys()
            self.lock.notify_all()

    def count(self, what: str) -> None:
        with self.lock:
            self.tries[what] += 1

    def wait_for(self, number: int) -> None:
        """Until so many rows are acknowledged, or all is over."""
        with self.lock:
            self.lock.wait_for(lambda: len(self.acknowledged) >= number or self.over.is_set())

    def end(self) -> None:
        """Let nobody wait any more."""
        with self.lock:
            self.over.set()
            self.calm.set()
            self.lock.notify_all()


def run(seed: int, servers: Servers, *, slice_only: bool) -> int:
    """The campaign; 1 if anything is lost, there twice, or counted wrong."""
    wanted, kills = (WANTED_OF_SLICE, KILLS_OF_SLICE) if slice_only else (WANTED, KILLS)
    chance = random.Random(seed)
    durable = setting("synchronous_commit")
    at = desk(clerks=WRITERS, people=100)
    parcels = list(parcels_of(chance, at, wanted))
    sent = sum(len(parcel.rows) for parcel in parcels)
    planned = ["PostgreSQL", "gunicorn"] * kills
    chance.shuffle(planned)
    moments = sorted(chance.uniform(0.01, 0.95) * sent for _kill in planned)
    web, progress = Web(chance.choice(PORTS)), Progress()
    progress.calm.set()
    killed: Counter[str] = Counter()
    faults: list[str] = []
    begun = time.perf_counter()
    try:
        web.start()
        desks = [Visitor(web.port, clerk) for clerk in at.clerks]
        connection.close()
        with ThreadPoolExecutor(WRITERS + 1) as threads:
            folding = threads.submit(fold, progress)
            waiting = iter(parcels)
            writing = [threads.submit(send_all, one, waiting, progress) for one in desks]
            try:
                for which, moment in zip(planned, moments, strict=True):
                    progress.wait_for(int(moment))
                    if progress.over.is_set():
                        break
                    break_and_mend(which, chance, servers, web, progress)
                    killed[which] += 1
                    faults += seen_after(which, progress)
                wait(writing)
            finally:
                progress.end()
            folded = folding.result()
            for one in writing:
                one.result()
        seconds = time.perf_counter() - begun
        faults += faults_of(parcels)
    finally:
        web.kill()
    tries = ", ".join(f"{number:,} {what}" for what, number in sorted(progress.tries.items()))
    print(f"R9  {sent:,} rows in {len(parcels):,} parcels by {WRITERS} desks in {seconds:.0f} s, seed {seed}")
    print(f"      killed: PostgreSQL {killed['PostgreSQL']} times (synchronous_commit {durable}), "
          f"gunicorn {killed['gunicorn']} times; folded {folded} times")  # fmt: skip
    print(f"      tries: {tries}")
    print("      " + ("each row exactly once, nothing that was acknowledged is lost, every number equals the recount"
          if not faults else "WRONG: " + "; ".join(faults[:10])), flush=True)  # fmt: skip
    return int(bool(faults))


def setting(name: str) -> str:
    """A setting of PostgreSQL as the portal's own role has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


def parcels_of(chance: random.Random, at: Desk, wanted: int) -> Iterator[Parcel]:
    """Visits and batches, until they leave at least `wanted` rows."""
    made = 0
    while made < wanted:
        parcel = batch(chance, at) if chance.random() < 0.5 else visit(chance, at)
        made += len(parcel.rows)
        yield parcel


def send_all(one: Visitor, waiting: Iterator[Parcel], progress: Progress) -> None:
    """One desk: each parcel is sent until it is acknowledged. A desk that fails ends the campaign."""
    try:
        while (parcel := next(waiting, None)) is not None:
            headers = {"Content-Type": "application/json"}
            if parcel.path != BATCHES:  # a visit by the page's program carries a key; a batch needs none
                headers["Idempotency-Key"] = next(iter(parcel.rows)).hex
            while not is_acknowledged(one.try_once("POST", parcel.path, parcel.body, headers), progress):
                if not progress.calm.wait(CALM_WITHIN) or progress.over.is_set():
                    raise Broken("the servers were not mended")
            progress.acknowledge(parcel)
    except BaseException:
        progress.end()
        raise


def is_acknowledged(answer: Answer | None, progress: Progress) -> bool:
    """Whether all of a parcel is said to be logged; raises Broken for what no desk may be told."""
    if answer is None:
        progress.count("without an answer")
        return False
    if answer.status >= 500 or answer.ask_again:
        progress.count(f"answered {answer.status}")
        return False
    logged = answer.status == 201 or (
        answer.status == 200 and all(one["status"] == "logged" for one in answer.json()["results"])
    )
    if not logged:
        raise Broken(f"{answer.status}: {answer.body[:1000]!r}")
    progress.count("acknowledged")
    return True


def fold(progress: Progress) -> int:
    """Fold while others write, as the worker does, whatever is killed meanwhile; how often anything was folded."""
    times = 0
    while not progress.over.wait(FOLD_EVERY):
        try:
            times += bool(actions.fold(at_once=500))
        except (DatabaseError, InterfaceError):
            connection.close()
            progress.calm.wait(CALM_WITHIN)
    connection.close()
    return times


def break_and_mend(which: str, chance: random.Random, servers: Servers, web: Web, progress: Progress) -> None:
    """Kill one of the two in the middle of whatever it does, and start it again."""
    progress.calm.clear()
    if which == "PostgreSQL":
        kill_postgresql(servers, whole=chance.random() < 0.5)
        servers.start()
    else:
        web.kill()
        web.start()
    progress.calm.set()


def seen_after(which: str, progress: Progress) -> list[str]:
    """What is wrong now: acknowledged rows that are gone, numbers that differ from the recount."""
    with progress.lock:
        acknowledged = set(progress.acknowledged)
    connection.close()  # it may lead to the PostgreSQL that was killed
    lost = acknowledged - rows().keys()
    faults = [f"{len(lost)} acknowledged rows lost when {which} was killed"] if lost else []
    return faults + [f"after {which}: {one.roll} {one.cell}" for one in differences()]
