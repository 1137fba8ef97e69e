"""A database of its own for a bench: made, migrated and filled with the reference data, and dropped in the end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import environ
import psycopg2
import psycopg2.errors
from django.conf import settings as django_settings
from django.db import connections

PROJECT = Path(__file__).resolve().parents[2]
NAME = f"uhis_bench_{os.getpid()}"
ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL")


def address(variable: str, database: str) -> str:
    return os.environ[variable].rsplit("/", 1)[0] + "/" + database


@contextmanager
def own_database() -> Iterator[str]:
    """Its name; while it lives, the environment's addresses lead to it."""
    before = {variable: os.environ[variable] for variable in ADDRESSES}
    owner, serving = (urlsplit(before[variable]).username for variable in reversed(ADDRESSES))
    statement(f'CREATE DATABASE "{NAME}" TEMPLATE template0 ENCODING \'UTF8\' OWNER "{owner}"')
    try:
        os.environ.update({variable: address(variable, NAME) for variable in ADDRESSES})
        for extension in ("pg_trgm", "btree_gist", "btree_gin"):
            statement(f"CREATE EXTENSION IF NOT EXISTS {extension}", database=NAME)
        statement(f'GRANT CONNECT ON DATABASE "{NAME}" TO "{serving}"')
        for command in (["migrate", "--verbosity", "0"], ["load_reference_data"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL
            )
        yield NAME
    finally:
        os.environ.update(before)
        if django_settings.configured:
            connections.close_all()
        drop()


def drop() -> None:
    """Drop the database. Workers that were killed leave it a moment later; each try waits some seconds for them."""
    for last in (False, False, False, True):
        try:
            statement(f'DROP DATABASE IF EXISTS "{NAME}"')
            return
        except psycopg2.errors.ObjectInUse:
            if last:
                raise


def statement(sql: str, database: str = "postgres") -> None:
    """Run one statement as the owner role."""
    owner = environ.Env.db_url_config(os.environ["DATABASE_OWNER_URL"])
    connection = psycopg2.connect(
        dbname=database,
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
    connection.close()
