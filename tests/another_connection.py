"""A connection of the serving role beside the test's own, and a lock that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.db import connection


@contextmanager
def another_connection() -> Iterator[Any]:
    """A connection of the serving role, in a transaction that is never committed."""
    settings = connection.settings_dict
    other = psycopg2.connect(
        dbname=settings["NAME"], host=settings["HOST"], port=settings["PORT"] or None,
        user=settings["USER"], password=settings["PASSWORD"] or None,
    )  # fmt: skip
    try:
        yield other
    finally:
        if not other.closed:
            other.rollback()  # a connection that is only closed lets go of its locks some time later
        other.close()


@contextmanager
def held_by_another(lock: int) -> Iterator[None]:
    """Another connection holds an advisory lock until the block ends."""
    with another_connection() as other:
        other.cursor().execute("SELECT pg_advisory_xact_lock(%s)", [lock])
        yield
