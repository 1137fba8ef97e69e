"""Endpoints of being told when registration opens where one lives."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from registry.applications import actions
from registry.applications.api.answers import CitizensOnly
from registry.applications.serializers import GivenInterest, InterestRow
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.calendar import cairo_today


class Interests(Idempotent, GenericAPIView):
    """The governorates whose opening the own number is told."""

    permission_classes = [CitizensOnly]
    serializer_class = InterestRow
    filter_backends = ()

    @extend_schema(operation_id="interests_list", responses={200: InterestRow(many=True)})
    def get(self, request: Request) -> Response:
        return Response(InterestRow(actions.left_in(by=request.user), many=True).data)

    @extend_schema(request=GivenInterest, responses={201: InterestRow(many=True)})
    def post(self, request: Request) -> Response:
        """Leave the own number; left twice, it stands once."""
        given = GivenInterest(data=request.data)
        given.is_valid(raise_exception=True)
        actions.leave_number(by=request.user, now=timezone.now(), today=cairo_today(), **given.validated_data)
        return Response(InterestRow(actions.left_in(by=request.user), many=True).data, status=201)


class InterestView(GenericAPIView):
    """One of these governorates."""

    permission_classes = [CitizensOnly]
    filter_backends = ()

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, code: str) -> Response:
        """Have the own number forgotten there."""
        actions.forget_number(by=request.user, governorate=code)
        return Response(status=204)
