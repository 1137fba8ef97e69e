"""The embedded PostgreSQL and Valkey: how they are made, found again, mended and kept apart."""

import os
import shutil
import signal
import stat
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import redis

from tests.embedded.conftest import end
from uhis_portal.embedded import Trouble, environment, processes
from uhis_portal.embedded.place import Place
from uhis_portal.embedded.postgresql import BOOTSTRAP
from uhis_portal.embedded.servers import Servers


def broker(servers: Servers) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(servers.place.valkey_socket))


def postmaster(servers: Servers) -> int:
    return int((servers.postgresql.data / "postmaster.pid").read_text().split()[0])


def kill(servers: Servers) -> None:
    """What a full memory does: every server process is gone at once, and nothing is tidied up."""
    processes.send(signal.SIGKILL, {postmaster(servers)} | servers.valkey.processes())
    assert processes.wait_until(lambda: not any(servers.answers().values()), 10)


def test_servers_listen_on_sockets_of_their_owner_and_on_no_port(servers: Servers) -> None:
    assert servers.postgresql.ask("SHOW listen_addresses") == [("",)]
    assert broker(servers).config_get("port") == {"port": "0"}
    assert stat.S_IMODE(servers.place.sockets.stat().st_mode) == 0o700


def test_an_arabic_word_has_trigrams(servers: Servers) -> None:
    [(trigrams,)] = servers.postgresql.ask("SELECT show_trgm('مستشفى')")
    assert len(trigrams) == 7


def test_neither_role_stands_above_row_level_security_or_makes_others(servers: Servers) -> None:
    rows = servers.postgresql.ask(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin FROM pg_roles"
        " WHERE rolname LIKE 'uhis%' ORDER BY rolname"
    )
    assert rows == [("uhis_app", *[False] * 4, True), ("uhis_owner", *[False] * 4, True)]


def test_the_serving_role_makes_no_tables_and_the_owner_does(servers: Servers) -> None:
    [rights] = servers.postgresql.ask(
        "SELECT has_schema_privilege('uhis_app', 'public', 'CREATE'), has_schema_privilege('uhis_app', 'public', 'USAGE'),"
        " has_schema_privilege('uhis_owner', 'public', 'CREATE')"
    )
    assert rights == (False, True, True)


def test_the_servers_log_names_an_error_without_what_was_entered(servers: Servers) -> None:
    as_owner = psycopg2.connect(host=str(servers.place.sockets), user="uhis_owner", dbname="uhis")
    with closing(as_owner), as_owner.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE person (name text PRIMARY KEY)")
        cursor.execute("INSERT INTO person VALUES ('canary')")
        with pytest.raises(psycopg2.errors.UniqueViolation):
            cursor.execute("INSERT INTO person VALUES ('canary')")
    log = servers.postgresql.log.read_text()
    assert "duplicate key value violates unique constraint" in log
    assert "canary" not in log


def test_the_serving_role_may_hold_the_rows_of_a_file_in_its_session(servers: Servers) -> None:
    asked = "SELECT has_database_privilege('uhis_app', current_database(), 'TEMPORARY')"
    assert servers.postgresql.ask(asked) == [(True,)]


def test_bootstrap_may_be_run_again(servers: Servers) -> None:
    servers.postgresql.ask(BOOTSTRAP.read_text())


def test_the_containers_script_gives_the_roles_the_passwords_of_its_environment(servers: Servers) -> None:
    passwords = {"OWNER_PASSWORD": "owner's 'own'", "APP_PASSWORD": 'the "app"'}
    container = {"POSTGRES_USER": "postgres", "POSTGRES_DB": "uhis", "PGHOST": str(servers.place.sockets)}
    path = f"{servers.postgresql.programs}:{os.environ['PATH']}"
    script = BOOTSTRAP.with_name("set_passwords.sh")
    subprocess.run(["sh", script], env={**passwords, **container, "PATH": path}, check=True)
    kept = servers.postgresql.ask(
        "SELECT DISTINCT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname LIKE 'uhis%'"
    )
    assert kept == [(True,)]


def test_what_was_committed_survives_a_kill_of_both_servers(servers: Servers) -> None:
    assert servers.postgresql.ask("SHOW synchronous_commit") == [("on",)]
    servers.postgresql.ask("CREATE TABLE kept AS SELECT 'row' AS what")
    broker(servers).rpush("queue", "task")
    broker(servers).config_set("appendfsync", "always")
    broker(servers).rpush("queue", "another task")

    kill(servers)
    servers.start()

    assert servers.postgresql.ask("SELECT what FROM kept") == [("row",)]
    assert broker(servers).lrange("queue", 0, -1) == [b"task", b"another task"]
    servers.postgresql.ask("DROP TABLE kept")


def test_a_pid_file_that_names_a_living_stranger_does_not_keep_postgresql_from_starting(
    servers: Servers,
) -> None:
    kill(servers)
    pid_file = servers.postgresql.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    servers.start()

    assert all(servers.answers().values())


def test_starting_what_runs_changes_nothing(servers: Servers) -> None:
    before = {postmaster(servers)} | servers.valkey.processes()
    servers.start()
    assert {postmaster(servers)} | servers.valkey.processes() == before


def test_a_database_made_anew_or_migrated_by_hand_is_told_from_the_one_before(servers: Servers) -> None:
    before = servers.postgresql.state()
    servers.postgresql.ask(
        "CREATE TABLE django_migrations AS SELECT 1 AS id, 'people' AS app, '0001' AS name"
    )
    assert servers.postgresql.state() != before
    servers.postgresql.ask("DROP TABLE django_migrations")
    assert servers.postgresql.state() == before


def test_a_half_made_cluster_is_made_whole_and_secrets_are_kept_over_restarts(tmp_path: Path) -> None:
    place = Place(tmp_path)
    half = tmp_path / ".local" / "portal" / "postgresql.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    servers = Servers(place)
    try:
        first = servers.start()
        with open(place.environment_file, "a") as file:
            file.write("SMS_GATEWAY_TOKEN=written by hand\n")
        servers.stop()
        assert servers.answers() == {"PostgreSQL": False, "Valkey": False}
        assert servers.start() == first | {"SMS_GATEWAY_TOKEN": "written by hand"}
        assert stat.S_IMODE(place.environment_file.stat().st_mode) == 0o600
    finally:
        end(place)


def test_data_whose_keys_are_gone_are_not_given_new_ones(servers: Servers) -> None:
    keys = servers.place.environment_file
    hidden = keys.rename(keys.with_suffix(".away"))
    with pytest.raises(Trouble, match=r"portal\.env is missing"):
        servers.start()
    hidden.rename(keys)
    servers.start()


def test_servers_whose_folder_was_removed_under_them_are_ended_and_made_anew(tmp_path: Path) -> None:
    servers = Servers(Place(tmp_path, "test"))
    try:
        servers.start()
        before = servers.postgresql.processes() | servers.valkey.processes()
        shutil.rmtree(tmp_path / ".local")
        assert servers.answers() == {"PostgreSQL": False, "Valkey": False}
        servers.start()
        assert servers.answers() == {"PostgreSQL": True, "Valkey": True}
        assert not before & (servers.postgresql.processes() | servers.valkey.processes())
    finally:
        end(servers.place)


def test_the_tests_place_beside_the_portals_has_its_own_servers_and_more_rights(servers: Servers) -> None:
    beside = Servers(Place(servers.place.root, "test"))
    try:
        beside.start()
        assert beside.place.sockets != servers.place.sockets
        assert beside.postgresql.ask("SELECT rolcreatedb FROM pg_roles WHERE rolname = 'uhis_owner'") == [
            (True,)
        ]
        assert beside.postgresql.ask("SHOW synchronous_commit") == [("off",)]
        beside.postgresql.ask("CREATE TABLE only_here ()")
        assert servers.postgresql.ask("SELECT to_regclass('only_here')") == [(None,)]
    finally:
        end(beside.place)


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(Trouble, match="somebody else's"):
            Servers(place).start()
    finally:
        place.sockets.unlink()


def test_a_socket_path_stays_short_however_deep_the_clone_lies(tmp_path: Path) -> None:
    deep = Place(tmp_path / ("d" * 100) / ("e" * 100))
    assert len(str(deep.sockets / ".s.PGSQL.5432")) < 60


def test_naming_only_some_of_the_servers_is_answered_with_the_missing_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/uhis")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    with pytest.raises(Trouble, match="Set DATABASE_OWNER_URL and REDIS_URL too"):
        environment.names_other_servers()
