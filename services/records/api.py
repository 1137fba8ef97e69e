"""Endpoints of the ledger: reading it, logging a visit, undoing a record."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import STAFF, HasRole
from facilities.staff.models import Role
from services.records import actions
from services.records.actions import Item
from services.records.filters import ServiceRecordFilter
from services.records.models import ServiceRecord
from services.records.serializers import (
    BatchIn,
    BatchOut,
    ReversalIn,
    ServiceRecordOut,
    VisitIn,
    VisitOut,
    read_items,
)
from uhis_portal.api.errors import field_errors
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Cursor


class NewestFirst(Cursor):
    ordering = ("-recorded_at", "-id")


class ServiceRecords(Idempotent, GenericAPIView):
    """The ledger. Staff read the records of their own facility or area; clerks log visits at their facility."""

    serializer_class = ServiceRecordOut
    filterset_class = ServiceRecordFilter
    pagination_class = NewestFirst

    def get_permissions(self) -> list[Any]:
        return [HasRole.of(Role.CLERK)() if self.request.method == "POST" else HasRole.of(*STAFF)()]

    def get_queryset(self) -> QuerySet[ServiceRecord]:
        if getattr(self, "swagger_fake_view", False):
            return ServiceRecord.objects.none()
        return ServiceRecord.objects.visible_to(self.request.reach).as_shown()

    @extend_schema(operation_id="service_records_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(ServiceRecordOut(page, many=True).data)

    @extend_schema(
        operation_id="service_records_log_visit", request=VisitIn, responses={201: VisitOut}, filters=False
    )
    def post(self, request: Request) -> Response:
        given = VisitIn(data=request.data)
        given.is_valid(raise_exception=True)
        visit = given.validated_data
        lines = [actions.Line(**line) for line in visit.pop("lines")]
        written = actions.log_visit(by=request.user, lines=lines, now=timezone.now(), **visit)
        found = ServiceRecord.objects.as_shown().in_bulk([record.pk for record in written])
        answer = {"visit": visit["visit"], "records": [found[record.pk] for record in written]}
        return Response(VisitOut(answer).data, status=201)


class ServiceRecordBatch(Idempotent, GenericAPIView):
    """Records that were kept meanwhile, up to 500 at once, each with a result of its own.

    The ids make it safe to send a batch again, whole or in part: what stands in the ledger is answered as before.
    """

    serializer_class = BatchIn
    permission_classes = [HasRole.of(Role.CLERK)]
    filter_backends: list[Any] = []

    @extend_schema(operation_id="service_records_log_batch", request=BatchIn, responses={200: BatchOut})
    def post(self, request: Request) -> Response:
        given = BatchIn(data=request.data)
        given.is_valid(raise_exception=True)
        facility, raw = given.validated_data["facility"], given.validated_data["items"]
        answers: list[dict[str, Any]] = []
        items, readable = [], []
        for one, item in zip(raw, read_items(raw), strict=True):
            sent = one.get("id") if isinstance(one, dict) else None
            answers.append({"id": sent if isinstance(sent, str) else None})
            if isinstance(item, Item):
                items.append(item)
                readable.append(answers[-1])
            else:
                answers[-1] |= {"status": "refused", "errors": item}
        results = actions.log_batch(
            by=request.user, facility=facility, items=items, of=len(raw), now=timezone.now()
        )
        for answer, result in zip(readable, results, strict=True):
            answer |= outcome(result)
        return Response({"results": answers})


def outcome(result: actions.Result) -> dict[str, Any]:
    """A result as it is answered."""
    if result.faults:
        return {"status": "refused", "errors": list(field_errors(ValidationError(result.faults)))}
    return {"status": "logged", "cover": result.cover, "cover_reason": result.cover_reason}


class OneServiceRecord(GenericAPIView):
    """One row of the ledger."""

    serializer_class = ServiceRecordOut
    permission_classes = [HasRole.of(*STAFF)]
    filter_backends: list[Any] = []

    @extend_schema(operation_id="service_records_retrieve")
    def get(self, request: Request, pk: UUID) -> Response:
        record = get_object_or_404(ServiceRecord.objects.visible_to(request.reach).as_shown(), pk=pk)
        return Response(ServiceRecordOut(record).data)


class ServiceRecordReversal(Idempotent, GenericAPIView):
    """Undoing a record of the own facility: a new row with the sign turned."""

    serializer_class = ReversalIn
    permission_classes = [HasRole.of(Role.CLERK)]
    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="service_records_reverse", request=ReversalIn, responses={201: ServiceRecordOut}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        get_object_or_404(ServiceRecord.objects.visible_to(request.reach), pk=pk)
        given = ReversalIn(data=request.data)
        given.is_valid(raise_exception=True)
        row = actions.reverse(by=request.user, record=pk, now=timezone.now(), **given.validated_data)
        found = ServiceRecord.objects.filter(pk=row.pk).as_shown().get()
        return Response(ServiceRecordOut(found).data, status=201)
