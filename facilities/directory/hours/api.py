"""Endpoints of opening hours and of the calendar they depend on: the same actions as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from facilities.directory.hours import actions
from facilities.directory.hours.egypt import YEARS_OF_THE_LIBRARY, expected_ramadan
from facilities.directory.hours.serializers import (
    CalendarRepresentation,
    FacilityHours,
    OtherHours,
    RamadanDays,
    RemovableDays,
    SeasonToConfirm,
    facility_hours,
    removable,
    represent_calendar,
    season_to_confirm,
)
from facilities.directory.models import Facility, HoursException, Season
from facilities.directory.rights import may_approve, may_keep_calendar
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.permissions import Anyone, ReadByAll
from uhis_portal.api.preconditions import IF_MATCH, etag, version_seen
from uhis_portal.calendar import cairo_now, cairo_today


class KeepsCalendar(ReadByAll):
    """Changing is for those who keep the calendar of the country."""

    def may_change(self, request: Request) -> bool:
        return may_keep_calendar(request.reach)


class KeepsFacility(ReadByAll):
    """Changing is for administrators of the facility's governorate or of the country; `OfFacility` asks which one it is."""

    def may_change(self, request: Request) -> bool:
        return True


class WithoutParameters(GenericAPIView):
    """An endpoint that takes no query parameters."""

    filterset_class = None
    pagination_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.query_params:
            raise UnreadableParameters(
                {name: [_("There is no such parameter.")] for name in request.query_params}
            )


class FacilityHoursView(WithoutParameters):
    """When a facility is open: now, every week, in Ramadan, and on days that differ. What is not known is missing."""

    permission_classes = [Anyone]
    serializer_class = FacilityHours

    @extend_schema(operation_id="facility_hours")
    def get(self, request: Request, code: str) -> Response:
        return Response(facility_hours(get_object_or_404(Facility, pk=code), cairo_now()))


class CalendarView(WithoutParameters):
    """Ramadan, public holidays and days with other hours for all facilities, this year and the next."""

    permission_classes = [Anyone]
    serializer_class = CalendarRepresentation

    @extend_schema(operation_id="calendar")
    def get(self, request: Request) -> Response:
        return Response(represent_calendar(cairo_today()))


class RamadanView(WithoutParameters):
    """Ramadan of one Hijri year."""

    permission_classes = [KeepsCalendar]
    serializer_class = SeasonToConfirm

    def represented(self, hijri_year: int, season: Season | None) -> Response:
        said = season_to_confirm(expected_ramadan(hijri_year), season)
        return Response(said, headers={"ETag": etag(said["version"])})

    @extend_schema(operation_id="calendar_ramadan")
    def get(self, request: Request, hijri_year: int) -> Response:
        """As it was confirmed, else as the calendar of Umm al-Qura expects it."""
        if hijri_year not in YEARS_OF_THE_LIBRARY:
            raise Http404
        return self.represented(hijri_year, Season.objects.filter(pk=hijri_year).first())

    @extend_schema(
        operation_id="calendar_ramadan_confirm",
        request=RamadanDays,
        responses={200: SeasonToConfirm},
        parameters=[IF_MATCH],
    )
    def put(self, request: Request, hijri_year: int) -> Response:
        """Confirm its days, or correct them."""
        version = version_seen(request)
        given = RamadanDays(data=request.data)
        given.is_valid(raise_exception=True)
        season = actions.confirm_season(
            by=request.user,
            reach=request.reach,
            hijri_year=hijri_year,
            version=version,
            now=timezone.now(),
            **given.validated_data,
        )
        return self.represented(hijri_year, season)


def add(request: Request, facility: Facility | None) -> HoursException:
    given = OtherHours(data=request.data)
    given.is_valid(raise_exception=True)
    return actions.add_exception(
        by=request.user,
        reach=request.reach,
        facility=facility,
        now=timezone.now(),
        today=cairo_today(),
        **given.validated_data,
    )


class CalendarDays(Idempotent, WithoutParameters):
    """Days with other hours for all facilities."""

    permission_classes = [KeepsCalendar]
    serializer_class = RemovableDays

    @extend_schema(operation_id="calendar_days_add", request=OtherHours, responses={201: RemovableDays})
    def post(self, request: Request) -> Response:
        """Say other hours for all: a feast, a closure. Emergencies go on unless it is said of them."""
        exception = add(request, None)
        address = reverse("api-calendar-day", args=[exception.pk], request=request)
        return Response(removable(exception), status=201, headers={"Location": address})


class CalendarDay(WithoutParameters):
    """One entry of the days with other hours for all facilities."""

    permission_classes = [KeepsCalendar]
    serializer_class = RemovableDays

    @extend_schema(operation_id="calendar_day")
    def get(self, request: Request, exception: UUID) -> Response:
        return Response(removable(get_object_or_404(HoursException, pk=exception, facility=None)))

    @extend_schema(operation_id="calendar_day_remove", responses={204: None})
    def delete(self, request: Request, exception: UUID) -> Response:
        """Take it back: the usual hours hold again."""
        actions.remove_exception(
            by=request.user, reach=request.reach, facility=None, exception_id=exception, today=cairo_today()
        )
        return Response(status=204)


class OfFacility(WithoutParameters):
    """Days with other hours of one facility."""

    permission_classes = [KeepsFacility]
    queryset = HoursException.objects.none()
    serializer_class = RemovableDays

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.facility = get_object_or_404(Facility, pk=kwargs["code"])
        if request.method in ("POST", "DELETE") and not may_approve(request.reach, self.facility):
            raise PermissionDenied


class FacilityDays(Idempotent, OfFacility):
    """Days with other hours of one facility."""

    @extend_schema(operation_id="facility_days", responses={200: RemovableDays(many=True)})
    def get(self, request: Request, code: str) -> Response:
        """Those that are not over, the next first."""
        rows = HoursException.objects.filter(facility=self.facility, until__gt=cairo_today())
        return Response([removable(row) for row in rows.order_by("since", "opens")])

    @extend_schema(operation_id="facility_days_add", request=OtherHours, responses={201: RemovableDays})
    def post(self, request: Request, code: str) -> Response:
        """Say other hours of this facility: they win over what is said for all."""
        exception = add(request, self.facility)
        address = reverse("api-facility-day", args=[code, exception.pk], request=request)
        return Response(removable(exception), status=201, headers={"Location": address})


class FacilityDay(OfFacility):
    """One entry of the days with other hours of a facility."""

    @extend_schema(operation_id="facility_day")
    def get(self, request: Request, code: str, exception: UUID) -> Response:
        return Response(removable(get_object_or_404(HoursException, pk=exception, facility=self.facility)))

    @extend_schema(operation_id="facility_day_remove", responses={204: None})
    def delete(self, request: Request, code: str, exception: UUID) -> Response:
        """Take it back: the usual hours hold again."""
        actions.remove_exception(
            by=request.user,
            reach=request.reach,
            facility=self.facility,
            exception_id=exception,
            today=cairo_today(),
        )
        return Response(status=204)
