"""Endpoints of patients who were not registered: finding them, and saying later who they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

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
from services.records.models import OtherPatient
from services.records.patients.filters import OtherPatientFilter
from services.records.patients.reading import patients_in, told_of
from services.records.patients.serializers import IdentifyIn, OtherPatientDetail, OtherPatientOut, TakeBackIn
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Cursor


class LatestFirst(Cursor):
    ordering = ("-made_at", "-id")


class OtherPatients(GenericAPIView):
    """Those of one's own area who were given care without being registered, the latest first."""

    serializer_class = OtherPatientOut
    permission_classes = [HasRole.of(*STAFF)]
    filterset_class = OtherPatientFilter
    pagination_class = LatestFirst

    def get_queryset(self) -> QuerySet[OtherPatient]:
        if getattr(self, "swagger_fake_view", False):
            return OtherPatient.objects.none()
        return patients_in(self.request.reach)

    @extend_schema(operation_id="other_patients_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(OtherPatientOut(page, many=True).data)


class OneOtherPatient(GenericAPIView):
    """One of them, and what was given; that it was read is noted."""

    serializer_class = OtherPatientDetail
    permission_classes = [HasRole.of(*STAFF)]
    filter_backends: list[Any] = []

    @extend_schema(operation_id="other_patients_retrieve")
    def get(self, request: Request, pk: UUID) -> Response:
        patient = actions.open_patient(by=request.user, reach=request.reach, patient=pk)
        return Response(told_of(patient, request.reach))


class Saying(Idempotent, GenericAPIView):
    """A clerk of the facility says something of a patient; the answer is what is known now."""

    permission_classes = [HasRole.of(Role.CLERK)]
    filter_backends: list[Any] = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        get_object_or_404(OtherPatient.objects.visible_to(request.reach), pk=kwargs["pk"])

    def said(self, request: Request, pk: UUID, action: Callable[..., object]) -> Response:
        """Have `action` take what was sent; the patient, read anew."""
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        action(by=request.user, patient=pk, now=timezone.now(), **given.validated_data)
        return Response(OtherPatientOut(patients_in(request.reach).get(pk=pk)).data)


class IdentifyOtherPatient(Saying):
    """Say who a patient was. What was given is then among what that person was given; the ledger stays as it is."""

    serializer_class = IdentifyIn

    @extend_schema(
        operation_id="other_patients_identify", request=IdentifyIn, responses={200: OtherPatientOut}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        return self.said(request, pk, actions.identify)


class TakeBackIdentity(Saying):
    """Say that it is not known after all who a patient was."""

    serializer_class = TakeBackIn

    @extend_schema(
        operation_id="other_patients_take_back", request=TakeBackIn, responses={200: OtherPatientOut}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        return self.said(request, pk, actions.take_back_identity)
