"""Endpoints of the catalogue. Reading is public; what changes kinds of service calls the same actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from facilities.catalogue import actions
from facilities.catalogue.filters import ServiceTypeFilter, SpecialtyFilter
from facilities.catalogue.models import Initiative, ServiceType, Specialty
from facilities.catalogue.rights import may_keep_catalogue
from facilities.catalogue.serializers import (
    GivenKind,
    GivenVersion,
    GivenWithdrawal,
    InitiativeRepresentation,
    ServiceTypeDetail,
    ServiceTypeRepresentation,
    SpecialtyRepresentation,
    represented,
    with_versions,
)
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.permissions import Anyone, ReadByAll
from uhis_portal.api.preconditions import IF_MATCH, etag, version_seen
from uhis_portal.calendar import cairo_today


class KeepsCatalogue(ReadByAll):
    """Changing is for administrators of the country."""

    def may_change(self, request: Request) -> bool:
        return may_keep_catalogue(request.reach)


def read_anew(code: str, status: int = 200) -> Response:
    return in_full(with_versions().get(pk=code), status)


def in_full(kind: ServiceType, status: int = 200) -> Response:
    """A kind of service with its versions and its ETag."""
    data = ServiceTypeDetail(kind, context={"today": cairo_today()}).data
    return Response(data, status=status, headers={"ETag": etag(kind.version)})


class ServiceTypes(Idempotent, GenericAPIView):
    """The kinds of service, as they are today."""

    permission_classes = [KeepsCatalogue]
    serializer_class = ServiceTypeRepresentation
    filterset_class = ServiceTypeFilter

    def get_queryset(self) -> QuerySet[ServiceType]:
        return with_versions().order_by("code")

    @extend_schema(operation_id="service_types_list", responses=ServiceTypeRepresentation(many=True))
    def get(self, request: Request) -> Response:
        """By code; those that are planned or withdrawn too, each with its state."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(represented(page or [], cairo_today()))

    @extend_schema(
        operation_id="service_types_add", request=GivenKind, responses={201: ServiceTypeDetail}, filters=False
    )
    def post(self, request: Request) -> Response:
        """Add a kind of service; for administrators of the country."""
        given = GivenKind(data=request.data)
        given.is_valid(raise_exception=True)
        kind = actions.add_kind(
            by=request.user, reach=request.reach, today=cairo_today(), **given.validated_data
        )
        answer = read_anew(kind.pk, status=201)
        answer.headers["Location"] = reverse("api-service-type", args=[kind.pk], request=request)
        return answer


class OneServiceType(RetrieveAPIView):
    """A kind of service by its code, such as PHC-LAB, with its versions."""

    permission_classes = [Anyone]
    pagination_class = None
    queryset = with_versions()
    serializer_class = ServiceTypeDetail
    lookup_field = "code"

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return in_full(self.get_object())


class Changing(Idempotent, GenericAPIView):
    """A change of one kind of service, of the version that was seen; for administrators of the country."""

    permission_classes = [KeepsCatalogue]
    filterset_class = None
    pagination_class = None

    def said(self, request: Request) -> dict[str, Any]:
        """What the action is told; 412 and 428 come before what is wrong with the body."""
        version = version_seen(request)
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        return {
            "by": request.user,
            "reach": request.reach,
            "version": version,
            "today": cairo_today(),
            **given.validated_data,
        }


class VersionsView(Changing):
    """Make a kind of service something else from a day on; for administrators of the country."""

    serializer_class = GivenVersion

    @extend_schema(
        operation_id="service_type_revise",
        request=GivenVersion,
        responses={201: ServiceTypeDetail},
        parameters=[IF_MATCH],
    )
    def post(self, request: Request, code: str) -> Response:
        """What is left out stays as it is on that day."""
        actions.revise_kind(code=code, **self.said(request))
        return read_anew(code, status=201)


class WithdrawView(Changing):
    """Give a kind of service no longer from a day on; for administrators of the country."""

    serializer_class = GivenWithdrawal

    @extend_schema(
        operation_id="service_type_withdraw",
        request=GivenWithdrawal,
        responses={200: ServiceTypeDetail},
        parameters=[IF_MATCH],
    )
    def post(self, request: Request, code: str) -> Response:
        """Versions that were planned after that day are dropped."""
        actions.withdraw_kind(code=code, **self.said(request))
        return read_anew(code)


class Initiatives(ListAPIView):
    """The initiatives of 100 Million Health, each with its kinds of service and how far it is confirmed."""

    permission_classes = [Anyone]
    queryset = Initiative.objects.prefetch_related("kinds").order_by("code")
    serializer_class = InitiativeRepresentation
    filterset_class = None


class OneInitiative(RetrieveAPIView):
    """An initiative by the portal's own code, such as MOTHER."""

    permission_classes = [Anyone]
    pagination_class = None
    queryset = Initiative.objects.prefetch_related("kinds")
    serializer_class = InitiativeRepresentation
    lookup_field = "code"


class Specialties(ListAPIView):
    """The medical specialties that the sources name."""

    permission_classes = [Anyone]
    queryset = Specialty.objects.order_by("code")
    serializer_class = SpecialtyRepresentation
    filterset_class = SpecialtyFilter


class OneSpecialty(RetrieveAPIView):
    """A specialty by the portal's own code, such as PED."""

    permission_classes = [Anyone]
    pagination_class = None
    queryset = Specialty.objects.all()
    serializer_class = SpecialtyRepresentation
    lookup_field = "code"
