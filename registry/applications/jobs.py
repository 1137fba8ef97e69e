"""What the clock asks of applications: to tell who waits for registration to open, and whom an application names."""

from celery import shared_task
from django.utils import timezone

from registry.applications import actions
from uhis_portal.calendar import cairo_today

SLICES = 10


@shared_task(name="applications.tell_opened")
def tell_opened() -> None:
    """Tell who left a number, a slice at a time; the rest waits for the next tick. Forget who was told long ago."""
    for _slice in range(SLICES):
        if not actions.tell_opened(now=timezone.now(), today=cairo_today()):
            break
    actions.forget_told(now=timezone.now())


@shared_task(name="applications.tell_named")
def tell_named() -> None:
    """Tell adults whom somebody else's application names. Losing or repeating this changes nothing."""
    for _slice in range(SLICES):
        if not actions.tell_named(now=timezone.now()):
            break
