"""Sheets, proposals and revisions as they enter and leave the portal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.directory.keeping.words import FROM_A_FILE, Names, lines_of
from facilities.directory.models import Proposal, Revision
from facilities.directory.rights import may_approve
from facilities.directory.sheet import PARTS, Part, RowPart
from facilities.directory.sheet.parts import Column, columns_of
from uhis_portal.accounts.models import Account
from uhis_portal.accounts.titles import OnDay, titles_of
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


class AsTyped(serializers.CharField):
    """Text as it came: the action alone judges it, in the same words for a page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **kwargs)
        self.validators = []


class WantedChanges(Sheet):
    """The parts that shall be otherwise, each as it shall be; parts that are left out stay."""

    explanation = AsTyped(default="")


class NewFacility(WantedChanges):
    """A facility that is not there yet."""

    code = AsTyped(help_text="Such as LX-H2; never one that was given before.")


class ReasonGiven(StrictSerializer):
    reason = AsTyped(default="")


class Person(serializers.Serializer):
    """Who did it, with the post held on that day."""

    account = serializers.UUIDField(source="pk")
    name = BilingualName()
    post = BilingualName(allow_null=True, help_text="role and place; null: none was held")


Deed = tuple[Account, datetime]


def deeds_of(thing: Proposal | Revision) -> dict[str, Deed]:
    """Who did what, and when, by name of the field that tells it."""
    if isinstance(thing, Revision):
        made = {"made_by": (thing.made_by, thing.made_at)}
        proposal = thing.proposal
        return made | ({"proposed_by": (proposal.proposed_by, proposal.proposed_at)} if proposal else {})
    proposed = {"proposed_by": (thing.proposed_by, thing.proposed_at)}
    if thing.decided_by is None or thing.decided_at is None:
        return proposed
    return proposed | {"decided_by": (thing.decided_by, thing.decided_at)}


def on_day(deed: Deed) -> OnDay:
    account, moment = deed
    return account.pk, timezone.localdate(moment)


@extend_schema_field(Person)
class DoneBy(serializers.Field):
    """The person of a deed; `context["titles"]` are the posts that were held."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, thing: Proposal | Revision) -> dict[str, Any] | None:
        deed = deeds_of(thing).get(self.field_name or "")
        if deed is None:
            return None
        name = BilingualName().to_representation(deed[0])
        return {"account": str(deed[0].pk), "name": name, "post": self.context["titles"].get(on_day(deed))}


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
    proposed_by = DoneBy()
    proposed_at = serializers.DateTimeField()
    decided_by = DoneBy(allow_null=True)
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


class Explained(serializers.CharField):
    """What an editor wrote, as it was written; what the system itself says, in the asked language."""

    def to_representation(self, value: str) -> str:
        return _(value) if value == FROM_A_FILE else value


class RevisionRepresentation(WithChanges):
    """One change that was made; the latest first they are the history of a facility."""

    version = serializers.IntegerField()
    made_by = DoneBy()
    made_at = serializers.DateTimeField()
    explanation = Explained()
    proposal = serializers.UUIDField(source="proposal_id", allow_null=True)
    proposed_by = DoneBy(allow_null=True)


def represented_proposals(proposals: Iterable[Proposal], request: Any) -> list[dict[str, Any]]:
    """Proposals with the names and posts they speak of read for all of them at once."""
    listed = list(proposals)
    context = {**spoken_of(listed), "request": request}
    return list(ProposalRepresentation(listed, many=True, context=context).data)


def represented_revisions(revisions: Iterable[Revision]) -> list[dict[str, Any]]:
    listed = list(revisions)
    return list(RevisionRepresentation(listed, many=True, context=spoken_of(listed)).data)


def spoken_of(things: Sequence[Proposal | Revision]) -> dict[str, Any]:
    """The names in what changed, and the posts of those who did it."""
    return {
        "names": Names.within(thing.changes for thing in things),
        "titles": titles_of(on_day(deed) for thing in things for deed in deeds_of(thing).values()),
    }
