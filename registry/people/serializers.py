"""Families and people as the portal shows and sends them. A full national ID never leaves the room."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.geography.birth_places import BIRTH_PLACES
from registry.people.models import Beneficiary, Household, Membership, Relation, Sex
from registry.people.national_id import masked
from uhis_portal.api.serializers import CodeAndName, StrictSerializer


@extend_schema_field(CodeAndName)
class BirthPlace(serializers.Field):
    """Place of birth by the two digits of the national ID: {code, name: {ar, en}}; 88 is abroad, null is not known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, source="birth_governorate_code", **kwargs)

    def to_representation(self, code: str) -> dict[str, Any] | None:
        return {"code": code, "name": BIRTH_PLACES[code]} if code else None


class BeneficiaryRow(serializers.Serializer):
    """A person in a list."""

    id = serializers.UUIDField()
    full_name = serializers.CharField()
    sex = serializers.ChoiceField(Sex.choices)
    birth_date = serializers.DateField()
    household = serializers.UUIDField(source="household_id")
    governorate = CodeAndName()
    unit = CodeAndName()


class BeneficiaryDetail(BeneficiaryRow):
    """A person's file: who, of which family, since when."""

    national_id = serializers.SerializerMethodField(
        help_text="Masked: only its last two digits are shown; null for who has none."
    )
    birth_governorate = BirthPlace()
    file_number = serializers.CharField(source="household.file_number")
    relation = serializers.SerializerMethodField()
    registered_on = serializers.SerializerMethodField()
    version = serializers.IntegerField()

    def get_national_id(self, person: Beneficiary) -> str | None:
        return masked(person.national_id) if person.national_id else None

    @extend_schema_field(serializers.ChoiceField(Relation.choices, allow_null=True))
    def get_relation(self, person: Beneficiary) -> str | None:
        membership = current(person)
        return membership.relation if membership else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_registered_on(self, person: Beneficiary) -> str | None:
        membership = current(person)
        return membership.since.isoformat() if membership else None


def current(person: Beneficiary) -> Membership | None:
    """The membership that has not ended."""
    return next((membership for membership in person.memberships.all() if membership.until is None), None)


class HouseholdRow(serializers.Serializer):
    """A family file in a list."""

    id = serializers.UUIDField()
    file_number = serializers.CharField()
    governorate = CodeAndName()
    district = CodeAndName()
    unit = CodeAndName()
    registered_on = serializers.DateField()
    version = serializers.IntegerField()


class Member(serializers.Serializer):
    """A person's place in a family."""

    id = serializers.UUIDField(source="beneficiary_id")
    code = serializers.CharField(source="beneficiary.code")
    full_name = serializers.CharField(source="beneficiary.full_name")
    relation = serializers.ChoiceField(Relation.choices)
    sex = serializers.ChoiceField(Sex.choices)
    birth_date = serializers.DateField(source="beneficiary.birth_date")
    since = serializers.DateField()


class HouseholdDetail(HouseholdRow):
    """A family file with the people who belong to it on the day in the context (`today`), the head first."""

    members = serializers.SerializerMethodField()

    @extend_schema_field(Member(many=True))
    def get_members(self, family: Household) -> list[dict[str, Any]]:
        today: date = self.context["today"]
        rank = {relation: place for place, relation in enumerate(Relation.values)}
        members = [one for one in family.memberships.all() if one.in_force_on(today)]
        members.sort(
            key=lambda one: (rank[one.relation], one.beneficiary.birth_date, one.beneficiary.full_name)
        )
        return list(Member(members, many=True).data)


class LookUp(StrictSerializer):
    """A full national ID, and why the person is looked up. It travels in the body, never in an address."""

    national_id = serializers.CharField(default="", allow_blank=True)
    reason = serializers.CharField(default="", allow_blank=True)
