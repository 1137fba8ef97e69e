"""Endpoints of those whom an application names: the same actions as the pages, refused at the same fields."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import HasRole
from facilities.staff.models import Role
from registry.applications import actions
from registry.applications.naming.serializers import CounterDispute, CounterDisputed, NamingRow
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.permissions import Citizens
from uhis_portal.calendar import cairo_today


class Namings(GenericAPIView):
    """Undecided applications of others that name the head of a family whose file has one's own number."""

    permission_classes = [Citizens]
    serializer_class = NamingRow
    filter_backends: list[Any] = []

    @extend_schema(operation_id="namings_list", responses={200: NamingRow(many=True)})
    def get(self, request: Request) -> Response:
        return Response(NamingRow(actions.naming(request.user), many=True).data)


class DisputeView(Idempotent, GenericAPIView):
    """Say that one does not belong to the family of an application. A reviewer settles it before it is approved."""

    permission_classes = [Citizens]
    serializer_class = NamingRow
    filter_backends: list[Any] = []

    @extend_schema(operation_id="namings_dispute", request=None, responses={200: NamingRow(many=True)})
    def post(self, request: Request, person_pk: UUID) -> Response:
        actions.dispute(by=request.user, applicant_id=person_pk, now=timezone.now())
        return Response(NamingRow(actions.naming(request.user), many=True).data)


class CounterDisputeView(Idempotent, GenericAPIView):
    """A person at a counter, with the card, disputes being named in an application."""

    permission_classes = [HasRole.of(Role.CLERK)]
    serializer_class = CounterDispute
    filter_backends: list[Any] = []

    @extend_schema(operation_id="disputes_note", request=CounterDispute, responses={200: CounterDisputed})
    def post(self, request: Request) -> Response:
        given = CounterDispute(data=request.data)
        given.is_valid(raise_exception=True)
        actions.dispute_at_counter(
            by=request.user, now=timezone.now(), today=cairo_today(), **given.validated_data
        )
        return Response({"noted": True})
