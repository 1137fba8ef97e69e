"""Endpoints of keeping the directory true: the same actions as the pages, refused at the same paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from facilities.directory import actions
from facilities.directory.keeping.filters import ProposalFilter
from facilities.directory.keeping.open_data import ATTRIBUTION, CC_BY, ODBL, kept
from facilities.directory.keeping.serializers import (
    NewFacility,
    ProposalRepresentation,
    ReasonGiven,
    RevisionRepresentation,
    SheetAndVersion,
    WantedChanges,
    represented_proposals,
    represented_revisions,
)
from facilities.directory.models import Facility, Proposal, Revision
from facilities.directory.rights import may_add, may_approve, may_propose, works_in_the_system
from facilities.directory.sheet import PARTS, read, with_sheet
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Pages
from uhis_portal.api.permissions import Anyone
from uhis_portal.api.preconditions import IF_MATCH, IF_MATCH_OPTIONAL, etag, version_seen, version_seen_if_any
from uhis_portal.calendar import cairo_today


class WorksInTheSystem(BasePermission):
    """Anyone with a post; what they may do with which facility is asked further on."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.user.is_authenticated and works_in_the_system(request.reach)


def kept_facility(request: Request, code: str) -> Facility:
    """A facility with its sheet, of which the one who asks may propose or make changes; others are refused (403)."""
    facility = get_object_or_404(with_sheet(Facility.objects.all()), pk=code)
    if not may_propose(request.reach, facility):
        raise PermissionDenied
    return facility


def wanted(request: Request, serializer: type[WantedChanges]) -> dict[str, Any]:
    """What was sent: the parts that shall be otherwise as `changes`, and what stands beside them."""
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    data = given.validated_data
    beside = {name: value for name, value in data.items() if name not in PARTS}
    return {**beside, "changes": {name: value for name, value in data.items() if name in PARTS}}


def represented_sheet(facility: Facility, status: int = 200) -> Response:
    body = {"code": facility.pk, "version": facility.version, **read(facility)}
    return Response(body, status=status, headers={"ETag": etag(facility.version)})


class NewFacilities(Idempotent):
    """The POST of the list of facilities: a new one."""

    @extend_schema(
        operation_id="facilities_create", request=NewFacility, responses={201: SheetAndVersion}, parameters=[]
    )
    def post(self, request: Request) -> Response:
        """Add a facility under a code that was never given before; for administrators of its governorate."""
        if not (request.user.is_authenticated and may_add(request.reach)):
            self.permission_denied(request)  # type: ignore[attr-defined]
        made = actions.create_facility(
            by=request.user, reach=request.reach, now=timezone.now(), **wanted(request, NewFacility)
        )
        answer = represented_sheet(with_sheet(Facility.objects.all()).get(pk=made.pk), status=201)
        answer.headers["Location"] = reverse("api-facility", args=[made.pk], request=request)
        return answer


class SheetView(GenericAPIView):
    """The sheet of a facility: all of it that may be changed, as plain values."""

    permission_classes = [WorksInTheSystem]
    serializer_class = SheetAndVersion
    filterset_class = None
    pagination_class = None

    @extend_schema(operation_id="facility_sheet")
    def get(self, request: Request, code: str) -> Response:
        return represented_sheet(kept_facility(request, code))

    @extend_schema(
        operation_id="facility_revise",
        request=WantedChanges,
        responses=SheetAndVersion,
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request, code: str) -> Response:
        """Change parts of it, as a new version; for administrators of its governorate."""
        if not may_approve(request.reach, kept_facility(request, code)):
            raise PermissionDenied
        version = version_seen(request)
        actions.revise(
            by=request.user,
            reach=request.reach,
            facility_code=code,
            version=version,
            now=timezone.now(),
            **wanted(request, WantedChanges),
        )
        return represented_sheet(kept_facility(request, code))


class Revisions(GenericAPIView):
    """What was changed of a facility, by whom and when, the latest first."""

    permission_classes = [WorksInTheSystem]
    queryset = Revision.objects.none()
    serializer_class = RevisionRepresentation
    filterset_class = None
    pagination_class = Pages

    @extend_schema(operation_id="facility_revisions", responses=RevisionRepresentation(many=True))
    def get(self, request: Request, code: str) -> Response:
        facility = kept_facility(request, code)
        made = Revision.objects.filter(facility=facility).whole().order_by("-version")
        page = self.paginate_queryset(self.filter_queryset(made))
        return self.get_paginated_response(represented_revisions(page))


def represented(request: Request, pk: UUID, status: int = 200) -> Response:
    """A proposal read anew, with its ETag."""
    proposal = Proposal.objects.whole().get(pk=pk)
    body = represented_proposals([proposal], request)[0]
    return Response(body, status=status, headers={"ETag": etag(proposal.version)})


class ProposalsOfFacility(Idempotent, GenericAPIView):
    """Ask for a change of a facility; for its staff."""

    permission_classes = [WorksInTheSystem]
    serializer_class = WantedChanges
    filterset_class = None
    pagination_class = None

    @extend_schema(
        operation_id="facility_propose",
        request=WantedChanges,
        responses={201: ProposalRepresentation},
        parameters=[IF_MATCH],
    )
    def post(self, request: Request, code: str) -> Response:
        kept_facility(request, code)
        version = version_seen(request)
        made = actions.propose(
            by=request.user,
            reach=request.reach,
            facility_code=code,
            version=version,
            now=timezone.now(),
            **wanted(request, WantedChanges),
        )
        answer = represented(request, made.pk, status=201)
        answer.headers["Location"] = reverse("api-proposal", args=[made.pk], request=request)
        return answer


class Proposals(GenericAPIView):
    """Proposals of one's area, the longest waiting first."""

    permission_classes = [WorksInTheSystem]
    queryset = Proposal.objects.none()
    serializer_class = ProposalRepresentation
    filterset_class = ProposalFilter
    pagination_class = Pages

    @extend_schema(operation_id="proposals_list", responses=ProposalRepresentation(many=True))
    def get(self, request: Request) -> Response:
        own = Proposal.objects.in_area_of(request.reach).whole().order_by("proposed_at", "pk")
        page = self.paginate_queryset(self.filter_queryset(own))
        return self.get_paginated_response(represented_proposals(page, request))


class ProposalView(GenericAPIView):
    """One proposal of one's area, with what it would change."""

    permission_classes = [WorksInTheSystem]
    serializer_class = ProposalRepresentation
    filterset_class = None
    pagination_class = None

    @extend_schema(operation_id="proposal")
    def get(self, request: Request, pk: UUID) -> Response:
        return represented(request, of_area(request, pk))


def of_area(request: Request, pk: UUID) -> UUID:
    """`pk`, if it is a proposal of one's area; for others it does not exist (404)."""
    return get_object_or_404(Proposal.objects.in_area_of(request.reach).only("pk"), pk=pk).pk


class Decision(Idempotent, GenericAPIView):
    """A decision about a proposal."""

    permission_classes = [WorksInTheSystem]
    filterset_class = None
    pagination_class = None

    def decide(self, request: Request, pk: UUID, act: Callable[..., Proposal], **given: Any) -> Response:
        act(
            by=request.user,
            reach=request.reach,
            proposal_id=of_area(request, pk),
            version=version_seen_if_any(request),
            now=timezone.now(),
            **given,
        )
        return represented(request, pk)


class ApproveView(Decision):
    """Make the proposed change; for administrators of the governorate other than who proposed it."""

    serializer_class = ProposalRepresentation

    @extend_schema(
        operation_id="proposal_approve",
        request=None,
        responses=ProposalRepresentation,
        parameters=[IF_MATCH_OPTIONAL],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        return self.decide(request, pk, actions.approve)


class ReturnView(Decision):
    """Send a proposal back with a reason; for administrators of the governorate other than who proposed it."""

    serializer_class = ReasonGiven

    @extend_schema(
        operation_id="proposal_return",
        request=ReasonGiven,
        responses=ProposalRepresentation,
        parameters=[IF_MATCH_OPTIONAL],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        of_area(request, pk)
        given = ReasonGiven(data=request.data)
        given.is_valid(raise_exception=True)
        return self.decide(request, pk, actions.return_proposal, **given.validated_data)


class WithdrawView(Decision):
    """Take back what one proposed."""

    serializer_class = ProposalRepresentation

    @extend_schema(
        operation_id="proposal_withdraw",
        request=None,
        responses=ProposalRepresentation,
        parameters=[IF_MATCH_OPTIONAL],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        return self.decide(request, pk, actions.withdraw)


class CsvFile(BaseRenderer):
    media_type, format = "text/csv", "csv"


class GeoJsonFile(BaseRenderer):
    media_type, format = "application/geo+json", "geojson"


class OpenFile(APIView):
    """One open file, written already: the renderers of its views say only what a caller may accept; 304 to whoever
    has it.
    """

    permission_classes = [Anyone]
    name: str
    content_type: str

    def sent(self, request: Request) -> HttpResponse:
        if request.query_params:
            raise UnreadableParameters(
                {name: [_("There is no such parameter.")] for name in request.query_params}
            )
        file = kept.file(self.name, cairo_today())
        response = HttpResponse(file.content, content_type=self.content_type)
        response.headers["ETag"] = file.etag
        response.headers["Cache-Control"] = "public, no-cache"
        response.headers["Link"] = f'<{ODBL}>; rel="license", <{CC_BY}>; rel="license"'
        response.headers["X-Attribution"] = ATTRIBUTION.replace("©", "(c)")
        response.headers["Content-Disposition"] = f'attachment; filename="facilities.{self.name}"'
        return get_conditional_response(request._request, etag=file.etag, response=response) or response


class FacilitiesCsv(OpenFile):
    """All facilities as CSV (UTF-8). Positions carry their licence; those without one are left out."""

    renderer_classes = [CsvFile, JSONRenderer]
    name, content_type = "csv", "text/csv; charset=utf-8"

    @extend_schema(
        operation_id="open_data_csv",
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="One row per facility.")},
    )
    def get(self, request: Request) -> HttpResponse:
        return self.sent(request)


class FacilitiesGeoJson(OpenFile):
    """All facilities as GeoJSON (RFC 7946). One whose position is not known, or not open, has no geometry."""

    renderer_classes = [GeoJsonFile, JSONRenderer]
    name, content_type = "geojson", "application/geo+json"

    @extend_schema(
        operation_id="open_data_geojson",
        responses={
            (200, "application/geo+json"): OpenApiResponse(
                OpenApiTypes.OBJECT, description="A FeatureCollection."
            )
        },
    )
    def get(self, request: Request) -> HttpResponse:
        return self.sent(request)
