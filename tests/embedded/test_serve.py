"""`make run`, whole: the door opens, what dies is mended, and a signal leaves nothing behind."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.conftest import bare_environment, command, end
from uhis_portal.embedded import processes, serve
from uhis_portal.embedded.place import PROJECT, Place
from uhis_portal.embedded.servers import Servers


class Served:
    """A `serve` in a process group of its own, as a terminal would start it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start it and wait until it is open; what it told on the way."""
        self.process = subprocess.Popen(
            command(self.place.root, "serve", "--port", str(self.port)),
            cwd=PROJECT,
            env=bare_environment(DEMO="0", SMS_GATEWAY_URL="http://127.0.0.1:9"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        told = ""
        for line in self.process.stdout:
            told += line
            if "Ctrl-C stops it" in line:
                return told
        raise AssertionError(told)

    def stop(self, number: signal.Signals) -> float:
        """Send a signal to the whole group; the seconds until all is gone."""
        began = time.monotonic()
        os.killpg(self.process.pid, number)
        assert self.process.wait(timeout=30) == 0
        self.process.stdout.close()
        return time.monotonic() - began

    def started(self, program: str) -> set[int]:
        """Living processes of this serve whose command line holds `program`."""
        found = processes.marked(f"{serve.MARK}={self.place.folder}")
        return {pid for pid in found if program in Path(f"/proc/{pid}/cmdline").read_text()}

    def get(self, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
        connection = http.client.HTTPConnection(host, self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = Place(tmp_path_factory.mktemp("project"))
    yield place
    end(place)


@pytest.fixture
def served(place: Place) -> Iterator[Served]:
    served = Served(place)
    yield served
    if served.process is not None and served.process.poll() is None:
        served.stop(signal.SIGTERM)


@pytest.mark.long
def test_the_portal_opens_mends_what_is_killed_keeps_its_data_and_leaves_nothing_behind(
    served: Served,
) -> None:
    told = served.start()
    assert f"http://localhost:{served.port}" in told
    assert "Reference data …" in told
    status, page = served.get("/ar/")
    assert status == 200
    assert 'dir="rtl"' in page
    assert processes.wait_until(lambda: served.get("/health/ready/")[0] == 200, 30)

    servers = Servers(served.place)
    [(facilities,)] = servers.postgresql.ask("SELECT count(*) FROM directory_facility")
    for program in ("gunicorn", "worker", "beat"):
        processes.send(signal.SIGKILL, served.started(program))
    postmaster = int((servers.postgresql.data / "postmaster.pid").read_text().split()[0])
    processes.send(signal.SIGKILL, {postmaster} | servers.valkey.processes())
    assert processes.wait_until(lambda: served.get("/health/ready/")[0] == 200, 60)

    assert served.stop(signal.SIGINT) < 20
    assert not served.started("")
    assert servers.answers() == {"PostgreSQL": False, "Valkey": False}

    told = served.start()
    assert "Tables" not in told
    assert "Reference data" not in told
    assert servers.postgresql.ask("SELECT count(*) FROM directory_facility") == [(facilities,)]
    assert facilities == 121

    assert served.stop(signal.SIGTERM) < 20
    assert not served.started("")


@pytest.mark.long
def test_what_a_killed_launcher_left_running_is_ended_by_the_next_start(served: Served) -> None:
    served.start()
    served.process.kill()
    served.process.wait()
    left = served.started("gunicorn")
    assert left

    served.start()

    assert not left & served.started("gunicorn")
    assert served.get("/health/")[0] == 200
    assert served.stop(signal.SIGHUP) < 20
    assert not served.started("")
