"""Endpoints of reviewers: the same actions as their pages, refused at the same fields."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import STAFF, HasRole
from registry.applications import actions
from registry.applications.api.answers import represented
from registry.applications.models import Application
from registry.applications.serializers import ApplicationDetail, Refusal
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.preconditions import IF_MATCH_OPTIONAL, version_seen_if_any
from uhis_portal.calendar import cairo_today


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
        return represented(request, application)


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
        return represented(request, application)
