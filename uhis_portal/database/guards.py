"""Building blocks of migrations: append-only tables and row-level security.

They return plain SQL operations. A policy compares columns of the row with settings of the transaction
(see uhis_portal/reach.py); a setting that was never made is empty and matches nothing.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db.migrations import RunSQL

REFUSE = """
CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % refused: it is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

EVERYTHING = "(SELECT current_setting('portal.everything', true)) = 'on'"
OWN_ACCOUNT = "account_id = (SELECT nullif(current_setting('portal.account', true), '')::uuid)"


def within(column: str, setting: str, kind: str = "text") -> str:
    """Policy term: `column` is one of the comma-separated values of `portal.<setting>`."""
    values = f"string_to_array(nullif(current_setting('portal.{setting}', true), ''), ',')"
    return f"{column} = ANY ((SELECT {values}::{kind}[])::{kind}[])"


def append_only(table: str) -> RunSQL:
    """UPDATE, DELETE and TRUNCATE of `table` are refused: by missing rights, and by a trigger for the owner too."""
    return RunSQL(
        REFUSE
        + f"""
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM "{settings.SERVING_ROLE}";
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only();
        """,
        f"""
        DROP TRIGGER append_only ON {table};
        GRANT UPDATE, DELETE ON {table} TO "{settings.SERVING_ROLE}";
        """,
    )


def row_security(table: str, *, see: Sequence[str], write: Sequence[str] | None = None) -> RunSQL:
    """Row-level security of `table`: rows seen satisfy one of `see`, rows written one of `write` (same as `see` if None).

    Whoever has everything in reach always passes. The owner is not bound: it migrates.
    """
    seen = " OR ".join([EVERYTHING, *see])
    written = " OR ".join([EVERYTHING, *(see if write is None else write)])
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY portal_see ON {table} FOR SELECT USING ({seen});
        CREATE POLICY portal_insert ON {table} FOR INSERT WITH CHECK ({written});
        CREATE POLICY portal_update ON {table} FOR UPDATE USING ({seen}) WITH CHECK ({written});
        CREATE POLICY portal_delete ON {table} FOR DELETE USING ({seen});
        """,
        f"""
        DROP POLICY portal_see ON {table}; DROP POLICY portal_insert ON {table};
        DROP POLICY portal_update ON {table}; DROP POLICY portal_delete ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def private_history(table: str) -> list[RunSQL]:
    """An event table of a personal table: append-only, written by its trigger, read only by who has everything."""
    return [append_only(table), row_security(table, see=[], write=["true"])]
