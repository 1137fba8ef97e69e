"""The numbers as they leave the portal, on pages and through the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Accreditation, Facility
from facilities.geography.models import Governorate
from facilities.geography.serializers import Census, DateAsKnown, StageRepresentation, as_known
from registry.people.models import Sex
from services.statistics.figures import MONTHS_SHOWN, Numbers, Reported, Services, Sums, months_before
from services.statistics.models import ReportedFigure
from uhis_portal.api.serializers import BilingualName, Choice, Named, in_both_languages

COUNTRY = "EG"  # ISO 3166-1


class PopulationOf(serializers.Serializer):
    """The latest estimate of CAPMAS, rounded by it, and its day; where there is none, the census of 2017."""

    value = serializers.IntegerField(source="population", allow_null=True)
    as_of = serializers.DateField(source="population_as_of", allow_null=True)
    census = serializers.SerializerMethodField()

    @extend_schema_field(Census)
    def get_census(self, governorate: Governorate) -> dict[str, int]:
        return {"value": governorate.population_census_2017, "year": 2017}


class GovernorateSums(serializers.Serializer):
    """A governorate in one line of the list."""

    code = serializers.CharField(source="governorate.code")
    name = BilingualName(source="governorate")
    stage = serializers.SerializerMethodField()
    population = PopulationOf(source="governorate")
    registered = serializers.IntegerField(help_text="people with a membership today")
    share = serializers.FloatField(allow_null=True, help_text="registered of the population, 0 to 1")
    services_this_month = serializers.IntegerField()
    services_total = serializers.IntegerField(help_text="since the portal began to count")
    facilities = serializers.IntegerField(help_text="open ones, as far as the directory knows them")
    as_of = serializers.DateTimeField(help_text="the moment of the snapshot; all that was committed is in it")

    @extend_schema_field(StageRepresentation(allow_null=True))
    def get_stage(self, sums: Sums) -> dict[str, Any] | None:
        stage = sums.governorate.stage_on(self.context["today"])
        return dict(StageRepresentation(stage).data) if stage else None


class Part(serializers.Serializer):
    """One part of a whole by its code, named in both languages."""

    code = serializers.CharField()
    name = Named()
    value = serializers.IntegerField()


class KindPart(Part):
    level = serializers.CharField()


class MonthPart(serializers.Serializer):
    month = serializers.DateField(help_text="its first day")
    value = serializers.IntegerField()


class RegisteredPeople(serializers.Serializer):
    value = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True, help_text="of the population, 0 to 1")
    by_sex = Part(many=True)


class ServicesGiven(serializers.Serializer):
    """Services logged; what was undone is taken off. Parts that came to nothing are left out."""

    total = serializers.IntegerField()
    this_month = serializers.IntegerField()
    last_month = serializers.IntegerField()
    by_level = Part(many=True)
    by_kind = KindPart(many=True)
    by_month = MonthPart(many=True, help_text="the last twelve months, from the first one with a record")


class FacilitiesKnown(serializers.Serializer):
    total = serializers.IntegerField()
    by_kind = Part(many=True)
    by_accreditation = Part(many=True, help_text="what GAHAR said last, where it is known")
    accreditation_not_known = serializers.IntegerField()


class ReportedBeside(serializers.Serializer):
    """A figure as it was published, and what the portal itself counts; null where it counts nothing of the kind."""

    code = serializers.CharField(source="figure.code")
    name = BilingualName(source="figure")
    facility = serializers.CharField(
        source="figure.facility", help_text="code, where it is of one facility; else empty"
    )
    value = serializers.FloatField(source="figure.value")
    qualifier = Choice(ReportedFigure.Qualifier, source="figure.qualifier", allow_null=True)
    unit = Choice(ReportedFigure.Unit, source="figure.unit")
    published = serializers.SerializerMethodField(help_text="null: the publication states no date")
    source = BilingualName(source="figure", attribute="source")
    note = BilingualName(source="figure", attribute="note")
    counted = serializers.FloatField(allow_null=True)

    @extend_schema_field(DateAsKnown(allow_null=True))
    def get_published(self, reported: Reported) -> dict[str, str] | None:
        return as_known(reported.figure.published_on, reported.figure.published_precision)


class Check(serializers.Serializer):
    """A remark on whether published figures agree with each other, as written."""

    name = BilingualName()
    stated = serializers.FloatField(allow_null=True)
    added_up = serializers.FloatField(allow_null=True)
    verdict = BilingualName(attribute="verdict")


class AreaNumbers(serializers.Serializer):
    """What is counted in a governorate, or in the whole country (`EG`), in one snapshot."""

    code = serializers.CharField()
    name = Named()
    as_of = serializers.DateTimeField(help_text="the moment of the snapshot; all that was committed is in it")
    rolled_up_at = serializers.DateTimeField(allow_null=True, help_text="when the worker last folded changes")
    population = PopulationOf(allow_null=True)
    registered = RegisteredPeople()
    services = ServicesGiven()
    facilities = FacilitiesKnown()
    reported = ReportedBeside(many=True)
    checks = Check(many=True)

    def to_representation(self, numbers: Numbers) -> dict[str, Any]:
        area = numbers.governorate
        return super().to_representation(
            {
                "code": area.code if area else COUNTRY,
                "name": {"ar": area.name_ar, "en": area.name_en} if area else in_both_languages(_("Egypt")),
                "as_of": numbers.as_of,
                "rolled_up_at": numbers.folded_at,
                "population": area,
                "registered": {
                    "value": numbers.registered_total,
                    "share": numbers.share,
                    "by_sex": parts(Sex, numbers.registered),
                },
                "services": {
                    "total": numbers.services.total,
                    "this_month": numbers.services_this_month,
                    "last_month": numbers.services_last_month,
                    "by_level": parts(ServiceType.Level, numbers.services.by_level),
                    "by_kind": parts_by_kind(numbers.services, numbers.kinds),
                    "by_month": months(numbers),
                },
                "facilities": {
                    "total": numbers.facilities.total,
                    "by_kind": parts(Facility.Kind, numbers.facilities.by_kind),
                    "by_accreditation": parts(Accreditation.State, numbers.facilities.by_state),
                    "accreditation_not_known": numbers.facilities.state_not_known,
                },
                "reported": numbers.reported,
                "checks": numbers.checks,
            }
        )


def parts(choices: type[Choices], numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Numbers by the values of `choices`, in their order."""
    return [
        {"code": choice.value, "name": in_both_languages(choice.label), "value": numbers[choice.value]}
        for choice in choices
        if numbers.get(choice.value)
    ]


def parts_by_kind(services: Services, kinds: dict[str, ServiceType]) -> list[dict[str, Any]]:
    """Numbers by kind of service, the largest first."""
    return [
        {
            "code": code,
            "name": {"ar": kinds[code].name_ar, "en": kinds[code].name_en},
            "level": kinds[code].level,
            "value": number,
        }
        for code, number in sorted(services.by_kind.items(), key=lambda part: (-part[1], part[0]))
    ]


def months(numbers: Numbers) -> list[dict[str, Any]]:
    first = months_before(numbers.today.replace(day=1), MONTHS_SHOWN - 1)
    return [{"month": month, "value": number} for month, number in numbers.services.since(first)]
