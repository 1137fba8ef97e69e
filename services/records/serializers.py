"""What the API says of the ledger, and what it reads."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Manager
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.catalogue.models import ServiceType
from registry.coverage.answers import Cover, Why
from registry.people.full_names import NAME_LENGTH
from registry.people.models import Sex
from services.records.actions import MOST_LINES, Guest, Item
from services.records.actions.logging import as_code
from services.records.entries import Entry
from services.records.faults import WHY_UNDONE
from services.records.models import MOST_AT_ONCE, DiagnosisName, OtherPatient, ServiceRecord
from uhis_portal.api.errors import nested_errors
from uhis_portal.api.serializers import Choice, CodeAndName, Named, StrictSerializer


class Records(serializers.ListSerializer):
    """Rows of the ledger; the names of their diagnoses are asked for together."""

    def to_representation(self, data: Any) -> Any:
        records = list(data.all() if isinstance(data, Manager) else data)
        names = DiagnosisName.objects.names_of({one.diagnosis for one in records if one.diagnosis})
        for one in records:
            one.diagnosis_named = names.get(one.diagnosis)
        return super().to_representation(records)


class ServiceRecordOut(serializers.Serializer):
    """A row of the ledger; `reverses` names the record that it undoes, `reversed_by` the row that undoes it."""

    class Meta:
        list_serializer_class = Records

    id = serializers.UUIDField()
    visit = serializers.UUIDField()
    facility = CodeAndName()
    service_type = CodeAndName()
    level = Choice(ServiceType.Level)
    category = Choice(ServiceType.Category)
    department = serializers.IntegerField(source="department_id", allow_null=True)
    beneficiary = serializers.UUIDField(
        source="beneficiary_id", allow_null=True, help_text="null for a patient who is not registered"
    )
    other_patient = serializers.UUIDField(
        source="other_patient_id", allow_null=True, help_text="a patient who is not registered"
    )
    provided_on = serializers.DateField()
    quantity = serializers.IntegerField(help_text="1 to 100; negative in a reversal")
    diagnosis = serializers.CharField(help_text="ICD-10 code; empty: none given")
    diagnosis_name = serializers.SerializerMethodField(
        help_text="of the code, where a list of names has been loaded; null otherwise"
    )
    cover = Choice(Cover)
    cover_reason = Choice(Why)
    recorded_at = serializers.DateTimeField()
    reverses = serializers.UUIDField(source="reverses_id", allow_null=True)
    reversed_by = serializers.UUIDField(source="reversal.pk", allow_null=True, default=None)
    reason = serializers.CharField(help_text="why a record was undone; empty otherwise")

    @extend_schema_field(Named(allow_null=True))
    def get_diagnosis_name(self, record: ServiceRecord) -> dict[str, str] | None:
        if not hasattr(record, "diagnosis_named"):  # one row by itself
            return DiagnosisName.objects.names_of({record.diagnosis} - {""}).get(record.diagnosis)
        return record.diagnosis_named


class VisitOut(serializers.Serializer):
    """A visit as it stands in the ledger, its records in the order in which they were sent."""

    visit = serializers.UUIDField()
    records = ServiceRecordOut(many=True)


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE})
class Quantity(serializers.IntegerField):
    """Any whole number is read; the action says which are believable, to pages and endpoints alike."""


class GuestIn(StrictSerializer):
    """Someone who is not registered, as told at the desk; what is not known is left out."""

    id = serializers.UUIDField(help_text="made by the sender; sent again, it means the same person")
    kind = serializers.ChoiceField(OtherPatient.Kind.choices)
    full_name = serializers.CharField(max_length=NAME_LENGTH, required=False, allow_blank=True, default="")
    sex = serializers.ChoiceField(Sex.choices, required=False, allow_blank=True, default="")
    birth_year = serializers.IntegerField(required=False, allow_null=True, default=None)
    paper = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text="card or passport number"
    )

    def to_internal_value(self, data: Any) -> Any:
        return Guest(**super().to_internal_value(data))


class LineIn(StrictSerializer):
    id = serializers.UUIDField(help_text="UUIDv7, made by the sender; sent again, it means the same row")
    service_type = serializers.CharField(max_length=20, help_text="code of a kind of service")
    quantity = Quantity()
    diagnosis = serializers.CharField(
        max_length=12, required=False, allow_blank=True, default="", help_text="ICD-10 code"
    )


class VisitIn(StrictSerializer):
    """What is sent with one Enter: 1 to 20 kinds of service for one patient on one day."""

    visit = serializers.UUIDField()
    facility = serializers.CharField(max_length=20, help_text="code of the own facility")
    beneficiary = serializers.UUIDField(required=False, allow_null=True, default=None)
    other_patient = GuestIn(
        required=False, allow_null=True, default=None, source="guest", help_text="instead of a beneficiary"
    )
    department = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1)
    provided_on = serializers.DateField()
    lines = serializers.ListField(child=LineIn(), min_length=1, max_length=MOST_LINES)


class ItemIn(StrictSerializer):
    """One record of a batch. One of `beneficiary`, `national_id` and `other_patient` says who was given care."""

    id = serializers.UUIDField(help_text="UUIDv7, made by the sender; sent again, it means the same row")
    visit = serializers.UUIDField()
    service_type = serializers.CharField(max_length=20, help_text="code of a kind of service")
    quantity = Quantity()
    provided_on = serializers.DateField()
    beneficiary = serializers.UUIDField(required=False, allow_null=True, default=None)
    national_id = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        default="",
        help_text="where the person could not be looked up before; the looking up is noted",
    )
    other_patient = GuestIn(required=False, allow_null=True, default=None)
    department = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1)
    diagnosis = serializers.CharField(
        max_length=12, required=False, allow_blank=True, default="", help_text="ICD-10 code"
    )

    def to_internal_value(self, data: Any) -> Item:
        given = super().to_internal_value(data)
        guest, number = given.pop("other_patient"), given.pop("national_id")
        given["diagnosis"] = as_code(given["diagnosis"])
        given |= {
            name: str(given[name]) for name in ("id", "visit", "beneficiary") if given[name] is not None
        }
        return Item(Entry(**given), number, guest)


PLAIN = {"id", "visit", "service_type", "quantity", "provided_on", "beneficiary"}
AN_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
A_CODE = re.compile("[A-Z0-9-]{1,20}").fullmatch


def plain_item(given: Any) -> Item | None:
    """An item of the usual shape as `ItemIn` reads it, in a tenth of its time; None for one that it has to look at."""
    if type(given) is not dict or given.keys() != PLAIN or type(given["quantity"]) is not int:
        return None
    id, visit, person, kind = given["id"], given["visit"], given["beneficiary"], given["service_type"]
    try:
        if AN_ID(id) and AN_ID(visit) and AN_ID(person) and A_CODE(kind):
            day = date.fromisoformat(given["provided_on"])
            return Item(Entry(id, visit, kind, given["quantity"], day, person))
    except (ValueError, TypeError):
        pass
    return None


def read_items(given: list[Any]) -> Iterator[Item | list[dict[str, str]]]:
    """Each item as it is read, or what is wrong with it."""
    reader = ItemIn()
    for one in given:
        try:
            yield plain_item(one) or reader.run_validation(one)
        except serializers.ValidationError as fault:
            yield list(nested_errors(fault.detail))


@extend_schema_field(ItemIn(many=True))
class Items(serializers.ListField):
    """A list whose items are read one by one, by `read_items`."""

    def run_child_validation(self, data: list[Any]) -> list[Any]:
        return data


class BatchIn(StrictSerializer):
    """Up to 500 records that were kept meanwhile; each is taken or refused on its own."""

    facility = serializers.CharField(max_length=20, help_text="code of the own facility")
    items = Items(help_text="1 to 500")


class FieldError(serializers.Serializer):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ItemOut(serializers.Serializer):
    """What became of one record of a batch."""

    id = serializers.CharField(allow_null=True, help_text="as it was sent")
    status = serializers.ChoiceField(["logged", "refused"])
    cover = serializers.ChoiceField(Cover.choices, required=False)
    cover_reason = serializers.ChoiceField(Why.choices, required=False)
    errors = FieldError(many=True, required=False)


class BatchOut(serializers.Serializer):
    results = ItemOut(many=True)


class ReversalIn(StrictSerializer):
    id = serializers.UUIDField(help_text="UUIDv7, made by the sender; sent again, it means the same row")
    reason = serializers.CharField(
        max_length=200, error_messages=dict.fromkeys(("required", "blank"), WHY_UNDONE)
    )
