"""Endpoints of requests for another unit, and of handovers: the same actions as the pages."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import STAFF, HasRole, has_role
from facilities.staff.models import Role
from registry.people.models import Handover, Household, UnitRequest
from registry.people.units import asking, handing
from registry.people.units.serializers import (
    GivenHandover,
    GivenReason,
    GivenRequest,
    GivenUnit,
    HandoverFamilyOut,
    HandoverOut,
    UnitRequestOut,
    file_numbers_of,
)
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Pages
from uhis_portal.api.preconditions import IF_MATCH_OPTIONAL, etag, version_seen_if_any
from uhis_portal.calendar import cairo_today

ADMINISTRATORS = (Role.GOVERNORATE_ADMINISTRATOR, Role.NATIONAL_ADMINISTRATOR)


class MayAsk(BasePermission):
    """Citizens for their own family; clerks and managers for those of their unit. Everyone reads what is in reach."""

    def has_permission(self, request: Request, view: object) -> bool:
        account = request.user
        if not account.is_authenticated:
            return False
        return request.method == "GET" or account.is_citizen or has_role(account, *STAFF)


def request_answer(request: UnitRequest, status: int = 200) -> Response:
    return Response(UnitRequestOut(request).data, status=status, headers={"ETag": etag(request.version)})


class UnitRequests(Idempotent, GenericAPIView):
    """Requests for another unit: one's own families', and those of the governorates that one reviews."""

    permission_classes = [MayAsk]
    serializer_class = UnitRequestOut
    filterset_class = None
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[UnitRequest]:
        return asking.requests_in(self.request.reach).order_by("-asked_at", "pk")

    @extend_schema(operation_id="unit_requests_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        asking.note_requests(by=request.user, requests=page)
        return self.get_paginated_response(UnitRequestOut(page, many=True).data)

    @extend_schema(request=GivenRequest, responses={201: UnitRequestOut}, filters=False)
    def post(self, request: Request) -> Response:
        given = GivenRequest(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        household = data.pop("household")
        if not Household.objects.visible_to(request.reach).filter(pk=household).exists():
            raise Http404
        asked = asking.ask(
            by=request.user, household_id=household, now=timezone.now(), today=cairo_today(), **data
        )
        return request_answer(asking.requests_in(request.reach).get(pk=asked.pk), status=201)


class UnitRequestView(GenericAPIView):
    """One request; a reviewer's reading is noted."""

    serializer_class = UnitRequestOut
    filterset_class = None

    def get(self, request: Request, pk: UUID) -> Response:
        found = get_object_or_404(asking.requests_in(request.reach), pk=pk)
        asking.open_request(by=request.user, request=found)
        return request_answer(found)


class WithdrawView(Idempotent, GenericAPIView):
    """Take back a request of one's own family."""

    serializer_class = UnitRequestOut
    filterset_class = None

    @extend_schema(request=None, responses={200: UnitRequestOut})
    def post(self, request: Request, pk: UUID) -> Response:
        own = asking.requests_in(request.reach).filter(household__in=request.reach.households)
        found = get_object_or_404(own, pk=pk)
        return request_answer(asking.withdraw(by=request.user, request_id=found.pk, now=timezone.now()))


class RequestDecision(Idempotent, GenericAPIView):
    """A reviewer of the governorate decides."""

    permission_classes = [HasRole.of(*STAFF)]
    filterset_class = None

    def found(self, pk: UUID) -> UnitRequest:
        return get_object_or_404(asking.reviewed_in(self.request.reach), pk=pk)


class ApproveRequestView(RequestDecision):
    """Give the family the unit; its last place is given once."""

    serializer_class = UnitRequestOut

    @extend_schema(request=None, responses={200: UnitRequestOut}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        decided = asking.approve(
            by=request.user,
            request_id=self.found(pk).pk,
            now=timezone.now(),
            today=cairo_today(),
            version=version_seen_if_any(request),
        )
        return request_answer(decided)


class RefuseRequestView(RequestDecision):
    """Do not give it, with a reason that the family reads."""

    serializer_class = GivenReason

    @extend_schema(request=GivenReason, responses={200: UnitRequestOut}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.found(pk)
        given = GivenReason(data=request.data)
        given.is_valid(raise_exception=True)
        decided = asking.refuse(
            by=request.user,
            request_id=found.pk,
            now=timezone.now(),
            version=version_seen_if_any(request),
            **given.validated_data,
        )
        return request_answer(decided)


class Administrators(Idempotent, GenericAPIView):
    """Administrators of a governorate, or of the country."""

    permission_classes = [HasRole.of(*ADMINISTRATORS)]
    serializer_class = HandoverOut
    filterset_class = None
    pagination_class = Pages

    def found(self, pk: UUID) -> Handover:
        return get_object_or_404(handing.handovers_in(self.request.reach), pk=pk)

    def answer(self, handover: Handover, status: int = 200) -> Response:
        body = HandoverOut(handover).data
        return Response(body, status=status, headers={"ETag": etag(handover.version)})


class Handovers(Administrators):
    """Units that hand their families over."""

    @extend_schema(operation_id="handovers_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(handing.handovers_in(request.reach).order_by("-made_at", "pk"))
        return self.get_paginated_response(HandoverOut(page, many=True).data)

    @extend_schema(request=GivenHandover, responses={201: HandoverOut}, filters=False)
    def post(self, request: Request) -> Response:
        """Propose where each family goes. Nothing changes yet."""
        given = GivenHandover(data=request.data)
        given.is_valid(raise_exception=True)
        made = handing.propose(
            by=request.user,
            reach=request.reach,
            now=timezone.now(),
            today=cairo_today(),
            **given.validated_data,
        )
        return self.answer(self.found(made.pk), status=201)


class HandoverView(Administrators):
    """One handover, with how far it has come."""

    def get(self, request: Request, pk: UUID) -> Response:
        return self.answer(self.found(pk))


class HandoverFamilies(Administrators):
    """The families of a handover, those without room first."""

    serializer_class = HandoverFamilyOut

    @extend_schema(operation_id="handover_families_list")
    def get(self, request: Request, pk: UUID) -> Response:
        page = self.paginate_queryset(handing.families_of(self.found(pk)))
        handing.note_families(by=request.user, families=page)
        shown = HandoverFamilyOut(page, many=True, context=file_numbers_of(page)).data
        return self.get_paginated_response(shown)


class HandoverFamilyView(Administrators):
    """Another unit for one family."""

    serializer_class = GivenUnit

    @extend_schema(request=GivenUnit, responses={200: HandoverFamilyOut})
    def post(self, request: Request, pk: UUID, family: UUID) -> Response:
        found = get_object_or_404(self.found(pk).families, pk=family)
        given = GivenUnit(data=request.data)
        given.is_valid(raise_exception=True)
        changed = handing.send_elsewhere(
            by=request.user,
            reach=request.reach,
            handover_id=pk,
            family_id=found.pk,
            now=timezone.now(),
            **given.validated_data,
        )
        return Response(HandoverFamilyOut(changed, context=file_numbers_of([changed])).data)


class HandoverApproveView(Administrators):
    """Let the families go from the day of the handover on; a job does it."""

    @extend_schema(request=None, responses={200: HandoverOut}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        self.found(pk)
        approved = handing.approve(
            by=request.user,
            reach=request.reach,
            handover_id=pk,
            now=timezone.now(),
            version=version_seen_if_any(request),
        )
        return self.answer(approved)


class HandoverCancelView(Administrators):
    """End it: families that went stay where they are, the others stay at the unit."""

    @extend_schema(request=None, responses={200: HandoverOut}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        self.found(pk)
        cancelled = handing.cancel(
            by=request.user,
            reach=request.reach,
            handover_id=pk,
            now=timezone.now(),
            version=version_seen_if_any(request),
        )
        return self.answer(cancelled)
