"""Comparing the roll-ups with a recount, one after another, and mending what differs, beside the living system.

A roll-up that is empty, because someone emptied it, differs in all its cells: so a check is a rebuild as well.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import structlog
from django.db import connection, transaction
from django.utils import timezone

from services.statistics.actions.folding import DRAINING
from services.statistics.counting import ROLLS, Roll
from services.statistics.counting.recount import Balance, compare, mend
from services.statistics.models import Check
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.celery import hand_over
from uhis_portal.database.alone import alone
from uhis_portal.reach import system_reach

log = structlog.get_logger("statistics")
CHECKING = 0xC4EC4  # the advisory lock of the checker
GO_ON = "statistics.check"
NAMED = 20  # wrong cells that a check remembers


@transaction.atomic
def begin_check(*, by: Account, now: datetime) -> Check:
    """Begin a check, which the worker carries out; one that is under way is returned as it is."""
    clock = by.kind == Account.Kind.SYSTEM
    begun = {"begun_at": now, "asked_by": None if clock else by.pk, "of": len(ROLLS)}
    check, is_new = Check.objects.get_or_create(ended_at=None, defaults=begun)
    if is_new:
        note(by=by, action="statistics.begin_check", subject=check)
    hand_over(GO_ON)
    return check


def check_next() -> bool:
    """Compare the next roll-up of the check under way, and mend it where it is wrong; whether more are left.

    One checker at a time: another one does nothing. A checker that is killed leaves its roll-up to be compared anew.
    Outside of any transaction.
    """
    with alone(CHECKING) as at_work:
        check = Check.objects.filter(ended_at=None).first() if at_work else None
        if check is None:
            return False
        roll = ROLLS[check.done]
        balance = compare(roll, name=NAMED)
        with transaction.atomic(), system_reach():
            if balance.wrong:
                mend_beside_writers(check, roll, balance)
            keep(check, balance)
    return check.ended_at is None


def mend_beside_writers(check: Check, roll: Roll, balance: Balance) -> None:
    """Mend a roll-up while nobody folds; who writes goes on, and is counted by what is pending."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DRAINING])
    mend(roll)
    details = {"roll_up": roll.name, "cells": balance.wrong}
    note(by=Account.system(), action="statistics.mend", subject=check, details=details)
    transaction.on_commit(lambda: log.warning("numbers differed from the recount and were mended", **details))


def keep(check: Check, balance: Balance) -> None:
    """Write down what was found, and that the next roll-up has its turn."""
    check.done += 1
    check.cells += balance.cells
    check.wrong += balance.wrong
    check.found = [*check.found, *map(asdict, balance.found)][:NAMED]
    if check.done >= len(ROLLS):
        check.of, check.ended_at = check.done, timezone.now()
    check.save()
