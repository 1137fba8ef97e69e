"""Two chunks of an import at once: while one is taken, the next is taken behind it, by a thread with a connection of its own.

Each is a transaction. The one behind is committed after the other, and undone if the other is: so what is saved of a file
is always all up to one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

Wait = Callable[[], None]


class Overtaken(Exception):
    """The chunk before was undone, so this one must be too."""


@contextmanager
def behind() -> Iterator[Callable[[Callable[[Wait], None]], None]]:
    """What is given to it runs beside the block, and gets a function to wait with until the block has ended well.

    That function raises Overtaken when the block was left by an exception. What else is raised behind is raised here, at the
    end. Where the block runs inside a transaction of somebody else, nothing runs beside it: that would not see what was written.
    """
    ended: Future[bool] = Future()

    def wait() -> None:
        if not ended.result():
            raise Overtaken

    def run(work: Callable[[Wait], None]) -> None:
        try:
            work(wait)
        except Overtaken:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        begun: list[Future[None]] = []
        possible = not connection.in_atomic_block
        try:
            yield lambda work: begun.append(thread.submit(run, work)) if possible else None
            ended.set_result(True)
        finally:
            if not ended.done():
                ended.set_result(False)
    for one in begun:
        one.result()
