"""Governorates and districts as they leave the portal, on pages and through the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.geography.models import DatePrecision, District, Governorate, Stage
from uhis_portal.api.serializers import BilingualName, Choice, CodeAndName

WRITTEN = {DatePrecision.DAY: "%Y-%m-%d", DatePrecision.MONTH: "%Y-%m", DatePrecision.YEAR: "%Y"}


class DateAsKnown(serializers.Serializer):
    """A date no more exact than it is known: `2024-12` is some day of December 2024."""

    date = serializers.CharField(help_text="YYYY-MM-DD, YYYY-MM or YYYY")
    precision = serializers.ChoiceField(choices=DatePrecision.choices)


def as_known(day: date | None, precision: str) -> dict[str, str] | None:
    """The representation of `DateAsKnown`."""
    if day is None:
        return None
    known = DatePrecision(precision or DatePrecision.DAY)
    return {"date": day.strftime(WRITTEN[known]), "precision": known.value}


class StageRepresentation(serializers.Serializer):
    """Where the roll-out stands in a governorate today."""

    phase = serializers.IntegerField(allow_null=True, help_text="1 to 6; null when none has been set")
    status = Choice(Stage.Status)
    open_for_registration = serializers.BooleanField()
    registration_opened = serializers.DateField(allow_null=True)
    launched = serializers.SerializerMethodField()
    launch_kind = Choice(Stage.LaunchKind)
    source = serializers.CharField()

    @extend_schema_field(DateAsKnown(allow_null=True))
    def get_launched(self, stage: Stage) -> dict[str, str] | None:
        return as_known(stage.launched, stage.launched_precision)


class Population(serializers.Serializer):
    """An estimate, rounded by its source, and the day for which it was made."""

    value = serializers.IntegerField()
    as_of = serializers.DateField()


class Census(serializers.Serializer):
    """People counted by CAPMAS."""

    value = serializers.IntegerField()
    year = serializers.IntegerField()


class GovernorateInList(CodeAndName):
    """A governorate, and where the roll-out stands in it."""

    other_names = serializers.SerializerMethodField()
    region = BilingualName(attribute="region")
    capital = BilingualName(attribute="capital")
    stage = serializers.SerializerMethodField()
    law_annex_phase = serializers.IntegerField(
        allow_null=True, help_text="the phase in the annex of Law 2/2018"
    )
    population = serializers.SerializerMethodField()
    census = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_other_names(self, governorate: Governorate) -> list[str]:
        return [name.strip() for name in governorate.other_names.split(";") if name.strip()]

    @extend_schema_field(StageRepresentation(allow_null=True))
    def get_stage(self, governorate: Governorate) -> dict[str, Any] | None:
        stage = governorate.stage_on(self.context["today"])
        return dict(StageRepresentation(stage).data) if stage else None

    @extend_schema_field(Population(allow_null=True))
    def get_population(self, governorate: Governorate) -> dict[str, Any] | None:
        if governorate.population is None or governorate.population_as_of is None:
            return None
        return {"value": governorate.population, "as_of": governorate.population_as_of.isoformat()}

    @extend_schema_field(Census)
    def get_census(self, governorate: Governorate) -> dict[str, int]:
        return {"value": governorate.population_census_2017, "year": 2017}


class GovernorateDetail(GovernorateInList):
    """A governorate with its outline."""

    centre = serializers.SerializerMethodField()
    outline = serializers.JSONField(help_text="GeoJSON geometry for maps, simplified; not a legal border")
    source = serializers.CharField()

    @extend_schema_field(
        {"type": "object", "properties": {"latitude": {"type": "number"}, "longitude": {"type": "number"}}}
    )
    def get_centre(self, governorate: Governorate) -> dict[str, float]:
        return {"latitude": float(governorate.latitude), "longitude": float(governorate.longitude)}


class Position(serializers.Serializer):
    """Degrees (WGS 84), how exact they are, and where they come from."""

    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    precision = serializers.CharField()
    source = serializers.CharField()


def position_of(thing: Any) -> dict[str, Any] | None:
    """The representation of `Position`; None where it is not known."""
    if thing.latitude is None or thing.longitude is None:
        return None
    return {
        "latitude": float(thing.latitude),
        "longitude": float(thing.longitude),
        "precision": thing.position_precision,
        "source": thing.position_source,
    }


class DistrictRepresentation(CodeAndName):
    """A markaz, qism, city or other police district."""

    full_name = serializers.CharField(help_text="in Arabic, with its kind")
    kind = Choice(District.Kind)
    governorate = CodeAndName()
    is_residence = serializers.BooleanField(help_text="false for port police and tourist zones")
    position = serializers.SerializerMethodField()

    @extend_schema_field(Position(allow_null=True))
    def get_position(self, district: District) -> dict[str, Any] | None:
        return position_of(district)
