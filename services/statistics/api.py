"""Endpoints of the numbers. Sums of every area are for all staff; rows are not in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import STAFF, HasRole
from services.statistics.asked import PERIOD, area_or_404, period_asked
from services.statistics.comparing import compared, sides_asked
from services.statistics.counting.people import COUNTRY
from services.statistics.reading import parts
from services.statistics.reading.areas import THE_COUNTRY, Area, Level
from services.statistics.reading.numbers import numbers
from services.statistics.reading.periods import Period
from services.statistics.reading.places import places
from services.statistics.serializers import AreaNumbers, AreaPart, Comparison
from services.statistics.unchanged import answer
from uhis_portal.calendar import cairo_today


class Statistics(GenericAPIView):
    """What the endpoints have in common: staff ask, for a period, and get 304 while nothing has changed."""

    permission_classes = [HasRole.of(*STAFF)]
    filter_backends: list[Any] = []

    def of(self, request: Request, area: Area) -> HttpResponse:
        period = period_asked(request.query_params)
        return answer(request, lambda: self.told(area, period))

    def told(self, area: Area, period: Period) -> Response:
        today = cairo_today()
        return Response(AreaNumbers(numbers(area, period, today), context={"today": today}).data)


class StatisticsOfGovernorates(Statistics):
    """Each of the 27 governorates in one line: population, registered people, services, facilities."""

    serializer_class = AreaPart

    @extend_schema(operation_id="statistics_list", parameters=PERIOD)
    def get(self, request: Request) -> HttpResponse:
        period = period_asked(request.query_params, others=self.paginator.query_params)
        return answer(request, lambda: self.listed(period))

    def listed(self, period: Period) -> Response:
        today = cairo_today()
        page = self.paginate_queryset(parts.governorates(period, places(THE_COUNTRY, today), today))
        return self.get_paginated_response(AreaPart(page, many=True, context={"today": today}).data)


class StatisticsOfArea(Statistics):
    """The numbers of a governorate such as EG-LX, or of the whole country (EG)."""

    serializer_class = AreaNumbers

    @extend_schema(operation_id="statistics_retrieve", parameters=PERIOD)
    def get(self, request: Request, code: str) -> HttpResponse:
        level: Level = "country" if code == COUNTRY else "governorate"
        return self.of(request, area_or_404(level, code))


class StatisticsOfDistrict(Statistics):
    """The numbers of a district, by its CAPMAS code."""

    serializer_class = AreaNumbers

    @extend_schema(operation_id="statistics_of_district", parameters=PERIOD)
    def get(self, request: Request, code: str) -> HttpResponse:
        return self.of(request, area_or_404("district", code))


class StatisticsOfFacility(Statistics):
    """The numbers of a facility, by its code."""

    serializer_class = AreaNumbers

    @extend_schema(operation_id="statistics_of_facility", parameters=PERIOD)
    def get(self, request: Request, code: str) -> HttpResponse:
        return self.of(request, area_or_404("facility", code))


class StatisticsCompared(Statistics):
    """Two to four governorates, or facilities, side by side."""

    serializer_class = Comparison

    @extend_schema(
        operation_id="statistics_compare",
        parameters=[
            *PERIOD,
            OpenApiParameter(
                "area",
                str,
                many=True,
                description="code of a governorate or of a facility; 2 to 4 of one sort",
            ),
        ],
    )
    def get(self, request: Request) -> HttpResponse:
        period = period_asked(request.query_params, others=["area"])
        areas = sides_asked(request.query_params.getlist("area"))
        return answer(request, lambda: Response(Comparison(compared(areas, period, cairo_today())).data))
