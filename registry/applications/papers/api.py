"""Endpoints of papers: the same actions as the pages, refused at the same fields."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from registry.applications import actions
from registry.applications.models import Application, Paper
from registry.applications.papers.serializers import GivenPaper, PaperRow, papers_of
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.files.documents import shown
from uhis_portal.files.uploads import TakesAPicture


class OfApplication(GenericAPIView):
    """Papers of an application that one entered, or reviews."""

    serializer_class = PaperRow
    filter_backends: list[Any] = []

    def application(self, request: Request, pk: UUID) -> Application:
        return get_object_or_404(Application.objects.visible_to(request.reach), pk=pk)

    def own(self, request: Request, pk: UUID) -> Application:
        return get_object_or_404(
            Application.objects.visible_to(request.reach).filter(account=request.user), pk=pk
        )


class Papers(TakesAPicture, Idempotent, OfApplication):
    """The papers of an application; one more of one's own draft."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="papers_list", responses={200: PaperRow(many=True)})
    def get(self, request: Request, pk: UUID) -> Response:
        """The papers, without their pictures."""
        application = self.application(request, pk)
        actions.note_reading(by=request.user, application=application)
        return Response(PaperRow(papers_of(application), many=True).data)

    @extend_schema(
        operation_id="papers_add", request={"multipart/form-data": GivenPaper}, responses={201: PaperRow}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Add a picture to a draft. It is made anew: only its pixels are kept."""
        application = self.own(request, pk)
        given = GivenPaper(data=request.data)
        given.is_valid(raise_exception=True)
        paper = actions.add_paper(
            by=request.user, application_id=application.pk, now=timezone.now(), **given.validated_data
        )
        address = reverse("api-application-paper", args=[application.pk, paper.pk], request=request)
        return Response(PaperRow(paper).data, status=201, headers={"Location": address})


class Jpeg(BaseRenderer):
    """Says that a picture may be asked for; the view itself answers it."""

    media_type = "image/jpeg"
    format = "jpg"


class OnePaper(OfApplication):
    """One paper of an application."""

    renderer_classes = [JSONRenderer, Jpeg]

    @extend_schema(
        operation_id="papers_picture",
        responses={
            (200, "image/jpeg"): OpenApiResponse(OpenApiTypes.BINARY, "The picture; this reading is noted.")
        },
    )
    def get(self, request: Request, pk: UUID, paper_pk: UUID) -> HttpResponse:
        application = self.application(request, pk)
        mine_or_sent = Q(account=request.user) | Q(governorate__isnull=False)
        found = Paper.objects.select_related("document").filter(mine_or_sent, application=application)
        return shown(actions.open_paper(by=request.user, paper=get_object_or_404(found, pk=paper_pk)))

    @extend_schema(operation_id="papers_remove", responses={204: None})
    def delete(self, request: Request, pk: UUID, paper_pk: UUID) -> Response:
        """Forget a picture of one's own draft."""
        application = self.own(request, pk)
        actions.remove_paper(by=request.user, application_id=application.pk, paper_id=paper_pk)
        return Response(status=204)
