"""Folding what the triggers noted into the roll-ups."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from uhis_portal.celery import hand_over

AT_ONCE = 20_000  # deltas in one transaction
KICK_EVERY = 0.5  # seconds
DRAINING = 0x0DE17A  # the advisory lock of the drainer

# Each statement takes deltas, sums them and adds the sums in the order of the cells' keys: one cannot happen without
# the other, and whatever a running transaction has not yet committed is simply not there to be taken.
FOLD_SERVICES = """
WITH taken AS (
    DELETE FROM statistics_servicedelta
     WHERE id IN (SELECT id FROM statistics_servicedelta ORDER BY id LIMIT %s)
    RETURNING *
), days AS (
    INSERT INTO statistics_servicesbyday AS cell
           (governorate, provided_on, service_type, level, category, quantity, records)
    SELECT governorate, provided_on, service_type, level, category, sum(quantity), sum(records)
      FROM taken GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (governorate, provided_on, service_type, level, category) DO UPDATE
       SET quantity = cell.quantity + excluded.quantity, records = cell.records + excluded.records
), months AS (
    INSERT INTO statistics_servicesbymonth AS cell
           (governorate, facility, month, service_type, level, category, district, quantity, records)
    SELECT governorate, facility, date_trunc('month', provided_on)::date, service_type, level, category, district,
           sum(quantity), sum(records)
      FROM taken GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (governorate, facility, month, service_type, level, category, district) DO UPDATE
       SET quantity = cell.quantity + excluded.quantity, records = cell.records + excluded.records
)
SELECT count(*) FROM taken
"""

FOLD_REGISTRATIONS = """
WITH taken AS (
    DELETE FROM statistics_registrationdelta
     WHERE id IN (SELECT id FROM statistics_registrationdelta ORDER BY id LIMIT %s)
    RETURNING *
), days AS (
    INSERT INTO statistics_registrationsbyday AS cell
           (governorate, day, district, unit, sex, birth_year, people)
    SELECT governorate, day, district, unit, sex, birth_year, sum(people)
      FROM taken GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (governorate, day, district, unit, sex, birth_year) DO UPDATE
       SET people = cell.people + excluded.people
)
SELECT count(*) FROM taken
"""

SAY_WHEN = """
INSERT INTO statistics_rollup AS said (id, folded_at, folded) VALUES (1, statement_timestamp(), %s)
ON CONFLICT (id) DO UPDATE SET folded_at = excluded.folded_at, folded = said.folded + excluded.folded
"""


def fold(at_once: int = AT_ONCE) -> int:
    """Fold at most `at_once` deltas of each kind into the roll-ups, and return how many were folded.

    One transaction and one drainer at a time: whoever comes meanwhile does nothing and returns 0. A drainer that is
    killed leaves everything as it was.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [DRAINING])
        if not cursor.fetchone()[0]:
            return 0
        folded = 0
        for statement in (FOLD_SERVICES, FOLD_REGISTRATIONS):
            cursor.execute(statement, [at_once])
            folded += cursor.fetchone()[0]
        if folded:
            cursor.execute(SAY_WHEN, [folded])
    return folded


def roll_up_soon(**_announcement: Any) -> None:
    """Ask the worker to fold once the running transaction is committed; if that is lost, the clock asks again."""
    hand_over("statistics.roll_up", at_most_every=KICK_EVERY)
