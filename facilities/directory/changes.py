"""What changed in the directory, noted by triggers for the copies that the processes keep of it.

Each statement that touches a facility, or a row that belongs to one, leaves its transaction's number and the
facility's code in `directory_change`; a code of NULL is a change that may touch every facility. A process asks which
of these became visible since its last snapshot: no clock, no highest number seen, so that a writer that began before
and committed after is not missed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.migrations import RunSQL

KEPT_HOURS = 26  # longer than any day, also that of 25 hours: some copies are asked for once a day

# The tables whose rows belong to a facility, by the column that names it.
OF_A_FACILITY = {
    "directory_facility": "code",
    "directory_accreditation": "facility_id",
    "directory_building": "facility_id",
    "directory_capacity": "facility_id",
    "directory_contact": "facility_id",
    "directory_department": "facility_id",
    "directory_hoursexception": "facility_id",
    "directory_openinghours": "facility_id",
    "directory_othername": "facility_id",
    "directory_programme": "facility_id",
    "directory_roleperiod": "facility_id",
    "directory_serviceoffered": "facility_id",
    "directory_statusperiod": "facility_id",
}
OF_ALL = ("directory_season", "geography_governorate", "geography_district", "catalogue_servicetype")


def change_table() -> RunSQL:
    """The notes: written by triggers only, read and in the end forgotten by the serving role."""
    return RunSQL(
        f"""
        CREATE TABLE directory_change (
            xact xid8 NOT NULL,
            facility_id varchar(20),
            only_taken boolean NOT NULL DEFAULT false,
            noted_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        CREATE INDEX directory_change_by_transaction ON directory_change (xact);
        REVOKE INSERT, UPDATE, TRUNCATE ON directory_change FROM "{settings.SERVING_ROLE}";
        """,
        "DROP TABLE directory_change;",
    )


def watch_facilities() -> list[RunSQL]:
    """Triggers on every table of OF_A_FACILITY and OF_ALL, after `change_table`."""
    return [
        *(watched(table, column) for table, column in OF_A_FACILITY.items()),
        *(watched(table, None) for table in OF_ALL),
    ]


def watched(table: str, column: str | None) -> RunSQL:
    """Triggers that note which facilities a statement on `table` touched; all of them where `column` is None."""
    if column is None:
        touched = was = either = (
            "SELECT NULL::varchar AS facility_id, false AS only_taken WHERE EXISTS (SELECT FROM {})"
        )
        touched, was, either = touched.format("touched"), was.format("was"), either.format("touched")
    else:
        touched, was = (f"SELECT DISTINCT {column}, false FROM {rows}" for rows in ("touched", "was"))  # noqa: S608
        either = f"{touched} UNION {was}"
    if table == "directory_facility":
        either = FACILITIES_THAT_DIFFER
    events = {
        "insert": ("NEW TABLE AS touched", touched),
        "update": ("OLD TABLE AS was NEW TABLE AS touched", either),
        "delete": ("OLD TABLE AS was", was),
    }
    return RunSQL(
        "".join(note(table, event, *how) for event, how in events.items()),
        "".join(
            f"DROP TRIGGER note_{event} ON {table}; DROP FUNCTION {table}_note_{event}();" for event in events
        ),
    )


# A unit that takes a family changes in one number: its copy is not made anew for that.
FACILITIES_THAT_DIFFER = """
SELECT code, bool_and(only_taken) FROM (
    SELECT touched.code, to_jsonb(touched) - 'taken' = to_jsonb(was) - 'taken' AS only_taken
      FROM touched JOIN was USING (code) WHERE to_jsonb(touched) <> to_jsonb(was)
    UNION ALL SELECT code, false FROM touched WHERE code NOT IN (SELECT code FROM was)
    UNION ALL SELECT code, false FROM was WHERE code NOT IN (SELECT code FROM touched)
) AS differing GROUP BY code"""


def note(table: str, event: str, transition: str, rows: str) -> str:
    return f"""
    CREATE FUNCTION {table}_note_{event}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
      INSERT INTO directory_change (xact, facility_id, only_taken)
      SELECT pg_current_xact_id(), rows.* FROM ({rows}) AS rows;
      RETURN NULL;
    END $$;
    CREATE TRIGGER note_{event} AFTER {event.upper()} ON {table} REFERENCING {transition}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_note_{event}();
    """  # noqa: S608  # tables and columns are named above


# One statement, so that the notes and the snapshot belong together. `pg_visible_in_snapshot` tells what the last
# snapshot saw; what this one sees, the table itself shows.
SINCE = """
SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL,
       coalesce(bool_or(facility_id IS NULL), false),
       coalesce(array_agg(DISTINCT facility_id) FILTER (WHERE NOT only_taken AND facility_id IS NOT NULL), '{}'),
       coalesce(array_agg(DISTINCT facility_id) FILTER (WHERE only_taken), '{}')
  FROM directory_change
 WHERE xact >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
   AND NOT pg_visible_in_snapshot(xact, %(seen)s::pg_snapshot)"""


@dataclass(frozen=True)
class Changes:
    """What became visible between two snapshots.

    `in_a_writing_transaction`: the asking transaction has itself written something; its snapshot must not be kept,
    since it would count its own uncommitted changes as seen.
    """

    snapshot: str
    in_a_writing_transaction: bool
    everything: bool = False
    facilities: frozenset[str] = field(default_factory=frozenset)
    places_taken: frozenset[str] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return self.everything or bool(self.facilities) or bool(self.places_taken)


def present_snapshot() -> Changes:
    """The snapshot of this very moment, to be taken before the directory is read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL")
        return Changes(*cursor.fetchone())


def changes_since(snapshot: str) -> Changes:
    """Which facilities changed in transactions that `snapshot` did not see and this statement sees."""
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"seen": snapshot})
        now, writing, everything, facilities, taken = cursor.fetchone()
    return Changes(now, writing, everything, frozenset(facilities), frozenset(taken) - frozenset(facilities))


def forget_old() -> int:
    """Drop the notes older than KEPT_HOURS; returns how many. A copy that was not asked for so long is built anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM directory_change WHERE noted_at < clock_timestamp() - make_interval(hours => %s)",
            [KEPT_HOURS],
        )
        return int(cursor.rowcount)
