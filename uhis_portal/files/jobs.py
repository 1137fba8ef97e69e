"""What the worker and its clock do for files on their way in and out."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from uhis_portal.files import actions, running
from uhis_portal.files.exports import actions as exports
from uhis_portal.files.exports import making
from uhis_portal.reach import system_reach


@shared_task(name=actions.ADVANCE)
def advance(source: str) -> None:
    """Run one import for a turn. Losing or repeating this changes nothing."""
    running.advance(UUID(source))


@shared_task(name="files.advance_stalled")
def advance_stalled() -> None:
    """Run what nobody runs: imports whose task was lost or whose worker died."""
    running.advance_stalled()


@shared_task(name=exports.MAKE)
def make(export: str) -> None:
    """Make one file for a turn. Losing or repeating this changes nothing."""
    making.advance(UUID(export))


@shared_task(name="files.make_stalled")
def make_stalled() -> None:
    """Make what nobody makes: files whose task was lost or whose worker died."""
    making.advance_stalled()


@shared_task(name="files.forget_old")
def forget_old() -> None:
    """Forget the rows of imports, and the exports, that were finished or left long ago."""
    with system_reach():
        actions.forget_old(now=timezone.now())
        exports.forget_old(now=timezone.now())
