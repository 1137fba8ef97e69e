"""One pass of an import, as the worker does it, in a process of its own: `python -m tests.benches.importing_worker ID`.

Prints as JSON the seconds it took, the CPU that this process and its database session spent, and the most memory.
"""

import json
import os
import sys
import time
from pathlib import Path
from uuid import UUID

import django


def cpu_of(process: int) -> float:
    """Seconds that a process has computed so far."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def most_memory() -> int:
    """MB that this process held at most; what getrusage says begins with what its parent held."""
    said = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(said.split()[0]) // 1024


def main(source: UUID, reading_only: bool) -> None:
    django.setup()
    from django.db import connection

    from uhis_portal.files import running
    from uhis_portal.files.models import Import
    from uhis_portal.reach import system_reach

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        session = cursor.fetchone()[0]
    processes = os.getpid(), session
    before = [cpu_of(process) for process in processes]
    began = time.perf_counter()
    while running.step(source) and not reading_only:
        pass
    seconds = time.perf_counter() - began
    spent = [cpu_of(process) - start for process, start in zip(processes, before, strict=True)]
    with system_reach():
        one = Import.objects.get(pk=source)
    json.dump(
        {
            "seconds": seconds,
            "python": spent[0],
            "postgresql": spent[1],
            "memory": most_memory(),
            "state": one.state,
            "new": one.rows_new,
            "wrong": one.rows_wrong,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(UUID(sys.argv[1]), "--reading" in sys.argv)
