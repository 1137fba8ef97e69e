"""The endpoint of data quality. Sums of every governorate are for all staff; lists come for the own area."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import STAFF, HasRole
from services.statistics.quality.asking import area_asked, period_asked
from services.statistics.quality.assessment import assess
from services.statistics.quality.serializers import QualityOut
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.calendar import cairo_today

PARAMETERS = {
    "from": "the first month, such as 2026-03; last month if neither is given",
    "to": "the last month; at most twelve in all",
}


class Quality(GenericAPIView):
    """How complete, timely and even the entries of an area are: EG, a governorate such as EG-LX, or a district."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = QualityOut
    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="statistics_quality_retrieve",
        parameters=[OpenApiParameter(name, str, description=said) for name, said in PARAMETERS.items()],
    )
    def get(self, request: Request, code: str) -> Response:
        area, today = area_asked(code), cairo_today()
        unknown = [name for name in request.query_params if name not in PARAMETERS]
        if unknown:
            raise UnreadableParameters({name: [_("There is no such parameter.")] for name in unknown})
        try:
            period = period_asked(request.query_params, today)
        except ValidationError as fault:
            raise UnreadableParameters(fault.message_dict) from fault
        return Response(QualityOut(assess(area, period, request.reach, today)).data)
