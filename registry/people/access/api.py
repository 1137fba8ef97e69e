"""Endpoints of joining a number to a family's file: the same actions as the pages, refused at the same fields."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import HasRole
from facilities.staff.models import Role
from registry.people.access.serializers import (
    GivenCard,
    GivenCardAndChange,
    GivenCardAndCode,
    GivenCardAndPhone,
    GivenJoin,
    Joined,
    Printed,
)
from registry.people.actions import access
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.permissions import Citizens
from uhis_portal.api.serializers import StrictSerializer


class JoinView(Idempotent, GenericAPIView):
    """Join one's own number to a family's file. Whether a file exists is not told: every refusal is the same."""

    permission_classes = [Citizens]
    serializer_class = GivenJoin
    filterset_class = None

    @extend_schema(request=GivenJoin, responses={201: Joined})
    def post(self, request: Request) -> Response:
        given = GivenJoin(data=request.data)
        given.is_valid(raise_exception=True)
        family = access.join_by_code(by=request.user, now=timezone.now(), **given.validated_data)
        return Response(Joined(family).data, status=201)


class AtCounter(Idempotent, GenericAPIView):
    """What a clerk does for a person whose card the clerk has seen. Each time is noted, also a vain one."""

    permission_classes = [HasRole.of(Role.CLERK)]
    filterset_class = None

    def given(self, request: Request, serializer: type[StrictSerializer]) -> dict[str, object]:
        read = serializer(data=request.data)
        read.is_valid(raise_exception=True)
        return {"by": request.user, "now": timezone.now(), **read.validated_data}


class CounterJoinView(AtCounter):
    """Join a number to the file of the person's family."""

    serializer_class = GivenCardAndCode

    @extend_schema(request=GivenCardAndCode, responses={201: Joined})
    def post(self, request: Request) -> Response:
        held = access.join_at_counter(**self.given(request, GivenCardAndCode))
        return Response(Joined(held.household).data, status=201)


class CounterCodeView(AtCounter):
    """A code to print for the person's family."""

    serializer_class = GivenCard

    @extend_schema(request=GivenCard, responses={201: Printed})
    def post(self, request: Request) -> Response:
        return Response(Printed(access.print_join_code(**self.given(request, GivenCard))).data, status=201)


class CounterNumberView(AtCounter):
    """Another number for the account that reads the file of the person's family."""

    serializer_class = GivenCardAndChange

    @extend_schema(request=GivenCardAndChange, responses={204: None})
    def post(self, request: Request) -> Response:
        access.change_number_at_counter(**self.given(request, GivenCardAndChange))
        return Response(status=204)


class CounterEndView(AtCounter):
    """A number that reads the file of the person's family no more."""

    serializer_class = GivenCardAndPhone

    @extend_schema(request=GivenCardAndPhone, responses={204: None})
    def post(self, request: Request) -> Response:
        access.end_reading(**self.given(request, GivenCardAndPhone))
        return Response(status=204)
