"""Who the servers run as: whoever starts them, or, when that is root, an account without rights.

PostgreSQL refuses to run as root. The account must be able to walk to the data and to the programs, which it
cannot when the clone lies in a closed home such as /root; it is then lent the one capability that opens
folders, and no folder is opened wider.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from uhis_portal.embedded import Trouble

# Arabic has trigrams and upper case only where letters are known beyond ASCII, whatever LC_ALL says outside.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
OPENS_FOLDERS = ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int
    prefix: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)

    def run(self, command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*self.prefix, *command], env=ENVIRONMENT, cwd="/", check=False, **self.options, **options
        )

    def give(self, folder: Path) -> None:
        """Make `folder` if it is missing, and the account's alone."""
        folder.mkdir(exist_ok=True)
        if folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def for_servers(*, data: Path, program: Path) -> Account:
    """The account for a server whose data lie in the folder `data`.

    Raises Trouble when root finds no account to lend, or none that may enter.
    """
    if os.getuid() != 0:
        return Account(os.getuid(), os.getgid())
    user = next(filter(None, map(_user, ("postgres", "nobody"))), None)
    if user is None:
        raise Trouble(
            "PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody`. "
            "Start the portal as an ordinary user."
        )
    if all(_is_open(path) for path in (data, program)):
        return Account(
            user.pw_uid, user.pw_gid, options={"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        )
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Trouble(
            f"PostgreSQL does not run as root, and the user `{user.pw_name}` may not enter {data.parent}. "
            "Install util-linux (it brings `setpriv`), start the portal as an ordinary user, "
            "or move the clone to an open folder."
        )
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return Account(user.pw_uid, user.pw_gid, prefix=[setpriv, *identity, *OPENS_FOLDERS])


def _user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _is_open(path: Path) -> bool:
    """Whether everyone may walk to `path` and, when it is a program, run it."""
    walkable = all(folder.stat().st_mode & 0o001 for folder in path.parents if folder.exists())
    return walkable and (not path.is_file() or path.stat().st_mode & 0o005 == 0o005)
