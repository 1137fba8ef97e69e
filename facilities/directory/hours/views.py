"""Pages of those who keep the calendar: Ramadan and feasts of the country, days with other hours of a facility."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facilities.directory.hours import actions
from facilities.directory.hours.days import A_DAY
from facilities.directory.hours.egypt import YEARS_OF_THE_LIBRARY, expected_feasts, expected_ramadan
from facilities.directory.hours.forms import OtherHoursForm, RamadanForm
from facilities.directory.hours.serializers import removable, represent_calendar, season_to_confirm
from facilities.directory.models import Facility, HoursException, Season
from facilities.directory.rights import may_approve, may_keep_calendar, staff_page
from uhis_portal.api.serializers import CodeAndName
from uhis_portal.calendar import cairo_today
from uhis_portal.page import new_key, submit, version_of


def keepers_of_the_calendar(request: HttpRequest) -> None:
    if not may_keep_calendar(request.reach):
        raise PermissionDenied


@never_cache
@staff_page
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Ramadan, feasts and days with other hours of all facilities."""
    keepers_of_the_calendar(request)
    return calendar_page(request)


def calendar_page(request: HttpRequest, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    context = {**represent_calendar(cairo_today()), "form": form, "key": new_key()}
    return render(request, "directory/calendar.html", context, status=status)


@never_cache
@staff_page
@require_http_methods(["GET", "POST"])
def ramadan(request: HttpRequest, hijri_year: int) -> HttpResponse:
    """Confirm the days of one Ramadan, or correct them."""
    keepers_of_the_calendar(request)
    if hijri_year not in YEARS_OF_THE_LIBRARY:
        raise Http404
    expected = expected_ramadan(hijri_year)
    season = season_to_confirm(expected, Season.objects.filter(pk=hijri_year).first())
    form = RamadanForm(
        request.POST if request.method == "POST" else None,
        initial={
            "since": date.fromisoformat(season["since"]),
            "until": date.fromisoformat(season["until"]) - A_DAY,
        },
    )

    def page(status: int) -> HttpResponse:
        context = {
            "form": form,
            "season": season,
            "expected_last": expected.until - A_DAY,
            "expected": expected,
            "key": new_key(),
        }
        return render(request, "directory/ramadan.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.confirm_season(
            by=request.user,
            reach=request.reach,
            hijri_year=hijri_year,
            version=version_of(request),
            now=timezone.now(),
            **data,
        )
        messages.success(request, _("The days of Ramadan are confirmed."))
        return redirect("calendar")

    return submit(request, form, perform, page) if request.method == "POST" else page(200)


@never_cache
@staff_page
@require_http_methods(["GET", "POST"])
def calendar_days(request: HttpRequest) -> HttpResponse:
    """Add days with other hours for all facilities; `?feast=2027-03-09` begins with an expected feast."""
    keepers_of_the_calendar(request)
    form = OtherHoursForm(request.POST if request.method == "POST" else None, initial=of_feast(request))

    def page(status: int) -> HttpResponse:
        return render(
            request, "directory/calendar_days.html", {"form": form, "key": new_key()}, status=status
        )

    def perform(data: dict[str, Any]) -> HttpResponse:
        add(request, None, data)
        return redirect("calendar")

    return submit(request, form, perform, page) if request.method == "POST" else page(200)


def of_feast(request: HttpRequest) -> dict[str, Any]:
    """What the form begins with: the feast that the address names, or nothing."""
    typed = request.GET.get("feast", "")
    try:
        day = parse_date(typed)
    except ValueError:  # shaped like a date, but there is no such day
        day = None
    near = day is not None and abs(day.year - cairo_today().year) <= 1
    for feast in expected_feasts(day.year) if day and near else ():
        if feast.since == day:
            return {
                "since": feast.since,
                "until": feast.until - A_DAY,
                "reason_ar": feast.name_ar,
                "reason_en": feast.name_en,
            }
    return {}


def add(request: HttpRequest, facility: Facility | None, data: dict[str, Any]) -> None:
    actions.add_exception(
        by=request.user,
        reach=request.reach,
        facility=facility,
        now=timezone.now(),
        today=cairo_today(),
        **data,
    )
    messages.success(request, _("The days are noted."))


@never_cache
@staff_page
@require_POST
def remove_calendar_day(request: HttpRequest, exception: UUID) -> HttpResponse:
    """Take days with other hours of all facilities back."""
    keepers_of_the_calendar(request)
    form = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        remove(request, None, exception)
        return redirect("calendar")

    return submit(request, form, perform, lambda status: calendar_page(request, form, status))


def remove(request: HttpRequest, facility: Facility | None, exception: UUID) -> None:
    actions.remove_exception(
        by=request.user, reach=request.reach, facility=facility, exception_id=exception, today=cairo_today()
    )
    messages.success(request, _("The usual hours hold again on these days."))


def kept_facility(request: HttpRequest, code: str) -> Facility:
    """A facility whose days the one who asks may change."""
    facility = get_object_or_404(Facility, pk=code)
    if not may_approve(request.reach, facility):
        raise PermissionDenied
    return facility


@never_cache
@staff_page
@require_http_methods(["GET", "POST"])
def facility_days(request: HttpRequest, code: str) -> HttpResponse:
    """Days with other hours of one facility: those to come, and a form for more."""
    facility = kept_facility(request, code)
    form = OtherHoursForm(request.POST if request.method == "POST" else None)

    def perform(data: dict[str, Any]) -> HttpResponse:
        add(request, facility, data)
        return redirect("facility-days", facility.pk)

    if request.method != "POST":
        return facility_days_page(request, facility, form)
    return submit(request, form, perform, lambda status: facility_days_page(request, facility, form, status))


def facility_days_page(
    request: HttpRequest,
    facility: Facility,
    form: forms.Form,
    status: int = 200,
    refusal: forms.Form | None = None,
) -> HttpResponse:
    rows = HoursException.objects.filter(facility=facility, until__gt=cairo_today())
    context = {
        "facility": CodeAndName(facility).data,
        "days": [removable(row) for row in rows.order_by("since", "opens")],
        "form": form,
        "refusal": refusal,
        "key": new_key(),
    }
    return render(request, "directory/facility_days.html", context, status=status)


@never_cache
@staff_page
@require_POST
def remove_facility_day(request: HttpRequest, code: str, exception: UUID) -> HttpResponse:
    """Take days with other hours of one facility back."""
    facility = kept_facility(request, code)
    refusal = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        remove(request, facility, exception)
        return redirect("facility-days", facility.pk)

    def refused(status: int) -> HttpResponse:
        return facility_days_page(request, facility, OtherHoursForm(), status, refusal)

    return submit(request, refusal, perform, refused)
