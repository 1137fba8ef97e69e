"""Places of their own for tests of the launcher: a folder each, with servers that are ended with the test."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from uhis_portal.embedded import serve
from uhis_portal.embedded.environment import ADDRESSES
from uhis_portal.embedded.place import PROJECT, Place
from uhis_portal.embedded.servers import Servers

Launcher = Callable[..., subprocess.CompletedProcess[str]]


def bare_environment(**more: str) -> dict[str, str]:
    """This process's environment without the servers that the tests themselves use."""
    return {name: value for name, value in os.environ.items() if name not in (*ADDRESSES, "DEMO")} | more


def command(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "uhis_portal.embedded", "--root", str(root), *arguments]


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launcher]:
    """Runs the launcher on a project folder of its own; whatever it leaves running ends with the test."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(tmp_path, *arguments),
            cwd=PROJECT,
            env=bare_environment(**environment),
            capture_output=True,
            text=True,
        )

    yield run
    for file in tmp_path.glob(".local/*/portal.env"):
        end(Place(tmp_path, file.parent.name))


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Running servers that the tests of one module share; a test may kill them but not change their data for good."""
    place = Place(tmp_path_factory.mktemp("project"))
    servers = Servers(place)
    servers.start()
    yield servers
    end(place)


def end(place: Place) -> None:
    serve.stop(place)
    Servers(place).stop()
    shutil.rmtree(place.sockets, ignore_errors=True)
