"""Requests for another unit and handovers, as the portal shows and sends them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.people.models import Handover, HandoverFamily, Household, UnitRequest
from registry.people.units.handing import numbers_of
from uhis_portal.api.serializers import Choice, CodeAndName, StrictSerializer


class UnitRequestOut(serializers.Serializer):
    """A family's request for another unit."""

    id = serializers.UUIDField()
    household = serializers.UUIDField(source="household_id")
    governorate = CodeAndName()
    unit = CodeAndName(help_text="the unit it had when it asked")
    wanted = CodeAndName()
    why = serializers.CharField()
    status = Choice(UnitRequest.Status)
    asked_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(help_text="why it was not approved; else empty")
    version = serializers.IntegerField(help_text="Send it back as If-Match.")


class GivenRequest(StrictSerializer):
    household = serializers.UUIDField()
    unit = serializers.CharField(default="", allow_blank=True, max_length=40)
    why = serializers.CharField(default="", allow_blank=True)


class GivenReason(StrictSerializer):
    reason = serializers.CharField(default="", allow_blank=True)


class HandoverOut(serializers.Serializer):
    """A unit that hands its families over."""

    id = serializers.UUIDField()
    unit = CodeAndName()
    governorate = CodeAndName()
    on = serializers.DateField(help_text="the first day at the new units")
    state = Choice(Handover.State)
    made_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    families = serializers.SerializerMethodField(help_text="How many families stand how.")
    version = serializers.IntegerField(help_text="Send it back as If-Match.")

    @extend_schema_field(
        {
            "type": "object",
            "properties": {state: {"type": "integer"} for state in HandoverFamily.State.values},
            "required": list(HandoverFamily.State.values),
        }
    )
    def get_families(self, handover: Handover) -> dict[str, int]:
        return numbers_of(handover)


class HandoverFamilyOut(serializers.Serializer):
    """One family of a handover: where it goes, how far, whether it went."""

    id = serializers.UUIDField()
    household = serializers.UUIDField(source="household_id")
    file_number = serializers.SerializerMethodField(help_text="null: no longer in your area")
    people = serializers.IntegerField()
    to = CodeAndName(allow_null=True, help_text="null: no unit has room")
    distance_km = serializers.DecimalField(max_digits=6, decimal_places=1, allow_null=True)
    approximate = serializers.BooleanField(
        help_text="one of the two places is known to its village or town only"
    )
    state = Choice(HandoverFamily.State)

    def get_file_number(self, family: HandoverFamily) -> str | None:
        return self.context["file_numbers"].get(family.household_id)


class GivenHandover(StrictSerializer):
    unit = serializers.CharField(default="", allow_blank=True, max_length=40)
    on = serializers.DateField(default=None, allow_null=True)


class GivenUnit(StrictSerializer):
    to = serializers.CharField(default="", allow_blank=True, max_length=40)


def file_numbers_of(families: list[HandoverFamily]) -> dict[str, Any]:
    """Context of HandoverFamilyOut: file numbers by household, of those in reach."""
    found = Household.objects.filter(pk__in=[one.household_id for one in families])
    return {"file_numbers": dict(found.values_list("pk", "file_number"))}
