"""The two servers of a place together, and who is using them."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from uhis_portal.embedded import Trouble, environment
from uhis_portal.embedded.place import Place
from uhis_portal.embedded.postgresql import PostgreSQL
from uhis_portal.embedded.terminal import timed
from uhis_portal.embedded.valkey import Valkey


class Servers:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.postgresql = PostgreSQL(place)
        self.valkey = Valkey(place)
        self._asked_to_stay = place.folder / "stay-up"

    def start(self) -> dict[str, str]:
        """Start, or mend, what does not answer; the environment that a user of the servers needs."""
        with self.place.locked("servers"):
            self._make_socket_folder()
            variables = environment.of_embedded_servers(self.place)
            self.postgresql.start()
            self.postgresql.prepare()
            self.valkey.start()
        return variables

    def stop(self) -> None:
        with self.place.locked("servers"):
            self.postgresql.stop()
            self.valkey.stop()

    def answers(self) -> dict[str, bool]:
        """Of each server whether it answers."""
        return {"PostgreSQL": self.postgresql.answers(), "Valkey": self.valkey.is_ready()}

    def stay_up(self) -> None:
        """Start the servers, to run until `stop_for_good`."""
        self.start()
        self._asked_to_stay.touch()

    def stop_for_good(self) -> None:
        """Stop the servers. Raises Trouble while somebody uses them."""
        in_use = f"A command still uses the servers of {self.place.folder}. Let it finish or end it first."
        with self.place.locked("users", otherwise=in_use):
            self._asked_to_stay.unlink(missing_ok=True)
            self.stop()

    @contextmanager
    def in_use(self) -> Iterator[dict[str, str]]:
        """Servers that run to the end of the block. Who leaves last stops them, unless told to `stay_up`."""
        with self.place.locked("users", shared=True) as users:
            try:
                with timed("PostgreSQL and Valkey"):
                    variables = self.start()
                yield variables
            finally:
                if not self._asked_to_stay.exists() and _is_held_by_no_one_else(users):
                    self.stop()

    def _make_socket_folder(self) -> None:
        """Make the folder in /tmp, where anyone may have been first: somebody else's folder is refused."""
        folder = self.place.sockets
        account = self.postgresql.account
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.getuid(), account.uid):
            raise Trouble(
                f"{folder} is where the servers' sockets belong, but it is somebody else's. Remove it first."
            )
        account.give(folder)


def _is_held_by_no_one_else(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
