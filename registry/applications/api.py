"""Endpoints of applications: the same actions as the pages, refused at the same fields."""

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
from registry.applications import actions
from registry.applications.filters import ApplicationFilter
from registry.applications.models import Application
from registry.applications.serializers import (
    ApplicationDetail,
    ApplicationRow,
    Declaration,
    GivenApplication,
    Refusal,
)
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Pages
from uhis_portal.api.preconditions import IF_MATCH, IF_MATCH_OPTIONAL, etag, version_seen, version_seen_if_any
from uhis_portal.calendar import cairo_today


class MayEnter(BasePermission):
    """Citizens for themselves, clerks at their counter."""

    def has_permission(self, request: Request, view: Any) -> bool:
        account = request.user
        return account.is_authenticated and (account.is_citizen or has_role(account, Role.CLERK))


class MayEnterOrRead(MayEnter):
    """Everyone may ask for what is in their reach; entering is for citizens and clerks."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return (request.user.is_authenticated and request.method == "GET") or super().has_permission(
            request, view
        )


def represented(application: Application, status: int = 200) -> Response:
    """An application read anew, with its ETag."""
    whole = Application.objects.whole().get(pk=application.pk)
    return Response(ApplicationDetail(whole).data, status=status, headers={"ETag": etag(whole.version)})


class Applications(Idempotent, GenericAPIView):
    """Applications: one's own, and those sent from the governorates that one reviews; longest waiting first."""

    permission_classes = [MayEnterOrRead]
    serializer_class = ApplicationRow
    filterset_class = ApplicationFilter
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Application]:
        return Application.objects.visible_to(self.request.reach).in_short().longest_waiting_first()

    @extend_schema(operation_id="applications_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        actions.note_list(by=request.user, applications=page)
        return self.get_paginated_response(ApplicationRow(page, many=True).data)

    @extend_schema(request=GivenApplication, responses={201: ApplicationDetail}, filters=False)
    def post(self, request: Request) -> Response:
        """Begin a draft, empty or filled."""
        given = GivenApplication(data=request.data)
        given.is_valid(raise_exception=True)
        application = actions.begin(by=request.user, today=cairo_today(), given=given.validated_data)
        answer = represented(application, status=201)
        answer.headers["Location"] = reverse("api-application", args=[application.pk], request=request)
        return answer


class ApplicationView(GenericAPIView):
    """One application."""

    permission_classes = [MayEnterOrRead]
    serializer_class = ApplicationDetail
    filterset_class = None

    def get_queryset(self) -> QuerySet[Application]:
        return Application.objects.visible_to(self.request.reach)

    def get(self, request: Request, pk: UUID) -> Response:
        application = get_object_or_404(self.get_queryset(), pk=pk)
        actions.note_reading(by=request.user, application=application)
        return represented(application)

    @extend_schema(request=GivenApplication, responses={200: ApplicationDetail}, parameters=[IF_MATCH])
    def put(self, request: Request, pk: UUID) -> Response:
        """Replace a draft of one's own."""
        application = get_object_or_404(self.get_queryset().filter(account=request.user), pk=pk)
        version = version_seen(request)
        given = GivenApplication(data=request.data)
        given.is_valid(raise_exception=True)
        actions.save(
            by=request.user,
            application_id=application.pk,
            version=version,
            changes=given.validated_data,
            today=cairo_today(),
        )
        return represented(application)


class SendView(Idempotent, GenericAPIView):
    """Send a draft of one's own for review."""

    permission_classes = [MayEnter]
    serializer_class = Declaration
    filterset_class = None

    @extend_schema(request=Declaration, responses={200: ApplicationDetail}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        own = Application.objects.visible_to(request.reach).filter(account=request.user)
        application = get_object_or_404(own, pk=pk)
        given = Declaration(data=request.data)
        given.is_valid(raise_exception=True)
        actions.send(
            by=request.user,
            application_id=application.pk,
            declared=given.validated_data["declared"],
            now=timezone.now(),
            today=cairo_today(),
            version=version_seen_if_any(request),
        )
        return represented(application)


class Decision(Idempotent, GenericAPIView):
    """A reviewer decides an application that someone else entered."""

    permission_classes = [HasRole.of(*STAFF)]
    filterset_class = None

    def application(self, request: Request, pk: UUID) -> Application:
        return get_object_or_404(Application.objects.reviewed_in(request.reach), pk=pk)


class ApproveView(Decision):
    """Register the family: its file, members, memberships and places come into being at once."""

    @extend_schema(request=None, responses={200: ApplicationDetail}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        application = self.application(request, pk)
        actions.approve(
            by=request.user,
            application_id=application.pk,
            on=cairo_today(),
            version=version_seen_if_any(request),
        )
        return represented(application)


class RefuseView(Decision):
    """Turn the application down with a reason that the family reads."""

    serializer_class = Refusal

    @extend_schema(request=Refusal, responses={200: ApplicationDetail}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        application = self.application(request, pk)
        given = Refusal(data=request.data)
        given.is_valid(raise_exception=True)
        actions.refuse(
            by=request.user,
            application_id=application.pk,
            version=version_seen_if_any(request),
            **given.validated_data,
        )
        return represented(application)
