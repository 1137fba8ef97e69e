"""Where one instance keeps what is its own: `.local/<instance>/` and a folder of sockets."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from uhis_portal.embedded import Trouble

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """One instance below `root`: "portal" is what `make run` serves, "test" is what the tests use up."""

    root: Path = PROJECT
    name: str = "portal"

    @property
    def folder(self) -> Path:
        return self.root / ".local" / self.name

    @property
    def keeps_its_data(self) -> bool:
        """Whether what was acknowledged must outlive a kill. The tests' databases are thrown away."""
        return self.name != "test"

    @property
    def sockets(self) -> Path:
        """A short path, since a socket's address ends at 107 bytes, and never the same for two clones.

        Always in /tmp: XDG_RUNTIME_DIR differs between a desktop, sudo and a timer, and vanishes when its
        owner signs out. The folder is closed to others, and one that somebody else has made there is refused.
        """
        own = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:10]
        return Path("/tmp") / f"uhis-{os.getuid()}-{own}"  # noqa: S108

    @property
    def postgresql_data(self) -> Path:
        return self.folder / "postgresql"

    @property
    def valkey_data(self) -> Path:
        return self.folder / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def stamps(self) -> Path:
        return self.folder / "stamps"

    @property
    def sign_ins(self) -> Path:
        """The made-up people who can sign in to a demo, as they are printed at each start."""
        return self.folder / "sign-ins.txt"

    @property
    def environment_file(self) -> Path:
        return self.folder / "portal.env"

    def make_folders(self) -> None:
        """Make what is missing. Others may pass through (the servers' account must) but not look around."""
        for folder in (self.folder.parent, self.folder, self.logs, self.stamps):
            folder.mkdir(parents=True, exist_ok=True)
        if self.folder.stat().st_uid != os.getuid():
            raise Trouble(
                f"{self.folder} belongs to another user of this machine. "
                "Start the portal as that user, or from a clone of your own."
            )
        for folder in (self.folder.parent, self.folder):
            folder.chmod(0o711)

    @contextmanager
    def locked(
        self, purpose: str, *, shared: bool = False, otherwise: str | None = None
    ) -> Iterator[IO[str]]:
        """Hold the lock `purpose`, alone or `shared` with others, and write down in its file who holds it.

        Waits for whoever holds it already, or, when `otherwise` is given, raises Trouble with that sentence.
        """
        self.make_folders()
        with open(self._lock(purpose), "a+") as file:
            try:
                fcntl.flock(
                    file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (fcntl.LOCK_NB if otherwise else 0)
                )
            except BlockingIOError:
                raise Trouble(otherwise or "") from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield file

    def holder(self, purpose: str) -> int | None:
        """The pid of the process that holds the lock `purpose`, if one does."""
        self.make_folders()
        with open(self._lock(purpose), "a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                return int(file.read() or 0) or None
        return None

    def _lock(self, purpose: str) -> Path:
        return self.folder / f"{purpose}.lock"
