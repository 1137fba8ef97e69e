"""What the clock asks of the API's own table."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from uhis_portal.api.models import StoredAnswer
from uhis_portal.reach import system_reach

KEPT = timedelta(days=30)


@shared_task(name="api.forget_old_answers")
def forget_old_answers() -> None:
    """Delete answers older than 30 days; a key may then be used again."""
    with system_reach():
        StoredAnswer.objects.filter(stored_at__lt=timezone.now() - KEPT).delete()
