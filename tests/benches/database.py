"""A database of its own for a bench: made, migrated and filled with the reference data, and dropped in the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2.errors
from django.conf import settings as django_settings
from django.db import connection, connections

from tests.template import PROJECT, address, copy, owner_connection, template

__all__ = ["NAME", "PROJECT", "own_database", "statement", "using"]
NAME = f"uhis_bench_{os.getpid()}"
ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL")


@contextmanager
def own_database() -> Iterator[str]:
    """Its name; while it lives, the environment's addresses lead to it."""
    before = {variable: os.environ[variable] for variable in ADDRESSES}
    copy(template(), NAME)
    try:
        os.environ.update({variable: address(variable, NAME) for variable in ADDRESSES})
        yield NAME
    finally:
        os.environ.update(before)
        if django_settings.configured:
            connections.close_all()
        drop()


def anew() -> None:
    """Put a fresh copy in the place of the own database."""
    connections.close_all()
    drop()
    copy(template(), NAME)


@contextmanager
def using(name: str) -> Iterator[None]:
    """Within, Django's connection leads to another database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


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
    connection = owner_connection(database)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    connection.close()
