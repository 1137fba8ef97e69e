"""A transaction of another connection, held open as long as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection, transaction

from tests.worker import wait_for

WITHIN = 60  # seconds


class HeldOpen:
    """`work` is done in another thread's transaction, which then stays open until `commit` or `kill`."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work = work
        self.backend = 0
        self.fault: BaseException | None = None
        self.connected, self.written, self.go = threading.Event(), threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        assert self.connected.wait(WITHIN)

    def run(self) -> None:
        try:
            with transaction.atomic():
                connection.ensure_connection()
                self.backend = connection.connection.info.backend_pid
                self.connected.set()
                self.work()
                self.written.set()
                assert self.go.wait(WITHIN)
        except BaseException as fault:
            self.fault = fault
        finally:
            self.connected.set()
            self.written.set()
            connection.close()

    def has_written(self) -> HeldOpen:
        """Once the work is done, and not yet committed."""
        assert self.written.wait(WITHIN)
        if self.fault is not None:
            raise self.fault
        return self

    def waits(self) -> HeldOpen:
        """Once the work waits for somebody else's lock."""
        wait_for(lambda: self.is_waiting(), WITHIN)
        return self

    def is_waited_for(self) -> HeldOpen:
        """Once another process, whichever it is, waits for a lock that the work took."""
        wait_for(lambda: self.stops_somebody(), WITHIN)
        return self

    def stops_somebody(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid)))",
                [self.backend],
            )
            return bool(cursor.fetchone()[0])

    def is_waiting(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", [self.backend]
            )
            return bool(cursor.fetchone()[0])

    def commit(self) -> None:
        self.go.set()
        self.thread.join(WITHIN)
        if self.fault is not None:
            raise self.fault

    def kill(self) -> None:
        """End its connection in the middle of the transaction; what it wanted to commit fails."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [self.backend])
            assert cursor.fetchone()[0]
        self.go.set()
        self.thread.join(WITHIN)
        assert self.fault is not None, "it was committed before the kill"
