"""What the API says of the desk, and what it reads."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError as Fault
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.coverage.answers import Answer, Cover, Why
from registry.people.models import Beneficiary, Membership, Relation, Sex
from services.records.actions import MOST_IN_A_BATCH, Item
from services.records.models import OtherPatient
from services.records.queues import IV_BYTES, SALT_BYTES, SealedEntry
from services.records.serializers import FieldError, ItemIn, ServiceRecordOut
from uhis_portal.api.parsing import read_json
from uhis_portal.api.serializers import BilingualName, Choice, CodeAndName, StrictSerializer

LONGEST_ENTRY = 4096  # bytes


class DeskKind(serializers.Serializer):
    """A kind of service that is given here."""

    code = serializers.CharField(source="kind.code")
    name = BilingualName(source="kind")
    spelled = serializers.ListField(
        child=serializers.CharField(), help_text="code and names in the form in which they are compared"
    )


class DeskDepartment(serializers.Serializer):
    id = serializers.IntegerField()
    name = BilingualName()


class DeskClerk(serializers.Serializer):
    id = serializers.UUIDField()
    name = BilingualName()


class DeskLimits(serializers.Serializer):
    latest_entry_days = serializers.IntegerField(help_text="how old a service may be when it is logged")
    quantity = serializers.IntegerField()
    lines = serializers.IntegerField(help_text="of one visit")
    batch = serializers.IntegerField(help_text="records sent at once")


class DeskOut(serializers.Serializer):
    """All that a desk needs to be ready, also for a time without a network. Nothing of any patient."""

    clerk = DeskClerk()
    facility = CodeAndName()
    kinds = DeskKind(many=True)
    favourites = serializers.ListField(child=serializers.CharField(), help_text="codes, the most used first")
    departments = DeskDepartment(many=True)
    limits = DeskLimits()
    now = serializers.DateTimeField(help_text="the portal's clock, for devices whose own is wrong")
    today = serializers.DateField(help_text="in Cairo")
    session_ends = serializers.DateTimeField(help_text="from then on the device keeps the queue locked")
    csrf_token = serializers.CharField(help_text="Send it as X-CSRFToken with every change.")


class LookUpIn(StrictSerializer):
    """What was typed or scanned. It travels in the body, never in an address."""

    who = serializers.CharField(
        max_length=160, help_text="national ID, member's code, family file number, or a name of the own unit"
    )
    day = serializers.DateField(required=False, help_text="of the service; today if left out")


class PersonAtDesk(serializers.Serializer):
    """Someone who may stand before the desk; `answers` and `day` are in the context."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    full_name = serializers.CharField()
    sex = Choice(Sex)
    birth_date = serializers.DateField()
    died_on = serializers.DateField(allow_null=True)
    file_number = serializers.CharField(source="household.file_number")
    unit = CodeAndName()
    relation = serializers.SerializerMethodField()
    registered_since = serializers.SerializerMethodField()
    cover = serializers.SerializerMethodField(help_text="on the day of the service")
    cover_reason = serializers.SerializerMethodField()

    @extend_schema_field(CodeAndName(allow_null=True))
    def get_relation(self, person: Beneficiary) -> Any:
        member = self.membership(person)
        return Choice(Relation).to_representation(member.relation) if member else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_registered_since(self, person: Beneficiary) -> date | None:
        member = self.membership(person)
        return member.since if member else None

    @extend_schema_field(CodeAndName)
    def get_cover(self, person: Beneficiary) -> Any:
        return Choice(Cover).to_representation(self.answer(person).cover)

    @extend_schema_field(CodeAndName)
    def get_cover_reason(self, person: Beneficiary) -> Any:
        return Choice(Why).to_representation(self.answer(person).why)

    def membership(self, person: Beneficiary) -> Membership | None:
        day: date = self.context["day"]
        return next((one for one in person.memberships.all() if one.in_force_on(day)), None)

    def answer(self, person: Beneficiary) -> Answer:
        answers: dict[Any, Answer] = self.context["answers"]
        return answers[person.pk]


class LookUpOut(serializers.Serializer):
    by = serializers.ChoiceField(["national_id", "code", "file_number", "name"])
    people = serializers.ListField(child=PersonAtDesk(), help_text="none to nine")
    more = serializers.BooleanField(help_text="there are more than are named")


class DeskVisit(serializers.Serializer):
    visit = serializers.UUIDField()
    at = serializers.DateTimeField()
    name = serializers.CharField(help_text="empty: not known, or a beneficiary of another unit")
    other_patient = serializers.ChoiceField(OtherPatient.Kind.choices, allow_null=True)
    records = ServiceRecordOut(many=True)


class DeskTotal(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.SerializerMethodField()
    number = serializers.IntegerField()

    @extend_schema_field(BilingualName)
    def get_name(self, kind: dict[str, Any]) -> dict[str, str]:
        return {"ar": kind["name_ar"], "en": kind["name_en"]}


class DeskTotals(serializers.Serializer):
    services = serializers.IntegerField()
    people = serializers.IntegerField()
    late = serializers.IntegerField(help_text="records of services given on an earlier day")
    kinds = DeskTotal(many=True)


class DeskDay(serializers.Serializer):
    """What the facility wrote down today; what was undone stands in the list and does not count."""

    day = serializers.DateField()
    visits = DeskVisit(many=True)
    totals = DeskTotals()


class QueueSecret(serializers.Serializer):
    """From what a device derives the key of the clerk's queue. It is never kept anywhere."""

    key = serializers.CharField(help_text="id of the portal's key from which the secret comes")
    secret = serializers.CharField(help_text="32 bytes in base64")


@extend_schema_field({"type": "string", "format": "byte"})
class Base64(serializers.Field):
    """Bytes in base64, of one length or up to a length."""

    def __init__(self, *, exactly: int = 0, most: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.exactly, self.most = exactly, most

    def to_internal_value(self, data: Any) -> bytes:
        try:
            read = base64.b64decode(data, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise serializers.ValidationError(_("This is not base64.")) from None
        if (self.exactly and len(read) != self.exactly) or (self.most and len(read) > self.most):
            raise serializers.ValidationError(_("This has another length."))
        return read

    def to_representation(self, value: bytes) -> str:
        return base64.b64encode(value).decode()


class SealedEntryIn(StrictSerializer):
    id = serializers.UUIDField()
    iv = Base64(exactly=IV_BYTES)
    sealed = Base64(most=LONGEST_ENTRY)

    def to_internal_value(self, data: Any) -> SealedEntry:
        return SealedEntry(**super().to_internal_value(data))


class ReleaseIn(StrictSerializer):
    """A locked queue as the device keeps it."""

    clerk = serializers.UUIDField()
    key = serializers.CharField(max_length=40)
    salt = Base64(exactly=SALT_BYTES)
    entries = serializers.ListField(child=SealedEntryIn(), min_length=1, max_length=MOST_IN_A_BATCH)


class ReleasedEntry(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(["logged", "refused"])
    errors = FieldError(many=True, required=False)


class ReleaseOut(serializers.Serializer):
    """Counts and reasons, and nothing of whom the entries are about."""

    logged = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = ReleasedEntry(many=True)


def read_entry(opened: bytes) -> tuple[str, Item]:
    """The facility and the record of an opened entry; ValidationError by field where it cannot be read."""
    try:
        content = read_json(opened)
        given = dict(content["item"])
    except (ValueError, TypeError, KeyError):
        raise Fault(_("This entry cannot be read."), code="invalid") from None
    if content.get("number") and given.get("beneficiary"):
        # The look-up may be long ago, and the number finds the same person.
        given = {**given, "beneficiary": None, "national_id": content["number"]}
    item = ItemIn(data=given)
    if not item.is_valid():
        raise Fault({name: Fault(_("This cannot be read."), code="invalid") for name in item.errors})
    return str(content.get("facility", "")), item.validated_data
