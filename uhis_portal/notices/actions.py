"""Putting a message into the outbox and sending what waits there."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.utils import timezone

from uhis_portal.celery import hand_over
from uhis_portal.notices.gateway import GatewayAway, GatewayRefused, deliver
from uhis_portal.notices.models import Message
from uhis_portal.reach import system_reach
from uhis_portal.sealed_fields import CannotOpen

log = structlog.get_logger("notices")

AT_ONCE = 100
KEPT = timedelta(days=2)


def send(*, to: str, body: str, urgent: bool = False) -> Message:
    """Queue a message to an 11-digit number; the worker sends it once the transaction is committed.

    An `urgent` one (a one-time code) goes out by the door itself when no worker is there to take it.
    """
    with system_reach():
        message = Message.objects.create(to=to, body=body)
    hand_over("notices.send_waiting", otherwise=(lambda: send_one(message.pk)) if urgent else None)
    return message


def send_waiting() -> int:
    """Send what waits, oldest first; returns how many left. Two senders never take the same message."""
    sent = 0
    for _turn in range(AT_ONCE):
        with system_reach():
            waiting = Message.objects.filter(status=Message.Status.WAITING).order_by("tries", "made_at")
            first = waiting.values_list("pk", flat=True).first()
        if first is None or not send_one(first):
            break
        sent += 1
    return sent


def send_one(message_id: UUID) -> bool:
    """Send one waiting message; whether the outbox may go on, which it may not while the gateway is away.

    A message that the gateway refuses, or that cannot be opened with today's keys, is tried again later, TRIES times.
    """
    with system_reach():
        waiting = Message.objects.select_for_update(skip_locked=True).defer("to", "body")
        message = waiting.filter(pk=message_id, status=Message.Status.WAITING).first()
        if message is None:
            return True
        try:
            deliver(message.to, message.body)
        except GatewayAway as fault:
            log.warning("gateway away", reason=str(fault))
            return False
        except (GatewayRefused, CannotOpen) as fault:
            message.tries += 1
            message.status = Message.Status.FAILED if message.tries >= Message.TRIES else message.status
            log.warning("message refused", message=str(message_id), reason=str(fault))
        else:
            message.status, message.sent_at = Message.Status.SENT, timezone.now()
        message.save(update_fields=["status", "sent_at", "tries"])
    return True


def forget_sent() -> None:
    """Delete messages older than two days: what they said is in the rooms that sent them."""
    with system_reach():
        Message.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
