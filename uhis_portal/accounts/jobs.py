"""What the clock asks of identity: to forget what is no longer needed."""

from datetime import timedelta

from axes.models import AccessAttempt
from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from uhis_portal.accounts.models import OneTimeCode

KEPT = timedelta(days=1)


@shared_task(name="accounts.forget_old")
def forget_old() -> None:
    """Delete codes and failed sign-ins older than a day, and sessions that have ended."""
    OneTimeCode.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - KEPT).delete()
    call_command("clearsessions")
