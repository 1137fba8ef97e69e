"""P4: a governorate's dashboard at 14.5 million services against the same at 145,000, and against counting the rows.

Both are asked through real servers by a clerk, one request after the other, turn by turn; in each some services are not
yet folded. What is counted is what the endpoint adds up of the ledger, in one pass over it. SERVICES=1450000 makes the
large one smaller.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from facilities.directory.models import Facility
from facilities.staff.models import Role
from services.statistics.reading.areas import area_of
from services.statistics.reading.care import care
from services.statistics.reading.periods import period_of
from tests.benches.database import ADDRESSES, using
from tests.benches.folding import insert, written_out
from tests.benches.load import Connection
from tests.benches.logging_services import DESK, signed_in
from tests.benches.luxor import WHOLE, Databases, coming
from tests.benches.server import serving
from tests.cast import staff
from tests.template import address, owner_connection
from uhis_portal.calendar import cairo_today

SLOWER = 1.2  # times, of the 95th percentile
FASTER = 1000  # times
SMALL = 145_000
LARGE = int(os.environ.get("SERVICES", WHOLE))
PATH = "/api/v1/statistics/EG-LX/"
PENDING = 500  # services
ROUNDS = 7
REQUESTS = 100  # of a round
COUNTED = 3  # times
READ = 50  # times
COUNTING = """
SELECT level, service_type_id, category, date_trunc('month', provided_on)::date, sum(quantity)
  FROM records_servicerecord WHERE governorate_id = 'EG-LX'
 GROUP BY GROUPING SETS ((), (level), (service_type_id), (level, category), (date_trunc('month', provided_on)::date))
"""


@dataclass
class Asked:
    """A dashboard being served, and the 95th percentile and the median of each round, in milliseconds."""

    ask: bytes
    port: int
    highs: list[float] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)

    def answers(self, number: int) -> Iterator[tuple[float, bytes]]:
        """For each of so many requests, one after the other, its milliseconds and the body; after one that is not timed."""
        line = Connection(self.port)
        for turn in range(number + 1):
            begun = time.perf_counter()
            line.send(self.ask)
            while line.read() is None:
                pass
            if turn:
                yield (time.perf_counter() - begun) * 1000, bytes(line.received[line.body_at :])
        line.socket.close()

    def round(self) -> None:
        times = [spent for spent, _body in self.answers(REQUESTS)]
        self.highs.append(statistics.quantiles(times, n=20)[-1])
        self.middles.append(statistics.median(times))


def run(databases: Databases) -> int:
    """Print the figures; returns how many were missed."""
    names = {services: databases.of(services) for services in (SMALL, LARGE)}
    with ExitStack() as opened:
        asked = {services: opened.enter_context(served(name, services)) for services, name in names.items()}
        for number in range(ROUNDS):
            for services in sorted(asked, reverse=number % 2 == 1):
                asked[services].round()
        counting, total = counted(names[LARGE])
        reading = read_sums(names[LARGE])
        shown = json.loads(next(asked[LARGE].answers(1))[1])["services"]["total"]
    if shown != total:
        raise RuntimeError(f"the dashboard shows {shown} services, and {total} are counted")
    return told(asked, counting, reading)


@contextmanager
def served(name: str, services: int) -> Iterator[Asked]:
    """The dashboard of a database, warm."""
    with using(name):
        insert(written_out(coming(name, services, 0, PENDING)))
        clerk = staff("clerk-of-numbers", Role.CLERK, facility=Facility.objects.get(pk=DESK))
        session = signed_in(clerk)
    head = {"Host": "localhost", "Accept": "application/json", "Accept-Language": "ar", **session}
    lines = "".join(f"{header}: {value}\r\n" for header, value in head.items())
    addresses = {variable: address(variable, name) for variable in ADDRESSES}
    with serving(WEB_WORKERS="1", **addresses) as server:
        one = Asked(f"GET {PATH} HTTP/1.1\r\n{lines}\r\n".encode(), server.port)
        list(one.answers(REQUESTS))
        yield one


def counted(name: str) -> tuple[list[float], int]:
    """Seconds that counting the rows took, time and again, and how many services there are."""
    seconds: list[float] = []
    owner = owner_connection(name)
    with owner.cursor() as cursor:
        for _time in range(COUNTED):
            begun = time.perf_counter()
            cursor.execute(COUNTING)
            rows: list[Any] = cursor.fetchall()
            seconds.append(time.perf_counter() - begun)
    owner.close()
    return seconds, int(max(row[-1] for row in rows))


def read_sums(name: str) -> list[float]:
    """Seconds in which the dashboard's own statements read the same sums, pending ones included."""
    seconds: list[float] = []
    today = cairo_today()
    with using(name), transaction.atomic():
        luxor = area_of("governorate", "EG-LX")
        for turn in range(READ + 1):
            begun = time.perf_counter()
            care(luxor, period_of("", "", today))
            if turn:
                seconds.append(time.perf_counter() - begun)
    return seconds


def told(asked: dict[int, Asked], counting: list[float], reading: list[float]) -> int:
    print(f"P4  {PATH}, {ROUNDS} rounds of {REQUESTS} requests, {PENDING} services not yet folded")
    for services, one in asked.items():
        print(
            f"      {services:>10,} services: p95 {statistics.median(one.highs):.1f} ms"
            f" ({min(one.highs):.1f}–{max(one.highs):.1f}), median {statistics.median(one.middles):.1f} ms"
        )
    ratios = [large / small for small, large in zip(asked[SMALL].highs, asked[LARGE].highs, strict=True)]
    ratio = statistics.median(ratios)
    print(
        f"      ratio of p95 {ratio:.2f} ({min(ratios):.2f}–{max(ratios):.2f}), at most {SLOWER} wanted:"
        f" {'MISSED' if ratio > SLOWER else 'reached'}"
    )
    rows, sums = statistics.median(counting), statistics.median(reading)
    whole = statistics.median(asked[LARGE].middles) / 1000
    print(
        f"      counting the rows {rows:.2f} s ({min(counting):.2f}–{max(counting):.2f}), reading the sums"
        f" {sums * 1000:.1f} ms ({min(reading) * 1000:.1f}–{max(reading) * 1000:.1f}): {rows / sums:,.0f} times as fast,"
        f" at least {FASTER:,} wanted: {'MISSED' if rows / sums < FASTER else 'reached'};"
        f" the whole request is {rows / whole:,.0f} times as fast",
        flush=True,
    )
    return (ratio > SLOWER) + (rows / sums < FASTER)
