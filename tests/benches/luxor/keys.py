"""A table is filled bare, and gets its keys, indexes and triggers back when it is full: each is then made in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

TABLES = ("people_household", "people_beneficiary", "people_membership", "records_servicerecord")

# Primary keys stay: other tables refer to them. What a constraint is made of goes with it.
CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid), contype FROM pg_constraint
 WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('f', 'u', 'x') ORDER BY contype = 'f', conrelid, conname
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
 WHERE indrelid = ANY (%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
 ORDER BY indrelid, indexrelid
"""


@contextmanager
def bare(cursor: Any, says: Callable[[str], None]) -> Iterator[None]:
    """Within, the tables have neither keys (but primary ones) nor indexes nor triggers of ours."""
    cursor.execute(CONSTRAINTS, [list(TABLES)])
    constraints = cursor.fetchall()
    cursor.execute(INDEXES, [list(TABLES)])
    indexes = cursor.fetchall()
    for table, name, _definition, _kind in reversed(constraints):
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    made = [definition for _name, definition in indexes]
    made += [
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
        for table, name, definition, _kind in constraints
    ]
    for number, statement in enumerate(made, 1):
        cursor.execute(statement)
        says(f"keys and indexes {number} of {len(made)}")
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(f"VACUUM (ANALYZE) {table}")
