"""What a citizen may touch: the families registered through their own applications."""

from registry.applications.models import Application
from uhis_portal.accounts.models import Account
from uhis_portal.reach import Reach


def of_applicant(account: Account) -> Reach:
    """The households of a citizen's approved applications. Runs when `portal.account` is already set.

    A family that a clerk entered at a counter stays out of the clerk's reach: the counter is no door to its file.
    """
    if not account.is_citizen:
        return Reach()
    approved = Application.objects.filter(account=account, status=Application.Status.APPROVED)
    return Reach(households=frozenset(approved.values_list("household_id", flat=True)))
