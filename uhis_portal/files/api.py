"""Endpoints of imports: send a file, follow it, have it saved, cancel, resume, read what is wrong."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Cursor
from uhis_portal.api.preconditions import IF_MATCH, etag, version_seen
from uhis_portal.api.serializers import in_both_languages
from uhis_portal.files import actions, headings
from uhis_portal.files.filters import ImportFilter
from uhis_portal.files.importing import importers_for
from uhis_portal.files.models import Import, ImportFault
from uhis_portal.files.serializers import (
    FaultOut,
    ImportHeadingsIn,
    ImportIn,
    ImportKindOut,
    ImportOut,
    ImportSaveIn,
    faults_shown,
)


class NewestFirst(Cursor):
    ordering = ("-made_at", "-id")


class ByRow(Cursor):
    ordering = ("row", "position")


def represented(one: Import, status: int = 200) -> Response:
    """An import with its version as ETag."""
    return Response(ImportOut(one).data, status=status, headers={"ETag": etag(one.version)})


class OfMine(GenericAPIView):
    """The imports of who is asking; those of others do not exist."""

    serializer_class = ImportOut

    def get_queryset(self) -> QuerySet[Import]:
        if getattr(self, "swagger_fake_view", False):
            return Import.objects.none()
        return Import.objects.of(self.request.user)


class Imports(Idempotent, OfMine):
    """One's own imports, newest first; sending a file begins one. It is checked by the worker, and nothing is saved yet."""

    parser_classes = [MultiPartParser]
    filterset_class = ImportFilter
    pagination_class = NewestFirst

    @extend_schema(operation_id="imports_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(ImportOut(page, many=True).data)

    @extend_schema(
        operation_id="imports_begin",
        request={"multipart/form-data": ImportIn},
        responses={201: ImportOut},
        filters=False,
    )
    def post(self, request: Request) -> Response:
        given = ImportIn(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        one = actions.begin(
            by=request.user,
            reach=request.reach,
            kind=given.validated_data["kind"],
            file=file.file,
            file_name=file.name,
            now=timezone.now(),
        )
        answer = represented(one, status=201)
        answer.headers["Location"] = reverse("api-import", args=[one.pk], request=request)
        return answer


class OneImport(OfMine):
    """One import and how far it is."""

    filter_backends: list[Any] = []

    @extend_schema(operation_id="imports_retrieve")
    def get(self, request: Request, pk: UUID) -> Response:
        return represented(get_object_or_404(self.get_queryset(), pk=pk))


class ImportHeadings(Idempotent, OfMine):
    """Say which column each heading means that the portal does not know; that is remembered for the next file."""

    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="imports_say_headings",
        request=ImportHeadingsIn,
        responses={200: ImportOut},
        parameters=[IF_MATCH],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        get_object_or_404(self.get_queryset(), pk=pk)
        version = version_seen(request)
        given = ImportHeadingsIn(data=request.data)
        given.is_valid(raise_exception=True)
        return represented(
            headings.say(
                by=request.user,
                source=pk,
                version=version,
                columns=given.validated_data["columns"],
                now=timezone.now(),
            )
        )


class RememberedHeadings(APIView):
    """What was said of headings of one kind of file; forgotten, the next file is asked about again."""

    @extend_schema(operation_id="imports_forget_headings", responses={204: None})
    def delete(self, request: Request, kind: str) -> Response:
        headings.forget(by=request.user, reach=request.reach, kind=kind)
        return Response(status=204)


class ImportSave(Idempotent, OfMine):
    """Have the checked rows saved; each is checked again while it is saved."""

    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="imports_save", request=ImportSaveIn, responses={200: ImportOut}, parameters=[IF_MATCH]
    )
    def post(self, request: Request, pk: UUID) -> Response:
        get_object_or_404(self.get_queryset(), pk=pk)
        version = version_seen(request)
        given = ImportSaveIn(data=request.data)
        given.is_valid(raise_exception=True)
        return represented(
            actions.save(
                by=request.user, source=pk, version=version, now=timezone.now(), **given.validated_data
            )
        )


class ImportCancel(Idempotent, OfMine):
    """Stop an import and forget its rows; what it saved before stays saved."""

    filter_backends: list[Any] = []

    @extend_schema(operation_id="imports_cancel", request=None, responses={200: ImportOut})
    def post(self, request: Request, pk: UUID) -> Response:
        return represented(actions.cancel(by=request.user, source=pk, now=timezone.now()))


class ImportResume(Idempotent, OfMine):
    """Go on with an import that failed, from where it stopped."""

    filter_backends: list[Any] = []

    @extend_schema(operation_id="imports_resume", request=None, responses={200: ImportOut})
    def post(self, request: Request, pk: UUID) -> Response:
        return represented(actions.resume(by=request.user, source=pk, now=timezone.now()))


class ImportFaults(OfMine):
    """What is wrong with which row, by row."""

    serializer_class = FaultOut
    filterset_class = None
    pagination_class = ByRow

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return ImportFault.objects.none()
        self.one = get_object_or_404(super().get_queryset(), pk=self.kwargs["pk"])
        return self.one.faults.all()

    @extend_schema(operation_id="imports_faults")
    def get(self, request: Request, pk: UUID) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(faults_shown(self.one, page))


class ImportKinds(APIView):
    """What the asking account may import, and the columns of its files."""

    @extend_schema(operation_id="imports_kinds", responses=ImportKindOut(many=True))
    def get(self, request: Request) -> Response:
        kinds = [
            {
                "code": kind,
                "name": in_both_languages(importer.title),
                "note": importer.note,
                "columns": importer.columns,
            }
            for kind, importer in importers_for(request.user, request.reach).items()
        ]
        return Response(ImportKindOut(kinds, many=True).data)
