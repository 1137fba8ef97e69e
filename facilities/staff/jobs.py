"""What the clock asks of the staff's room."""

from celery import shared_task
from django.utils import timezone

from facilities.staff import actions


@shared_task(name="staff.forget_mobiles")
def forget_mobiles() -> None:
    """Erase numbers of invitations that ran out long ago."""
    actions.forget_mobiles(now=timezone.now())
