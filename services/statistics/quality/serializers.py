"""The quality of data as it leaves the portal, on pages and through the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from services.statistics.quality import outliers
from services.statistics.quality.assessment import LITTLE, MOST_OUTLIERS, MUCH
from uhis_portal.api.serializers import CodeAndName, Named


class CompletenessOut(serializers.Serializer):
    """Working days on which open facilities were expected to have an entry, and those on which they have one."""

    facilities = serializers.IntegerField(help_text="that were expected to write something down")
    silent = serializers.IntegerField(help_text="of them without any entry in the period")
    expected = serializers.IntegerField(help_text="working days, over all facilities")
    logged = serializers.IntegerField(help_text="of them with an entry")
    share = serializers.FloatField(allow_null=True, help_text="0 to 1; null: no day was expected")


class LatenessOut(serializers.Serializer):
    """Entries by when they were written; those undone later are among them, reversals themselves are not."""

    written = serializers.IntegerField()
    late = serializers.IntegerField(help_text="written on a later day than the care was given")
    share = serializers.FloatField(allow_null=True, help_text="late ones, 0 to 1; null: nothing was written")
    mean_delay = serializers.FloatField(
        allow_null=True, help_text="days from care to entry, over all entries"
    )


class OutliersOut(serializers.Serializer):
    """Months of a facility and a kind of service that were judged, and those that stand out."""

    judged = serializers.IntegerField()
    high = serializers.IntegerField()
    low = serializers.IntegerField()


class SumsOut(serializers.Serializer):
    completeness = CompletenessOut()
    lateness = LatenessOut()
    outliers = OutliersOut(source="*")
    duplicates = serializers.IntegerField(
        allow_null=True, help_text="pairs of people that wait to be looked at; null: not known by district"
    )


class LastMonthOut(serializers.Serializer):
    """The last whole month as it was judged last: facilities, their working days, and kinds of service."""

    month = serializers.DateField(help_text="its first day")
    as_of = serializers.DateTimeField(help_text="when it was judged")
    facilities = serializers.IntegerField(help_text="that were expected to write something down")
    expected = serializers.IntegerField(help_text="working days, over all facilities")
    logged = serializers.IntegerField(help_text="of them with an entry")
    silent = serializers.IntegerField(help_text="facilities without any entry")
    incomplete = serializers.IntegerField(help_text="facilities with entries, but on too few of the days")
    high = serializers.IntegerField(help_text="kinds of service that a facility gave unusually often")
    low = serializers.IntegerField(help_text="kinds of service that a facility gave unusually seldom")


class AreaOut(serializers.Serializer):
    """An area by its level and its code."""

    level = serializers.ChoiceField(choices=["country", "governorate", "district"])
    code = serializers.CharField()
    name = Named()


class PartOut(SumsOut):
    area = AreaOut()


class PeriodOut(serializers.Serializer):
    """Whole months, each by its first day."""

    first = serializers.DateField()
    last = serializers.DateField()


class DaysOfFacility(serializers.Serializer):
    """A facility that wrote down less than was expected."""

    facility = CodeAndName()
    expected = serializers.IntegerField()
    logged = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    last_day = serializers.DateField(
        allow_null=True, help_text="of those without an entry: the last day that has one; null: never had one"
    )


class LateFacility(LatenessOut):
    """A facility that wrote down much of its care later."""

    facility = CodeAndName()

    def to_representation(self, row: Any) -> dict[str, Any]:
        return {**LatenessOut(row.lateness).data, "facility": CodeAndName(row.facility).data}


class StandsOutOut(serializers.Serializer):
    """A month of a facility and a kind of service that stands out."""

    facility = CodeAndName()
    kind = CodeAndName()
    month = serializers.DateField(help_text="its first day")
    value = serializers.IntegerField()
    usual = serializers.FloatField(help_text="the median of the months before")
    spreads = serializers.FloatField(help_text="how far it lies from it; below it negative")


class ListsOut(serializers.Serializer):
    """What can be acted on, in the own area."""

    silent = DaysOfFacility(many=True)
    incomplete = DaysOfFacility(many=True)
    late = LateFacility(many=True)
    outliers = StandsOutOut(many=True, help_text="the furthest first")
    outliers_found = serializers.IntegerField()


class RulesOut(serializers.Serializer):
    """The thresholds by which facilities and months come into the lists."""

    incomplete_below = serializers.FloatField(help_text="share of the working days")
    late_above = serializers.FloatField(help_text="share of the entries")
    months_before = serializers.IntegerField(help_text="with which a month is compared")
    least_months = serializers.IntegerField(help_text="of them with an entry")
    spreads = serializers.FloatField(help_text="a month that lies further from the median stands out")
    services_apart = serializers.IntegerField(help_text="and at least so many services")
    most_outliers = serializers.IntegerField(help_text="in the list")


RULES = {
    "incomplete_below": LITTLE,
    "late_above": MUCH,
    "months_before": outliers.MONTHS_BEFORE,
    "least_months": outliers.LEAST_MONTHS,
    "spreads": outliers.SPREADS,
    "services_apart": outliers.SERVICES_APART,
    "most_outliers": MOST_OUTLIERS,
}


class QualityOut(serializers.Serializer):
    """The quality of what was written down in an area and a period."""

    area = AreaOut(source="sums.area")
    period = PeriodOut()
    as_of = serializers.DateTimeField(help_text="the moment of the snapshot; all that was committed is in it")
    judged_until = serializers.DateField(
        allow_null=True, help_text="the last day of which completeness is known; null: none is over yet"
    )
    working_days = serializers.IntegerField(help_text="of the period, up to that day")
    whole_months = serializers.ListField(child=serializers.DateField(), help_text="judged for outliers")
    sums = SumsOut()
    parts = PartOut(many=True, help_text="of the country: its governorates")
    lists = ListsOut(allow_null=True, help_text="null: of the country, and outside of the own area")
    rules = serializers.SerializerMethodField()

    @extend_schema_field(RulesOut)
    def get_rules(self, _assessment: Any) -> dict[str, Any]:
        return RulesOut(RULES).data
