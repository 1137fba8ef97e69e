"""What the clock, and the ledger whenever it grows, ask of the statistics."""

import time

from celery import shared_task
from django.utils import timezone

from services.statistics import actions
from services.statistics.actions.checking import GO_ON
from services.statistics.quality.last_month import judge_unless_judged
from uhis_portal.accounts.models import Account
from uhis_portal.celery import hand_over
from uhis_portal.reach import system_reach

LONGEST = 30  # seconds; what is left is folded, or compared, at the next tick
ONE_RECOUNT = 660  # seconds that the recount of one roll-up may take; the database ends it before


@shared_task(name="statistics.roll_up")
def roll_up() -> None:
    """Fold all waiting deltas, each batch in a transaction of its own. Losing or repeating this changes nothing."""
    end = time.monotonic() + LONGEST
    folded = actions.AT_ONCE
    while folded >= actions.AT_ONCE and time.monotonic() < end:
        with system_reach():
            folded = actions.fold()


@shared_task(name="statistics.begin_check")
def begin_check() -> None:
    """Every night: compare all that is shown with a recount."""
    with system_reach():
        actions.begin_check(by=Account.system(), now=timezone.now())


@shared_task(name="statistics.judge")
def judge_last_month() -> None:
    """Once a day, soon after midnight: judge the last whole month, for what dashboards say needs attention."""
    judge_unless_judged(timezone.now())


@shared_task(name=GO_ON, soft_time_limit=ONE_RECOUNT, time_limit=ONE_RECOUNT + 30)
def check() -> None:
    """Go on with the check under way for a turn, if there is one. Losing or repeating this changes nothing."""
    end = time.monotonic() + LONGEST
    more = True
    while more and time.monotonic() < end:
        more = actions.check_next()
    if more:
        hand_over(GO_ON)
