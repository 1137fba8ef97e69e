"""The real web server with the bench's one more address, on a free port, and what its workers cost."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.benches.database import PROJECT

PROC = Path("/proc")
START_WITHIN = 120  # seconds


@dataclass
class Server:
    """A running gunicorn: `master` and its workers."""

    port: int
    master: int

    @property
    def workers(self) -> list[int]:
        return [int(pid) for pid in (PROC / f"{self.master}/task/{self.master}/children").read_text().split()]

    def cpu_seconds(self) -> float:
        """What the threads of all workers have computed so far."""
        return (
            sum(
                int(file.read_text().split()[0])
                for worker in self.workers
                for file in (PROC / f"{worker}/task").glob("*/schedstat")
            )
            / 1e9
        )

    def memory(self) -> list[tuple[float, float]]:
        """For each worker: MB in all, and its own share of what processes have in common (PSS)."""
        found = []
        for worker in self.workers:
            lines = (PROC / f"{worker}/smaps_rollup").read_text().splitlines()
            sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
            found.append((sizes["Rss"], sizes["Pss"]))
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def launch(port: int, said: IO[bytes], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Gunicorn as production starts it, on the addresses of the environment, in a process group of its own."""
    listening = ["--bind", f"127.0.0.1:{port}"]
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:uhis_portal.web_server", *listening],
        cwd=PROJECT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.benches.settings", "HTTPS": "0", **environment},
        stdout=subprocess.DEVNULL,
        stderr=said,
        start_new_session=True,
    )


@contextmanager
def serving(**environment: str) -> Iterator[Server]:
    """A running gunicorn until the block ends."""
    port, said = free_port(), tempfile.TemporaryFile()  # noqa: SIM115
    process = launch(port, said, environment)
    server = Server(port, process.pid)
    try:
        wait_until_it_answers(port, process)
        yield server
    except RuntimeError:
        said.seek(0)
        sys.stderr.buffer.write(said.read()[-10_000:])
        raise
    finally:
        process.terminate()
        process.wait(30)


def wait_until_it_answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_WITHIN
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                client.sendall(b"GET /health/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if client.recv(100).startswith(b"HTTP/1.1 200"):
                    return
        except OSError:
            pass
        if time.monotonic() > end:
            raise TimeoutError(f"gunicorn did not answer within {START_WITHIN} s")
        time.sleep(0.1)
