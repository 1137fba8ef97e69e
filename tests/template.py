"""A database that is migrated and filled once, and then copied in milliseconds by tests, benches and campaigns."""

import hashlib
import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
import psycopg2
import psycopg2.errors

PROJECT = Path(__file__).resolve().parent.parent
EXTENSIONS = ("pg_trgm", "btree_gist", "btree_gin")
ONE_MAKES_IT = 8150  # advisory lock


def address(variable: str, database: str) -> str:
    """The address in `variable` with another database."""
    return os.environ[variable].rsplit("/", 1)[0] + "/" + database


def owner_connection(database: str) -> Any:
    """A connection as the owner role to `database`, in autocommit."""
    owner = environ.Env.db_url_config(os.environ["DATABASE_OWNER_URL"])
    connection = psycopg2.connect(
        dbname=database,
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
    )
    connection.autocommit = True
    return connection


def digest() -> str:
    """A name for what the template holds: it changes with the code that fills it and with its data."""
    total = hashlib.sha256()
    for wing in ("uhis_portal", "facilities", "registry", "services"):
        for file in sorted((PROJECT / wing).rglob("*")):
            if file.suffix in (".py", ".csv", ".json", ".geojson", ".txt"):
                total.update(file.read_bytes())
    return total.hexdigest()[:16]


def template() -> str:
    """The template's name; made first where nobody has made it yet."""
    name = f"uhis_template_{digest()}"
    admin = owner_connection("postgres")
    with admin.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_MAKES_IT])
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            make(cursor, name)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_MAKES_IT])
    admin.close()
    return name


def make(cursor: Any, name: str) -> None:
    """Create, migrate and fill the template under another name, and rename it when it is whole."""
    unfinished = f"{name}_unfinished"
    cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}"')
    cursor.execute(f"CREATE DATABASE \"{unfinished}\" TEMPLATE template0 ENCODING 'UTF8'")
    # What a superuser makes on a server; the extensions are trusted, so the database's owner may too.
    connection = owner_connection(unfinished)
    with connection.cursor() as own:
        for extension in EXTENSIONS:
            own.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    connection.close()
    fill({variable: address(variable, unfinished) for variable in ("DATABASE_URL", "DATABASE_OWNER_URL")})
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def fill(addresses: dict[str, str]) -> None:
    """Migrate a database and load its reference data."""
    for command in (["migrate", "--verbosity", "0"], ["load_reference_data"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=PROJECT,
            env={**os.environ, **addresses},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def copy(template: str, name: str) -> None:
    """Copy the template as the owner. A copy has no rights of its own: they are those that bootstrap.sql gives."""
    admin = owner_connection("postgres")
    with admin.cursor() as cursor:
        for attempt in itertools.count():
            try:
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
                break
            except psycopg2.errors.ObjectInUse:  # somebody else copies it this very moment
                if attempt > 200:
                    raise
        role = urlsplit(os.environ["DATABASE_URL"]).username
        cursor.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        cursor.execute(f'GRANT CONNECT, TEMPORARY ON DATABASE "{name}" TO "{role}"')
    admin.close()
