"""Endpoints of entering a family: the same actions as the pages, refused at the same fields."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from registry.applications import actions, looking, places, turns, work
from registry.applications.api.answers import MayEnter, MayEnterOrRead, represented
from registry.applications.filters import ApplicationFilter
from registry.applications.models import Application
from registry.applications.serializers import (
    ApplicationDetail,
    ApplicationRow,
    Asked,
    Beginning,
    Declaration,
    GivenApplication,
    GivenPerson,
    GivenWork,
    Looked,
    OfferRow,
    WorkCategory,
)
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Pages
from uhis_portal.api.preconditions import IF_MATCH, IF_MATCH_OPTIONAL, version_seen, version_seen_if_any
from uhis_portal.calendar import cairo_today


class Applications(Idempotent, GenericAPIView):
    """Applications: one's own, and those sent from the governorates that one reviews; longest waiting first."""

    permission_classes = [MayEnterOrRead]
    serializer_class = ApplicationRow
    filterset_class = ApplicationFilter
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Application]:
        return Application.objects.visible_to(self.request.reach).in_short().longest_waiting_first()

    @extend_schema(operation_id="applications_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        actions.note_list(by=request.user, applications=page)
        return self.get_paginated_response(ApplicationRow(page, many=True).data)

    @extend_schema(request=Beginning, responses={201: ApplicationDetail}, filters=False)
    def post(self, request: Request) -> Response:
        """Begin a draft, empty or filled."""
        given = Beginning(data=request.data)
        given.is_valid(raise_exception=True)
        channel = given.validated_data.pop("channel")
        if request.user.is_citizen:
            turns.refuse_early(request.session, timezone.now())
        application = actions.begin(
            by=request.user, today=cairo_today(), given=given.validated_data, channel=channel
        )
        answer = represented(request, application, status=201)
        answer.headers["Location"] = reverse("api-application", args=[application.pk], request=request)
        return answer


class ApplicationView(GenericAPIView):
    """One application."""

    permission_classes = [MayEnterOrRead]
    serializer_class = ApplicationDetail
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Application]:
        return Application.objects.visible_to(self.request.reach)

    def get(self, request: Request, pk: UUID) -> Response:
        application = get_object_or_404(self.get_queryset(), pk=pk)
        actions.note_reading(by=request.user, application=application)
        return represented(request, application)

    @extend_schema(request=GivenApplication, responses={200: ApplicationDetail}, parameters=[IF_MATCH])
    def put(self, request: Request, pk: UUID) -> Response:
        """Replace a draft of one's own, or what was returned for correction."""
        application = get_object_or_404(self.get_queryset().filter(account=request.user), pk=pk)
        version = version_seen(request)
        given = GivenApplication(data=request.data)
        given.is_valid(raise_exception=True)
        actions.save(
            by=request.user,
            application_id=application.pk,
            version=version,
            changes=given.validated_data,
            today=cairo_today(),
        )
        return represented(request, application)


class OwnApplication(GenericAPIView):
    """What is done with an application of one's own."""

    permission_classes = [MayEnter]
    filter_backends = ()

    def own(self, request: Request, pk: UUID) -> Application:
        mine = Application.objects.visible_to(request.reach).filter(account=request.user)
        return get_object_or_404(mine, pk=pk)

    def put_of(
        self,
        request: Request,
        pk: UUID,
        person: UUID | None,
        put: Callable[..., object],
        *,
        status: int = 200,
    ) -> Response:
        """Let an action put what was given about a person, by the version that was seen; None: somebody new."""
        application = self.own(request, pk)
        version = version_seen(request)
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        put(
            by=request.user,
            application_id=application.pk,
            version=version,
            person_id=person,
            given=given.validated_data,
            today=cairo_today(),
        )
        return represented(request, application, status=status)


class SendView(Idempotent, OwnApplication):
    """Send a draft of one's own for review, or what was returned and mended."""

    serializer_class = Declaration

    @extend_schema(request=Declaration, responses={200: ApplicationDetail}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        application = self.own(request, pk)
        given = Declaration(data=request.data)
        given.is_valid(raise_exception=True)
        actions.send(
            by=request.user,
            application_id=application.pk,
            declared=given.validated_data["declared"],
            now=timezone.now(),
            today=cairo_today(),
            version=version_seen_if_any(request),
        )
        return represented(request, application)


class WithdrawView(Idempotent, OwnApplication):
    """Give up a draft of one's own, or what was returned for correction."""

    @extend_schema(request=None, responses={200: ApplicationDetail}, parameters=[IF_MATCH])
    def post(self, request: Request, pk: UUID) -> Response:
        application = self.own(request, pk)
        actions.withdraw(by=request.user, application_id=application.pk, version=version_seen(request))
        return represented(request, application)


class People(Idempotent, OwnApplication):
    """The people of an application of one's own."""

    serializer_class = GivenPerson

    @extend_schema(request=GivenPerson, responses={201: ApplicationDetail}, parameters=[IF_MATCH])
    def post(self, request: Request, pk: UUID) -> Response:
        """Add a person."""
        return self.put_of(request, pk, None, actions.put_person, status=201)


class Person(OwnApplication):
    """A person of an application of one's own."""

    serializer_class = GivenPerson

    @extend_schema(request=GivenPerson, responses={200: ApplicationDetail}, parameters=[IF_MATCH])
    def put(self, request: Request, pk: UUID, person_pk: UUID) -> Response:
        """Change a person."""
        return self.put_of(request, pk, person_pk, actions.put_person)

    @extend_schema(request=None, responses={200: ApplicationDetail}, parameters=[IF_MATCH])
    def delete(self, request: Request, pk: UUID, person_pk: UUID) -> Response:
        """Take a person out."""
        application = self.own(request, pk)
        actions.remove_person(
            by=request.user, application_id=application.pk, version=version_seen(request), person_id=person_pk
        )
        return represented(request, application)


class WorkOf(OwnApplication):
    """By which category an adult of an application pays."""

    serializer_class = GivenWork

    @extend_schema(request=GivenWork, responses={200: ApplicationDetail}, parameters=[IF_MATCH])
    def put(self, request: Request, pk: UUID, person_pk: UUID) -> Response:
        return self.put_of(request, pk, person_pk, actions.put_work)


class LookView(OwnApplication):
    """What would be said to some fields as typed so far: for forms that answer as one leaves a field. Saves nothing."""

    serializer_class = Asked

    @extend_schema(request=Asked, responses={200: Looked})
    def post(self, request: Request, pk: UUID) -> Response:
        application = self.own(request, pk)
        asked = Asked(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(looking.look(application, asked.validated_data, today=cairo_today()))


class OffersView(OwnApplication):
    """The family-medicine units offered to a family: of its own district first, then the nearest."""

    serializer_class = OfferRow
    filter_backends = ()

    @extend_schema(operation_id="application_units", responses={200: OfferRow(many=True)})
    def get(self, request: Request, pk: UUID) -> Response:
        application = self.own(request, pk)
        if application.governorate is None:
            return Response([])
        offers = places.offers(
            application.governorate,
            application.district,
            people=application.applicants.count(),
            today=cairo_today(),
        )
        return Response(OfferRow(offers, many=True).data)


class WorkCategories(GenericAPIView):
    """The categories by which an adult pays, as an application asks for them."""

    permission_classes = [MayEnter]
    serializer_class = WorkCategory
    filter_backends = ()

    @extend_schema(operation_id="work_categories", responses={200: WorkCategory(many=True)})
    def get(self, request: Request) -> Response:
        rows = [{"code": code, "label": label} for code, label in work.categories()]
        return Response(WorkCategory(rows, many=True).data)
