"""Servers that somebody else runs, looked at before they are used: what is missing is said in a sentence."""

import os

from uhis_portal.embedded import Trouble
from uhis_portal.embedded.postgresql import NO_ARABIC

UNPREPARED = (
    "The database of DATABASE_URL is not prepared: let a superuser run uhis_portal/database/bootstrap.sql "
    "in it once. It makes the extensions and the two roles, whose passwords the superuser then sets."
)


def refuse_unprepared_database() -> None:
    """Raise Trouble when the database cannot be reached, is not prepared, or does not know Arabic letters."""
    import psycopg2
    from environ import Env

    address = Env.db_url_config(os.environ["DATABASE_URL"])
    place = {"host": address["HOST"], "port": address["PORT"], "dbname": address["NAME"]}
    identity = {"user": address["USER"], "password": address["PASSWORD"]}
    try:
        connection = psycopg2.connect(
            **{name: value for name, value in (place | identity).items() if value}, connect_timeout=5
        )
    except psycopg2.OperationalError as error:
        raise Trouble(f"The database of DATABASE_URL cannot be used: {error}") from None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT show_trgm('مستشفى')")
            if cursor.fetchone() == ([],):
                raise Trouble(NO_ARABIC)
    except psycopg2.errors.UndefinedFunction:
        raise Trouble(UNPREPARED) from None
    finally:
        connection.close()
