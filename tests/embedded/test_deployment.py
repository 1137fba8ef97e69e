"""docker-compose.yml and Dockerfile, read as they stand: nothing that the settings need is missing, no secret is inside."""

import re
from typing import Any

import pytest
import yaml

from uhis_portal.embedded import supervision
from uhis_portal.embedded.environment import new_secrets
from uhis_portal.embedded.place import PROJECT, Place

COMPOSE = (PROJECT / "docker-compose.yml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = ("migrate", "web", "worker", "beat")
DOCKERFILE = (PROJECT / "Dockerfile").read_text()


def test_the_services_are_database_broker_one_migration_and_three_processes() -> None:
    assert set(SERVICES) == {"database", "redis", *OURS}
    assert SERVICES["database"]["image"] == "postgres:18"
    assert SERVICES["migrate"]["restart"] == "no"


@pytest.mark.parametrize("service", OURS)
def test_every_variable_that_the_settings_require_is_passed(service: str) -> None:
    required = re.search(
        r"REQUIRED = \{(.+?)\}", (PROJECT / "uhis_portal" / "settings.py").read_text(), re.DOTALL
    )
    names = re.findall(r'^\s*"(\w+)":', required[1], re.MULTILINE)
    assert len(names) >= 5
    assert set(names) <= set(SERVICES[service]["environment"])


def test_only_the_migration_knows_the_owners_password() -> None:
    with_owner = [
        name for name, service in SERVICES.items() if "OWNER_PASSWORD" in str(service.get("environment"))
    ]
    assert with_owner == ["database", "migrate"]


def test_every_secret_is_asked_for_with_the_command_that_makes_it() -> None:
    asked = dict(re.findall(r"\$\{(\w+):\?([^}]+)\}", COMPOSE))
    assert set(asked) == {*new_secrets(), "SUPERUSER_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD"}
    assert all("python3 -m uhis_portal.embedded secrets > .env" in sentence for sentence in asked.values())


def test_no_variable_that_sounds_secret_has_its_value_in_the_file() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|KEY|TOKEN", name):
                assert re.fullmatch(r"\$\{.+\}", value), name


@pytest.mark.parametrize("service", SERVICES)
def test_services_write_to_volumes_only_and_hold_no_powers(service: str) -> None:
    assert SERVICES[service]["read_only"] is True
    assert SERVICES[service]["cap_drop"] == ["ALL"]
    assert SERVICES[service]["security_opt"] == ["no-new-privileges:true"]


def test_nobody_runs_as_root() -> None:
    assert [SERVICES[name]["user"] for name in ("database", "redis")] == ["postgres", "redis"]
    assert re.search(r"^USER portal$", DOCKERFILE, re.MULTILINE)


def test_the_database_is_made_with_arabic_letters_and_the_same_bootstrap_as_the_embedded_one() -> None:
    database = SERVICES["database"]
    assert "--encoding=UTF8" in database["environment"]["POSTGRES_INITDB_ARGS"]
    assert "--builtin-locale=C.UTF-8" in database["environment"]["POSTGRES_INITDB_ARGS"]
    mounted = [volume.split(":")[0] for volume in database["volumes"] if volume.startswith("./")]
    assert mounted == ["./uhis_portal/database/bootstrap.sql", "./uhis_portal/database/set_passwords.sh"]
    assert all((PROJECT / file).is_file() for file in mounted)


def test_the_broker_keeps_its_messages() -> None:
    assert SERVICES["redis"]["command"][1:] == ["--appendonly", "yes", "--maxmemory-policy", "noeviction"]


def test_only_the_web_server_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]


@pytest.mark.parametrize("service", [*OURS[1:], "database", "redis"])
def test_what_goes_on_running_says_whether_it_is_well(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"]


def test_the_processes_are_those_of_make_run() -> None:
    locally = supervision.programs(Place(), addresses=[])
    assert locally["worker"][:4] == SERVICES["worker"]["command"][2:6]
    assert locally["clock"][:4] == SERVICES["beat"]["command"][2:6]
    assert locally["web"] == re.findall(r'"([^"]+)"', DOCKERFILE.splitlines()[-1])[2:5]


def test_the_image_is_built_by_the_steps_of_make_run() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    targets = " ".join(re.findall(r"^RUN make (.+?)(?: \\)?$", DOCKERFILE, re.MULTILINE)).split()
    assert targets == [".venv/.installed", "node_modules/.package-lock.json", "assets"]
    assert all(re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE) for target in targets)


def test_neither_secrets_nor_what_a_machine_made_get_into_the_image() -> None:
    left_out = (PROJECT / ".dockerignore").read_text().splitlines()
    assert {".env", ".git", ".local", ".venv", "node_modules"} <= set(left_out)
