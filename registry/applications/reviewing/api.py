"""Endpoints of reviewers: the same actions as the pages, refused at the same fields."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import STAFF, HasRole
from registry.applications import actions, waiting
from registry.applications.models import Application
from registry.applications.reviewing.filters import QueueFilter
from registry.applications.reviewing.likely import likely_of
from registry.applications.reviewing.serializers import Mending, QueueRow, Review, Settling
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Pages
from uhis_portal.api.preconditions import IF_MATCH_OPTIONAL, etag, version_seen_if_any


class Queue(GenericAPIView):
    """Applications sent from the governorates that one reviews, each with what it waits for; the longest waiting first."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = QueueRow
    filterset_class = QueueFilter
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Application]:
        sent = Application.objects.reviewed_in(self.request.reach).filter(sent_at__isnull=False)
        return waiting.with_waiting(sent.in_short()).longest_waiting_first()

    @extend_schema(operation_id="applications_queue")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        actions.note_list(by=request.user, applications=page)
        return self.get_paginated_response(QueueRow(page, many=True).data)


class Reviewed(GenericAPIView):
    """An application of a governorate that one reviews."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = Review
    filterset_class = None

    def get_queryset(self) -> QuerySet[Application]:
        return Application.objects.reviewed_in(self.request.reach).filter(sent_at__isnull=False)

    def application(self, request: Request, pk: UUID) -> Application:
        return get_object_or_404(self.get_queryset(), pk=pk)

    def represented(self, request: Request, application: Application) -> Response:
        """The review, read anew, with the application's ETag."""
        whole = Application.objects.whole().get(pk=application.pk)
        context = {"account": request.user, "likely": likely_of(request.user, whole)}
        data = Review(whole, context=context).data
        return Response(data, headers={"ETag": etag(whole.version)})


class ReviewView(Reviewed):
    """An application with what a reviewer needs to decide it. That it was opened is noted."""

    def get(self, request: Request, pk: UUID) -> Response:
        application = self.application(request, pk)
        actions.note_reading(by=request.user, application=application)
        return self.represented(request, application)


class ReturnView(Idempotent, Reviewed):
    """Give an application back to the family, with what is to be put right and why."""

    @extend_schema(request=Mending, responses={200: Review}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        application = self.application(request, pk)
        given = Mending(data=request.data)
        given.is_valid(raise_exception=True)
        actions.return_for_mending(
            by=request.user,
            application_id=application.pk,
            now=timezone.now(),
            version=version_seen_if_any(request),
            **given.validated_data,
        )
        return self.represented(request, application)


class SettleView(Idempotent, Reviewed):
    """Someone who disputed being named belongs to the family after all, and how that was found out."""

    @extend_schema(request=Settling, responses={200: Review}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID, person_pk: UUID) -> Response:
        application = self.application(request, pk)
        given = Settling(data=request.data)
        given.is_valid(raise_exception=True)
        actions.settle_dispute(
            by=request.user,
            application_id=application.pk,
            applicant_id=person_pk,
            version=version_seen_if_any(request),
            **given.validated_data,
        )
        return self.represented(request, application)
