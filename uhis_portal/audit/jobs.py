"""What the clock asks of the audit."""

from celery import shared_task

from uhis_portal.audit import actions
from uhis_portal.reach import system_reach


@shared_task(name="audit.seal")
def seal() -> None:
    """Put waiting events into the chain."""
    with system_reach():
        actions.seal()
