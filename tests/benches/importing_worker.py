"""One pass of an import, as the worker does it, in a process of its own: `python -m tests.benches.importing_worker ID`.

Prints as JSON the seconds it took, the CPU that this process and the database's sessions spent, and the most memory.
"""

import json
import os
import sys
import time
from pathlib import Path
from uuid import UUID

import django

PROC = Path("/proc")


def parent_of(process: int) -> int:
    return int(fields_of(process)[1])


def cpu_of(server: int) -> float:
    """Seconds that all sessions of a database server have computed so far, those that ended too."""
    while True:
        try:
            ended = sum(map(int, fields_of(server)[13:15])) / os.sysconf("SC_CLK_TCK")
            sessions = (PROC / f"{server}/task/{server}/children").read_text().split()
            computed = [int((PROC / f"{one}/schedstat").read_text().split()[0]) for one in sessions]
        except OSError:  # a session ended meanwhile: it is now among those that did
            continue
        return ended + sum(computed) / 1e9


def fields_of(process: int) -> list[str]:
    """What the kernel says of a process, from its state on: the third field and those after it (proc_pid_stat(5))."""
    return (PROC / f"{process}/stat").read_text().rpartition(")")[2].split()


def most_memory() -> int:
    """MB that this process held at most; what getrusage says begins with what its parent held."""
    said = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(said.split()[0]) // 1024


def main(source: UUID, reading_only: bool) -> None:
    django.setup()
    from django.db import connection

    from uhis_portal.files import running
    from uhis_portal.files.models import Import
    from uhis_portal.garbage import spare_what_is_loaded
    from uhis_portal.reach import system_reach

    spare_what_is_loaded()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = parent_of(cursor.fetchone()[0])
    before, began = (time.process_time(), cpu_of(server)), time.perf_counter()
    while running.step(source) and not reading_only:
        pass
    seconds = time.perf_counter() - began
    connection.close()
    python, postgresql = time.process_time() - before[0], cpu_of(server) - before[1]
    with system_reach():
        one = Import.objects.get(pk=source)
    json.dump(
        {
            "seconds": seconds,
            "python": python,
            "postgresql": postgresql,
            "memory": most_memory(),
            "state": one.state,
            "new": one.rows_new,
            "wrong": one.rows_wrong,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(UUID(sys.argv[1]), "--reading" in sys.argv)
