"""A flush keeps the directory: what a test of its own transactions changes of it, the owner takes back."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection

from tests.template import owner_connection

MADE_UP = "QQ-%"  # codes of facilities that tests add


@pytest.fixture
def directory_put_back(transactional_db: None) -> Iterator[None]:
    """Afterwards made-up facilities are gone, and the others have no revisions, emergencies or notes of a test."""
    yield
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM directory_revision; DELETE FROM directory_proposal")
        for model in apps.get_app_config("directory").get_models():
            names = {field.column for field in model._meta.concrete_fields}
            column = "code" if model._meta.db_table == "directory_facility" else "facility_id"
            if column in names and "pgh_id" not in names:
                cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE {column} LIKE %s', [MADE_UP])
        cursor.execute(
            "UPDATE directory_facility SET version = 1, emergency = NULL, note = '' WHERE version > 1"
        )
        cursor.execute("INSERT INTO directory_change (xact) VALUES (pg_current_xact_id())")
    owner.close()


@pytest.fixture
def directory_as_before(transactional_db: None) -> Iterator[None]:
    """Whatever a test changes of the directory: afterwards all its rows are as they were before."""
    tables = [model._meta.db_table for model in apps.get_app_config("directory").get_models()]
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        for table in tables:
            cursor.execute(f'CREATE TEMPORARY TABLE "kept_{table}" AS TABLE "{table}"')
        yield
        cursor.execute("SET session_replication_role = replica")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"; INSERT INTO "{table}" TABLE "kept_{table}"')
        cursor.execute("INSERT INTO directory_change (xact) VALUES (pg_current_xact_id())")
    owner.close()
