"""A facility as a list shows it, on pages and through the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Choices
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.directory.accreditation import standing_on
from facilities.directory.models import Accreditation, Facility, OtherName
from facilities.geography.serializers import Position, position_of
from uhis_portal.api.serializers import Choice, CodeAndName, in_both_languages
from uhis_portal.calendar import cairo_today


class NameAsKnown(serializers.Serializer):
    """A name in both languages, as far as both are known."""

    ar = serializers.CharField(allow_null=True)
    en = serializers.CharField(allow_null=True)


class AccreditationStanding(serializers.Serializer):
    """The accreditation that holds today."""

    state = CodeAndName()
    until = serializers.DateField(
        allow_null=True, help_text="the first day without it; null: not known, or no end"
    )
    ended = serializers.BooleanField(help_text="true when its time is over and no renewal is known")


class FacilityInList(CodeAndName):
    """A facility as a list shows it on `context["today"]`, by default the present day."""

    @property
    def today(self) -> date:
        return self.context.get("today") or cairo_today()

    former_name = serializers.SerializerMethodField(
        help_text="the latest former name; null when none is known"
    )
    kind = Choice(Facility.Kind)
    levels = serializers.SerializerMethodField()
    owner = Choice(Facility.Owner)
    status = serializers.SerializerMethodField()
    governorate = CodeAndName()
    district = CodeAndName(allow_null=True)
    position = serializers.SerializerMethodField()
    emergency = serializers.BooleanField(allow_null=True, help_text="null: not known")
    accreditation = serializers.SerializerMethodField(help_text="null: not known")
    distance_km = serializers.SerializerMethodField(
        help_text="from `near`, as the crow flies; null without `near` and where the position is not known"
    )

    @extend_schema_field(NameAsKnown(allow_null=True))
    def get_former_name(self, facility: Facility) -> dict[str, str | None] | None:
        former = [name for name in facility.other_names.all() if name.kind == OtherName.Kind.FORMER]
        latest = max(former, key=lambda name: (name.until_year or 0, name.pk), default=None)
        return None if latest is None else {"ar": latest.name_ar, "en": latest.name_en}

    @extend_schema_field(CodeAndName)
    def get_status(self, facility: Facility) -> dict[str, Any]:
        return coded(Facility.Status, facility.status_on(self.today))

    @extend_schema_field(AccreditationStanding(allow_null=True))
    def get_accreditation(self, facility: Facility) -> dict[str, Any] | None:
        standing = standing_on(facility.accreditations.all(), self.today)
        if standing is None:
            return None
        return {
            "state": coded(Accreditation.State, standing.event.state),
            "until": standing.until.isoformat() if standing.until else None,
            "ended": standing.ended,
        }

    @extend_schema_field(CodeAndName(many=True))
    def get_levels(self, facility: Facility) -> list[dict[str, Any]]:
        return [coded(Facility.Level, level) for level in facility.levels]

    @extend_schema_field(Position(allow_null=True))
    def get_position(self, facility: Facility) -> dict[str, Any] | None:
        return position_of(facility)

    def get_distance_km(self, facility: Facility) -> float | None:
        distance = getattr(facility, "distance_km", None)
        return None if distance is None else round(distance, 1)


def coded(choices: type[Choices], value: str) -> dict[str, Any]:
    """One of a fixed list as `{code, name}`, the name in both languages."""
    return {"code": value, "name": in_both_languages(choices(value).label)}
