"""Following an application by its reference number: a public endpoint, with the same answer as the page."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from registry.applications import actions
from registry.applications.following.serializers import Reference, StandingRow
from uhis_portal.api.permissions import Anyone


class FollowView(GenericAPIView):
    """Where an application stands. The number is sent in the body, so that it stays out of addresses and logs."""

    permission_classes = [Anyone]
    serializer_class = Reference
    filter_backends: list[Any] = []

    @extend_schema(operation_id="applications_follow", request=Reference, responses={200: StandingRow})
    def post(self, request: Request) -> Response:
        given = Reference(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(StandingRow(actions.follow(**given.validated_data)).data)
