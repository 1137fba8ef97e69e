"""The endpoint of the check. What it says is for all staff; administrators of the country may ask for one."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import STAFF, HasRole
from facilities.staff.models import Role
from services.statistics.actions import begin_check
from services.statistics.checking.serializers import CheckOut, StateOut
from services.statistics.checking.state import state
from uhis_portal.api.idempotency import Idempotent


class NumbersCheck(Idempotent, GenericAPIView):
    """Whether the numbers are right. POST begins a recount; one that is under way is answered as it is."""

    serializer_class = StateOut
    filter_backends: list[Any] = []

    def get_permissions(self) -> list[BasePermission]:
        roles = (Role.NATIONAL_ADMINISTRATOR,) if self.request.method == "POST" else STAFF
        return [HasRole.of(*roles)()]

    @extend_schema(operation_id="statistics_check_retrieve")
    def get(self, request: Request) -> Response:
        return Response(StateOut(state()).data)

    @extend_schema(operation_id="statistics_check_begin", request=None, responses={202: CheckOut})
    def post(self, request: Request) -> Response:
        check = begin_check(by=request.user, now=timezone.now())
        return Response(CheckOut(check).data, status=status.HTTP_202_ACCEPTED)
