"""What someone whom an application names is told, and may send."""

from rest_framework import serializers

from registry.people.models import Relation
from uhis_portal.api.serializers import StrictSerializer


class NamingRow(serializers.Serializer):
    """An application of somebody else that names the one who asks. Nobody else in it is told."""

    id = serializers.UUIDField()
    relation = serializers.ChoiceField(Relation.choices, help_text="As what it names the one who asks.")
    sent_at = serializers.DateTimeField()
    disputed = serializers.BooleanField(
        help_text="It was said that this is not right; a reviewer settles it."
    )


class CounterDispute(StrictSerializer):
    national_id = serializers.CharField(default="", allow_blank=True, help_text="14 digits, however typed.")
    card_seen = serializers.BooleanField(default=False, help_text="The clerk holds the person's card.")


class CounterDisputed(serializers.Serializer):
    """The same answer whether an application names the person or not."""

    noted = serializers.BooleanField()
