"""Reports as they leave the portal, and as they are kept."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.staff.serializers import Colleague
from services.statistics.models import Report
from services.statistics.reading.periods import Period
from services.statistics.serializers import (
    AtHome,
    Entries,
    Examined,
    FacilitiesKnown,
    MonthsField,
    PartOfWhole,
    PopulationOf,
    ReportedBeside,
)
from uhis_portal.api.serializers import CodeAndName, Named, StrictSerializer


class CodeNamed(serializers.Serializer):
    code = serializers.CharField()
    name = Named()


class Compared(serializers.Serializer):
    """A number of the period, of as many months directly before, and of the same months a year earlier."""

    value = serializers.IntegerField()
    before = serializers.IntegerField(allow_null=True, help_text="null: the portal counted nothing yet")
    year_before = serializers.IntegerField(allow_null=True, help_text="null: likewise")


class ComparedPart(CodeNamed, Compared):
    """The same of one part of a whole."""


class ReportRegistered(Compared):
    """People with a membership: on the last day known of, before the period, and a year before its end."""

    share = serializers.FloatField(allow_null=True, help_text="of the population, 0 to 1; null: not known")
    by_sex = PartOfWhole(many=True)
    by_age = PartOfWhole(many=True, help_text="by the age that people reach in that year")


class ReportServices(Compared):
    """Services by the day of the care; what was undone is taken off."""

    total = serializers.IntegerField(help_text="since the portal began to count")
    per_person = serializers.FloatField(allow_null=True, help_text="of the period, per registered person")
    by_level = ComparedPart(many=True)
    by_category = ComparedPart(many=True)
    by_kind = ComparedPart(many=True, help_text="the most frequent first")


class ReportExamined(Examined):
    in_year = serializers.IntegerField(help_text="in the year of the period's end")


class ReportDistrict(serializers.Serializer):
    """A district in one line; without code and name, what was counted where no district is known."""

    code = serializers.CharField(allow_blank=True)
    name = Named(allow_null=True)
    registered = serializers.IntegerField()
    value = serializers.IntegerField(help_text="services of the period")
    before = serializers.IntegerField(help_text="of as many months directly before")
    facilities = serializers.IntegerField()


class ReportNumbers(serializers.Serializer):
    """The numbers of a report, in one snapshot."""

    governorate = CodeNamed()
    period = MonthsField(read_only=True)
    period_before = MonthsField(read_only=True)
    period_year_before = MonthsField(read_only=True)
    known_until = serializers.DateField(help_text="the last day of the period of which something was known")
    is_over = serializers.BooleanField(help_text="whether the period had ended")
    as_of = serializers.DateTimeField()
    population = PopulationOf()
    registered = ReportRegistered()
    services = ReportServices()
    examined = ReportExamined()
    homes = AtHome()
    entries = Entries()
    facilities = FacilitiesKnown()
    districts = ReportDistrict(many=True)
    reported = ReportedBeside(many=True)


@extend_schema_field(ReportNumbers)
class KeptNumbers(serializers.Field):
    """Numbers that were represented when they were read."""

    def to_representation(self, kept: dict[str, Any]) -> dict[str, Any]:
        return kept


class Change(serializers.Serializer):
    """A figure that is another one than in the revision before; null where it stood in one of them only."""

    code = serializers.CharField()
    name = Named()
    form = serializers.ChoiceField(["number", "decimal", "share"])
    before = serializers.FloatField(allow_null=True)
    now = serializers.FloatField(allow_null=True)


class ReportInList(serializers.Serializer):
    """A published report in one line."""

    code = serializers.CharField()
    governorate = CodeAndName()
    period = serializers.SerializerMethodField()
    revision = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    published_at = serializers.DateTimeField()
    published_by = Colleague()

    @extend_schema_field(MonthsField)
    def get_period(self, report: Report) -> dict[str, str]:
        return MonthsField().to_representation(Period(report.first_month, report.last_month))


class ReportInFull(ReportInList):
    """A published report with its numbers, and what they were in the revision before."""

    revised_by = serializers.CharField(allow_null=True, help_text="code of the next revision")
    revises = serializers.CharField(allow_null=True, help_text="code of the revision before")
    changes = Change(many=True, help_text="against the revision before")
    numbers = KeptNumbers(read_only=True)


class DraftRepresentation(serializers.Serializer):
    """Living numbers, not published."""

    revision = serializers.IntegerField(help_text="which it would be")
    revises = serializers.CharField(allow_null=True, help_text="code of the revision before")
    changes = Change(many=True, help_text="against the revision before")
    numbers = KeptNumbers(read_only=True)
    seal = serializers.CharField(
        allow_null=True,
        help_text="what to send to publish these very numbers, good for an hour; null: it is not for you to publish them",
    )


class GivenDraft(StrictSerializer):
    """A draft that is to be published, as its seal."""

    seal = serializers.CharField(max_length=200_000)


def as_kept(numbers: dict[str, Any]) -> dict[str, Any]:
    """The representation of `contents` as plain JSON values."""
    return dict(ReportNumbers(numbers).data)
