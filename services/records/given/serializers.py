"""What was given, as it leaves the portal."""

from rest_framework import serializers

from services.records.serializers import ServiceRecordOut
from uhis_portal.api.serializers import CodeAndName, Named, StrictSerializer


class KindOfDay(serializers.Serializer):
    code = serializers.CharField()
    name = Named()
    number = serializers.IntegerField()


class ClerkOfDay(serializers.Serializer):
    name = Named()
    entries = serializers.IntegerField()
    services = serializers.IntegerField(help_text="less those that were undone")
    late = serializers.IntegerField(help_text="entries of care that was given on an earlier day")
    undone = serializers.IntegerField(help_text="rows that undo another")


class DayOut(serializers.Serializer):
    """What a facility wrote down on a day."""

    facility = CodeAndName()
    day = serializers.DateField()
    services = serializers.IntegerField(help_text="less those that were undone")
    people = serializers.IntegerField()
    visits = serializers.IntegerField()
    late = serializers.IntegerField(help_text="entries of care that was given on an earlier day")
    undone = serializers.IntegerField(help_text="rows that undo another")
    kinds = KindOfDay(many=True)
    clerks = ClerkOfDay(many=True)


class ReasonIn(StrictSerializer):
    reason = serializers.CharField(max_length=300, help_text="read by the family, and kept")


class GivenOut(serializers.Serializer):
    """What a person was given, the latest first."""

    results = ServiceRecordOut(many=True)
