"""Processes found by what the kernel says of them, never by a pid file.

The pid in a file may by now be another program's, or a zombie's, which looks alive to `kill` and is not.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

GONE = (FileNotFoundError, ProcessLookupError, PermissionError)


def _others() -> Iterator[Path]:
    own = str(os.getpid())
    return (Path(entry) for entry in os.scandir("/proc") if entry.name.isdigit() and entry.name != own)


def working_in(folder: Path, program: str) -> set[int]:
    """Living processes of the executable named `program` whose working directory is, or was, `folder`."""
    found = set()
    for process in _others():
        try:
            executable, place = (
                os.readlink(process / link).removesuffix(" (deleted)") for link in ("exe", "cwd")
            )
        except GONE:
            continue
        if os.path.basename(executable) == program and place == str(folder):
            found.add(int(process.name))
    return found


def marked(mark: str) -> set[int]:
    """Living processes that were started with `mark`, written NAME=value, in their environment."""
    found = set()
    for process in _others():
        try:
            if os.fsencode(mark) in (process / "environ").read_bytes().split(b"\0"):
                found.add(int(process.name))
        except GONE:
            continue
    return found


def send(number: signal.Signals, pids: set[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether `condition` came true within `seconds`; asked every twentieth of a second."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def end(find: Callable[[], set[int]], patience: float) -> None:
    """Wait `patience` seconds for the processes that `find` names to end, then kill those that stay."""
    seen = find()

    def are_gone() -> bool:
        seen.update(find())
        return not any(map(_lives, seen))

    def are_killed() -> bool:
        send(signal.SIGKILL, find())
        return are_gone()

    if not wait_until(are_gone, patience):
        wait_until(are_killed, 10)


def _lives(pid: int) -> bool:
    """Whether the process is there and more than a zombie; one that is on its way out still lives."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except GONE:
        return False
    return state not in ("Z", "X")
