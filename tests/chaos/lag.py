"""How long deltas wait to be folded, watched from outside many times a second."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.db import DatabaseError, InterfaceError, connection

from services.statistics.counting import SOURCES
from services.statistics.models import CareDelta, IdentityDelta
from uhis_portal.reach import system_reach

EVERY = 0.05  # seconds
FOLDED_WITHIN, GONE_WITHIN = 10, 30  # seconds: 99 of 100 looks, and after a fault
TABLES = [
    table._meta.db_table for table in (*(source.deltas for source in SOURCES), CareDelta, IdentityDelta)
]
# The oldest delta of each table (empty: none waits), and the last id that anybody was given.
LOOK = " UNION ALL ".join(
    f"SELECT (SELECT min(id) FROM {table}), (SELECT last_value FROM {table}_id_seq)" for table in TABLES
)


@dataclass
class Lag:
    """Ages of the oldest waiting delta, in seconds, at moments without a fault; and how long backlogs lasted after faults."""

    ages: list[float] = field(default_factory=list)
    backlogs: dict[str, list[float]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    faulty: threading.Event = field(default_factory=threading.Event)  # from a fault until its backlog is gone
    oldest: list[int | None] = field(default_factory=list)
    newest: list[int] = field(default_factory=list)
    seen: threading.Condition = field(default_factory=threading.Condition)
    looks: int = 0

    def __str__(self) -> str:
        ages = self.ages
        after = (
            f"{kind} {len(some)} × {part(some, 0.5):.1f} (longest {max(some):.1f}) s"
            for kind, some in sorted(self.backlogs.items())
        )
        return (
            f"the oldest pending delta, without faults: p50 {part(ages, 0.5):.2f} s, p99 {part(ages, 0.99):.2f} s, "
            f"longest {max(ages, default=0):.2f} s ({len(ages):,} looks)\n"
            f"      its backlog was gone after a fault: {', '.join(after)}"
        )

    def late(self) -> list[str]:
        """What took longer than it may."""
        longest, usual = max(chain(*self.backlogs.values()), default=0), part(self.ages, 0.99)
        return [
            *([f"the backlog stayed {longest:.1f} s after a fault"] if longest > GONE_WITHIN else []),
            *(
                [f"at one look in a hundred the oldest had waited {usual:.1f} s"]
                if usual > FOLDED_WITHIN
                else []
            ),
        ]

    def watch(self) -> None:
        """Look until `over`."""
        given: list[deque[tuple[float, int]]] = [deque() for _table in TABLES]
        while not self.over.wait(EVERY):
            try:
                before = time.monotonic()
                with system_reach(), connection.cursor() as cursor:
                    cursor.execute(LOOK)
                    found = cursor.fetchall()
            except (DatabaseError, InterfaceError):
                connection.close()
                continue
            ages = list(self.ages_of(given, found, before))
            if not self.faulty.is_set():
                self.ages.append(max(ages))
            with self.seen:
                self.oldest, self.newest = [row[0] for row in found], [row[1] for row in found]
                self.looks += 1
                self.seen.notify_all()
        connection.close()

    def ages_of(
        self, given: list[deque[tuple[float, int]]], found: list[tuple[int | None, int]], now: float
    ) -> Iterator[float]:
        """The age of each table's oldest delta: since the last look at which its id was not yet given."""
        for ids, (oldest, newest) in zip(given, found, strict=True):
            ids.append((now, newest))
            while oldest is not None and len(ids) > 1 and ids[1][1] < oldest:
                ids.popleft()
            while oldest is None and len(ids) > 1:
                ids.popleft()
            yield now - ids[0][0] if oldest is not None else 0.0

    def gone_after(self, begun: float, within: float) -> float | None:
        """Wait until all that waits at this moment is folded: seconds since `begun`, or None if not `within` so many."""
        with self.seen:
            until = self.looks + 2  # a look that began after this moment
            self.seen.wait_for(lambda: self.looks >= until, within)
            waiting = list(self.newest)

            def gone() -> bool:
                return all(
                    oldest is None or oldest > last for oldest, last in zip(self.oldest, waiting, strict=True)
                )

            if not self.seen.wait_for(gone, within):
                return None
        return time.monotonic() - begun


def part(numbers: list[float], share: float) -> float:
    """The number below which a share of all lie."""
    return sorted(numbers)[min(int(len(numbers) * share), len(numbers) - 1)] if numbers else 0.0
