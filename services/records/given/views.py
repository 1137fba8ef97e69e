"""Pages of what was given: a facility's day, a person's services, a family's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facilities.directory.models import Facility
from facilities.staff.access import STAFF, citizens_only, posts_of, requires
from registry.people.models import Beneficiary
from registry.people.own_file.readings import own_household
from services.records.given import people
from services.records.given.asking import day_asked, facility_in_reach
from services.records.given.day import day_at, names_of, written_down
from services.records.given.forms import ReasonForm
from services.records.given.serializers import DayOut
from services.records.models import ServiceRecord
from services.records.serializers import ServiceRecordOut
from uhis_portal.calendar import cairo_today
from uhis_portal.page import page_of, submit
from uhis_portal.reach import system_reach

A_PAGE = 100


@require_safe
@never_cache
@requires(*STAFF)
def own_day(request: HttpRequest) -> HttpResponse:
    """Today at the facility where one works."""
    for post in posts_of(request.user):
        if post.facility_id:
            return redirect("service-day", post.facility_id)
    raise PermissionDenied


@require_safe
@never_cache
@requires(*STAFF)
def service_day(request: HttpRequest, code: str) -> HttpResponse:
    """A facility's day, to look through and to print at its end."""
    facility = facility_in_reach(code, request.reach)
    today = cairo_today()
    fault = ""
    try:
        day = day_asked(request.GET, today=today)
    except ValidationError as refusal:
        day, fault = today, refusal.messages[0]
    context = {
        "facility": facility,
        "fault": fault,
        "day": DayOut(day_at(facility, day, request.reach)).data,
        "before": (day - timedelta(days=1)).isoformat(),
        "after": (day + timedelta(days=1)).isoformat() if day < today else "",
        "now": timezone.now(),
        **rows_of(request, facility, day),
    }
    return render(request, "records/day.html", context, status=422 if fault else 200)


def rows_of(request: HttpRequest, facility: Facility, day: date) -> dict[str, Any]:
    """A page of the rows, the latest first, as they are represented, with the patient's name and the clerk's."""
    rows = written_down(facility, day, request.reach).select_related(
        "facility", "service_type", "reversal", "recorded_by", "other_patient"
    )
    some, beside = page_of(
        request, rows.order_by("-recorded_at", "-pk"), A_PAGE, kept={"on": day.isoformat()}
    )
    names = names_of(some, request.reach)
    return {
        "rows": [
            {
                **ServiceRecordOut(row).data,
                "at": row.recorded_at,
                "name": names[row.pk],
                "clerk": row.recorded_by,
                "late": row.is_late,
            }
            for row in some
        ],
        **beside,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*STAFF)
def person_services(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a person was given at the own facility; with a reason that is noted, anywhere."""
    person = find(request, pk)
    form = ReasonForm(request.POST or None)

    def shown(records: list[ServiceRecord], status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "person": person,
            "form": form,
            "records": ServiceRecordOut(records, many=True).data,
            **more,
        }
        return render(request, "records/person_services.html", context, status=status)

    def here(status: int = 200) -> HttpResponse:
        records = people.read_here(by=request.user, person=person, reach=request.reach)
        some, beside = page_of(request, records, A_PAGE)
        return shown(some, status, **beside)

    def everywhere(data: dict[str, Any]) -> HttpResponse:
        records = people.read_everywhere(
            by=request.user, person=person, reason=data["reason"], most=people.MOST_SHOWN
        )
        return shown(records, everywhere=True)

    if request.method == "POST":
        return submit(request, form, everywhere, here)
    return here()


def find(request: HttpRequest, pk: UUID) -> Beneficiary:
    """The person, if in reach or looked up at the own desk; 404 otherwise."""
    try:
        return people.find_person(by=request.user, reach=request.reach, pk=pk, now=timezone.now())
    except Beneficiary.DoesNotExist as fault:
        raise Http404 from fault


@require_safe
@never_cache
@citizens_only
def family_services(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the members of one's own family were given."""
    family = get_object_or_404(own_household(request.reach.households, pk))
    with system_reach():  # the ledger is the facilities'; the family is one's own
        some, beside = page_of(request, people.given_to_family(family), A_PAGE)
    context = {
        "household": family,
        "records": with_names(some),
        **beside,
    }
    return render(request, "records/family_services.html", context)


def with_names(records: list[ServiceRecord]) -> list[dict[str, Any]]:
    """Records of one's own family as they are represented, with the name of whom they are about."""
    with system_reach() as reach:
        names = names_of(records, reach)
    return [{**ServiceRecordOut(record).data, "name": names[record.pk]} for record in records]
