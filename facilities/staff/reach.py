"""What a member of staff may touch: the sum of the posts held today."""

from facilities.staff.access import posts_of
from facilities.staff.models import Post
from uhis_portal.accounts.models import Account
from uhis_portal.reach import Reach


def of_staff(account: Account) -> Reach:
    """Clerk and manager: own facility, and applications of its governorate; administrators: governorate, or everything.

    Applications are reviewed across the governorate, so that no family waits for a unit that has no clerk yet.
    """
    reach = Reach()
    for post in posts_of(account, anew=True):
        reach |= of_post(post)
    return reach


def of_post(post: Post) -> Reach:
    """The reach of one post."""
    if post.facility is not None:
        return Reach(
            facilities=frozenset([post.facility.pk]), reviews=frozenset([post.facility.governorate_id])
        )
    if post.governorate_id is not None:
        area = frozenset([post.governorate_id])
        return Reach(governorates=area, reviews=area)
    return Reach(everything=True)
