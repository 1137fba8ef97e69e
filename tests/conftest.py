"""Real PostgreSQL, as two roles: the owner makes and migrates a template once, the tests run as the serving role."""

import gc
import json
import os
import time
import warnings
from collections.abc import Iterator
from typing import Any

import hypothesis
import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.test.testcases import TransactionTestCase

from facilities.directory.finder import live
from tests.template import address, copy, owner_connection, template
from uhis_portal.reach import system_reach

# Every run tries the same examples, and none is timed, so that a failure is the change's own and not the machine's.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")

pytest_plugins = ["tests.cast", "tests.families", "tests.messages", "tests.worker"]


def pytest_collection_finish() -> None:
    """Have nobody look through what is loaded by now for garbage, at each few hundred new objects: a third of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


# Each test client makes the middleware anew, which would otherwise list all static files each time.
settings.WHITENOISE_AUTOREFRESH = True

# Filled by migrations and by the reference data; a flush keeps them.
KEPT = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "statistics_reportedfigure",
    "statistics_reportedcheck",
}
KEPT_ROOMS = ("geography", "catalogue", "directory", "coverage")


@pytest.fixture(autouse=True)
def nobody_waits_for_a_turn(settings: Any) -> None:
    """Tests begin more registrations in a second than people do."""
    settings.REGISTRATIONS_PER_SECOND = 1000.0


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """The owner copies the template; the serving role uses the copy; the owner drops it."""
    serving = settings.DATABASES["default"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "single")
    name = f"test_{worker}_{os.getpid()}"
    copy(template(), name)
    admin = owner_connection("postgres")
    with django_db_blocker.unblock():
        connections["default"].close()
    serving["NAME"] = connections["default"].settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = address("DATABASE_URL", name)
    os.environ["DATABASE_OWNER_URL"] = address("DATABASE_OWNER_URL", name)
    yield
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close()
        drop(admin, name)
    admin.close()


def drop(admin: Any, name: str) -> None:
    """Drop a database once the processes that a test has just ended have left it; who stays is named and sent away."""
    gc.collect()  # a connection that a thread left behind closes with it
    end = time.monotonic() + 30
    with admin.cursor() as cursor:
        while True:
            try:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
                return
            except psycopg2.errors.ObjectInUse:
                if time.monotonic() > end:
                    send_away(name)
                    end += 30
                time.sleep(0.2)


def send_away(name: str) -> None:
    """End the serving role's other sessions in a database, with a warning that says what they did last."""
    serving = connections["default"]
    with serving.cursor() as cursor:
        cursor.execute(
            "SELECT state, wait_event, backend_start, query, pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
            [name],
        )
        warnings.warn(f"still in {name}: {cursor.fetchall()}", RuntimeWarning, stacklevel=2)
    serving.close()


def flush(self: TransactionTestCase) -> None:
    """Empty what a test wrote, as the owner with triggers asleep: 1 ms instead of TRUNCATE's 80."""
    name = connections["default"].settings_dict["NAME"]
    kept_labels = set(KEPT_ROOMS)
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.db_table not in KEPT
        and model._meta.app_label not in kept_labels
    ]
    owner = owner_connection(name)
    owner.autocommit = False
    with owner, owner.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '10s'")
        for table in tables:
            keep = " WHERE kind <> 'system'" if table == "accounts_account" else ""
            cursor.execute(f'DELETE FROM "{table}"{keep}')
        # With triggers awake: the finders of other processes are told.
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(
            "UPDATE directory_facility SET taken = 0, places = NULL WHERE taken <> 0 OR places IS NOT NULL"
        )
    owner.close()
    live.the_copy.forget()  # with triggers asleep nothing was noted


@pytest.fixture(autouse=True, scope="session")
def _changes_are_found_at_once() -> Iterator[None]:
    """The finder asks what changed at every request, and not once a second."""
    patch = pytest.MonkeyPatch()
    patch.setattr(live, "ASK_EVERY", 0.0)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _flush_as_owner() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", flush)
    yield
    patch.undo()


@pytest.fixture
def everything_in_reach(db: None) -> Iterator[None]:
    """The test acts as the system: it sees and may write all personal rows."""
    with system_reach():
        yield


def problem(response: Any) -> dict[str, Any]:
    """The body of a problem answer, checked for its media type."""
    assert response.headers["Content-Type"] == "application/problem+json", response.headers["Content-Type"]
    return json.loads(response.content)
