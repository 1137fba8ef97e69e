"""Endpoint of who opened one's file."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from registry.people.own_file.readings import described, own_household, readings_of
from registry.people.own_file.serializers import Reading
from uhis_portal.api.paging import Pages
from uhis_portal.api.permissions import Citizens
from uhis_portal.reach import system_reach


class Readings(GenericAPIView):
    """Who opened the file of one's family, the latest first: role, facility, time and reason."""

    permission_classes = [Citizens]
    serializer_class = Reading
    filter_backends = ()
    pagination_class = Pages

    @extend_schema(operation_id="household_readings_list", responses={200: Reading(many=True)})
    def get(self, request: Request, pk: UUID) -> Response:
        family = get_object_or_404(own_household(request.reach.households, pk))
        with system_reach():  # the audit is nobody's; the family is one's own
            page = self.paginate_queryset(readings_of(family))
        return self.get_paginated_response(Reading(described(page, family), many=True).data)
