"""The catalogue as it leaves the portal, and what is sent to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Prefetch
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.catalogue.models import Initiative, KindAttributes, KindVersion, ServiceType, ServiceTypes
from uhis_portal.api.serializers import (
    BilingualName,
    Choice,
    CodeAndName,
    Named,
    StrictSerializer,
    in_both_languages,
)

FIRST_DAY_WITHOUT = "The first day without it; null: no end is known."
AS_FAR_BACK = "Null: as far back as is known."
EARLIEST_FIRST = Prefetch("versions", queryset=KindVersion.objects.order_by(F("since").asc(nulls_first=True)))


def with_versions() -> ServiceTypes:
    """Kinds of service with all that is told of them; three queries."""
    return ServiceType.objects.select_related("initiative").prefetch_related(EARLIEST_FIRST)


class AttributesRepresentation(serializers.Serializer):
    """What a kind of service is."""

    level = Choice(KindAttributes.Level)
    category = Choice(KindAttributes.Category)
    setting = Choice(KindAttributes.Setting)
    copayment_class = serializers.CharField(help_text=", ".join(KindAttributes.CopaymentClass.values))
    encounter_class = serializers.CharField(help_text="HL7 v3 ActCode")
    icd10_reason = serializers.CharField(help_text="ICD-10 reason for the contact, where plain; else empty")
    loinc_document = serializers.CharField(help_text="LOINC kind of document, where plain; else empty")


class InitiativeInKind(CodeAndName):
    """The initiative of 100 Million Health to which a kind belongs."""

    standing = Choice(Initiative.Standing)


class ServiceTypeRepresentation(CodeAndName, AttributesRepresentation):
    """A kind of service with its level, category and codes of other systems, as it is today. Give `today` in the context."""

    initiative = InitiativeInKind(allow_null=True)
    state = serializers.SerializerMethodField(help_text="given, planned or withdrawn today")

    @extend_schema_field(CodeAndName)
    def get_state(self, kind: ServiceType) -> dict[str, Any]:
        state = kind.state(self.context["today"])
        return {"code": state.value, "name": in_both_languages(state.label)}


class VersionRepresentation(AttributesRepresentation):
    """What a kind of service is for a time."""

    since = serializers.DateField(allow_null=True, help_text=AS_FAR_BACK)
    until = serializers.DateField(allow_null=True, help_text=FIRST_DAY_WITHOUT)
    name = BilingualName()
    source = serializers.CharField(help_text="Who says that it holds from then on.")
    until_source = serializers.CharField(
        help_text="Who says that the kind is no longer given after; else empty."
    )


class ServiceTypeDetail(ServiceTypeRepresentation):
    """A kind of service with all its versions, the earliest first. Give `today` in the context."""

    versions = VersionRepresentation(many=True)
    version = serializers.IntegerField(help_text="Send it back as If-Match.")


class KindInInitiative(CodeAndName):
    """A kind of service by which an initiative is counted."""


class InitiativeRepresentation(InitiativeInKind):
    """An initiative of 100 Million Health, by the portal's own code; dates that are not known are null."""

    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True, help_text=FIRST_DAY_WITHOUT)
    note = serializers.SerializerMethodField(help_text="Null where there is nothing to add.")
    source = serializers.CharField()
    service_types = KindInInitiative(source="kinds", many=True)

    @extend_schema_field(Named(allow_null=True))
    def get_note(self, initiative: Initiative) -> dict[str, str | None] | None:
        if not initiative.note_ar:
            return None
        return {"ar": initiative.note_ar, "en": initiative.note_en}


class SpecialtyRepresentation(CodeAndName):
    """A medical specialty that a source names, by the portal's own code: no official list of codes is known."""

    source = serializers.CharField()


class GivenAttributes(StrictSerializer):
    """Attributes of a kind of service; those that are left out stay as they are."""

    name_ar = serializers.CharField(required=False, allow_blank=True)
    name_en = serializers.CharField(required=False, allow_blank=True)
    level = serializers.CharField(
        required=False, allow_blank=True, help_text=", ".join(KindAttributes.Level.values)
    )
    category = serializers.CharField(
        required=False, allow_blank=True, help_text=", ".join(KindAttributes.Category.values)
    )
    setting = serializers.CharField(
        required=False, allow_blank=True, help_text=", ".join(KindAttributes.Setting.values)
    )
    copayment_class = serializers.CharField(
        required=False, allow_blank=True, help_text=", ".join(KindAttributes.CopaymentClass.values)
    )
    encounter_class = serializers.CharField(
        required=False, allow_blank=True, help_text=", ".join(KindAttributes.EncounterClass.values)
    )
    icd10_reason = serializers.CharField(required=False, allow_blank=True)
    loinc_document = serializers.CharField(required=False, allow_blank=True)
    source = serializers.CharField(
        default="", allow_blank=True, help_text="Who decided it: a decree, a circular, a letter."
    )


class GivenVersion(GivenAttributes):
    """What a kind of service is from a day on."""

    since = serializers.DateField(default=None, allow_null=True, help_text="Today or later.")


class GivenKind(GivenVersion):
    """A new kind of service."""

    code = serializers.CharField(default="", allow_blank=True, help_text="Never given before: SEC-LAB.")
    initiative = serializers.CharField(default="", allow_blank=True, help_text="Code of an initiative.")
    since = serializers.DateField(default=None, allow_null=True)


class GivenWithdrawal(StrictSerializer):
    """From when on a kind of service is no longer given."""

    until = serializers.DateField(
        default=None, allow_null=True, help_text="The first day without it, today or later."
    )
    source = serializers.CharField(
        default="", allow_blank=True, help_text="Who decided it: a decree, a circular, a letter."
    )


def represented(kinds: Iterable[ServiceType], today: date) -> list[dict[str, Any]]:
    """Kinds of service as the list sends them."""
    return list(ServiceTypeRepresentation(kinds, many=True, context={"today": today}).data)
