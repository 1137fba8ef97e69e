"""Facilities as they leave the portal, on pages and through the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.directory.models import Accreditation, Capacity, Facility
from facilities.geography.serializers import DateAsKnown, Position, as_known, position_of
from uhis_portal.api.serializers import Choice, CodeAndName, in_both_languages


class Named(serializers.Serializer):
    """A name in both languages."""

    ar = serializers.CharField()
    en = serializers.CharField()


class FacilityInList(CodeAndName):
    """A facility as a list shows it."""

    former_name = serializers.SerializerMethodField()
    kind = Choice(Facility.Kind)
    levels = serializers.SerializerMethodField()
    owner = Choice(Facility.Owner)
    status = Choice(Facility.Status)
    governorate = CodeAndName()
    district = CodeAndName(allow_null=True)
    position = serializers.SerializerMethodField()
    distance_km = serializers.SerializerMethodField(
        help_text="from `near`, as the crow flies; null without `near` and where the position is not known"
    )

    @extend_schema_field(Named(allow_null=True))
    def get_former_name(self, facility: Facility) -> dict[str, str] | None:
        if not facility.former_name_ar and not facility.former_name_en:
            return None
        return {"ar": facility.former_name_ar, "en": facility.former_name_en}

    @extend_schema_field(CodeAndName(many=True))
    def get_levels(self, facility: Facility) -> list[dict[str, Any]]:
        return [
            {"code": level, "name": in_both_languages(Facility.Level(level).label)}
            for level in facility.levels
        ]

    @extend_schema_field(Position(allow_null=True))
    def get_position(self, facility: Facility) -> dict[str, Any] | None:
        return position_of(facility)

    def get_distance_km(self, facility: Facility) -> float | None:
        distance = getattr(facility, "distance_km", None)
        return None if distance is None else round(distance, 1)


class CapacityRepresentation(serializers.Serializer):
    """How many of one kind a facility has."""

    kind = Choice(Capacity.Kind)
    quantity = serializers.IntegerField()
    as_of = serializers.DateField(allow_null=True, help_text="null: not known")
    source = serializers.CharField()


class AccreditationRepresentation(serializers.Serializer):
    """What GAHAR said of a facility."""

    state = Choice(Accreditation.State)
    since = serializers.SerializerMethodField()
    source = serializers.CharField()

    @extend_schema_field(DateAsKnown(allow_null=True))
    def get_since(self, accreditation: Accreditation) -> dict[str, str] | None:
        return as_known(accreditation.since, accreditation.since_precision)


class Places(serializers.Serializer):
    """People a family-medicine unit can take, how many it has, and how many more it can."""

    total = serializers.IntegerField()
    taken = serializers.IntegerField()
    free = serializers.IntegerField()
    made_up = serializers.BooleanField(help_text="true in a demonstration, where these figures are invented")


class FacilityDetail(FacilityInList):
    """A facility with all that is known of it; what is not known is null or missing from a list."""

    places = serializers.SerializerMethodField()
    capacities = CapacityRepresentation(many=True)
    accreditations = AccreditationRepresentation(many=True)
    source = serializers.CharField()

    @extend_schema_field(Places(allow_null=True))
    def get_places(self, facility: Facility) -> dict[str, Any] | None:
        if facility.places is None:
            return None
        return {
            "total": facility.places,
            "taken": facility.taken,
            "free": facility.free_places,
            "made_up": settings.DEMO,
        }
