"""The clerk's desk: find the person, log what was given, undo a slip. One dense screen, keyboard first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from uuid_utils.compat import uuid7

from facilities.directory.models import Facility
from facilities.staff.access import desk_of, requires
from facilities.staff.models import Role
from registry.people.actions import look_up
from registry.people.models import Beneficiary, Membership
from services.records import actions
from services.records.actions.logging import LOGGING
from services.records.forms import FindForm, ReversalForm, VisitForm
from services.records.kinds import favourites_of, kinds_given_at
from services.records.models import ServiceRecord
from services.records.serializers import ServiceRecordOut
from uhis_portal.calendar import cairo_today
from uhis_portal.page import submit

SHOWN_TODAY = 60  # rows


@never_cache
@sensitive_post_parameters("national_id")
@require_http_methods(["GET", "POST"])
@requires(Role.CLERK)
def desk(request: HttpRequest) -> HttpResponse:
    """Find the person by national ID; beside it, what this facility logged today."""
    facility = desk_of(request.user).facility
    form = FindForm(request.POST or None)

    def shown(status: int, **more: Any) -> HttpResponse:
        context = {"form": form, "facility": facility, "today": today_at(facility, request), **more}
        return render(request, "records/desk.html", context, status=status)

    def find(data: dict[str, Any]) -> HttpResponse:
        found = look_up(
            by=request.user,
            national_id=data["national_id"],
            reason=LOGGING,
            today=cairo_today(),
            facility=facility.pk,
        )
        return shown(200, unknown=True) if found is None else redirect("desk-visit", found.pk)

    if request.method == "POST":
        return submit(request, form, find, shown)
    return shown(200)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Role.CLERK)
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Log what one person was given; Enter sends, and the desk is ready for the next."""
    facility = desk_of(request.user).facility
    try:
        patient = actions.open_at_desk(
            by=request.user, facility=facility.pk, beneficiary=pk, now=timezone.now()
        )
    except ValidationError as fault:
        messages.warning(request, fault.messages[0])
        return redirect("desk")
    kinds = list(kinds_given_at(facility, cairo_today()).order_by("code"))
    favourites = favourites_of(facility, kinds)
    fresh = VisitForm.fresh(provided_on=cairo_today(), favourites=",".join(kind.code for kind in favourites))
    form = VisitForm(request.POST or None, kinds=kinds, initial=fresh)

    def shown(status: int) -> HttpResponse:
        context = {
            "form": form,
            "facility": facility,
            "patient": patient,
            "membership": membership_of(patient),
            "kinds": kinds,
            "favourites": favourites_shown(form, kinds),
            "today": today_at(facility, request),
        }
        return render(request, "records/visit.html", context, status=status)

    def log(data: dict[str, Any]) -> HttpResponse:
        try:
            actions.log_visit(
                by=request.user,
                visit=data["visit"],
                facility=facility.pk,
                beneficiary=pk,
                provided_on=data["provided_on"],
                lines=data["lines"],
                now=timezone.now(),
            )
        except ValidationError as fault:
            raise form.at_rows(fault) from fault
        number = sum(line.quantity for line in data["lines"])
        messages.success(
            request,
            ngettext("%(number)s service is logged.", "%(number)s services are logged.", number)
            % {"number": number},
        )
        return redirect("desk")

    if request.method == "POST":
        return submit(request, form, log, shown)
    return shown(200)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Role.CLERK)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo a record of this facility, with a reason; the record stays, and its reversal stands beside it."""
    facility = desk_of(request.user).facility
    records = ServiceRecord.objects.filter(facility=facility, reverses=None).select_related(
        "service_type", "reversal"
    )
    record = get_object_or_404(records, pk=pk)
    form = ReversalForm(request.POST or None, initial={"id": uuid7()})

    def shown(status: int) -> HttpResponse:
        return render(
            request,
            "records/undo.html",
            {"form": form, "record": ServiceRecordOut(record).data},
            status=status,
        )

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.reverse(by=request.user, record=pk, id=data["id"], reason=data["reason"], now=timezone.now())
        messages.success(request, _("The record is undone."))
        return redirect("desk")

    if request.method == "POST":
        return submit(request, form, perform, shown)
    return shown(200)


def favourites_shown(form: VisitForm, kinds: list[Any]) -> list[Any]:
    """The favourites in the order that their numbers had when the page was first made."""
    by_code = {kind.code: kind for kind in kinds}
    return [by_code[code] for code in (form["favourites"].value() or "").split(",") if code in by_code]


def today_at(facility: Facility, request: HttpRequest) -> dict[str, Any]:
    """What the facility wrote down today: visits, newest first, and totals by kind."""
    logged = ServiceRecord.objects.visible_to(request.reach).logged_at(facility.pk, cairo_today())
    newest = logged.select_related("facility", "service_type", "reversal").order_by("-recorded_at", "-pk")
    rows = list(newest[:SHOWN_TODAY])
    people = Beneficiary.objects.visible_to(request.reach).filter(pk__in={row.beneficiary_id for row in rows})
    names = dict(people.values_list("pk", Coalesce("merged_into__full_name", "full_name")))
    present = {row.pk for row in rows}
    visits: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        if row.reverses_id in present:
            continue  # its record stands in the list and says that it is undone
        fresh: dict[str, Any] = {"at": row.recorded_at, "name": names.get(row.beneficiary_id), "records": []}
        visits.setdefault(row.visit, fresh)["records"].insert(0, ServiceRecordOut(row).data)
    return {"visits": list(visits.values()), "totals": totals(logged), "day": cairo_today()}


def totals(logged: QuerySet[ServiceRecord]) -> dict[str, Any]:
    """How many services of each kind, and how many people; what was undone does not count."""
    kinds = (
        logged.values(name_ar=F("service_type__name_ar"), name_en=F("service_type__name_en"))
        .annotate(number=Sum("quantity"))
        .filter(number__gt=0)
        .order_by("-number", "name_ar")
    )
    standing = logged.filter(reverses=None, reversal=None)
    by_kind = list(kinds)
    return {
        "kinds": by_kind,
        "services": sum(kind["number"] for kind in by_kind),
        "people": standing.aggregate(people=Count("beneficiary", distinct=True))["people"],
    }


def membership_of(patient: Beneficiary) -> Membership | None:
    """The membership in force today; None for someone who is no longer registered."""
    memberships = patient.memberships.select_related("unit", "household")
    return next((one for one in memberships if one.in_force_on(cairo_today())), None)
