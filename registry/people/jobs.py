"""What the worker and its clock do for families."""

from celery import shared_task
from django.utils import timezone

from registry.people.units import handing
from uhis_portal.calendar import CAIRO
from uhis_portal.celery import hand_over


@shared_task(name=handing.CARRY_OUT)
def carry_out_handovers() -> None:
    """Move families of approved handovers for a turn. Losing or repeating this changes nothing."""
    now = timezone.now()
    if handing.carry_out(today=now.astimezone(CAIRO).date(), now=now):
        hand_over(handing.CARRY_OUT)
