"""Long work on files, in turns: the worker does a piece after another for some seconds, and is asked for the next turn."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from uhis_portal.api.errors import is_unavailable
from uhis_portal.celery import hand_over
from uhis_portal.database.alone import alone
from uhis_portal.reach import system_reach

SLICE = 5.0  # seconds of one turn; others wait for the same worker, so it is well below the 30 s that a job may take
STALLED = 10.0  # seconds without a step after which the clock looks after the work
AT_ONCE = 20  # that the clock looks after

OUR_FAULT = _("Something went wrong on our side. Nothing is lost: let it go on from where it stopped.")


def take_turn(pk: UUID, *, lock: int, step: Callable[[UUID], bool], task: str) -> None:
    """Do steps of one piece of work for a turn; if more is left then, the worker is asked for `task` again."""
    end = time.monotonic() + SLICE
    more = False
    with alone(lock, pk) as mine:
        while mine and (more := step(pk)) and time.monotonic() < end:
            pass
    if more:
        hand_over(task, str(pk))


def take_up(under_way: QuerySet[Any], advance: Callable[[UUID], None]) -> None:
    """Go on with what nobody works on: its task was lost, or its worker died."""
    before = timezone.now() - timedelta(seconds=STALLED)
    with system_reach():
        waiting = under_way.filter(touched_at__lt=before).order_by("touched_at")
        left = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    end = time.monotonic() + SLICE
    for pk in left:
        advance(pk)
        if time.monotonic() > end:
            break


def where(trouble: BaseException) -> list[str]:
    """The last lines that led to an exception. Not its message: what a database says of a row quotes it."""
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trouble.__traceback__)[-6:]]


def will_pass(trouble: BaseException) -> bool:
    """Whether the database was away or busy: no reason to give up, the clock tries for as long as it takes."""
    if not is_unavailable(trouble):
        return False
    if not connection.is_usable():
        connection.close()
    return True
