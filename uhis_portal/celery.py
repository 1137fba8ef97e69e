"""The worker and its clock. State lives in PostgreSQL; losing or repeating a task changes nothing."""

import os
import time
from collections.abc import Callable
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import celeryd_after_setup
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from uhis_portal.garbage import spare_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "uhis_portal.settings")

HEARTBEAT = "heartbeat"
HEARTBEAT_VALID = 60  # seconds

app = Celery("uhis_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "uhis_portal.accounts",
        "uhis_portal.audit",
        "uhis_portal.notices",
        "uhis_portal.api",
        "uhis_portal.files",
        "facilities.catalogue",
        "facilities.directory",
        "facilities.staff",
        "registry.people",
        "registry.applications",
        "services.statistics",
    ],
    related_name="jobs",
)
celeryd_after_setup.connect(spare_what_is_loaded)
app.conf.beat_schedule = {
    "roll up": {"task": "statistics.roll_up", "schedule": 2.0, "options": {"expires": 10}},
    "check the numbers": {"task": "statistics.begin_check", "schedule": crontab(hour=3, minute=20)},
    "judge last month": {"task": "statistics.judge", "schedule": 60.0, "options": {"expires": 60}},
    "go on with a check of the numbers": {
        "task": "statistics.check",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "send messages": {"task": "notices.send_waiting", "schedule": 5.0, "options": {"expires": 10}},
    "seal the audit": {"task": "audit.seal", "schedule": 15.0, "options": {"expires": 30}},
    "heartbeat": {"task": "uhis_portal.heartbeat", "schedule": 5.0, "options": {"expires": 10}},
    "forget old codes and sessions": {"task": "accounts.forget_old", "schedule": 3600.0},
    "advance imports": {"task": "files.advance_stalled", "schedule": 5.0, "options": {"expires": 10}},
    "make files": {"task": "files.make_stalled", "schedule": 5.0, "options": {"expires": 10}},
    "carry out handovers": {
        "task": "people.carry_out_handovers",
        "schedule": 10.0,
        "options": {"expires": 20},
    },
    "forget old files": {"task": "files.forget_old", "schedule": 6 * 3600.0},
    "forget mobiles of old invitations": {"task": "staff.forget_mobiles", "schedule": 24 * 3600.0},
    "let planned kinds of service take effect": {
        "task": "catalogue.take_effect",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget old changes": {"task": "directory.forget_changes", "schedule": 6 * 3600.0},
    "tell whom applications name": {
        "task": "applications.tell_named",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tell where registration opened": {"task": "applications.tell_opened", "schedule": 3600.0},
    "forget old answers": {"task": "api.forget_old_answers", "schedule": 6 * 3600.0},
}


@app.task(name="uhis_portal.heartbeat")
def heartbeat() -> None:
    """Travels from the clock through the queue to the worker: seen means that all three live."""
    cache.set(HEARTBEAT, timezone.now(), timeout=HEARTBEAT_VALID)


last_asked: dict[str, float] = {}  # by this process


def hand_over(
    name: str, *ids: Any, otherwise: Callable[[], object] | None = None, at_most_every: float = 0.0
) -> None:
    """Ask the worker for the task `name` once the running transaction is committed.

    If the broker does not answer within a second the request goes on: `otherwise` is done here and now if given,
    else the clock asks again by itself. What the clock asks for often need not be asked for by every request:
    `at_most_every` is how many seconds lie between two times.
    """
    asked_for = (name, ids, otherwise)
    if any(getattr(waiting[1], "asked_for", None) == asked_for for waiting in connection.run_on_commit):
        return  # once per transaction is enough

    def publish() -> None:
        now = time.monotonic()
        if now - last_asked.get(name, float("-inf")) < at_most_every:
            return
        last_asked[name] = now
        try:
            app.send_task(name, args=ids, retry=False)
        except OperationalError:
            if otherwise is not None:
                otherwise()

    publish.asked_for = asked_for  # type: ignore[attr-defined]
    transaction.on_commit(publish, robust=True)
