"""Endpoints of public figures, without signing in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from services.statistics.public.figures import month_asked, of_month
from services.statistics.public.files import KEPT_FOR, csv_of, tag_of
from services.statistics.public.serializers import PublicFiguresOut
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.api.permissions import Anyone
from uhis_portal.calendar import cairo_today
from uhis_portal.files.export import CSV_TYPE

MONTH = OpenApiParameter("month", str, description="YYYY-MM, a month that is over; the last one if not given")


def figures_asked(request: Request) -> dict[str, Any]:
    """The representation of the month that is asked for."""
    unknown = [name for name in request.query_params if name != "month"]
    if unknown:
        raise UnreadableParameters({name: [_("There is no such parameter.")] for name in unknown})
    today = cairo_today()
    try:
        month = month_asked(request.query_params.get("month", ""), today)
    except ValidationError as refusal:
        raise UnreadableParameters(refusal.message_dict) from refusal
    return dict(PublicFiguresOut(of_month(month, today)).data)


class CsvFile(BaseRenderer):
    media_type, format = "text/csv", "csv"


class PublicNumbers(APIView):
    """Services and registered people by governorate in a month that is over, rounded so that nobody can be found."""

    permission_classes = [Anyone]

    @extend_schema(operation_id="public_figures", parameters=[MONTH], responses=PublicFiguresOut)
    def get(self, request: Request) -> HttpResponseBase:
        figures = figures_asked(request)
        return kept(request, Response(figures), tag_of(figures))


class PublicNumbersCsv(APIView):
    """The same as CSV (UTF-8): "<10" is fewer than ten, an empty cell no data."""

    permission_classes = [Anyone]
    renderer_classes = [CsvFile, JSONRenderer]

    @extend_schema(
        operation_id="public_figures_csv",
        parameters=[MONTH],
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="One row an area.")},
    )
    def get(self, request: Request) -> HttpResponseBase:
        figures = figures_asked(request)
        answer = HttpResponse(csv_of(figures), content_type=CSV_TYPE)
        answer.headers["Content-Disposition"] = (
            f'attachment; filename="public-figures-{figures["month"]}.csv"'
        )
        return kept(request, answer, tag_of(figures, "csv"))


def kept(request: Request, answer: HttpResponse, tag: str) -> HttpResponseBase:
    """An answer that caches may keep; 304 to whoever has it."""
    answer.headers["ETag"] = tag
    patch_cache_control(answer, public=True, max_age=KEPT_FOR)
    known = get_conditional_response(request._request, etag=tag, response=answer)
    return answer if known is None or known is answer else known
