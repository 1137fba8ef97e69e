"""The numbers as they leave the portal, on pages and through the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Accreditation, Facility
from facilities.geography.models import Governorate
from facilities.geography.serializers import (
    Census,
    DateAsKnown,
    Position,
    StageRepresentation,
    as_known,
    position_of,
)
from registry.applications.models import Application
from registry.people.models import Sex
from services.statistics.models import ReportedFigure
from services.statistics.quality.serializers import LastMonthOut
from services.statistics.reading.areas import Area
from services.statistics.reading.attention import Attention, Matter
from services.statistics.reading.care import MONTHS_SHOWN, Care
from services.statistics.reading.numbers import EXAMINATION, Numbers, Reported, ratio
from services.statistics.reading.parts import Part
from services.statistics.reading.periods import Period
from uhis_portal.api.serializers import BilingualName, Choice, Named, in_both_languages

AGE_NAMES = {0: _("under 5"), 5: _("5 to 17"), 18: _("18 to 44"), 45: _("45 to 64"), 65: _("65 and above")}


class PopulationOf(serializers.Serializer):
    """The latest estimate of CAPMAS, rounded by it, and its day; where there is none, the census of 2017."""

    value = serializers.IntegerField(source="population", allow_null=True)
    as_of = serializers.DateField(source="population_as_of", allow_null=True)
    census = serializers.SerializerMethodField()

    @extend_schema_field(Census)
    def get_census(self, governorate: Governorate) -> dict[str, int]:
        return {"value": governorate.population_census_2017, "year": 2017}


class AreaNamed(serializers.Serializer):
    """An area by its level (`country`, `governorate`, `district`, `facility`), official code and name."""

    level = serializers.CharField()
    code = serializers.CharField()
    name = Named()


MONTHS_SCHEMA = {
    "type": "object",
    "required": ["from", "to"],
    "properties": {"from": {"type": "string"}, "to": {"type": "string"}},
    "description": "whole months, as YYYY-MM",
}


class AreaPart(serializers.Serializer):
    """A part of an area in one line."""

    level = serializers.CharField(source="area.level")
    code = serializers.CharField(source="area.code")
    name = Named(source="area.name")
    stage = serializers.SerializerMethodField(help_text="of a governorate")
    population = serializers.SerializerMethodField(help_text="of a governorate")
    registered = serializers.IntegerField(
        allow_null=True, help_text="people with a membership today; null: not a family-medicine unit"
    )
    share = serializers.FloatField(
        allow_null=True, help_text="registered of the population, 0 to 1; null: not known"
    )
    in_period = serializers.IntegerField(help_text="services of the period")
    before = serializers.IntegerField(help_text="services of as many months directly before")
    total = serializers.IntegerField(source="ever", help_text="services since the portal began to count")
    facilities = serializers.IntegerField(help_text="that are there and open, as far as the directory knows")
    position = serializers.SerializerMethodField(help_text="of an open facility; null: not known")

    @extend_schema_field(Position(allow_null=True))
    def get_position(self, part: Part) -> dict[str, Any] | None:
        return position_of(part.area.facility) if part.area.facility and part.facilities else None

    @extend_schema_field(StageRepresentation(allow_null=True))
    def get_stage(self, part: Part) -> dict[str, Any] | None:
        if part.area.level != "governorate":
            return None
        stage = part.area.governorate.stage_on(self.context["today"])
        return dict(StageRepresentation(stage).data) if stage else None

    @extend_schema_field(PopulationOf(allow_null=True))
    def get_population(self, part: Part) -> dict[str, Any] | None:
        if part.area.level != "governorate":
            return None
        return dict(PopulationOf(part.area.governorate).data)


class PartOfWhole(serializers.Serializer):
    """One part of a whole by its code, named in both languages."""

    code = serializers.CharField()
    name = Named()
    value = serializers.IntegerField()


class KindOfService(PartOfWhole):
    level = serializers.CharField()
    value = serializers.IntegerField(help_text="services of the period")
    before = serializers.IntegerField(help_text="of as many months directly before")
    year_before = serializers.IntegerField(help_text="of the same months a year earlier")
    total = serializers.IntegerField(help_text="since the portal began to count")
    people_in_year = serializers.IntegerField(
        allow_null=True, help_text="distinct beneficiaries in the year of the period; null: not counted here"
    )
    people_ever = serializers.IntegerField(allow_null=True, help_text="distinct beneficiaries")


class MonthPart(serializers.Serializer):
    month = serializers.DateField(help_text="its first day")
    value = serializers.IntegerField()


class RegisteredPeople(serializers.Serializer):
    value = serializers.IntegerField(help_text="people with a membership today")
    share = serializers.FloatField(allow_null=True, help_text="of the population, 0 to 1")
    added = serializers.IntegerField(help_text="more at the end of the period than before it")
    by_sex = PartOfWhole(many=True)
    by_age = PartOfWhole(many=True, help_text="by the age that people reach this year")
    by_month = MonthPart(many=True, help_text="at the end of each month; of the present one today")


class ServicesGiven(serializers.Serializer):
    """Services logged; what was undone is taken off. Parts that came to nothing are left out."""

    value = serializers.IntegerField(help_text="of the period")
    before = serializers.IntegerField(help_text="of as many months directly before")
    year_before = serializers.IntegerField(help_text="of the same months a year earlier")
    total = serializers.IntegerField(help_text="since the portal began to count")
    per_person = serializers.FloatField(allow_null=True, help_text="of the period, per registered person")
    by_level = PartOfWhole(many=True)
    by_category = PartOfWhole(many=True)
    by_kind = KindOfService(many=True)
    by_month = MonthPart(
        many=True, help_text="two years up to the period's end, from the first with a record"
    )


class AtHome(serializers.Serializer):
    """Services of the period by where their people were registered then."""

    at_home = serializers.IntegerField(help_text="in the governorate of the facility")
    away = serializers.IntegerField(help_text="in another one")
    share = serializers.FloatField(allow_null=True, help_text="at home, of both")


class Examined(serializers.Serializer):
    """The comprehensive examination: distinct beneficiaries who ever had it."""

    code = serializers.CharField()
    people = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True, help_text="of the people registered today")


class Entries(serializers.Serializer):
    """How the entries about the period were written down."""

    written = serializers.IntegerField(help_text="entries, those that were undone later included")
    late = serializers.IntegerField(help_text="written on a later day than the care was given")
    late_share = serializers.FloatField(allow_null=True)
    mean_delay = serializers.FloatField(allow_null=True, help_text="days between care and entry, on the mean")
    undone = serializers.IntegerField()


class Units(serializers.Serializer):
    """Family-medicine units and centres that are open."""

    number = serializers.IntegerField()
    people_per_unit = serializers.FloatField(allow_null=True, help_text="registered people")
    places = serializers.IntegerField(allow_null=True, help_text="people they can take, as far as known")
    places_known_of = serializers.IntegerField(help_text="units whose places are known")
    taken = serializers.IntegerField(help_text="places taken, of those units")


class Beds(serializers.Serializer):
    """Beds that are known, and of how many facilities."""

    number = serializers.IntegerField(allow_null=True)
    known_of = serializers.IntegerField()
    hospital_services_per_bed = serializers.FloatField(
        allow_null=True, help_text="services above primary care"
    )


class FacilitiesKnown(serializers.Serializer):
    total = serializers.IntegerField()
    by_kind = PartOfWhole(many=True)
    by_accreditation = PartOfWhole(many=True, help_text="what GAHAR said last, where it is known")
    accreditation_not_known = serializers.IntegerField()
    units = Units()
    beds = Beds()


class ToSeeTo(serializers.Serializer):
    """Something that somebody should see to."""

    matter = Choice(Matter)
    facility = serializers.SerializerMethodField()
    on = serializers.DateField(allow_null=True, help_text="since or until when")
    number = serializers.IntegerField(allow_null=True, help_text="free places")

    @extend_schema_field(AreaNamed)
    def get_facility(self, one: Attention) -> dict[str, Any]:
        name = {"ar": one.facility.name_ar, "en": one.facility.name_en}
        return {"level": "facility", "code": one.facility.code, "name": name}


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


@extend_schema_field(MONTHS_SCHEMA)
class MonthsField(serializers.Field):
    def to_representation(self, period: Period) -> dict[str, str]:
        return {"from": f"{period.first:%Y-%m}", "to": f"{period.last:%Y-%m}"}


class AreaNumbers(serializers.Serializer):
    """What is counted in an area and a period, in one snapshot. The whole country is `EG`."""

    level = serializers.CharField()
    code = serializers.CharField()
    name = Named()
    above = AreaNamed(many=True, help_text="the areas that it lies in, the largest first")
    period = MonthsField(read_only=True)
    period_before = MonthsField(read_only=True)
    period_year_before = MonthsField(read_only=True)
    known_until = serializers.DateField(help_text="last day of the period of which something can be known")
    is_over = serializers.BooleanField(help_text="whether the last day of the period is over")
    as_of = serializers.DateTimeField(help_text="the moment of the snapshot; all that was committed is in it")
    rolled_up_at = serializers.DateTimeField(allow_null=True, help_text="when the worker last folded changes")
    population = PopulationOf(allow_null=True)
    registered = RegisteredPeople()
    applications = PartOfWhole(
        many=True, allow_null=True, help_text="families by what became of it; null: not counted"
    )
    services = ServicesGiven()
    homes = AtHome(allow_null=True, help_text="null below the governorate")
    examined = Examined(allow_null=True, help_text="null below the governorate")
    entries = Entries()
    facilities = FacilitiesKnown()
    parts_governorates = AreaPart(many=True)
    parts_districts = AreaPart(many=True)
    parts_facilities = AreaPart(many=True)
    attention = ToSeeTo(many=True)
    last_month = LastMonthOut(
        allow_null=True, help_text="the quality of what was written of it; null: nothing was judged"
    )
    reported = ReportedBeside(many=True)
    checks = Check(many=True)

    def to_representation(self, numbers: Numbers) -> dict[str, Any]:
        area, known = numbers.area, numbers.places
        of_government = area.level in ("country", "governorate")
        at_home, away = numbers.care.at_home
        return super().to_representation(
            {
                "level": area.level,
                "code": area.code,
                "name": area.name,
                "above": above(area),
                "period": numbers.period,
                "period_before": numbers.period.before(),
                "period_year_before": numbers.period.year_before(),
                "known_until": numbers.period.known_until(numbers.today),
                "is_over": numbers.is_over,
                "as_of": numbers.as_of,
                "rolled_up_at": numbers.folded_at,
                "population": area.governorate if area.level == "governorate" else None,
                "registered": {
                    "value": numbers.people,
                    "share": numbers.share,
                    "added": numbers.registered.added(numbers.period),
                    "by_sex": parts(Sex, numbers.registered.by_sex),
                    "by_age": [
                        {"code": str(age), "name": in_both_languages(AGE_NAMES[age]), "value": number}
                        for age, number in numbers.registered.by_age.items()
                    ],
                    "by_month": months(shown_months(numbers)),
                },
                "applications": None
                if numbers.applications is None
                else parts(Application.Status, numbers.applications),
                "services": services(numbers),
                "homes": {"at_home": at_home, "away": away, "share": numbers.home_share}
                if of_government
                else None,
                "examined": {
                    "code": EXAMINATION,
                    "people": numbers.examined,
                    "share": ratio(numbers.examined or 0, numbers.registered.total),
                }
                if of_government
                else None,
                "entries": numbers.writing,
                "facilities": {
                    "total": known.total,
                    "by_kind": parts(Facility.Kind, known.by_kind),
                    "by_accreditation": parts(Accreditation.State, known.by_state),
                    "accreditation_not_known": known.state_not_known,
                    "units": units(numbers),
                    "beds": {
                        "number": known.beds,
                        "known_of": len(known.with_beds),
                        "hospital_services_per_bed": numbers.hospital_services_per_bed,
                    },
                },
                "parts_governorates": numbers.governorates,
                "parts_districts": numbers.districts,
                "parts_facilities": numbers.facilities,
                "attention": numbers.attention,
                "last_month": numbers.last_month,
                "reported": numbers.reported,
                "checks": numbers.checks,
            }
        )


def above(area: Area) -> list[Area]:
    found: list[Area] = []
    while area.above is not None:
        area = area.above
        found.insert(0, area)
    return found


def services(numbers: Numbers) -> dict[str, Any]:
    given, period = numbers.care, numbers.period
    return {
        "value": given.total(period),
        "before": given.total(period.before()),
        "year_before": given.total(period.year_before()),
        "total": given.total(),
        "per_person": numbers.services_per_person,
        "by_level": parts(ServiceType.Level, given.by_level(period)),
        "by_category": parts(ServiceType.Category, given.by_category(period)),
        "by_kind": kinds(given, numbers),
        "by_month": months(given.by_month(period.last, MONTHS_SHOWN)),
    }


def kinds(given: Care, numbers: Numbers) -> list[dict[str, Any]]:
    """Every kind that was ever given, the most frequent of the period first."""
    people = numbers.reached
    return [
        {
            "code": kind.code,
            "name": {"ar": numbers.kinds[kind.code].name_ar, "en": numbers.kinds[kind.code].name_en},
            "level": kind.level,
            "value": kind.in_period,
            "before": kind.before,
            "year_before": kind.year_before,
            "total": kind.ever,
            "people_in_year": people.in_year.get(kind.code, 0) if people else None,
            "people_ever": people.ever.get(kind.code, 0) if people else None,
        }
        for kind in given.kinds
    ]


def units(numbers: Numbers) -> dict[str, Any]:
    known = [place.facility for place in numbers.places.units if place.facility.places is not None]
    return {
        "number": len(numbers.places.units),
        "people_per_unit": numbers.people_per_unit,
        "places": sum(unit.places for unit in known) if known else None,
        "places_known_of": len(known),
        "taken": sum(unit.taken for unit in known),
    }


def parts(choices: type[Choices], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """Numbers by the values of `choices`, in their order."""
    return [
        {"code": choice.value, "name": in_both_languages(choice.label), "value": numbers[choice.value]}
        for choice in choices
        if numbers.get(choice.value)
    ]


def shown_months(numbers: Numbers) -> list[tuple[date, int]]:
    """Registered people at month ends, two years up to the period's end."""
    ends = [
        (month, people)
        for month, people in numbers.registered.by_month.items()
        if month <= numbers.period.last
    ]
    return ends[-MONTHS_SHOWN:]


def months(numbers: Iterable[tuple[date, int]]) -> list[dict[str, Any]]:
    return [{"month": month, "value": number} for month, number in numbers]


class ComparedFigure(serializers.Serializer):
    """One figure of each area, in their order; null where it is not known."""

    code = serializers.CharField()
    name = serializers.SerializerMethodField()
    form = serializers.ChoiceField(["number", "decimal", "share"])
    values = serializers.ListField(child=serializers.FloatField(allow_null=True))

    @extend_schema_field(Named)
    def get_name(self, row: Any) -> dict[str, str]:
        return in_both_languages(row.label)


class Comparison(serializers.Serializer):
    """Areas side by side."""

    areas = AreaNamed(many=True)
    period = MonthsField(read_only=True)
    as_of = serializers.DateTimeField()
    figures = ComparedFigure(many=True, source="rows")
