"""What the clock asks of the catalogue: that versions which were planned take effect on their day."""

from celery import shared_task

from facilities.catalogue import actions
from uhis_portal.calendar import cairo_today


@shared_task(name="catalogue.take_effect")
def take_effect() -> None:
    """Bring kinds of service in step with the versions in force today. Losing or repeating this changes nothing."""
    actions.take_effect(today=cairo_today())
