"""`python -m uhis_portal.embedded`: what each command does and says."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.embedded.conftest import Launcher, bare_environment, command
from uhis_portal.embedded import Trouble, serve
from uhis_portal.embedded.environment import new_secrets
from uhis_portal.embedded.place import PROJECT, Place
from uhis_portal.embedded.servers import Servers

LEAVES_WHEN_TOLD = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(print("told") or 3))
print("here")
signal.pause()
"""


def start(root: Path, *arguments: str) -> "subprocess.Popen[str]":
    """The launcher in the background, to be talked to."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(command(root, *arguments), cwd=PROJECT, env=bare_environment(), **pipes)


def test_up_leaves_the_servers_running_until_down(launch: Launcher) -> None:
    assert launch("status").returncode == 1
    assert launch("up").returncode == 0
    assert launch("run", "--", "true").returncode == 0
    status = launch("status")
    assert (status.returncode, status.stdout) == (0, "PostgreSQL answers\nValkey answers\n")
    assert launch("down").returncode == 0
    assert launch("down").returncode == 0
    assert launch("status").returncode == 1


def test_run_gives_back_the_commands_exit_code_and_stops_the_servers_it_started(launch: Launcher) -> None:
    assert launch("run", "--", "sh", "-c", "exit 7").returncode == 7
    assert launch("status").stdout == "PostgreSQL does not answer\nValkey does not answer\n"


def test_run_says_so_when_there_is_no_such_command(launch: Launcher) -> None:
    answer = launch("run", "--", "no-such-command")
    assert answer.returncode == 1
    assert "no-such-command cannot be run" in answer.stderr


def test_servers_run_until_the_last_of_their_users_leaves(launch: Launcher, tmp_path: Path) -> None:
    staying = start(tmp_path, "run", "--", "sh", "-c", "echo here; cat")
    while staying.stdout.readline() != "here\n":
        pass
    assert launch("run", "--", "true").returncode == 0
    assert launch("status").returncode == 0
    refused = launch("down")
    assert refused.returncode == 1
    assert "still uses the servers" in refused.stderr
    staying.communicate()
    assert launch("status").returncode == 1


def test_a_signal_reaches_the_command_and_the_servers_end_after_it(launch: Launcher, tmp_path: Path) -> None:
    running = start(tmp_path, "run", "--", sys.executable, "-uc", LEAVES_WHEN_TOLD)
    while running.stdout.readline() != "here\n":
        pass
    running.send_signal(signal.SIGTERM)
    assert running.stdout.read() == "told\n"
    assert running.wait() == 3
    assert launch("status").returncode == 1


def test_reset_touches_only_the_local_folder_and_says_so(launch: Launcher, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    launch("up")
    launch("--instance", "test", "up")
    answer = launch("reset")
    assert answer.returncode == 0
    assert f"{tmp_path / '.local'} is gone" in answer.stdout
    assert "Nothing else was touched" in answer.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert not Place(tmp_path).sockets.exists()


def test_a_taken_port_is_named_before_anything_is_started(launch: Launcher, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = launch("serve", "--port", str(port))
    assert answer.returncode == 1
    assert (
        f"Port {port} is taken by another program. Choose another: `make run PORT={port + 1}`."
        in answer.stderr
    )
    assert not Place(tmp_path).postgresql_data.exists()


@pytest.mark.parametrize("port", ["eight thousand", "0", "65536", "-1"])
def test_what_is_no_port_is_answered_with_an_example(launch: Launcher, port: str) -> None:
    answer = launch("serve", f"--port={port}")
    assert answer.returncode == 1
    assert "make run PORT=8001" in answer.stderr


def test_a_second_serve_in_the_same_clone_is_refused(launch: Launcher, tmp_path: Path) -> None:
    with Place(tmp_path).locked("serving"):
        answer = launch("serve", "--port", "8999")
    assert answer.returncode == 1
    assert "running in this clone already" in answer.stderr


def test_a_full_disk_is_answered_with_what_is_needed_and_what_is_free(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.make_folders()
    with pytest.raises(Trouble, match=r"needs 1000000000 MB of room, and \d+ MB are free"):
        serve.refuse_full_disk(place, needed=10**9)


def test_secrets_are_new_each_time_and_hold_all_that_a_server_needs(launch: Launcher) -> None:
    first, second = (
        dict(line.split("=", 1) for line in launch("secrets").stdout.splitlines()) for _ in range(2)
    )
    assert set(first) == {*new_secrets(), "SUPERUSER_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD"}
    assert not set(first.values()) & set(second.values())


def test_the_launcher_makes_secrets_where_no_library_is_installed() -> None:
    without_libraries = [sys.executable, "-S", "-m", "uhis_portal.embedded", "secrets"]
    assert subprocess.run(without_libraries, cwd=PROJECT, capture_output=True).returncode == 0


def test_other_servers_are_used_and_nothing_embedded_is_started(
    launch: Launcher, servers: Servers, tmp_path: Path
) -> None:
    elsewhere = {
        "DATABASE_URL": f"postgres://uhis_app@/{servers.place.sockets}/uhis",
        "DATABASE_OWNER_URL": f"postgres://uhis_owner@/{servers.place.sockets}/uhis",
        "REDIS_URL": f"unix://{servers.place.valkey_socket}",
    }
    answer = launch("run", "--", "sh", "-c", 'echo $DATABASE_URL $DEMO; test -n "$SECRET_KEY"', **elsewhere)
    assert answer.returncode == 0, answer.stderr
    assert (answer.returncode, answer.stdout.strip()) == (0, elsewhere["DATABASE_URL"])
    assert not Place(tmp_path).postgresql_data.exists()
    assert not Place(tmp_path).valkey_data.exists()


def test_a_database_that_no_superuser_has_prepared_is_answered_with_what_to_run(
    launch: Launcher, servers: Servers
) -> None:
    answer = launch(
        "run",
        "--",
        "true",
        DATABASE_URL=f"postgres://uhis_app@/{servers.place.sockets}/postgres",
        DATABASE_OWNER_URL=f"postgres://uhis_owner@/{servers.place.sockets}/postgres",
        REDIS_URL=f"unix://{servers.place.valkey_socket}",
    )
    assert answer.returncode == 1
    assert "let a superuser run uhis_portal/database/bootstrap.sql in it once" in answer.stderr
