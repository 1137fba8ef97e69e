"""What the clock, and the ledger whenever it grows, ask of the statistics."""

import time

from celery import shared_task

from services.statistics import actions
from uhis_portal.reach import system_reach

LONGEST = 30  # seconds; what is left is folded at the next tick


@shared_task(name="statistics.roll_up")
def roll_up() -> None:
    """Fold all waiting deltas, each batch in a transaction of its own. Losing or repeating this changes nothing."""
    end = time.monotonic() + LONGEST
    folded = actions.AT_ONCE
    while folded >= actions.AT_ONCE and time.monotonic() < end:
        with system_reach():
            folded = actions.fold()
