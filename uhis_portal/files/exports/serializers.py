"""What the API says of files that are made, and what it reads."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from uhis_portal.api.serializers import Choice, CodeAndName, StrictSerializer, in_both_languages
from uhis_portal.files.exports.exporting import Exporter
from uhis_portal.files.exports.models import Export


class ExportRows(serializers.Serializer):
    total = serializers.IntegerField(
        source="rows_total", allow_null=True, help_text="null: not known before it is made"
    )
    done = serializers.IntegerField(source="rows_done")


class ExportOut(serializers.Serializer):
    """One file that the portal makes, or made."""

    id = serializers.UUIDField()
    kind = serializers.SerializerMethodField()
    subject = serializers.SerializerMethodField(help_text="area and period, in the asked language")
    about = serializers.DictField(child=serializers.CharField(), help_text="what was asked for")
    format = serializers.CharField()
    language = serializers.CharField()
    file_name = serializers.CharField()
    asked_by = serializers.SerializerMethodField()
    own = serializers.SerializerMethodField(help_text="whether it was asked for by who is asking now")
    state = Choice(Export.State)
    rows = ExportRows(source="*")
    size = serializers.IntegerField(help_text="bytes, so far")
    reason = serializers.CharField(source="reason_said", help_text="why it failed; empty otherwise")
    can_be_resumed = serializers.BooleanField()
    remarks = serializers.SerializerMethodField(help_text="what whoever takes the file has to know")
    asked_at = serializers.DateTimeField()
    as_of = serializers.DateTimeField(allow_null=True, help_text="of which moment the numbers are")
    finished_at = serializers.DateTimeField(allow_null=True)
    kept_until = serializers.DateTimeField(allow_null=True)
    forgotten_at = serializers.DateTimeField(
        allow_null=True, help_text="since when the file is no longer kept"
    )
    download = serializers.SerializerMethodField(help_text="where the file is; null while there is none")

    @extend_schema_field(CodeAndName)
    def get_kind(self, one: Export) -> dict[str, Any]:
        name = in_both_languages(one.exporter.title) if one.exporter else {"ar": one.kind, "en": one.kind}
        return {"code": one.kind, "name": name}

    def get_subject(self, one: Export) -> str:
        return one.exporter.subject if one.exporter else ""

    def get_remarks(self, one: Export) -> list[str]:
        return list(one.exporter.remarks()) if one.exporter and self.context.get("whole") else []

    @extend_schema_field(CodeAndName().fields["name"])
    def get_asked_by(self, one: Export) -> dict[str, str]:
        return {"ar": one.account.name_ar, "en": one.account.name_en}

    def get_own(self, one: Export) -> bool:
        return one.account_id == self.context["account"].pk

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_download(self, one: Export) -> str | None:
        return reverse("api-export-file", args=[one.pk]) if one.can_be_had else None


class ExportKindOut(serializers.Serializer):
    """A kind of file that the asking account may have."""

    code = serializers.CharField()
    name = serializers.DictField(child=serializers.CharField())
    note = serializers.CharField()
    formats = serializers.ListField(child=serializers.CharField())


def kind_shown(code: str, exporter: type[Exporter]) -> dict[str, Any]:
    return {
        "code": code,
        "name": in_both_languages(exporter.title),
        "note": str(exporter.note),
        "formats": list(exporter.writers),
    }


class ExportIn(StrictSerializer):
    kind = serializers.CharField(max_length=40)
    format = serializers.CharField(max_length=10)
    language = serializers.CharField(max_length=2, default="ar")
    about = serializers.DictField(
        child=serializers.CharField(max_length=60, allow_blank=True),
        allow_empty=True,
        help_text='what the file is to hold, such as {"area": "EG-LX", "from": "2026-01", "to": "2026-03"}',
    )
