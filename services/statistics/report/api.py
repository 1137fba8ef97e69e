"""Endpoints of the achievements reports: sums of every governorate, for all staff."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from facilities.staff.access import STAFF, HasRole
from services.statistics.asked import PERIOD
from services.statistics.models import Report
from services.statistics.report import actions
from services.statistics.report.asked import draft_asked
from services.statistics.report.filters import ReportFilter
from services.statistics.report.rights import PUBLISHERS
from services.statistics.report.serializers import DraftRepresentation, GivenDraft, ReportInFull, ReportInList
from services.statistics.report.shown import draft_pdf, draft_shown, report_pdf, report_shown
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Pages
from uhis_portal.calendar import cairo_now, cairo_today

OF_A_DRAFT = [
    OpenApiParameter("governorate", str, required=True, description="its code, such as EG-LX"),
    *PERIOD,
]
A_PDF = {(200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, "In the language asked for.")}


class Pdf(BaseRenderer):
    """Says that a PDF may be asked for; the view itself answers it."""

    media_type = "application/pdf"
    format = "pdf"


class Reports(Idempotent, GenericAPIView):
    """Published reports, the latest first."""

    serializer_class = ReportInList
    filterset_class = ReportFilter
    pagination_class = Pages

    def get_permissions(self) -> list[BasePermission]:
        return [HasRole.of(*(PUBLISHERS if self.request.method == "POST" else STAFF))()]

    def get_queryset(self) -> QuerySet[Report]:
        return Report.objects.listed()

    @extend_schema(operation_id="reports_list", responses=ReportInList(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(ReportInList(page, many=True).data)

    @extend_schema(
        operation_id="reports_publish", request=GivenDraft, responses={201: ReportInFull}, filters=False
    )
    def post(self, request: Request) -> Response:
        """Publish the very numbers of a draft; for administrators of its governorate, and of the country."""
        given = GivenDraft(data=request.data)
        given.is_valid(raise_exception=True)
        report = actions.publish(by=request.user, now=cairo_now(), **given.validated_data)
        answer = Response(report_shown(report), status=201)
        answer.headers["Location"] = reverse("api-report", args=[report.pk], request=request)
        return answer


class OfReports(GenericAPIView):
    permission_classes = [HasRole.of(*STAFF)]
    filter_backends: list[type] = []
    pagination_class = None


class DraftOfReport(OfReports):
    """The living numbers of a governorate and a period: what would be published now."""

    serializer_class = DraftRepresentation

    @extend_schema(operation_id="reports_draft", parameters=OF_A_DRAFT)
    def get(self, request: Request) -> Response:
        return Response(draft_shown(*draft_asked(request.query_params), request.user, cairo_today()))


class DraftAsPdf(OfReports):
    """The draft as PDF."""

    serializer_class = DraftRepresentation
    renderer_classes = [JSONRenderer, Pdf]

    @extend_schema(operation_id="reports_draft_pdf", parameters=OF_A_DRAFT, responses=A_PDF)
    def get(self, request: Request) -> HttpResponse:
        return draft_pdf(draft_shown(*draft_asked(request.query_params), request.user, cairo_today()))


class OneReport(OfReports):
    """A report by its code, such as EG-LX-2026-01-2026-03-1, with the numbers that were published."""

    serializer_class = ReportInFull

    @extend_schema(operation_id="reports_retrieve")
    def get(self, request: Request, code: str) -> Response:
        return Response(report_shown(self.report(code)))

    def report(self, code: str) -> Report:
        return get_object_or_404(Report.objects.select_related("governorate", "published_by"), pk=code)


class ReportAsPdf(OneReport):
    """The same as PDF."""

    renderer_classes = [JSONRenderer, Pdf]

    @extend_schema(operation_id="reports_pdf", responses=A_PDF)
    def get(self, request: Request, code: str) -> HttpResponse:  # type: ignore[override]
        return report_pdf(report_shown(self.report(code)))
