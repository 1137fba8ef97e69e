"""Endpoints of what was given: a facility's day, a person's services, a family's own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import STAFF, HasRole
from registry.people.own_file.readings import own_household
from services.records.given import people
from services.records.given.asking import day_asked, facility_in_reach
from services.records.given.day import day_at
from services.records.given.serializers import DayOut, GivenOut, ReasonIn
from services.records.serializers import ServiceRecordOut
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.api.paging import Pages
from uhis_portal.api.permissions import Citizens
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach


class ServiceDay(GenericAPIView):
    """What a facility wrote down on a day: totals, kinds, who wrote them, what came late, what was undone."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = DayOut
    filter_backends: list[Any] = []
    query_params = ("on",)

    @extend_schema(
        operation_id="service_day_retrieve",
        parameters=[
            OpenApiParameter("on", {"type": "string", "format": "date"}, description="today if left out")
        ],
    )
    def get(self, request: Request, code: str) -> Response:
        facility = facility_in_reach(code, request.reach)
        try:
            day = day_asked(request.query_params, today=cairo_today())
        except ValidationError as fault:
            raise UnreadableParameters(fault.message_dict) from fault
        return Response(DayOut(day_at(facility, day, request.reach)).data)


class PersonServices(GenericAPIView):
    """What a person was given at the facilities of one's own area; that it was read is noted."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = ServiceRecordOut
    filter_backends: list[Any] = []
    pagination_class = Pages

    @extend_schema(operation_id="person_services_list", responses={200: ServiceRecordOut(many=True)})
    def get(self, request: Request, pk: UUID) -> Response:
        person = people.find_person(by=request.user, reach=request.reach, pk=pk, now=timezone.now())
        records = people.read_here(by=request.user, person=person, reach=request.reach)
        return self.get_paginated_response(ServiceRecordOut(self.paginate_queryset(records), many=True).data)


class PersonServicesEverywhere(GenericAPIView):
    """What a person was given at any facility, the latest 200; the reason is noted, and the family reads it."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = ReasonIn
    filter_backends: list[Any] = []
    pagination_class = None

    @extend_schema(operation_id="person_services_everywhere", request=ReasonIn, responses={200: GivenOut})
    def post(self, request: Request, pk: UUID) -> Response:
        person = people.find_person(by=request.user, reach=request.reach, pk=pk, now=timezone.now())
        given = ReasonIn(data=request.data)
        given.is_valid(raise_exception=True)
        records = people.read_everywhere(
            by=request.user, person=person, most=people.MOST_SHOWN, **given.validated_data
        )
        return Response(GivenOut({"results": records}).data)


class FamilyServices(GenericAPIView):
    """What the members of one's own family were given, at any facility, the latest first."""

    permission_classes = [Citizens]
    serializer_class = ServiceRecordOut
    filter_backends: list[Any] = []
    pagination_class = Pages

    @extend_schema(operation_id="family_services_list", responses={200: ServiceRecordOut(many=True)})
    def get(self, request: Request, pk: UUID) -> Response:
        family = get_object_or_404(own_household(request.reach.households, pk))
        with system_reach():  # the ledger is the facilities'; the family is one's own
            page = self.paginate_queryset(people.given_to_family(family))
            return self.get_paginated_response(ServiceRecordOut(page, many=True).data)
