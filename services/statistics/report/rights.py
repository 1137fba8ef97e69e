"""Who publishes reports: administrators of the governorate, and of the country. All staff read them."""

from __future__ import annotations

from datetime import date

from facilities.staff.authority import Authority
from facilities.staff.models import Role
from uhis_portal.accounts.models import Account

PUBLISHERS = (Role.GOVERNORATE_ADMINISTRATOR, Role.NATIONAL_ADMINISTRATOR)


def may_publish(account: Account, governorate: str, today: date) -> bool:
    authority = Authority.of(account, today)
    return authority.everything or governorate in authority.governorates
