"""Fairness and readiness as they leave the portal, on pages and through the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.directory.models import Facility
from facilities.geography.serializers import StageRepresentation
from services.statistics.fairness.districts import Verdict
from services.statistics.fairness.readiness import Approval
from services.statistics.fairness.spread import Spread
from services.statistics.serializers import PopulationOf
from uhis_portal.api.serializers import BilingualName, Choice, CodeAndName, Named


class BedsKnown(serializers.Serializer):
    """Beds of the hospitals of which the directory knows them, by the latest number of each."""

    known = serializers.IntegerField()
    complete = serializers.BooleanField(help_text="whether they are known of every hospital")
    hospitals = serializers.IntegerField()
    hospitals_known = serializers.IntegerField()
    earliest = serializers.DateField(allow_null=True, help_text="the oldest of these numbers; null: undated")
    latest = serializers.DateField(allow_null=True)
    undated = serializers.IntegerField(help_text="hospitals whose number has no date")


class SpreadRepresentation(serializers.Serializer):
    """Units and beds of a governorate against its people. Null: not known, or there is nothing to share."""

    code = serializers.CharField(source="governorate.code")
    name = BilingualName(source="governorate")
    stage = serializers.SerializerMethodField()
    population = PopulationOf(source="governorate")
    registered = serializers.IntegerField(help_text="people with a membership today")
    units = serializers.IntegerField(
        allow_null=True,
        help_text="open family-medicine units and centres; null: no facility of it is in the directory",
    )
    people_per_unit = serializers.IntegerField(allow_null=True, help_text="of the population")
    registered_per_unit = serializers.IntegerField(allow_null=True)
    beds = BedsKnown(allow_null=True, help_text="null: no facility of it is in the directory")
    people_per_bed = serializers.IntegerField(
        allow_null=True, help_text="of the population; at most so many where `beds.complete` is false"
    )

    @extend_schema_field(StageRepresentation(allow_null=True))
    def get_stage(self, spread: Spread) -> dict[str, Any] | None:
        stage = spread.governorate.stage_on(self.context["today"])
        return dict(StageRepresentation(stage).data) if stage else None


class MeanRepresentation(serializers.Serializer):
    """People of all the governorates of which it is known, together, for each unit or bed of them."""

    people = serializers.IntegerField(allow_null=True)
    governorates = serializers.IntegerField(help_text="of which it is known")
    of = serializers.IntegerField()


class CountryFairness(serializers.Serializer):
    """Units and beds of all governorates against their people; most people per unit first, not known last."""

    as_of = serializers.DateTimeField(help_text="all that was saved up to then is counted")
    people_per_unit = MeanRepresentation()
    people_per_bed = MeanRepresentation()
    hospitals = serializers.IntegerField()
    hospitals_known = serializers.IntegerField(help_text="of which the beds are known")
    governorates = SpreadRepresentation(many=True)


class Kilometres(serializers.FloatField):
    """As the crow flies, to the tenth of a kilometre."""

    def to_representation(self, value: float) -> Any:
        return round(float(value), 1)


class UnitInWay(serializers.Serializer):
    """A unit, and how exactly it is known where it is."""

    code = serializers.CharField()
    name = BilingualName()
    precision = Choice(Facility.Precision)


class WayRepresentation(serializers.Serializer):
    """From the district's point to a unit."""

    km = Kilometres()
    unit = UnitInWay()


class RoomRepresentation(serializers.Serializer):
    """Places of the units of which they are known, and the people who have one."""

    places = serializers.IntegerField()
    taken = serializers.IntegerField()
    units = serializers.IntegerField(help_text="of which they are known")


class DistrictFairness(serializers.Serializer):
    """A district. Its population is not known to anybody: only registered people can be told."""

    code = serializers.CharField(source="district.code")
    name = BilingualName(source="district")
    registered = serializers.IntegerField(help_text="people who live there and have a membership today")
    units = serializers.IntegerField(
        help_text="open family-medicine units of which it is known that they lie there"
    )
    people_per_unit = serializers.IntegerField(allow_null=True, help_text="registered ones")
    room = RoomRepresentation(allow_null=True, help_text="null: the places of no unit are known")
    verdict = Choice(Verdict)
    position = serializers.ChoiceField(
        choices=["own", "around"],
        allow_null=True,
        help_text="own: its own point is known; around: only that of the town around it; null: none",
    )
    nearest = WayRepresentation(
        source="ways.exact", allow_null=True, help_text="between exactly known points; null: not known"
    )
    nearest_approximate = WayRepresentation(
        source="ways.approximate",
        allow_null=True,
        help_text="where a point is known to the village or the town only; null: none such",
    )


class MeanWayRepresentation(serializers.Serializer):
    """The mean exact distance, each district with the weight of its registered people."""

    km = Kilometres(allow_null=True)
    people = serializers.IntegerField(help_text="registered people in it")
    of = serializers.IntegerField(help_text="registered people of the governorate's districts")
    at_most = serializers.BooleanField(
        help_text="true where the position of some open units is not exactly known: one of them may be nearer"
    )


class NewUnitRepresentation(serializers.Serializer):
    """A unit thought of at a district's point, and the ways it would shorten."""

    district = CodeAndName()
    nearest_km = Kilometres(help_text="to the nearest exactly known unit now")
    saved_km = Kilometres(source="saved", help_text="of all registered people together, one way")
    saved_km_each = Kilometres(source="saved_each", help_text="on the mean of `people`")
    people = serializers.IntegerField(help_text="registered people whose way it would shorten")
    approximate_near = serializers.IntegerField(
        help_text="open units within `within_km` whose point is known to the village or the town only"
    )


class PositionsRepresentation(serializers.Serializer):
    """Open family-medicine units by how exactly it is known where they are."""

    exact = serializers.IntegerField()
    approximate = serializers.IntegerField()
    not_known = serializers.IntegerField()


class GovernorateFairnessRepresentation(serializers.Serializer):
    """A governorate, its districts, and where a new unit would shorten the most ways."""

    as_of = serializers.DateTimeField(help_text="all that was saved up to then is counted")
    spread = SpreadRepresentation()
    mean_people_per_unit = serializers.IntegerField(
        allow_null=True, help_text="registered ones, of the units whose district is known"
    )
    units_without_district = serializers.IntegerField(help_text="open ones whose district is not known")
    positions = PositionsRepresentation()
    mean_way = MeanWayRepresentation()
    districts = DistrictFairness(many=True)
    within_km = serializers.IntegerField(source="within")
    new_units = NewUnitRepresentation(many=True, help_text="at most five, the most saved first")


class Stages(serializers.Serializer):
    """Facilities, or family-medicine units, by how far they are."""

    planned = serializers.IntegerField()
    under_construction = serializers.IntegerField()
    giving_care = serializers.IntegerField(help_text="open, or in trial operation")
    suspended = serializers.IntegerField()


class ApprovalNumber(serializers.Serializer):
    """How many facilities stand so with GAHAR."""

    approval = Choice(Approval)
    value = serializers.IntegerField()


class WorkRepresentation(serializers.Serializer):
    """A facility, or a building of one, that is not in use yet."""

    facility = CodeAndName()
    building = Named(source="building_name", allow_null=True, help_text="null: the facility as a whole")
    state = Choice(Facility.Status)
    percent = serializers.IntegerField(allow_null=True, help_text="done, as far as is known")
    due = serializers.DateField(allow_null=True)
    as_of = serializers.DateField(allow_null=True)


class ReadinessRepresentation(serializers.Serializer):
    """A governorate that comes next. Null: no facility of it is in the directory, or none tells the number."""

    code = serializers.CharField(source="governorate.code")
    name = BilingualName(source="governorate")
    stage = StageRepresentation()
    population = PopulationOf(source="governorate")
    facilities = Stages(allow_null=True)
    units = Stages(allow_null=True, help_text="family-medicine units and centres among them")
    people_per_unit = serializers.IntegerField(
        allow_null=True, help_text="of the population, once all that is planned and being built gives care"
    )
    beds = BedsKnown(allow_null=True)
    planned_beds = serializers.IntegerField(allow_null=True)
    places_of_units = serializers.IntegerField(allow_null=True, help_text="people whom the units can take")
    approvals = ApprovalNumber(many=True)
    works = WorkRepresentation(many=True, help_text="nearly finished ones first")


class NextGovernorates(serializers.Serializer):
    """The governorates that come next, those nearest to a start first."""

    on = serializers.DateField()
    governorates = ReadinessRepresentation(many=True)
