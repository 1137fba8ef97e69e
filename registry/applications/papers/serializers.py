"""Papers as the portal shows and takes them."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers

from registry.applications.models import Application, Paper
from uhis_portal.api.serializers import Choice, StrictSerializer


class PaperRow(serializers.Serializer):
    """A photographed paper. The picture itself has an address of its own, and each reading of it is noted."""

    id = serializers.UUIDField()
    kind = Choice(Paper.Kind)
    person = serializers.UUIDField(
        source="applicant_id", allow_null=True, help_text="Whom it is about; null: the family as a whole."
    )
    size = serializers.IntegerField(source="document.size", help_text="bytes of the JPEG")
    width = serializers.IntegerField(source="document.width", help_text="pixels")
    height = serializers.IntegerField(source="document.height", help_text="pixels")
    added_at = serializers.DateTimeField()


def papers_of(application: Application) -> QuerySet[Paper]:
    """The papers of an application in the order in which they were added, without their pictures."""
    found = application.papers.select_related("document").defer("document__content")
    return found.order_by("added_at", "pk")


class GivenPaper(StrictSerializer):
    """multipart/form-data: the picture, what paper it is, and whom it is about."""

    kind = serializers.CharField(default="", allow_blank=True, help_text=", ".join(Paper.Kind.values))
    person = serializers.CharField(
        default="", allow_blank=True, help_text="The id of an applicant; empty: the family as a whole."
    )
    file = serializers.FileField(
        default=None, allow_null=True, allow_empty_file=True, use_url=False,
        help_text="JPEG, PNG or WebP, at most 10 MB and 50 megapixels. Only its pixels are kept.",
    )  # fmt: skip
