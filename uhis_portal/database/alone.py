"""Work that one process does at a time, over several transactions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection


@contextmanager
def alone(work: int, thing: UUID | None = None) -> Iterator[bool]:
    """Whether this process may do `work` (on `thing`) now: nobody else does, until the block ends or the process does.

    The advisory lock belongs to the connection, so a process that dies lets go of it.
    """
    half = (
        []
        if thing is None
        else [int.from_bytes(hashlib.sha256(thing.bytes).digest()[:4], "big", signed=True)]
    )
    key, places = [work, *half], ", ".join(["%s"] * (1 + len(half)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({places})", key)
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({places})", key)
