"""Turns: only so many families a second begin. Who comes when there are more gets the next free moment, and keeps it.

So a rush meets a page that waits, and whoever has begun goes on undisturbed.
"""

from __future__ import annotations

import math
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from uhis_portal.refusals import TooMany

BURST = timedelta(seconds=5)  # so much of turns that nobody took are given at once
KEPT = timedelta(minutes=30)  # a turn that has come waits so long for who has it
LOOK_AGAIN = timedelta(seconds=30)  # who waits longer is shown in between how long it still is
TURN = "turn"
NEXT = """
INSERT INTO applications_turn (id, next_at) VALUES (1, %(earliest)s + %(step)s)
ON CONFLICT (id) DO UPDATE SET next_at = greatest(applications_turn.next_at, %(earliest)s) + %(step)s
RETURNING next_at - %(step)s
"""


def wait(session: MutableMapping[str, Any], now: datetime) -> timedelta:
    """How long the owner of this session waits for the own turn, which is taken now if there is none; 0 once it has come."""
    if TURN not in session or now >= moment_of(session) + KEPT:
        session[TURN] = take(now).timestamp()
    return left(session, now)


def refuse_early(session: MutableMapping[str, Any], now: datetime) -> None:
    """Let who begins through an endpoint wait like everyone; TooMany (429), which says how long."""
    waits = wait(session, now)
    if waits:
        raise TooMany(
            _("Many families are registering now. Your turn is kept: begin again when it has come."),
            retry_after=math.ceil(waits.total_seconds()),
        )


def left(session: MutableMapping[str, Any], now: datetime) -> timedelta:
    """How long it still is to the turn of this session's owner; 0 for who has none."""
    return max(moment_of(session) - now, timedelta()) if TURN in session else timedelta()


def moment_of(session: MutableMapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(session[TURN], tz=UTC)


def take(now: datetime) -> datetime:
    """The next moment at which a family may begin; each is given once."""
    step = timedelta(seconds=1 / settings.REGISTRATIONS_PER_SECOND)
    given: dict[str, Any] = {"earliest": now - BURST, "step": step}
    with connection.cursor() as cursor:
        cursor.execute(NEXT, given)
        moment: datetime = cursor.fetchone()[0]
    return moment
