"""Endpoints of the life of a family: the same actions as the pages, refused at the same fields."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from facilities.staff.access import STAFF, HasRole, has_role
from facilities.staff.models import Role
from registry.people import actions
from registry.people.life.filters import ChangeFilter, DayFilter
from registry.people.life.serializers import (
    ChangeDetail,
    ChangeRow,
    Confirmation,
    GivenChange,
    PastMember,
    RefusalOfChange,
)
from registry.people.models import Household, LifeEvent, Membership
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Pages
from uhis_portal.api.preconditions import IF_MATCH_OPTIONAL, etag, version_seen_if_any
from uhis_portal.api.serializers import StrictSerializer
from uhis_portal.calendar import cairo_today


class MayReport(BasePermission):
    """Everyone may read what is in reach; citizens and clerks report."""

    def has_permission(self, request: Request, view: Any) -> bool:
        account = request.user
        if not account.is_authenticated:
            return False
        return request.method == "GET" or account.is_citizen or has_role(account, Role.CLERK)


def represented(event: LifeEvent, status: int = 200) -> Response:
    """A reported change read anew, with its ETag."""
    fresh = LifeEvent.objects.select_related("governorate", "unit", "reported_by").get(pk=event.pk)
    shown = ChangeDetail(fresh, context={"today": cairo_today()}).data
    return Response(shown, status=status, headers={"ETag": etag(fresh.version)})


class Changes(GenericAPIView):
    """Reported changes in reach: of the own family, or of the governorates that one reviews; longest waiting first."""

    serializer_class = ChangeRow
    filterset_class = ChangeFilter
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[LifeEvent]:
        events = LifeEvent.objects.visible_to(self.request.reach)
        return events.select_related("governorate", "unit", "reported_by").order_by("reported_at", "pk")

    @extend_schema(operation_id="changes_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        actions.note_list(by=request.user, subjects=page)
        return self.get_paginated_response(ChangeRow(page, many=True).data)


class ReportChange(Idempotent, GenericAPIView):
    """Report a change of one family."""

    permission_classes = [MayReport]
    serializer_class = GivenChange
    filterset_class = None

    @extend_schema(request=GivenChange, responses={201: ChangeDetail})
    def post(self, request: Request, pk: UUID) -> Response:
        family = get_object_or_404(Household.objects.visible_to(request.reach), pk=pk)
        given = GivenChange(data=request.data)
        given.is_valid(raise_exception=True)
        told = dict(given.validated_data)
        event = actions.report(
            by=request.user,
            household_id=family.pk,
            kind=told.pop("kind"),
            proof=told.pop("proof"),
            given=told,
            now=timezone.now(),
            today=cairo_today(),
        )
        answer = represented(event, status=201)
        answer.headers["Location"] = reverse("api-change", args=[event.pk], request=request)
        return answer


class ChangeView(GenericAPIView):
    """One reported change."""

    serializer_class = ChangeDetail
    filterset_class = None

    def get(self, request: Request, pk: UUID) -> Response:
        event = get_object_or_404(LifeEvent.objects.visible_to(request.reach), pk=pk)
        actions.open_event(by=request.user, event=event)
        return represented(event)


class Decision(Idempotent, GenericAPIView):
    """A reviewer decides a reported change of the governorates that are reviewed."""

    permission_classes = [HasRole.of(*STAFF)]
    filterset_class = None

    def given(self, request: Request, pk: UUID) -> tuple[LifeEvent, dict[str, Any]]:
        event = get_object_or_404(LifeEvent.objects.visible_to(request.reach), pk=pk)
        body: StrictSerializer = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        return event, body.validated_data


class ConfirmChange(Decision):
    """Let it take effect."""

    serializer_class = Confirmation

    @extend_schema(request=Confirmation, responses={200: ChangeDetail}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        event, given = self.given(request, pk)
        confirmed = actions.confirm(
            by=request.user,
            event_id=event.pk,
            now=timezone.now(),
            today=cairo_today(),
            version=version_seen_if_any(request),
            **given,
        )
        actions.open_event(by=request.user, event=confirmed)
        return represented(confirmed)


class RefuseChange(Decision):
    """Do not confirm it."""

    serializer_class = RefusalOfChange

    @extend_schema(request=RefusalOfChange, responses={200: ChangeDetail}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        event, given = self.given(request, pk)
        refused = actions.refuse(
            by=request.user,
            event_id=event.pk,
            now=timezone.now(),
            version=version_seen_if_any(request),
            **given,
        )
        actions.open_event(by=request.user, event=refused)
        return represented(refused)


class WithdrawChange(Idempotent, GenericAPIView):
    """Take back a change that one reported oneself and that nobody has decided."""

    permission_classes = [MayReport]
    serializer_class = StrictSerializer
    filterset_class = None

    @extend_schema(request=None, responses={200: ChangeDetail}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        own = LifeEvent.objects.visible_to(request.reach).filter(reported_by=request.user)
        event = get_object_or_404(own, pk=pk)
        withdrawn = actions.withdraw(
            by=request.user, event_id=event.pk, now=timezone.now(), version=version_seen_if_any(request)
        )
        actions.open_event(by=request.user, event=withdrawn)
        return represented(withdrawn)


class MembersOnADay(GenericAPIView):
    """Who belonged to a family on any day, the head first."""

    serializer_class = PastMember
    filterset_class = DayFilter
    pagination_class = None

    def get_queryset(self) -> QuerySet[Membership]:
        return Membership.objects.all()

    @extend_schema(operation_id="household_members", responses={200: PastMember(many=True)})
    def get(self, request: Request, pk: UUID) -> Response:
        family = get_object_or_404(Household.objects.visible_to(request.reach), pk=pk)
        asked = self.filter_queryset(self.get_queryset())
        members = actions.read_members(by=request.user, household=family, memberships=asked)
        return Response(PastMember(members, many=True).data)
