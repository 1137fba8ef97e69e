"""What the worker does for the outbox."""

from celery import shared_task

from uhis_portal.notices import actions


@shared_task(name="notices.send_waiting")
def send_waiting() -> None:
    """Send what waits in the outbox, and forget what was sent long ago."""
    actions.send_waiting()
    actions.forget_sent()
