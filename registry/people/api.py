"""Endpoints of families and people. What staff read here is noted."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import HasRole
from facilities.staff.models import Role
from registry.people import actions
from registry.people.filters import BeneficiaryFilter, HouseholdFilter
from registry.people.models import Beneficiary, Household
from registry.people.serializers import (
    BeneficiaryDetail,
    BeneficiaryRow,
    HouseholdDetail,
    HouseholdRow,
    LookUp,
)
from uhis_portal.api.paging import Cursor
from uhis_portal.calendar import cairo_today


class InOrderOfId(Cursor):
    """A fixed order that costs nothing, however many people there are."""

    ordering = ("pk",)


class Beneficiaries(GenericAPIView):
    """The people in reach."""

    serializer_class = BeneficiaryRow
    filterset_class = BeneficiaryFilter
    pagination_class = InOrderOfId

    def get_queryset(self) -> QuerySet[Beneficiary]:
        people = Beneficiary.objects.visible_to(self.request.reach).survivors()
        return people.select_related("governorate", "unit").defer("national_id", "governorate__outline")

    @extend_schema(operation_id="beneficiaries_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        actions.note_list(by=request.user, subjects=page)
        return self.get_paginated_response(BeneficiaryRow(page, many=True).data)


class BeneficiaryView(GenericAPIView):
    """One person's file; for a record that goes on as another, that person's."""

    serializer_class = BeneficiaryDetail
    filterset_class = None

    def get_queryset(self) -> QuerySet[Beneficiary]:
        people = Beneficiary.objects.visible_to(self.request.reach)
        return people.select_related("governorate", "unit", "household").prefetch_related("memberships")

    def get(self, request: Request, pk: UUID) -> Response:
        person = get_object_or_404(self.get_queryset().going_on_from(pk))
        actions.note_reading(by=request.user, subject=person)
        return Response(BeneficiaryDetail(person).data)


class BeneficiaryLookUp(GenericAPIView):
    """Find the one person of a full national ID, wherever registered; noted with its reason. 404 if there is none."""

    permission_classes = [HasRole.of(Role.CLERK)]
    serializer_class = LookUp
    filterset_class = None

    @extend_schema(request=LookUp, responses={200: BeneficiaryDetail})
    def post(self, request: Request) -> Response:
        given = LookUp(data=request.data)
        given.is_valid(raise_exception=True)
        person = actions.look_up(
            by=request.user,
            today=cairo_today(),
            facility=actions.facility_of(request.user),
            **given.validated_data,
        )
        if person is None:
            raise Http404
        return Response(BeneficiaryDetail(person).data)


class Households(GenericAPIView):
    """The families in reach."""

    serializer_class = HouseholdRow
    filterset_class = HouseholdFilter
    pagination_class = InOrderOfId

    def get_queryset(self) -> QuerySet[Household]:
        families = Household.objects.visible_to(self.request.reach)
        return families.select_related("governorate", "district", "unit")

    @extend_schema(operation_id="households_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        actions.note_list(by=request.user, subjects=page)
        return self.get_paginated_response(HouseholdRow(page, many=True).data)


class HouseholdView(GenericAPIView):
    """One family file with its members."""

    serializer_class = HouseholdDetail
    filterset_class = None

    def get_queryset(self) -> QuerySet[Household]:
        return Household.objects.visible_to(self.request.reach).with_members()

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "today": cairo_today()}

    def get(self, request: Request, pk: UUID) -> Response:
        family = get_object_or_404(self.get_queryset(), pk=pk)
        actions.note_reading(by=request.user, subject=family)
        return Response(self.get_serializer(family).data)
