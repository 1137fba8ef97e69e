"""The clerk's desk: find the person, log what was given, undo a slip. One dense screen, keyboard first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from uuid_utils.compat import uuid7

from facilities.staff.access import desk_of, requires
from facilities.staff.models import Role
from registry.coverage.answers import answers_on
from registry.people.models import Beneficiary, Membership
from services.records import actions
from services.records.desk.found import people_found
from services.records.desk.screen import departments_of
from services.records.desk.today import today_at
from services.records.desk.words import words_of_desk, words_of_release
from services.records.forms import FindForm, OtherVisitForm, ReversalForm, VisitForm
from services.records.kinds import favourites_of, kinds_given_at
from services.records.models import ServiceRecord
from services.records.serializers import ServiceRecordOut
from uhis_portal.calendar import cairo_today
from uhis_portal.offline import MARK
from uhis_portal.page import submit


@never_cache
@sensitive_post_parameters("who")
@require_http_methods(["GET", "POST"])
@requires(Role.CLERK)
def desk(request: HttpRequest) -> HttpResponse:
    """Find the person; beside it, what this facility logged today. With a script, the whole desk is this one page."""
    facility = desk_of(request.user).facility
    form = FindForm(request.POST or None)

    def shown(status: int, **more: Any) -> HttpResponse:
        context = {
            "form": form,
            "facility": facility,
            "today": today_at(facility, request.reach),
            **screen(request),
            **more,
        }
        return render(request, "records/desk.html", context, status=status)

    def find(data: dict[str, Any]) -> HttpResponse:
        found = actions.find_at_desk(
            by=request.user,
            reach=request.reach,
            facility=facility.pk,
            typed=data["who"],
            today=cairo_today(),
        )
        if len(found.people) == 1:
            return redirect("desk-visit", found.people[0].pk)
        return shown(200, found=people_found(found, cairo_today()))

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
    answer = answers_on(cairo_today(), [patient.pk]).get(patient.pk)
    about = {"patient": patient, "membership": membership_of(patient), "answer": answer}
    return log_page(request, VisitForm, about, beneficiary=pk)


@never_cache
@sensitive_post_parameters("other_patient.full_name", "other_patient.paper")
@require_http_methods(["GET", "POST"])
@requires(Role.CLERK)
def other(request: HttpRequest) -> HttpResponse:
    """Log what somebody was given who is not registered."""
    return log_page(request, OtherVisitForm, {}, beneficiary=None)


def log_page(
    request: HttpRequest, form_class: type[VisitForm], about: dict[str, Any], beneficiary: UUID | None
) -> HttpResponse:
    """The form of a visit; `about` says of whom it is."""
    facility = desk_of(request.user).facility
    kinds = list(kinds_given_at(facility, cairo_today()).order_by("code"))
    favourites = favourites_of(facility, kinds)
    fresh = form_class.fresh(provided_on=cairo_today(), favourites=",".join(kind.code for kind in favourites))
    form = form_class(request.POST or None, kinds=kinds, departments=departments_of(facility), initial=fresh)

    def shown(status: int) -> HttpResponse:
        context = {
            "form": form,
            "facility": facility,
            **about,
            "kinds": kinds,
            "favourites": favourites_shown(form, kinds),
            "today": today_at(facility, request.reach),
        }
        return render(request, "records/visit.html", context, status=status)

    def log(data: dict[str, Any]) -> HttpResponse:
        try:
            actions.log_visit(
                by=request.user,
                visit=data["visit"],
                facility=facility.pk,
                beneficiary=beneficiary,
                guest=form.guest if isinstance(form, OtherVisitForm) else None,
                department=data.get("department"),
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


def membership_of(patient: Beneficiary) -> Membership | None:
    """The membership in force today; None for someone who is no longer registered."""
    memberships = patient.memberships.select_related("unit", "household")
    return next((one for one in memberships if one.in_force_on(cairo_today())), None)


@never_cache
@require_safe
@requires(Role.CLERK)
def shell(request: HttpRequest) -> HttpResponse:
    """The desk as a device keeps it for a time without a network: the clerk's own, and nothing of any patient."""
    context = {
        "form": FindForm(),
        "facility": desk_of(request.user).facility,
        "shell": True,
        "messages": (),
        **screen(request),
    }
    response = render(request, "records/desk.html", context)
    response.headers[MARK] = "own"
    return response


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a browser needs to install the desk as an application."""
    answer = {
        "id": reverse("desk"),
        "name": _("Desk of the Universal Health Insurance"),
        "short_name": _("Desk"),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("desk"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf8f2",
        "theme_color": "#083f46",
        "icons": [
            {"src": static(f"records/desk-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ]
        + [
            {
                "src": static("records/desk-maskable.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            }
        ],
    }
    return JsonResponse(
        answer, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@never_cache
@require_safe
@requires(Role.FACILITY_MANAGER)
def locked(request: HttpRequest) -> HttpResponse:
    """Entries that clerks left locked on this very device; the manager releases them unread."""
    return render(request, "records/locked.html", {"words": words_of_release()})


def screen(request: HttpRequest) -> dict[str, Any]:
    """What the page hands to its script."""
    return {"words": words_of_desk(), "clerk": request.user.pk}
