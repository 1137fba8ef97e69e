"""The real worker and its clock, as processes on the test's database and its Valkey."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.template import owner_connection
from uhis_portal.celery import app

PROJECT = Path(__file__).resolve().parents[1]
ONE_WORKER = 8151  # advisory lock: test processes share a Valkey, and a worker would take another one's tasks


class Worker:
    """A Celery worker with its clock inside, in a process group of its own; it can be killed and started again."""

    def __init__(self, schedule: Path) -> None:
        self.schedule = schedule
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "uhis_portal", "worker", "--beat", "--concurrency", "1",
                   "--without-gossip", "--without-mingle", "--schedule", str(self.schedule), "--loglevel", "WARNING"]  # fmt: skip
        self.process = subprocess.Popen(command, cwd=PROJECT, env=os.environ, start_new_session=True)

    def kill(self) -> None:
        """End it and its children at once, in the middle of whatever they do."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def poll(self) -> int | None:
        return self.process.poll() if self.process is not None else None


def wait_for(holds: Callable[[], object], seconds: float = 30) -> None:
    """Wait for something that another process brings about."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """A running worker; its queue is emptied first and afterwards. One test at a time has one."""
    turn = owner_connection("postgres")
    with turn.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_WORKER])
    app.control.purge()
    worker = Worker(tmp_path / "beat")
    worker.start()
    yield worker
    worker.kill()
    app.control.purge()
    turn.close()
