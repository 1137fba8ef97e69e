"""OpenAPI 3.1 of the portal: what drf-spectacular reads off the views, and the errors that all of them share."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from uhis_portal.api.idempotency import HEADER, Idempotent


class PortalSession(SessionScheme):
    """The session cookie of the portal."""

    target_class = "uhis_portal.api.authentication.Session"


class FieldFault(serializers.Serializer):
    field = serializers.CharField(
        help_text="Path of the field, such as members.1.national_id; empty for the whole."
    )
    code = serializers.CharField()
    message = serializers.CharField(help_text="One sentence in the asked language.")


class Problem(serializers.Serializer):
    """An error, after RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = FieldFault(many=True, required=False)


class Schema(AutoSchema):
    """Adds the problem answer to every operation and the idempotency key to every POST that takes one."""

    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        if self.method == "POST" and isinstance(self.view, Idempotent):
            found.append(
                OpenApiParameter(
                    HEADER,
                    OpenApiTypes.STR,
                    OpenApiParameter.HEADER,
                    description="8 to 100 characters; the same key is answered the same for 30 days.",
                )
            )
        return found

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        described = OpenApiResponse(Problem, description="What is wrong, and at which field.")
        bodies["default"] = self._get_response_for_code(described, "default", ["application/problem+json"])
        return bodies
