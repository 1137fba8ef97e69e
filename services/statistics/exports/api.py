"""Endpoints of the table of DHIS2 units."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.directory.models import Facility
from facilities.staff.access import HasRole
from facilities.staff.models import Role
from services.statistics.exports import units
from services.statistics.exports.filters import UnitFilter
from services.statistics.exports.serializers import Dhis2UnitIn, Dhis2UnitOut
from uhis_portal.api.paging import Pages


class Dhis2Units(GenericAPIView):
    """All facilities by their code, each with what DHIS2 calls it."""

    permission_classes = [HasRole.of(Role.NATIONAL_ADMINISTRATOR)]
    queryset = Facility.objects.none()
    serializer_class = Dhis2UnitOut
    filterset_class = UnitFilter
    pagination_class = Pages

    @extend_schema(operation_id="dhis2_units_list", responses=Dhis2UnitOut(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(units.units()))
        return self.get_paginated_response(Dhis2UnitOut(page, many=True).data)


class Dhis2UnitView(GenericAPIView):
    """What DHIS2 calls one facility."""

    permission_classes = [HasRole.of(Role.NATIONAL_ADMINISTRATOR)]
    queryset = Facility.objects.none()
    serializer_class = Dhis2UnitOut
    filterset_class = None
    pagination_class = None

    @extend_schema(operation_id="dhis2_units_retrieve", responses=Dhis2UnitOut)
    def get(self, request: Request, code: str) -> Response:
        return Response(Dhis2UnitOut(get_object_or_404(units.units(), pk=code)).data)

    @extend_schema(operation_id="dhis2_units_name", request=Dhis2UnitIn, responses=Dhis2UnitOut)
    def put(self, request: Request, code: str) -> Response:
        """Both empty: it is not known."""
        get_object_or_404(Facility, pk=code)
        given = Dhis2UnitIn(data=request.data)
        given.is_valid(raise_exception=True)
        units.name_unit(by=request.user, facility=code, **given.validated_data)
        return Response(Dhis2UnitOut(units.units().get(pk=code)).data)
