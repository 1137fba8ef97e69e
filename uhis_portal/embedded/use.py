"""A command that runs with servers: its environment is made, and signals find their way to it."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from uhis_portal.embedded import Trouble, environment, other_servers
from uhis_portal.embedded.place import Place
from uhis_portal.embedded.servers import Servers

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def servers_in_use(place: Place) -> Iterator[Servers | None]:
    """The place's own servers, running to the end of the block, with the environment leading to them.

    Where the environment names other servers, those are used, nothing is started, and None is handed over.
    """
    os.environ.setdefault("PYTHONUTF8", "1")  # Arabic in the terminal and the logs, even where LC_ALL=C
    if environment.names_other_servers():
        other_servers.refuse_unprepared_database()
        kept = environment.kept(place)
        for name in environment.new_secrets():
            os.environ.setdefault(name, kept[name])
        yield None
    else:
        servers = Servers(place)
        with servers.in_use() as variables:
            os.environ.update(variables)
            yield servers


def leave_on_signals() -> None:
    """From now on a signal ends this process by way of its `finally` blocks; a second does not hurry it."""

    def leave(number: int, frame: FrameType | None) -> None:
        ignore_signals()
        raise SystemExit(0)

    for number in STOPPING:
        signal.signal(number, leave)


def ignore_signals() -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


def run(place: Place, command: list[str]) -> int:
    """Run `command` with servers; its exit code. Ctrl-C reaches it by itself, other signals are passed on."""
    leave_on_signals()
    with servers_in_use(place):
        try:
            child = subprocess.Popen(command)
        except OSError as error:
            raise Trouble(f"{command[0]} cannot be run: {error.strerror}.") from None
        signal.signal(signal.SIGINT, lambda number, frame: None)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, frame: child.send_signal(number))
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code
        finally:
            ignore_signals()
