"""What reviewers are shown and may send."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.applications import waiting
from registry.applications.models import Application
from registry.applications.papers.serializers import PaperRow, papers_of
from registry.applications.reviewing.likely import LikelyRow
from registry.applications.serializers import ApplicationDetail, ApplicationRow, ordered
from registry.applications.waiting import WaitsFor
from uhis_portal.api.serializers import StrictSerializer


class QueueRow(ApplicationRow):
    """An application in the reviewers' queue."""

    waits_for = serializers.ChoiceField([("", ""), *WaitsFor.choices], help_text="Empty once it is decided.")
    returned_at = serializers.DateTimeField(allow_null=True)


class Disputed(serializers.Serializer):
    """Someone who says not to belong to the family."""

    person = serializers.UUIDField(source="pk")
    place = serializers.IntegerField(help_text="Which applicant it is, from 0.")
    full_name = serializers.CharField()
    disputed_at = serializers.DateTimeField()


class Review(serializers.Serializer):
    """An application with what a reviewer needs to decide it; `account` and `likely` stand in the context."""

    application = serializers.SerializerMethodField()
    waits_for = serializers.SerializerMethodField(help_text="Empty once it is decided.")
    own = serializers.SerializerMethodField(help_text="Entered by who asks, so somebody else decides it.")
    disputed = serializers.SerializerMethodField()
    papers = serializers.SerializerMethodField()
    likely = serializers.SerializerMethodField(help_text="Registered people who may be meant, by applicant.")

    @extend_schema_field(ApplicationDetail)
    def get_application(self, application: Application) -> dict[str, Any]:
        return ApplicationDetail(application, context={"account": self.context["account"].pk}).data

    @extend_schema_field(serializers.ChoiceField([("", ""), *WaitsFor.choices]))
    def get_waits_for(self, application: Application) -> str:
        return waiting.with_waiting(Application.objects.filter(pk=application.pk)).get().waits_for

    def get_own(self, application: Application) -> bool:
        return self.context["account"].pk == application.account_id

    @extend_schema_field(LikelyRow(many=True))
    def get_likely(self, application: Application) -> list[dict[str, Any]]:
        return self.context["likely"]

    @extend_schema_field(Disputed(many=True))
    def get_disputed(self, application: Application) -> list[dict[str, Any]]:
        found = []
        for place, row in enumerate(ordered(application)):
            row.place = place  # type: ignore[attr-defined]
            if row.disputed_at is not None:
                found.append(row)
        return list(Disputed(found, many=True).data)

    @extend_schema_field(PaperRow(many=True))
    def get_papers(self, application: Application) -> list[dict[str, Any]]:
        return list(PaperRow(papers_of(application), many=True).data)


class ThingToMend(StrictSerializer):
    field = serializers.CharField(default="", allow_blank=True)
    person = serializers.CharField(
        default="",
        allow_blank=True,
        allow_null=True,
        help_text="The id of an applicant; left out: the family.",
    )
    why = serializers.CharField(default="", allow_blank=True, help_text="The family reads this.")


class Mending(StrictSerializer):
    to_mend = ThingToMend(many=True, default=list)


class Settling(StrictSerializer):
    reason = serializers.CharField(default="", allow_blank=True)
