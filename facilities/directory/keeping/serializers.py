"""Sheets, proposals and revisions as they enter and leave the portal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.directory.keeping.words import Names, lines_of
from facilities.directory.models import Proposal, Revision
from facilities.directory.rights import may_approve
from facilities.directory.sheet import PARTS, Part, RowPart
from facilities.directory.sheet.parts import Column, columns_of
from uhis_portal.api.serializers import (
    BilingualName,
    Choice,
    CodeAndName,
    Named,
    StrictSerializer,
    in_both_languages,
)


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null"}]}


def object_of(columns: tuple[Column, ...]) -> dict[str, Any]:
    """The JSON Schema of an object with these columns."""
    return {
        "type": "object",
        "properties": {column.name: or_null(column.kind.schema()) for column in columns},
        "required": [column.name for column in columns if column.required],
        "additionalProperties": False,
    }


def schema_of(part: Part) -> dict[str, Any]:
    if isinstance(part, RowPart):
        return {"type": "array", "items": object_of(part.columns)}
    return object_of(part.columns) if part.columns else columns_of(part)[0].kind.schema()


def field_of(part: Part) -> serializers.Field:
    """Any JSON: the sheet itself reads it, and refuses it in the same words on a page."""
    described = extend_schema_field(schema_of(part))(
        type(f"{part.name.title()}Part", (serializers.JSONField,), {})
    )
    known_or_not = not isinstance(part, RowPart)  # rows that are not known are an empty list
    return described(required=False, allow_null=known_or_not, help_text=in_both_languages(part.label)["en"])


class Sheet(StrictSerializer):
    """What is known of a facility and may be changed: plain values, codes, and rows. null: not known."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {**{name: field_of(part) for name, part in PARTS.items()}, **super().get_fields()}


class SheetAndVersion(Sheet):
    """The sheet of a facility, whole."""

    code = serializers.CharField()
    version = serializers.IntegerField(help_text="Send it back as If-Match.")


class WantedChanges(Sheet):
    """The parts that shall be otherwise, each as it shall be; parts that are left out stay."""

    explanation = serializers.CharField(default="", allow_blank=True, trim_whitespace=False)


class NewFacility(WantedChanges):
    """A facility that is not there yet."""

    code = serializers.CharField(help_text="Such as LX-H2; never one that was given before.")


class ReasonGiven(StrictSerializer):
    reason = serializers.CharField(default="", allow_blank=True, trim_whitespace=False)


class Person(serializers.Serializer):
    """Who did it."""

    account = serializers.UUIDField(source="pk")
    name = BilingualName()


class LineRepresentation(serializers.Serializer):
    """One thing that differs, in words of the asked language; empty: nothing was or is known."""

    what = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ChangedPart(serializers.Serializer):
    """A part of the sheet that differs."""

    part = serializers.CharField()
    name = Named()
    before = serializers.JSONField()
    after = serializers.JSONField()
    lines = LineRepresentation(many=True)


class WithChanges(serializers.Serializer):
    """What has `changes`; `context["names"]` are the names that they speak of."""

    changes = serializers.SerializerMethodField()

    @extend_schema_field(ChangedPart(many=True))
    def get_changes(self, thing: Proposal | Revision) -> list[dict[str, Any]]:
        names: Names = self.context["names"]
        return [
            {
                "part": name,
                "name": in_both_languages(PARTS[name].label),
                "before": thing.changes[name]["from"],
                "after": thing.changes[name]["to"],
                "lines": [dict(vars(line)) for line in lines_of(PARTS[name], thing.changes[name], names)],
            }
            for name in PARTS
            if name in thing.changes
        ]


class ProposalRepresentation(WithChanges):
    """A change that a facility's staff ask for."""

    id = serializers.UUIDField()
    facility = CodeAndName()
    state = Choice(Proposal.State)
    explanation = serializers.CharField()
    proposed_by = Person()
    proposed_at = serializers.DateTimeField()
    decided_by = Person(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(help_text="why it was returned; else empty")
    version = serializers.IntegerField(help_text="Send it back as If-Match.")
    may = serializers.SerializerMethodField(help_text="what the one who asks may do with it now")

    @extend_schema_field(
        serializers.ListField(child=serializers.ChoiceField(["approve", "return", "withdraw"]))
    )
    def get_may(self, proposal: Proposal) -> list[str]:
        request = self.context["request"]
        if proposal.state != Proposal.State.WAITING:
            return []
        if proposal.proposed_by_id == request.user.pk:
            return ["withdraw"]
        return ["approve", "return"] if may_approve(request.reach, proposal.facility) else []


class RevisionRepresentation(WithChanges):
    """One change that was made; the latest first they are the history of a facility."""

    version = serializers.IntegerField()
    made_by = Person()
    made_at = serializers.DateTimeField()
    explanation = serializers.CharField()
    proposal = serializers.UUIDField(source="proposal_id", allow_null=True)
    proposed_by = Person(source="proposal.proposed_by", allow_null=True, default=None)


def represented_proposals(proposals: Iterable[Proposal], request: Any) -> list[dict[str, Any]]:
    """Proposals with the names they speak of read for all of them at once."""
    listed = list(proposals)
    names = Names.within(proposal.changes for proposal in listed)
    return list(ProposalRepresentation(listed, many=True, context={"names": names, "request": request}).data)


def represented_revisions(revisions: Iterable[Revision]) -> list[dict[str, Any]]:
    listed = list(revisions)
    names = Names.within(revision.changes for revision in listed)
    return list(RevisionRepresentation(listed, many=True, context={"names": names}).data)
