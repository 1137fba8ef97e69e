"""What the API says of the ledger, and what it reads."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.catalogue.models import ServiceType
from services.records.actions import MOST_LINES
from services.records.models import MOST_AT_ONCE
from uhis_portal.api.serializers import Choice, CodeAndName, StrictSerializer


class ServiceRecordOut(serializers.Serializer):
    """A row of the ledger; `reverses` names the record that it undoes, `reversed_by` the row that undoes it."""

    id = serializers.UUIDField()
    visit = serializers.UUIDField()
    facility = CodeAndName()
    service_type = CodeAndName()
    level = Choice(ServiceType.Level)
    category = Choice(ServiceType.Category)
    beneficiary = serializers.UUIDField(source="beneficiary_id")
    provided_on = serializers.DateField()
    quantity = serializers.IntegerField(help_text="1 to 100; negative in a reversal")
    recorded_at = serializers.DateTimeField()
    reverses = serializers.UUIDField(source="reverses_id", allow_null=True)
    reversed_by = serializers.UUIDField(source="reversal.pk", allow_null=True, default=None)
    reason = serializers.CharField(help_text="why a record was undone; empty otherwise")


class VisitOut(serializers.Serializer):
    """A visit as it stands in the ledger, its records in the order in which they were sent."""

    visit = serializers.UUIDField()
    records = ServiceRecordOut(many=True)


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE})
class Quantity(serializers.IntegerField):
    """Any whole number is read; the action says which are believable, to pages and endpoints alike."""


class LineIn(StrictSerializer):
    id = serializers.UUIDField(help_text="UUIDv7, made by the sender; sent again, it means the same row")
    service_type = serializers.CharField(max_length=20, help_text="code of a kind of service")
    quantity = Quantity()


class VisitIn(StrictSerializer):
    """What is sent with one Enter: 1 to 20 kinds of service for one beneficiary on one day."""

    visit = serializers.UUIDField()
    facility = serializers.CharField(max_length=20, help_text="code of the own facility")
    beneficiary = serializers.UUIDField()
    provided_on = serializers.DateField()
    lines = serializers.ListField(child=LineIn(), min_length=1, max_length=MOST_LINES)


class ReversalIn(StrictSerializer):
    id = serializers.UUIDField(help_text="UUIDv7, made by the sender; sent again, it means the same row")
    reason = serializers.CharField(max_length=200)
