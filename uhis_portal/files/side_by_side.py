"""Chunks of an import taken at once: while the database judges one, the next is read and judged beside it.

Each is a transaction on a connection of its own. They are committed in the order of their rows, and where one is undone
those behind it are too: so what is saved of a file is always all up to one row.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection

LANES = 2  # chunks at once
LINKS = 8  # chunks of one call


class Unneeded(Exception):
    """This chunk is not kept: no rows are left, or the one before it was not kept."""


class Link:
    """A chunk among those that are taken one behind another."""

    def __init__(self, before: Link | None) -> None:
        self.before = before
        self.last_row: Future[int] = Future()
        self.kept: Future[bool] = Future()

    def begins_after(self, place: int) -> int:
        """The last row of the chunk before, once that is known; of the first chunk, `place`."""
        return self.before.last_row.result() if self.before else place

    def wait(self) -> None:
        """Until the chunk before is committed; Unneeded if it was undone."""
        if self.before and not self.before.kept.result():
            raise Unneeded


def in_order(take: Callable[[Link], None]) -> None:
    """Call `take` for some chunks, LANES at once. Raises what the first of them raised that was not Unneeded.

    `take` says the last row of its chunk as soon as it is known, and waits for the chunk before it ends its transaction.
    """

    def run(link: Link) -> None:
        try:
            take(link)
            link.kept.set_result(True)
        finally:
            if not link.last_row.done():
                link.last_row.set_exception(Unneeded())
            if not link.kept.done():
                link.kept.set_result(False)
            connection.close()

    with ThreadPoolExecutor(LANES) as lanes:
        link, running = None, []
        for _number in range(LINKS):
            link = Link(link)
            running.append(lanes.submit(run, link))
    for one in running:
        trouble = one.exception()
        if trouble is not None and not isinstance(trouble, Unneeded):
            raise trouble
