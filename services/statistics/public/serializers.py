"""Public figures as they leave the portal: the page renders what the endpoint sends."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.catalogue.models import ServiceType
from services.statistics.public.figures import STEP, AreaFigures, PublicFigures, Rounded
from services.statistics.reading.areas import THE_COUNTRY
from uhis_portal.api.serializers import Named, in_both_languages


class PublicNumber(serializers.Serializer):
    """A rounded number, or that it is fewer than ten."""

    value = serializers.IntegerField(
        allow_null=True, help_text="rounded to the nearest ten; null: fewer than ten"
    )
    fewer_than = serializers.IntegerField(
        allow_null=True, help_text="10 where the number is fewer than ten, 0 included"
    )


def number_shown(number: Rounded | None) -> dict[str, int | None] | None:
    if number is None:
        return None
    return {"value": number.value, "fewer_than": STEP if number.value is None else None}


class PublicLevel(serializers.Serializer):
    code = serializers.CharField()
    name = Named()
    number = PublicNumber(allow_null=True)


class PublicArea(serializers.Serializer):
    """A governorate, or the country (EG). Where a number is null, there is no data."""

    code = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    services = serializers.SerializerMethodField(help_text="services given in the month")
    levels = serializers.SerializerMethodField(help_text="the same by level of care, each rounded by itself")
    registered = serializers.SerializerMethodField(help_text="people registered at the end of the month")

    def get_code(self, area: AreaFigures) -> str:
        return area.governorate.pk if area.governorate else THE_COUNTRY.code

    @extend_schema_field(Named)
    def get_name(self, area: AreaFigures) -> dict[str, str]:
        one = area.governorate
        return {"ar": one.name_ar, "en": one.name_en} if one else THE_COUNTRY.name

    @extend_schema_field(PublicNumber(allow_null=True))
    def get_services(self, area: AreaFigures) -> dict[str, Any] | None:
        return number_shown(area.services)

    @extend_schema_field(PublicLevel(many=True))
    def get_levels(self, area: AreaFigures) -> list[dict[str, Any]]:
        return [
            {
                "code": code,
                "name": in_both_languages(ServiceType.Level(code).label),
                "number": number_shown(number),
            }
            for code, number in area.levels.items()
        ]

    @extend_schema_field(PublicNumber(allow_null=True))
    def get_registered(self, area: AreaFigures) -> dict[str, Any] | None:
        return number_shown(area.registered)


class PublicFiguresOut(serializers.Serializer):
    """A month that is over. Every number is rounded by itself, so parts need not add up to their total."""

    month = serializers.SerializerMethodField(help_text="year and month")
    last_month = serializers.SerializerMethodField(help_text="the last month that is over")
    as_of = serializers.DateTimeField(
        help_text="what was written down up to then is counted, late entries included"
    )
    rounded_to = serializers.SerializerMethodField()
    country = PublicArea()
    governorates = PublicArea(many=True)

    def get_month(self, figures: PublicFigures) -> str:
        return f"{figures.month:%Y-%m}"

    def get_last_month(self, figures: PublicFigures) -> str:
        return f"{figures.last_month:%Y-%m}"

    def get_rounded_to(self, figures: PublicFigures) -> int:
        return STEP
