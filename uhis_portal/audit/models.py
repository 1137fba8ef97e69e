"""Who did what, who looked at whom: events that cannot be changed, and the chain that seals them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connections, models
from uuid_utils.compat import uuid7


def event_id() -> UUID:
    return uuid7()


class EventQuerySet(models.QuerySet["Event"]):
    def looked_up_with_many(self, people: Sequence[UUID]) -> dict[UUID, list[UUID]]:
        """By person, the ids of events in which many people were looked up at once. Needs the system's reach."""
        named: dict[UUID, list[UUID]] = {}
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                "SELECT person::text, event::text FROM audit_looked_up_with_many(%s::uuid[])",
                [list(map(str, people))],
            )
            for person, event in cursor.fetchall():
                named.setdefault(UUID(person), []).append(UUID(event))
        return named


class Event(models.Model):
    """One act: a change through an action, a reading of a personal file, a refusal."""

    id = models.UUIDField(primary_key=True, default=event_id, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    account_id = models.UUIDField(
        null=True, help_text="who acted; no foreign key, so that no deletion reaches here"
    )
    action = models.CharField(max_length=60, help_text="room.verb, such as people.look_up")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    facility = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "at"], name="events_of_an_account"),
            models.Index(fields=["subject_id", "at"], name="events_about_a_subject"),
        ]


class Unsealed(models.Model):
    """Events not yet in the chain; written by a trigger in the transaction of the event, emptied by the sealer."""

    event_id = models.UUIDField(primary_key=True)


class Link(models.Model):
    """One link of the chain: the digest covers the event's content and the digest before it."""

    position = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    digest = models.BinaryField(help_text="SHA-256 of the previous digest and the event's canonical JSON")
    sealed_at = models.DateTimeField(auto_now_add=True)
