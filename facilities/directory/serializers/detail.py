"""A facility with all that is known of it, on its page and through the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.directory.models import (
    Accreditation,
    Building,
    Capacity,
    Contact,
    Facility,
    OtherName,
    Programme,
    RolePeriod,
    ServiceOffered,
)
from facilities.directory.serializers.in_list import FacilityInList, NameAsKnown
from facilities.geography.serializers import DateAsKnown, as_known
from uhis_portal.api.serializers import BilingualName, Choice, CodeAndName, Named


class OtherNameRepresentation(serializers.Serializer):
    """A name that it had or is also called by."""

    kind = Choice(OtherName.Kind)
    name = serializers.SerializerMethodField()
    from_year = serializers.IntegerField(allow_null=True, help_text="null: not known")
    until_year = serializers.IntegerField(allow_null=True, help_text="null: not known")

    @extend_schema_field(NameAsKnown)
    def get_name(self, other: OtherName) -> dict[str, str | None]:
        return {"ar": other.name_ar, "en": other.name_en}


class ContactRepresentation(serializers.Serializer):
    """A way to reach it."""

    kind = Choice(Contact.Kind)
    value = serializers.CharField()


class OfferedService(serializers.Serializer):
    """A kind of service that it gives."""

    service_type = CodeAndName()
    department = serializers.SerializerMethodField()
    since = serializers.DateField(allow_null=True, help_text="null: not known")

    @extend_schema_field(Named(allow_null=True))
    def get_department(self, offered: ServiceOffered) -> dict[str, str] | None:
        department = offered.department
        return {"ar": department.name_ar, "en": department.name_en} if department else None


class CapacityRepresentation(serializers.Serializer):
    """How many of one kind it has."""

    kind = Choice(Capacity.Kind)
    quantity = serializers.IntegerField()
    as_of = serializers.DateField(allow_null=True, help_text="null: not known")
    source = serializers.CharField()


class BuildingRepresentation(serializers.Serializer):
    """A building or part and the state of its work."""

    name = BilingualName()
    state = Choice(Building.State)
    percent = serializers.IntegerField(allow_null=True, help_text="of the work, while under construction")
    due = serializers.DateField(allow_null=True)
    as_of = serializers.DateField(allow_null=True)


class AccreditationRepresentation(serializers.Serializer):
    """What GAHAR said of it on a day."""

    state = Choice(Accreditation.State)
    since = serializers.SerializerMethodField()
    until = serializers.DateField(allow_null=True, help_text="the end that GAHAR named, if it did")
    source = serializers.CharField()

    @extend_schema_field(DateAsKnown(allow_null=True))
    def get_since(self, accreditation: Accreditation) -> dict[str, str] | None:
        return as_known(accreditation.since, accreditation.since_precision)


class InPeriod(serializers.Serializer):
    since = serializers.DateField(allow_null=True, help_text="null: as far back as is known")
    until = serializers.DateField(
        allow_null=True, help_text="the first day without it; null: no end is known"
    )


class StatusRepresentation(InPeriod):
    """A status over time."""

    status = Choice(Facility.Status)


class RoleRepresentation(InPeriod):
    """A role that it had for a time."""

    role = Choice(RolePeriod.Role)


class ProgrammeRepresentation(InPeriod):
    """Something it takes part in besides care."""

    kind = Choice(Programme.Kind)
    name = BilingualName()


class Places(serializers.Serializer):
    """People a family-medicine unit can take, how many it has, and how many more it can."""

    total = serializers.IntegerField()
    taken = serializers.IntegerField()
    free = serializers.IntegerField()
    made_up = serializers.BooleanField(help_text="true in a demonstration, where these figures are invented")


class FacilityDetail(FacilityInList):
    """A facility with all that is known of it; what is not known is null or missing from a list."""

    address = serializers.SerializerMethodField(help_text="null: not known")
    other_names = OtherNameRepresentation(many=True)
    contacts = ContactRepresentation(many=True)
    departments = serializers.SerializerMethodField()
    services = serializers.SerializerMethodField(help_text="given today; an empty list: not known")
    places = serializers.SerializerMethodField()
    capacities = serializers.SerializerMethodField(
        help_text="the latest number of each kind first, then older ones"
    )
    buildings = BuildingRepresentation(many=True)
    accreditations = AccreditationRepresentation(many=True)
    statuses = StatusRepresentation(many=True)
    roles = RoleRepresentation(many=True)
    programmes = ProgrammeRepresentation(many=True)
    source = serializers.CharField()
    version = serializers.IntegerField()

    @extend_schema_field(NameAsKnown(allow_null=True))
    def get_address(self, facility: Facility) -> dict[str, str | None] | None:
        if not facility.address_ar and not facility.address_en:
            return None
        return {"ar": facility.address_ar or None, "en": facility.address_en or None}

    @extend_schema_field(BilingualName(many=True))
    def get_departments(self, facility: Facility) -> list[dict[str, str]]:
        return [{"ar": one.name_ar, "en": one.name_en} for one in facility.departments.all()]

    @extend_schema_field(OfferedService(many=True))
    def get_services(self, facility: Facility) -> list[dict[str, Any]]:
        given = [one for one in facility.services.all() if is_in_force(one, self.today)]
        return list(OfferedService(given, many=True).data)

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

    @extend_schema_field(CapacityRepresentation(many=True))
    def get_capacities(self, facility: Facility) -> list[dict[str, Any]]:
        newest_first = sorted(facility.capacities.all(), key=lambda one: one.as_of or date.min, reverse=True)
        seen: set[str] = set()
        older: list[Capacity] = []
        latest: list[Capacity] = []
        for one in newest_first:
            (older if one.kind in seen else latest).append(one)
            seen.add(one.kind)
        order = list(Capacity.Kind.values)
        latest.sort(key=lambda one: order.index(one.kind))
        return list(CapacityRepresentation([*latest, *older], many=True).data)


def is_in_force(row: Any, day: date) -> bool:
    """Whether a row with `since` and `until` holds on `day`."""
    return (row.since is None or row.since <= day) and (row.until is None or row.until > day)
