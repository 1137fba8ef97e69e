"""Reported changes as the portal shows and sends them. No whole identifier leaves the room."""

from __future__ import annotations

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.people.dependants import Answer, findings_of
from registry.people.family import members_on
from registry.people.life.words import shown
from registry.people.models import Beneficiary, LifeEvent, Membership
from registry.people.serializers import Member
from uhis_portal.api.serializers import CodeAndName, StrictSerializer


class ChangeRow(serializers.Serializer):
    """A reported change in a list."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(LifeEvent.Kind.choices)
    status = serializers.ChoiceField(LifeEvent.Status.choices)
    household = serializers.UUIDField(source="household_id")
    governorate = CodeAndName()
    unit = CodeAndName()
    happened_on = serializers.DateField()
    by_family = serializers.BooleanField(
        source="reported_by.is_citizen", help_text="Reported by the family itself, not by a clerk."
    )
    reported_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="Send it back as If-Match.")


class PersonConcerned(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    full_name = serializers.CharField()


class MemberToDecideOn(Member):
    """A member of the family, and what the rules of dependants say."""

    until = serializers.DateField(allow_null=True)
    dependant = serializers.SerializerMethodField(
        help_text="allowed, ended (by age), condition (hangs on what the file does not say), not_known: a reviewer"
        " decides; null for the head."
    )

    @extend_schema_field(serializers.ChoiceField([(one.value, one.value) for one in Answer], allow_null=True))
    def get_dependant(self, member: Membership) -> str | None:
        finding = self.context["findings"].get(str(member.beneficiary_id))
        return finding.answer.value if finding else None


class ChangeDetail(ChangeRow):
    """A reported change, whole, with the family as it is today (`today` in the context)."""

    file_number = serializers.CharField(source="household.file_number")
    beneficiary = serializers.SerializerMethodField(
        help_text="Whom it is about, or who came with it; null for who belongs to a family out of reach now."
    )
    details = serializers.SerializerMethodField(help_text="What was told, identifiers masked.")
    proof = serializers.CharField(help_text="The paper that a clerk saw, and its number; else empty.")
    reason = serializers.CharField(help_text="Why it was not confirmed; else empty.")
    members = serializers.SerializerMethodField()

    @extend_schema_field(PersonConcerned(allow_null=True))
    def get_beneficiary(self, event: LifeEvent) -> dict[str, Any] | None:
        person = Beneficiary.objects.filter(pk=event.beneficiary_id).defer("national_id").first()
        return PersonConcerned(person).data if person else None

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_details(self, event: LifeEvent) -> dict[str, Any]:
        return shown(json.loads(event.details or "{}"))

    @extend_schema_field(MemberToDecideOn(many=True))
    def get_members(self, event: LifeEvent) -> list[dict[str, Any]]:
        today = self.context["today"]
        members = list(members_on(event.household, today))
        context = {"findings": findings_of(members, on=today)}
        return list(MemberToDecideOn(members, many=True, context=context).data)


class PastMember(Member):
    """A person's place in a family on a day, and when it ended if it did."""

    until = serializers.DateField(allow_null=True)


class GivenChange(StrictSerializer):
    """A change to report: `kind`, and the fields that the kind asks for; what is left out is empty. Days as YYYY-MM-DD."""

    kind = serializers.CharField(default="", allow_blank=True, help_text=", ".join(LifeEvent.Kind.values))
    proof = serializers.CharField(
        default="", allow_blank=True, help_text="By a clerk: the paper seen, and its number."
    )
    beneficiary = serializers.CharField(default="", allow_blank=True)
    happened_on = serializers.CharField(default="", allow_blank=True)
    full_name = serializers.CharField(default="", allow_blank=True)
    known_by = serializers.CharField(default="", allow_blank=True)
    national_id = serializers.CharField(default="", allow_blank=True)
    certificate_number = serializers.CharField(default="", allow_blank=True)
    guardian = serializers.CharField(default="", allow_blank=True)
    nationality = serializers.CharField(default="", allow_blank=True)
    passport_number = serializers.CharField(default="", allow_blank=True)
    birth_date = serializers.CharField(default="", allow_blank=True)
    sex = serializers.CharField(default="", allow_blank=True)
    birth_governorate_code = serializers.CharField(default="", allow_blank=True)
    relation = serializers.CharField(default="", allow_blank=True)
    new_head = serializers.CharField(default="", allow_blank=True)
    their_head = serializers.CharField(default="", allow_blank=True)
    lives = serializers.CharField(default="", allow_blank=True)
    head_is = serializers.CharField(default="", allow_blank=True)
    children = serializers.ListField(child=serializers.CharField(), default=list, max_length=60)
    leaving = serializers.ListField(child=serializers.CharField(), default=list, max_length=60)
    other_national_id = serializers.CharField(default="", allow_blank=True)
    district = serializers.CharField(default="", allow_blank=True)
    unit = serializers.CharField(default="", allow_blank=True)
    address = serializers.CharField(default="", allow_blank=True)
    field = serializers.CharField(default="", allow_blank=True)
    phone = serializers.CharField(default="", allow_blank=True)
    language = serializers.CharField(default="", allow_blank=True)
    what = serializers.CharField(default="", allow_blank=True)


class Confirmation(StrictSerializer):
    proof = serializers.CharField(
        default="", allow_blank=True, help_text="The paper that was seen, and its number."
    )


class RefusalOfChange(StrictSerializer):
    reason = serializers.CharField(default="", allow_blank=True, help_text="The family reads it.")
