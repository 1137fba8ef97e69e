"""Endpoints of possible duplicates: the same actions as the pages, refused at the same fields."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from facilities.staff.access import STAFF, HasRole
from registry.people.duplicates import actions
from registry.people.duplicates.filters import PairFilter
from registry.people.duplicates.pairs import in_list, side_by_side
from registry.people.duplicates.serializers import PairDetail, PairRow, Undoing, Wish
from registry.people.models import PossibleDuplicate
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Pages
from uhis_portal.api.preconditions import IF_MATCH, etag, version_seen
from uhis_portal.calendar import cairo_today


class PossibleDuplicates(GenericAPIView):
    """Pairs of records that may be of one person, of the governorates that one reviews; the likeliest first."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = PairRow
    filterset_class = PairFilter
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[PossibleDuplicate]:
        return PossibleDuplicate.objects.reviewed_in(self.request.reach).likeliest_first()

    @extend_schema(operation_id="possible_duplicates_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(PairRow(in_list(request.user, page), many=True).data)


class OnePair(GenericAPIView):
    """What the endpoints of one pair share."""

    permission_classes = [HasRole.of(*STAFF)]
    serializer_class = PairDetail
    filterset_class = None

    def represented(self, pk: UUID) -> Response:
        """The pair read anew, with its ETag."""
        try:
            pair = side_by_side(self.request.user, self.request.reach, pk)
        except PossibleDuplicate.DoesNotExist:
            raise Http404 from None
        return Response(PairDetail(pair).data, headers={"ETag": etag(pair.judged.version)})

    def judge(
        self, request: Request, pk: UUID, act: Any, of: type[Serializer] | None = None, **more: Any
    ) -> Response:
        """Run an action with what was sent, read as `of`; 404 first, for a pair that one does not review."""
        get_object_or_404(PossibleDuplicate.objects.reviewed_in(request.reach).only("pk"), pk=pk)
        wish: dict[str, Any] = {}
        if of is not None:
            read = of(data=request.data)
            read.is_valid(raise_exception=True)
            wish = read.validated_data
        act(
            by=request.user,
            reach=request.reach,
            pair_id=pk,
            now=timezone.now(),
            version=version_seen(request),
            **wish,
            **more,
        )
        return self.represented(pk)


class PairView(OnePair):
    """Two records side by side; that they were read is noted."""

    def get(self, request: Request, pk: UUID) -> Response:
        return self.represented(pk)


class MergeView(Idempotent, OnePair):
    """The two are one person, who goes on as the survivor."""

    @extend_schema(request=Wish, responses={200: PairDetail}, parameters=[IF_MATCH])
    def post(self, request: Request, pk: UUID) -> Response:
        return self.judge(request, pk, actions.merge, Wish, today=cairo_today())


class NotTheSameView(Idempotent, OnePair):
    """The two are not the same person; they are never queued again."""

    @extend_schema(request=None, responses={200: PairDetail}, parameters=[IF_MATCH])
    def post(self, request: Request, pk: UUID) -> Response:
        return self.judge(request, pk, actions.not_the_same)


class UndoMergeView(Idempotent, OnePair):
    """Take a merge back; the pair waits again."""

    @extend_schema(request=Undoing, responses={200: PairDetail}, parameters=[IF_MATCH])
    def post(self, request: Request, pk: UUID) -> Response:
        return self.judge(request, pk, actions.undo_merge, Undoing)
