"""Endpoints of fairness and readiness: sums, for all staff."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.geography.models import Governorate
from facilities.staff.access import STAFF, HasRole
from services.statistics.fairness.forms import FARTHEST, NEAR, NEAREST, Nearness
from services.statistics.fairness.governorate import of_governorate
from services.statistics.fairness.readiness import of_next_governorates
from services.statistics.fairness.serializers import (
    CountryFairness,
    GovernorateFairnessRepresentation,
    NextGovernorates,
)
from services.statistics.fairness.spread import of_country
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.api.filters import refuse_others
from uhis_portal.calendar import cairo_today


class FairnessOfCountry(GenericAPIView):
    """Family-medicine units and hospital beds of each governorate against its people."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = CountryFairness
    filter_backends: list[Any] = []
    pagination_class = None

    @extend_schema(operation_id="fairness_country_retrieve")
    def get(self, request: Request) -> Response:
        refuse_others(request.query_params, ())
        today = cairo_today()
        return Response(CountryFairness(of_country(today), context={"today": today}).data)


class FairnessOfGovernorate(GenericAPIView):
    """The districts of a governorate, the nearest unit of each, and where a new one would shorten the most ways."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = GovernorateFairnessRepresentation
    filter_backends: list[Any] = []
    query_params = ("within",)

    @extend_schema(
        operation_id="fairness_governorate_retrieve",
        parameters=[
            OpenApiParameter(
                "within",
                {"type": "integer", "minimum": NEAREST, "maximum": FARTHEST, "default": NEAR},
                description="kilometres: a new unit is thought of where no exactly known one lies as near",
            )
        ],
    )
    def get(self, request: Request, code: str) -> Response:
        governorate = get_object_or_404(Governorate, pk=code)
        refuse_others(request.query_params, self.query_params)
        form = Nearness(request.query_params)
        if not form.is_valid():
            raise UnreadableParameters({name: list(faults) for name, faults in form.errors.items()})
        today = cairo_today()
        found = of_governorate(governorate, today, within=form.km)
        return Response(GovernorateFairnessRepresentation(found, context={"today": today}).data)


class ReadinessOfNext(GenericAPIView):
    """The governorates that come next: what is planned, being built, at work and accredited, and the works."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = NextGovernorates
    filter_backends: list[Any] = []
    pagination_class = None

    @extend_schema(operation_id="readiness_retrieve")
    def get(self, request: Request) -> Response:
        refuse_others(request.query_params, ())
        today = cairo_today()
        return Response(NextGovernorates({"on": today, "governorates": of_next_governorates(today)}).data)
