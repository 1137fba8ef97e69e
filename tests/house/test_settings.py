"""An installation that is set up wrongly says so in words; one that is set up right passes Django's own check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, without: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """A command of manage.py in an environment of its own."""
    left_out = {without, "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the browser tests set the second for themselves
    environment = {name: value for name, value in os.environ.items() if name not in left_out} | variables
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("variable", ["REDIS_URL", "SECRET_KEY", "SEALING_KEYS", "INDEX_KEY"])
def test_a_missing_setting_is_named_with_what_to_set(variable: str) -> None:
    done = manage("check", without=variable)
    assert done.returncode != 0
    assert f"\n  {variable}  " in done.stderr
    assert "Traceback" not in done.stderr


def test_migrating_without_the_owner_says_what_to_set() -> None:
    done = manage("migrate", "--plan", without="DATABASE_OWNER_URL")
    assert done.returncode != 0
    assert "set DATABASE_OWNER_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_without_a_gateway_for_messages_is_warned() -> None:
    done = manage("check", "--database", "default", DEMO="0")
    assert "Set SMS_GATEWAY_URL" in done.stderr


def test_a_server_passes_the_check_for_deployment() -> None:
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING",
        DEMO="0", HTTPS="1", SMS_GATEWAY_URL="https://gateway.example/send", SECRET_KEY="k9" * 40 + "xyzuvw",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_demo_pages_exist_in_a_demonstration_only() -> None:
    code = "import django; django.setup(); from django.urls import reverse; print(reverse('messages'))"
    for demo, found in (("1", True), ("0", False)):
        environment = {**os.environ, "DEMO": demo, "SMS_GATEWAY_URL": "https://gateway.example/send",
                       "DJANGO_SETTINGS_MODULE": "uhis_portal.settings"}  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, check=False
        )
        assert (done.returncode == 0) is found
