"""What the API says of imports, and what it reads."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from uhis_portal.api.serializers import Choice, CodeAndName, StrictSerializer, in_both_languages
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.limits import MOST_COLUMNS
from uhis_portal.files.models import Import, ImportFault


class ReadAs(serializers.Serializer):
    """How the file was read: a CSV file has an encoding and a delimiter, a workbook a sheet out of so many."""

    encoding = serializers.CharField(required=False)
    delimiter = serializers.CharField(required=False)
    sheet = serializers.CharField(required=False)
    sheets = serializers.IntegerField(required=False)


class FileOut(serializers.Serializer):
    name = serializers.CharField(source="file_name")
    format = serializers.ChoiceField(choices=Import.Format.choices)
    size = serializers.IntegerField(help_text="bytes")
    sha256 = serializers.SerializerMethodField()
    read_as = ReadAs()

    def get_sha256(self, one: Import) -> str:
        return bytes(one.digest).hex()


class RowCounts(serializers.Serializer):
    """Rows of the file. `new` and `changed` are what saving would do, and after saving what it did."""

    total = serializers.IntegerField(source="rows_total")
    done = serializers.IntegerField(
        source="rows_done", help_text="checked, or in the second pass saved, so far"
    )
    new = serializers.IntegerField(source="rows_new")
    changed = serializers.IntegerField(source="rows_changed")
    unchanged = serializers.IntegerField(source="rows_unchanged")
    wrong = serializers.IntegerField(source="rows_wrong")
    alike = serializers.IntegerField(
        source="rows_alike",
        help_text="of the new ones those much like what is there already, when it was checked",
    )
    saved = serializers.IntegerField(source="rows_saved")


class HeadingOut(serializers.Serializer):
    """A heading that the portal does not know by itself, and what was said of it."""

    heading = serializers.CharField(help_text="as it stands in the file")
    said = serializers.BooleanField(
        help_text="whether it was said what it means, for this file or an earlier one"
    )
    column = serializers.CharField(
        allow_null=True, help_text="code of a column; null: left out, or not said yet"
    )


class ImportOut(serializers.Serializer):
    """One file on its way in."""

    id = serializers.UUIDField()
    kind = serializers.SerializerMethodField()
    state = Choice(Import.State)
    file = FileOut(source="*")
    headings = serializers.SerializerMethodField(
        help_text="those that the portal does not know by itself, in the order of the file"
    )
    rows = RowCounts(source="*")
    being_read = serializers.SerializerMethodField(help_text="the number of rows is not known yet")
    right_rows_only = serializers.BooleanField()
    reason = serializers.CharField(source="reason_said", help_text="why it failed; empty otherwise")
    can_be_resumed = serializers.BooleanField()
    made_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    forgotten_at = serializers.DateTimeField(
        allow_null=True, help_text="since when rows and faults are no longer kept"
    )
    version = serializers.IntegerField(help_text="Send it back as If-Match.")

    @extend_schema_field(CodeAndName)
    def get_kind(self, one: Import) -> dict[str, Any]:
        return {"code": one.kind, "name": kind_name(one)}

    @extend_schema_field(HeadingOut(many=True))
    def get_headings(self, one: Import) -> list[dict[str, Any]]:
        return [
            {"heading": heading, "said": name is not None, "column": name or None}
            for heading, name in one.headings
        ]

    def get_being_read(self, one: Import) -> bool:
        return one.is_under_way and not one.read


def kind_name(one: Import) -> dict[str, str]:
    """The name of what is imported; its code where the portal imports that no more."""
    return in_both_languages(one.importer.title) if one.importer else {"ar": one.kind, "en": one.kind}


class ColumnOut(serializers.Serializer):
    """A column of a file: its heading in both languages, and other headings that are understood."""

    code = serializers.CharField(source="name")
    name = serializers.SerializerMethodField()
    also = serializers.ListField(child=serializers.CharField())
    required = serializers.BooleanField()
    holds = serializers.ChoiceField(source="kind.value", choices=[kind.value for kind in Kind])
    hint = serializers.CharField()
    example = serializers.CharField()

    @extend_schema_field(CodeAndName().fields["name"])
    def get_name(self, column: Column) -> dict[str, str]:
        return {"ar": column.ar, "en": column.en}


class ImportKindOut(serializers.Serializer):
    """Something that the asking account may import."""

    code = serializers.CharField()
    name = serializers.DictField(child=serializers.CharField())
    note = serializers.CharField()
    columns = ColumnOut(many=True)


class FaultOut(serializers.Serializer):
    """One thing that is wrong with one row, said in the asked language."""

    row = serializers.IntegerField(help_text="as a spreadsheet counts rows")
    column = serializers.SerializerMethodField()
    code = serializers.CharField()
    message = serializers.CharField()
    cell = serializers.CharField(help_text="what stands in the cell, shortened")

    @extend_schema_field(CodeAndName(allow_null=True))
    def get_column(self, fault: ImportFault) -> dict[str, Any] | None:
        column = self.context["columns"].get(fault.column)
        return {"code": column.name, "name": {"ar": column.ar, "en": column.en}} if column else None


def faults_shown(one: Import, faults: list[ImportFault]) -> list[dict[str, Any]]:
    """The representation of faults of one import."""
    columns = {column.name: column for column in (one.importer.columns if one.importer else ())}
    return list(FaultOut(faults, many=True, context={"columns": columns}).data)


class ImportIn(StrictSerializer):
    """multipart/form-data: the kind and the file."""

    kind = serializers.CharField(max_length=40)
    file = serializers.FileField(allow_empty_file=True, use_url=False)


class ImportHeadingsIn(StrictSerializer):
    columns = serializers.ListField(
        child=serializers.CharField(max_length=80, allow_null=True, allow_blank=True),
        max_length=MOST_COLUMNS,
        help_text="code of the column that each unknown heading means, in their order; null: it is left out",
    )


class ImportSaveIn(StrictSerializer):
    right_rows_only = serializers.BooleanField(default=False)
