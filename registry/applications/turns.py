"""Turns: only so many families a second begin. Who comes when there are more gets the next free moment, and keeps it.

So a rush meets a page that waits, and whoever has begun goes on undisturbed. How many that are, each web process reckons
from how long its pages of entering take: on a machine that is slow, or busy with something else, fewer begin. By
Little's law (Operations Research 9, 1961) the families who are in then keep `BUSY` of its threads busy on the average.
"""

from __future__ import annotations

import math
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from uhis_portal.refusals import TooMany

BURST = timedelta(seconds=5)  # so much of turns that nobody took are given at once
KEPT = timedelta(minutes=30)  # a turn that has come waits so long for who has it
LOOK_AGAIN = timedelta(seconds=30)  # who waits longer is shown in between how long it still is
TURN = "turn"
BUSY = 1.0  # threads of a web process that pages of entering may keep busy; others are left for everyone else
PAGES = 50  # that a family of five opens and sends, from the first to the last
LONGEST = 1.0  # seconds; a page that takes longer waits for a line or a lock, and says nothing of the machine
FIRST = 0.02  # seconds that a page is taken to need before any was seen
REMEMBERED = 100  # pages: how long a page takes is reckoned from about so many


def wait(session: MutableMapping[str, Any], now: datetime) -> timedelta:
    """How long the owner of this session waits for the own turn, which is taken now if there is none; 0 once it has come."""
    if TURN not in session or now >= moment_of(session) + KEPT:
        session[TURN] = TURNS.take(now).timestamp()
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


class Turns:
    """The turns that one web process gives. They are its own, so that nobody waits for a lock of somebody's transaction."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.seconds = FIRST
        self.next_at = datetime.min.replace(tzinfo=UTC)

    def take(self, now: datetime) -> datetime:
        """The next moment at which a family may begin; each is given once."""
        with self.lock:
            step = timedelta(seconds=1 / (settings.REGISTRATIONS_PER_SECOND or BUSY / (PAGES * self.seconds)))
            moment = max(self.next_at, now - BURST)
            self.next_at = moment + step
        return moment

    def took(self, seconds: float) -> None:
        """A page of entering took so long."""
        with self.lock:
            self.seconds += (min(seconds, LONGEST) - self.seconds) / REMEMBERED


TURNS = Turns()
