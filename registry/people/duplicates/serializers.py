"""Pairs of records as the portal shows and sends them. A full national ID never leaves the room."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.geography.birth_places import BIRTH_PLACES
from registry.people.duplicates.likeness import Sign
from registry.people.duplicates.pairs import Pair, Side
from registry.people.identity import CERTIFICATE, KINDS, NATIONAL_ID, PASSPORT
from registry.people.models import PossibleDuplicate, Relation, Sex
from registry.people.national_id import masked
from uhis_portal.api.serializers import BilingualName, CodeAndName, Named, StrictSerializer, in_both_languages


class PersonOfPair(serializers.Serializer):
    """One of the two people, in a list."""

    id = serializers.UUIDField(source="person.pk")
    full_name = serializers.CharField(source="person.full_name")
    sex = serializers.ChoiceField(Sex.choices, source="person.sex")
    birth_date = serializers.DateField(source="person.birth_date")
    governorate = CodeAndName(source="person.governorate")
    unit = CodeAndName(source="person.unit")


class MembershipOfPair(serializers.Serializer):
    """To which family one belongs, since when."""

    id = serializers.UUIDField(source="pk")
    file_number = serializers.CharField(source="household.file_number")
    relation = serializers.ChoiceField(Relation.choices)
    since = serializers.DateField()


class SideOfPair(PersonOfPair):
    """One of the two people, beside the other."""

    code = serializers.CharField(source="person.code")
    national_id = serializers.SerializerMethodField(
        help_text="Masked: only its last two digits are shown. Empty where there is none."
    )
    known_by = serializers.SerializerMethodField()
    nationality = serializers.CharField(source="person.nationality")
    birth_governorate = serializers.SerializerMethodField()
    died_on = serializers.DateField(source="person.died_on", allow_null=True)
    membership = MembershipOfPair(allow_null=True, help_text="The one that has not ended.")

    def get_national_id(self, side: Side) -> str:
        return masked(side.person.national_id) if side.person.national_id else ""

    @extend_schema_field(serializers.ChoiceField(KINDS))
    def get_known_by(self, side: Side) -> str:
        person = side.person
        if person.national_id_index is not None:
            return NATIONAL_ID
        return PASSPORT if person.passport_index is not None else CERTIFICATE

    @extend_schema_field(Named(allow_null=True))
    def get_birth_governorate(self, side: Side) -> dict[str, str] | None:
        code = side.person.birth_governorate_code
        return BIRTH_PLACES[code] if code else None


class ReasonOfLikeness(serializers.Serializer):
    """What is alike: a code, and words in both languages."""

    code = serializers.ChoiceField(Sign.choices)
    name = Named()


class PairRow(serializers.Serializer):
    """Two records that may be of one person, in a list."""

    id = serializers.UUIDField(source="judged.pk")
    status = serializers.ChoiceField(PossibleDuplicate.Status.choices, source="judged.status")
    score = serializers.DecimalField(
        max_digits=5, decimal_places=4, source="judged.score", coerce_to_string=False, help_text="0 to 1"
    )
    reasons = serializers.SerializerMethodField()
    found_at = serializers.DateTimeField(source="judged.found_at")
    decided_at = serializers.DateTimeField(source="judged.decided_at", allow_null=True)
    people = PersonOfPair(many=True, source="sides")
    version = serializers.IntegerField(source="judged.version")

    @extend_schema_field(ReasonOfLikeness(many=True))
    def get_reasons(self, pair: Pair) -> list[dict[str, Any]]:
        known = [Sign(code) for code in pair.judged.reasons if code in Sign.values]
        return [{"code": str(sign), "name": in_both_languages(sign.label)} for sign in known]


class MergeOfPair(serializers.Serializer):
    """How the two became one: who goes on, and which membership ended for it."""

    survivor = serializers.UUIDField(source="survivor_id")
    merged = serializers.UUIDField(source="merged_id")
    made_at = serializers.DateTimeField()
    by = BilingualName(source="made_by")
    reason = serializers.CharField()
    ended = MembershipOfPair(allow_null=True)


class PairDetail(PairRow):
    """Two records side by side."""

    people = SideOfPair(many=True, source="sides")
    merge = MergeOfPair(allow_null=True)


class Wish(StrictSerializer):
    """Why, and what is kept."""

    survivor = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="The record that goes on."
    )
    membership = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The membership that is kept; needed where both belong to a family.",
    )
    reason = serializers.CharField(default="", allow_blank=True)


class Undoing(StrictSerializer):
    """Why a merge is taken back."""

    reason = serializers.CharField(default="", allow_blank=True)
