"""Messages to people: an outbox. Number and text are sealed until the gateway has them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from uhis_portal.sealed_fields import SealedField


class Message(models.Model):
    """A short message to one mobile number."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    TRIES = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = SealedField()
    body = SealedField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], condition=Q(status="waiting"), name="messages_waiting")]
