"""The portal as it is served: gunicorn and the worker as processes of their own, and headless Chromium before them."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

# Playwright keeps an event loop in the test's thread; Django's queries there are still one after the other.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium. Without it the browser tests are skipped with a line that says how to get it."""
    if CHROMIUM is None:
        how = "Chromium is missing: apt-get install chromium fonts-noto-core"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(how)
        pytest.skip(how)  # who has no Chromium can still run all the others; CI fails above
    from playwright.sync_api import sync_playwright

    arguments = [*ARGUMENTS, "--no-sandbox"] if os.getuid() == 0 else ARGUMENTS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def web_server(django_db_setup: None) -> Iterator[str]:
    """Address of the portal as it is served, on the database of the tests: started once for all of them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:uhis_portal.web_server", "--log-level", "warning",
         "--bind", f"127.0.0.1:{port}"],
        cwd=PROJECT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "uhis_portal.settings", "WEB_WORKERS": "1"},
    )  # fmt: skip
    try:
        wait_until(lambda: answers(address), server, seconds=90)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def portal(transactional_db: None, web_server: str) -> str:
    """Address of the portal, whose database is emptied when the test is over."""
    return web_server


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/health/", timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


def wait_until(holds: Any, server: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Wait for a condition that another process brings about."""
    end = time.monotonic() + seconds
    while not holds():
        assert server.poll() is None, "the server ended by itself"
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


@pytest.fixture
def violations() -> list[str]:
    """What the browser complained of: content-security violations, script errors, failed requests."""
    return []


@pytest.fixture
def new_page(chromium: Any, portal: str, violations: list[str]) -> Iterator[Any]:
    """A maker of pages, each with its own cookies: `new_page(PHONE)`, `new_page(DESK, javascript=False)`."""
    contexts = []

    def make(size: dict[str, int] = DESK, **options: Any) -> Any:
        javascript = options.pop("javascript", True)
        context = chromium.new_context(
            viewport=size, base_url=portal, java_script_enabled=javascript, service_workers="block", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda m: (
                violations.append(m.text) if m.type == "error" and "status of 4" not in m.text else None
            ),
        )
        page.on("pageerror", lambda error: violations.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert violations == []


assert settings.DEMO, "the browser tests read one-time codes on the page of messages"
