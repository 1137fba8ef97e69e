"""Putting a message into the outbox and sending what waits there."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from uhis_portal.celery import hand_over
from uhis_portal.notices.gateway import GatewayRefused, deliver
from uhis_portal.notices.models import Message
from uhis_portal.reach import system_reach

AT_ONCE = 100
KEPT = timedelta(days=2)


def send(*, to: str, body: str, urgent: bool = False) -> Message:
    """Queue a message to an 11-digit number; the worker sends it once the transaction is committed.

    An `urgent` one (a one-time code) goes out by the door itself when no worker is there to take it.
    """
    with system_reach():
        message = Message.objects.create(to=to, body=body)
    hand_over("notices.send_waiting", otherwise=send_waiting if urgent else None)
    return message


def send_waiting() -> int:
    """Send what waits, oldest first; returns how many left. Two senders never take the same message."""
    sent = 0
    for _turn in range(AT_ONCE):
        with system_reach(), transaction.atomic():
            message = (
                Message.objects.select_for_update(skip_locked=True)
                .filter(status=Message.Status.WAITING)
                .order_by("tries", "made_at")
                .first()
            )
            if message is None:
                break
            try:
                deliver(message.to, message.body)
            except GatewayRefused:
                message.tries = F("tries") + 1
                message.save(update_fields=["tries"])
                Message.objects.filter(pk=message.pk, tries__gte=Message.TRIES).update(
                    status=Message.Status.FAILED
                )
                break
            message.status, message.sent_at = Message.Status.SENT, timezone.now()
            message.save(update_fields=["status", "sent_at"])
            sent += 1
    return sent


def forget_sent() -> None:
    """Delete messages older than two days: what they said is in the rooms that sent them."""
    with system_reach():
        Message.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
