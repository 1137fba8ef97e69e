"""Endpoints of files that the portal makes: ask for one, follow it, take it, cancel, resume, delete."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Cursor
from uhis_portal.files.exports import actions
from uhis_portal.files.exports.exporting import exporters_for
from uhis_portal.files.exports.models import Export
from uhis_portal.files.exports.seen import file_of, one_seen, seen_by
from uhis_portal.files.exports.serializers import ExportIn, ExportKindOut, ExportOut, kind_shown
from uhis_portal.files.exports.taking import sent


class NewestFirst(Cursor):
    ordering = ("-asked_at", "-id")


def represented(request: Request, pk: UUID, status: int = 200) -> Response:
    one = one_seen(request.user, request.reach, pk)
    return Response(ExportOut(one, context={"account": request.user, "whole": True}).data, status=status)


class SeenExports(GenericAPIView):
    serializer_class = ExportOut
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Export]:
        if getattr(self, "swagger_fake_view", False):
            return Export.objects.none()
        return seen_by(self.request.user, self.request.reach)


class Exports(Idempotent, SeenExports):
    """Files of one's own and of the own area, newest first; asking for one has the worker make it."""

    pagination_class = NewestFirst

    @extend_schema(operation_id="exports_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        shown = ExportOut(page, many=True, context={"account": request.user})
        return self.get_paginated_response(shown.data)

    @extend_schema(operation_id="exports_ask", request=ExportIn, responses={201: ExportOut})
    def post(self, request: Request) -> Response:
        """Asked for again while it is made, or shortly afterwards, it is the same file."""
        given = ExportIn(data=request.data)
        given.is_valid(raise_exception=True)
        wish = given.validated_data
        one = actions.ask(
            by=request.user,
            reach=request.reach,
            kind=wish["kind"],
            format=wish["format"],
            language=wish["language"],
            given=wish["about"],
            now=timezone.now(),
        )
        answer = represented(request, one.pk, status=201)
        answer.headers["Location"] = reverse("api-export", args=[one.pk], request=request)
        return answer


class OneExport(SeenExports):
    """One file and how far it is; deleting it deletes what was made."""

    @extend_schema(operation_id="exports_retrieve")
    def get(self, request: Request, pk: UUID) -> Response:
        return represented(request, pk)

    @extend_schema(operation_id="exports_forget", responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        actions.forget(by=request.user, pk=pk, now=timezone.now())
        return Response(status=204)


class ExportFile(SeenExports):
    """The file itself. Who takes it is recorded."""

    @extend_schema(
        operation_id="exports_file",
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        one = file_of(request.user, request.reach, pk)
        actions.note_taken(by=request.user, one=one)
        return sent(one, request.reach)


class ExportCancel(Idempotent, SeenExports):
    """Stop making a file."""

    @extend_schema(operation_id="exports_cancel", request=None, responses={200: ExportOut})
    def post(self, request: Request, pk: UUID) -> Response:
        return represented(request, actions.cancel(by=request.user, pk=pk, now=timezone.now()).pk)


class ExportResume(Idempotent, SeenExports):
    """Let a file go on that stopped by a fault of the portal."""

    @extend_schema(operation_id="exports_resume", request=None, responses={200: ExportOut})
    def post(self, request: Request, pk: UUID) -> Response:
        return represented(request, actions.resume(by=request.user, pk=pk, now=timezone.now()).pk)


class ExportKinds(GenericAPIView):
    """Kinds of file that one may have."""

    serializer_class = ExportKindOut
    filter_backends: list[Any] = []
    pagination_class = None

    @extend_schema(operation_id="exports_kinds", responses=ExportKindOut(many=True))
    def get(self, request: Request) -> Response:
        kinds = exporters_for(request.user, request.reach)
        return Response([kind_shown(code, exporter) for code, exporter in kinds.items()])
