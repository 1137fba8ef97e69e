"""What the clerk's desk needs to know to be ready, also for a time without a network: nothing of any patient."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from facilities.directory.models import Facility
from services.records.actions import MOST_IN_A_BATCH, MOST_LINES
from services.records.kinds import favourites_of, kinds_given_at, spelled
from services.records.models import MOST_AT_ONCE
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import comparable
from uhis_portal.calendar import CAIRO

LIMITS = {
    "latest_entry_days": settings.LATEST_ENTRY_DAYS,
    "quantity": MOST_AT_ONCE,
    "lines": MOST_LINES,
    "batch": MOST_IN_A_BATCH,
}


def desk_at(facility: Facility, clerk: Account, now: datetime) -> dict[str, Any]:
    """The desk of a clerk: {clerk, facility, kinds, favourites, departments, limits, now, today}."""
    kinds = list(kinds_given_at(facility, now.astimezone(CAIRO).date()).order_by("code"))
    return {
        "clerk": clerk,
        "facility": facility,
        "kinds": [
            {"kind": kind, "spelled": spelled(kind.code, kind.name_ar, kind.name_en)} for kind in kinds
        ],
        "favourites": [kind.code for kind in favourites_of(facility, kinds)],
        "departments": departments_of(facility),
        "limits": LIMITS,
        "now": now,
        "today": now.astimezone(CAIRO).date(),
    }


def departments_of(facility: Facility) -> list[Any]:
    """The facility's departments in the order of their names."""
    return sorted(facility.departments.all(), key=lambda one: comparable(one.name_ar))
