"""What is handed to the worker goes out after the commit; a dead or stopped broker costs a second, never the work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from uhis_portal.celery import app, hand_over
from uhis_portal.embedded.place import Place
from uhis_portal.embedded.valkey import Valkey

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stopped_valkey(tmp_path: Path) -> Iterator[str]:
    """A Valkey of the test's own that takes connections and answers nothing, as a hanging machine does."""
    socket = tmp_path / "v.sock"
    server = subprocess.Popen(
        [str(Valkey(Place()).program), "--port", "0", "--unixsocket", str(socket), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    while not socket.exists():
        time.sleep(0.01)
    server.send_signal(signal.SIGSTOP)
    yield f"redis+socket://{socket}?virtual_host=0"
    server.send_signal(signal.SIGCONT)
    server.terminate()
    server.wait(10)


def with_broker(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(app.conf, "broker_url", url)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)


@pytest.mark.parametrize("broker", ["stopped", "absent"])
def test_the_work_goes_on_within_seconds_when_the_broker_does_not_answer(
    broker: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = (
        request.getfixturevalue("stopped_valkey")
        if broker == "stopped"
        else "redis+socket:///nowhere.sock?virtual_host=0"
    )
    with_broker(monkeypatch, url)
    done: list[str] = []
    begun = time.monotonic()
    with transaction.atomic():
        hand_over("statistics.roll_up", otherwise=lambda: done.append("here"))
        assert done == []
    assert done == ["here"]
    assert time.monotonic() - begun < 5


@transaction.atomic
def hand_over_and_fail() -> None:
    hand_over("statistics.roll_up")
    raise ZeroDivisionError


def test_nothing_is_handed_over_when_the_transaction_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, **_: sent.append(name))
    with pytest.raises(ZeroDivisionError):
        hand_over_and_fail()
    assert sent == []


# A process of its own, as a worker is: other tests import jobs that the worker itself might not find.
AS_A_WORKER = """
from uhis_portal.celery import app
app.loader.import_default_modules()
print(*sorted({entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks)))
"""


def test_every_task_of_the_clock_is_known_to_the_worker() -> None:
    unknown = subprocess.run(
        [sys.executable, "-c", AS_A_WORKER], capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    )
    assert unknown.stdout.split() == []


def test_tasks_are_never_run_inside_the_request() -> None:
    assert not app.conf.task_always_eager
    assert settings.CELERY_TASK_ACKS_LATE
    assert os.environ["REDIS_URL"]
