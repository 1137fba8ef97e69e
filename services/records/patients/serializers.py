"""Patients who were not registered, as they leave the portal, and what is read about them."""

from __future__ import annotations

from rest_framework import serializers

from registry.people.models import Sex
from services.records.models import OtherPatient
from services.records.serializers import ServiceRecordOut
from uhis_portal.api.serializers import Choice, CodeAndName, StrictSerializer


class OtherPatientOut(serializers.Serializer):
    """Someone who was given care without being registered. The number of a card or passport stays sealed."""

    id = serializers.UUIDField()
    kind = Choice(OtherPatient.Kind)
    full_name = serializers.CharField(help_text="as told; empty: not known")
    sex = Choice(Sex, help_text="null: not known")
    birth_year = serializers.IntegerField(allow_null=True)
    facility = CodeAndName()
    made_at = serializers.DateTimeField()
    identified_as = serializers.UUIDField(allow_null=True, help_text="id of a beneficiary; null: not known")
    identified_at = serializers.DateTimeField(
        allow_null=True, help_text="when that was last said or taken back"
    )


class OtherPatientDetail(OtherPatientOut):
    records = ServiceRecordOut(many=True)


class IdentifyIn(StrictSerializer):
    """Who it was: one of `national_id` and `beneficiary`, who was looked up at this desk."""

    national_id = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    beneficiary = serializers.UUIDField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(
        max_length=1000, allow_blank=True, help_text="how this is known; 200 characters"
    )


class TakeBackIn(StrictSerializer):
    reason = serializers.CharField(max_length=1000, allow_blank=True, help_text="200 characters")
