"""Endpoints of the numbers. Sums of every governorate are for all staff; rows are not in them."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.geography.models import Governorate
from facilities.staff.access import STAFF, HasRole
from services.statistics import figures
from services.statistics.serializers import COUNTRY, AreaNumbers, GovernorateSums
from uhis_portal.calendar import cairo_today


class StatisticsOfGovernorates(GenericAPIView):
    """Each of the 27 governorates in one line: population, registered people, services, facilities."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = GovernorateSums

    @extend_schema(operation_id="statistics_list")
    def get(self, request: Request) -> Response:
        today = cairo_today()
        page = self.paginate_queryset(self.filter_queryset(figures.of_every_governorate(today)))
        return self.get_paginated_response(GovernorateSums(page, many=True, context={"today": today}).data)


class StatisticsOfArea(GenericAPIView):
    """The numbers of a governorate such as EG-LX, or of the whole country (EG)."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = AreaNumbers
    filter_backends: list[Any] = []

    @extend_schema(operation_id="statistics_retrieve")
    def get(self, request: Request, code: str) -> Response:
        governorate = (
            None if code == COUNTRY else get_object_or_404(Governorate.objects.defer("outline"), pk=code)
        )
        return Response(AreaNumbers(figures.of_area(governorate, cairo_today())).data)
