"""Applications as the portal shows and sends them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.applications.models import Applicant, Application
from registry.people.models import Relation, Sex
from registry.people.national_id import is_doubtful, masked
from registry.people.serializers import BirthPlace
from uhis_portal.api.serializers import BilingualName, CodeAndName, StrictSerializer


class ApplicationRow(serializers.Serializer):
    """An application in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    status = serializers.ChoiceField(Application.Status.choices)
    channel = serializers.ChoiceField(Application.Channel.choices)
    governorate = CodeAndName(allow_null=True)
    district = CodeAndName(allow_null=True)
    unit = CodeAndName(allow_null=True)
    head = serializers.SerializerMethodField(help_text="Name of the head of the family, once entered.")
    people = serializers.SerializerMethodField(help_text="How many people it names.")
    begun_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="Send it back as If-Match.")

    def get_head(self, application: Application) -> str | None:
        names = (row.full_name for row in application.applicants.all() if row.relation == Relation.HEAD)
        return next(names, None)

    def get_people(self, application: Application) -> int:
        return len(application.applicants.all())


class ApplicantDetail(serializers.Serializer):
    """A person of an application. Birth date, sex and place of birth are read from the national ID."""

    id = serializers.UUIDField()
    relation = serializers.ChoiceField(Relation.choices)
    full_name = serializers.CharField()
    national_id = serializers.SerializerMethodField(
        help_text="Whole while a draft, for who types it; once sent, only its last two digits are shown."
    )
    doubtful = serializers.SerializerMethodField(
        help_text="The check digit does not fit: perhaps a slip in typing."
    )
    birth_date = serializers.DateField()
    sex = serializers.ChoiceField(Sex.choices)
    birth_governorate = BirthPlace()

    def get_national_id(self, row: Applicant) -> str:
        return row.national_id if row.application.is_draft else masked(row.national_id)

    def get_doubtful(self, row: Applicant) -> bool:
        return is_doubtful(row.national_id)


class EnteredBy(serializers.Serializer):
    """Who entered an application: the family itself, or a member of staff, who is named."""

    account = serializers.UUIDField(source="pk")
    kind = serializers.CharField()
    name = BilingualName()


class ApplicationDetail(ApplicationRow):
    """An application with its people."""

    applicants = serializers.SerializerMethodField()
    phone = serializers.CharField(allow_null=True)
    entered_by = EnteredBy(source="account")
    reason = serializers.CharField(help_text="Why it was refused; else empty.")
    household = serializers.UUIDField(source="household_id", allow_null=True)

    @extend_schema_field(ApplicantDetail(many=True))
    def get_applicants(self, application: Application) -> list[dict[str, Any]]:
        rows = sorted(application.applicants.all(), key=lambda row: row.position)
        return list(ApplicantDetail(rows, many=True).data)


class GivenPerson(StrictSerializer):
    relation = serializers.CharField(default="", allow_blank=True, help_text=", ".join(Relation.values))
    full_name = serializers.CharField(default="", allow_blank=True)
    national_id = serializers.CharField(default="", allow_blank=True, help_text="14 digits, however typed.")


class GivenApplication(StrictSerializer):
    """A draft as a whole: what is left out or null is empty."""

    governorate = serializers.CharField(default=None, allow_null=True, allow_blank=True)
    district = serializers.CharField(default=None, allow_null=True, allow_blank=True)
    unit = serializers.CharField(default=None, allow_null=True, allow_blank=True)
    phone = serializers.CharField(
        default=None, allow_null=True, allow_blank=True, help_text="The family's number; at a counter only."
    )
    applicants = GivenPerson(many=True, default=list)


class Declaration(StrictSerializer):
    declared = serializers.BooleanField(default=False, help_text="The answers are declared to be true.")


class Refusal(StrictSerializer):
    reason = serializers.CharField(default="", allow_blank=True)
