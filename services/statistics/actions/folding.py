"""Folding what the triggers noted into the roll-ups."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from services.statistics.counting import SOURCES
from services.statistics.counting.people import FOLD as FOLD_PEOPLE
from uhis_portal.celery import hand_over

AT_ONCE = 5_000  # deltas in one transaction
# A fold that is ended before it is done would be begun again and again: at full size what it looks up may lie on disk.
LONGEST = "SET LOCAL statement_timeout = '2min'"
KICK_EVERY = 0.5  # seconds
DRAINING = 0x0DE17A  # the advisory lock of the drainer
STATEMENTS = (*(source.fold for source in SOURCES), FOLD_PEOPLE)

SAY_WHEN = """
INSERT INTO statistics_rollup AS said (id, folded_at, folded) VALUES (1, statement_timestamp(), %s)
ON CONFLICT (id) DO UPDATE SET folded_at = excluded.folded_at, folded = said.folded + excluded.folded
"""


def fold(at_once: int = AT_ONCE) -> int:
    """Fold at most `at_once` deltas of each source into the roll-ups, and return how many were folded.

    One transaction and one drainer at a time: whoever comes meanwhile does nothing and returns 0. A drainer that is
    killed leaves everything as it was. The caller has everything in reach.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [DRAINING])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(LONGEST)
        folded = 0
        for statement in STATEMENTS:
            cursor.execute(statement, [at_once])
            folded += cursor.fetchone()[0]
        if folded:
            cursor.execute(SAY_WHEN, [folded])
    return folded


def roll_up_soon(**_announcement: Any) -> None:
    """Ask the worker to fold once the running transaction is committed; if that is lost, the clock asks again."""
    hand_over("statistics.roll_up", at_most_every=KICK_EVERY)
