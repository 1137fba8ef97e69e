"""Endpoints of the desk: what it needs, finding people, the day, and the queue that a device keeps."""

import base64
from typing import Any

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilities.staff.access import HasRole, desk_of
from facilities.staff.models import Role
from services.records import actions
from services.records.api import outcome
from services.records.desk.found import people_found
from services.records.desk.screen import desk_at
from services.records.desk.serializers import (
    DeskDay,
    DeskOut,
    LookUpIn,
    LookUpOut,
    QueueSecret,
    ReleaseIn,
    ReleaseOut,
    read_entry,
)
from services.records.desk.today import today_at
from services.records.queues import queue_secret
from uhis_portal.calendar import cairo_today
from uhis_portal.sealed_fields import CannotOpen


class Desk(APIView):
    """The clerk's own desk: kinds of service, favourites, departments, limits, and the portal's clock."""

    permission_classes = [HasRole.of(Role.CLERK)]

    @extend_schema(responses={200: DeskOut})
    def get(self, request: Request) -> Response:
        desk = desk_at(desk_of(request.user).facility, request.user, timezone.now())
        session = Session.objects.get(pk=request.session.session_key)
        own = {"session_ends": session.expire_date, "csrf_token": get_token(request._request)}
        return Response(DeskOut({**desk, **own}).data)


class DeskLookUp(APIView):
    """Find who stands at the desk, and whether they are covered; noted as a look-up.

    A full national ID or a member's code finds one person, wherever registered; a family file number or a name finds
    people of the own unit only.
    """

    permission_classes = [HasRole.of(Role.CLERK)]

    @extend_schema(request=LookUpIn, responses={200: LookUpOut})
    def post(self, request: Request) -> Response:
        given = LookUpIn(data=request.data)
        given.is_valid(raise_exception=True)
        today = cairo_today()
        found = actions.find_at_desk(
            by=request.user,
            reach=request.reach,
            facility=desk_of(request.user).facility.pk,
            typed=given.validated_data["who"],
            today=today,
        )
        return Response(people_found(found, given.validated_data.get("day", today)))


class DeskToday(APIView):
    """Visits that this facility wrote down today, newest first, and what they add up to."""

    permission_classes = [HasRole.of(Role.CLERK)]

    @extend_schema(operation_id="desk_day", responses={200: DeskDay})
    def get(self, request: Request) -> Response:
        return Response(DeskDay(today_at(desk_of(request.user).facility, request.reach)).data)


class DeskQueueSecret(APIView):
    """The secret of the own queue: the device seals what it keeps with a key derived from it, and forgets it."""

    permission_classes = [HasRole.of(Role.CLERK)]
    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="desk_queue_secret",
        parameters=[OpenApiParameter("key", str, description="id of the key of a queue made before")],
        responses={200: QueueSecret},
    )
    def get(self, request: Request) -> Response:
        try:
            key, secret = queue_secret(request.user.pk, request.query_params.get("key", ""))
        except CannotOpen:
            raise ValidationError(
                {"key": ValidationError(_("These entries cannot be opened here."), code="unreadable")}
            ) from None
        return Response({"key": key, "secret": base64.b64encode(secret).decode()})


class DeskRelease(APIView):
    """Log what a clerk of the own facility left locked on a device, as that clerk's; nobody reads it on the way."""

    permission_classes = [HasRole.of(Role.FACILITY_MANAGER)]

    @extend_schema(request=ReleaseIn, responses={200: ReleaseOut})
    def post(self, request: Request) -> Response:
        given = ReleaseIn(data=request.data)
        given.is_valid(raise_exception=True)
        results = actions.release_queue(
            by=request.user, read=read_entry, now=timezone.now(), **given.validated_data
        )
        entries = given.validated_data["entries"]
        answers = [
            {"id": entry.id, **without_cover(outcome(result))}
            for entry, result in zip(entries, results, strict=True)
        ]
        logged = sum(answer["status"] == "logged" for answer in answers)
        answer = {"logged": logged, "refused": len(answers) - logged, "results": answers}
        return Response(ReleaseOut(answer).data)


def without_cover(answer: dict[str, Any]) -> dict[str, Any]:
    """Whether somebody is covered is nothing that a manager learns here."""
    return {name: value for name, value in answer.items() if not name.startswith("cover")}
