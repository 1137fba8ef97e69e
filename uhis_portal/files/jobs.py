"""What the worker and its clock do for imports."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from uhis_portal.files import actions, running
from uhis_portal.reach import system_reach


@shared_task(name=actions.ADVANCE)
def advance(source: str) -> None:
    """Run one import for a turn. Losing or repeating this changes nothing."""
    running.advance(UUID(source))


@shared_task(name="files.advance_stalled")
def advance_stalled() -> None:
    """Run what nobody runs: imports whose task was lost or whose worker died."""
    running.advance_stalled()


@shared_task(name="files.forget_old")
def forget_old() -> None:
    """Forget the rows of imports that were finished or left long ago."""
    with system_reach():
        actions.forget_old(now=timezone.now())
