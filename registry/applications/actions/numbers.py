"""The number to which a family gets its messages, when the account that entered the family gets another one."""

from __future__ import annotations

from typing import Any

from registry.applications.models import Application, Interest
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

OPEN = (Application.Status.DRAFT, Application.Status.RECEIVED, Application.Status.RETURNED)


def follow_number(*, account: Account, before: bytes, **_signal: Any) -> None:
    """What a citizen entered and waits for is told to the new number: the former one may soon be somebody else's."""
    with system_reach():  # a clerk at a counter, who changes a number, does not see what is not sent
        Application.objects.filter(
            account=account, channel=Application.Channel.CITIZEN, status__in=OPEN
        ).update(phone=account.phone, phone_index=account.phone_index)
        left = Interest.objects.filter(phone_index=before)
        there = Interest.objects.filter(phone_index=account.phone_index)
        left.filter(governorate__in=list(there.values_list("governorate", flat=True))).delete()
        left.update(phone=account.phone, phone_index=account.phone_index)
