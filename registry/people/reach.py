"""What a citizen may touch: the families whose file the account reads."""

from registry.people.models import FileHolder
from uhis_portal.accounts.models import Account
from uhis_portal.reach import Reach


def of_citizen(account: Account) -> Reach:
    """The households that a citizen's account holds today. Runs when `portal.account` is already set."""
    if not account.is_citizen:
        return Reach()
    held = FileHolder.objects.filter(account=account, ended_at__isnull=True)
    return Reach(households=frozenset(held.values_list("household_id", flat=True)))
