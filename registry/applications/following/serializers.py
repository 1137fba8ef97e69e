"""What whoever has a reference number is told."""

from rest_framework import serializers

from registry.applications.models import Application
from uhis_portal.api.serializers import StrictSerializer


class Reference(StrictSerializer):
    reference = serializers.CharField(default="", allow_blank=True, help_text="Such as K7MP-3XQ9-TB.")


class StandingRow(serializers.Serializer):
    """Where an application stands. No name, and nothing that was entered."""

    reference = serializers.CharField()
    status = serializers.ChoiceField(Application.Status.choices)
    sent_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.DateField(
        allow_null=True, help_text="By when a decision is promised; null: none is awaited."
    )
