"""What the serving role may do with tables that the owner role makes."""

from typing import Any

from django.conf import settings
from django.db import connections

# The switch of django-pgtrigger lets any session silence a trigger; history must not have one.
IGNORE_NOTHING = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT false $$;
"""


def serving_role() -> str:
    """Name of the role that the portal serves with, from DATABASE_URL's settings."""
    return settings.SERVING_ROLE


def grant_defaults(*, using: str, **_: Any) -> None:
    """Give the serving role its rights on every table made from now on.

    Default privileges are set before the first table exists, so that a migration that takes a right away
    (the ledger's UPDATE) is never undone by a later blanket grant.
    """
    role = connections[using].ops.quote_name(serving_role())
    with connections[using].cursor() as cursor:
        refuse_unprepared(cursor)
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};"
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role};"
            f"GRANT USAGE ON SCHEMA public TO {role}"
        )


def refuse_unprepared(cursor: Any) -> None:
    """Stop before the first table where names could not be searched: no pg_trgm, or a locale without Arabic letters."""
    cursor.execute("SELECT to_regproc('public.show_trgm') IS NOT NULL")
    if not cursor.fetchone()[0]:
        raise SystemExit(
            "The database is not prepared: as a superuser, run uhis_portal/database/bootstrap.sql in it once."
        )
    cursor.execute("SELECT cardinality(public.show_trgm('مستشفى'))")
    if not cursor.fetchone()[0]:
        raise SystemExit(
            "The database's locale knows no Arabic letters. Create it with LC_CTYPE C.UTF-8, or with the builtin provider "
            "and C.UTF-8, and load it anew."
        )


def close_ignore_switch(*, using: str, **_: Any) -> None:
    """Replace django-pgtrigger's switch by one that is always off, after each migration that may have renewed it."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regproc('public._pgtrigger_should_ignore') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(IGNORE_NOTHING)
