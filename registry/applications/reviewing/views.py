"""The reviewers' pages: the queue, an application, the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facilities.staff.access import STAFF, requires
from registry.applications import actions, waiting
from registry.applications.mending import label_of
from registry.applications.models import Application
from registry.applications.papers.views import with_people
from registry.applications.reviewing.forms import (
    LINES,
    QUEUE,
    MendingForm,
    QueueForm,
    RefusalForm,
    SettlingForm,
)
from registry.applications.reviewing.likely import likely_of
from registry.applications.reviewing.serializers import QueueRow, Review
from registry.applications.serializers import ordered
from registry.applications.views.ways import with_words
from registry.applications.waiting import WaitsFor
from registry.applications.work import with_work
from registry.people.duplicates.likeness import Sign, percent
from uhis_portal.calendar import cairo_today
from uhis_portal.display import number
from uhis_portal.page import new_key, page_of, submit, version_of

A_PAGE = 25
UNDECIDED = (Application.Status.RECEIVED, Application.Status.RETURNED)


@never_cache
@requires(*STAFF)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Applications of the governorates one reviews, by age and by what they wait for."""
    form = QueueForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    status = asked.get("status") or Application.Status.RECEIVED
    waits_for = asked.get("waits_for", "") if status == Application.Status.RECEIVED else ""
    late_only = bool(asked.get("overdue")) and status == Application.Status.RECEIVED
    today = cairo_today()
    sent = Application.objects.reviewed_in(request.reach).filter(sent_at__isnull=False)
    found = waiting.with_waiting(sent.in_short()).filter(status=status)
    if waits_for:
        found = found.filter(waits_for=waits_for)
    if late_only:
        found = found.filter(waiting.late(today))
    found = found.longest_waiting_first() if status in UNDECIDED else found.decided_as(status)
    kept = {
        "status": status,
        **({"waits_for": waits_for} if waits_for else {}),
        **({"overdue": "on"} if late_only else {}),
    }
    shown, beside = page_of(request, found, A_PAGE, kept=kept)
    actions.note_list(by=request.user, applications=shown)
    context = {
        "form": QueueForm(initial=kept),
        "status": status,
        "caption": dict(QUEUE)[status],
        "today": today,
        "narrowed": bool(waits_for or late_only),
        "counts": waiting.counts(sent, today) if beside["previous_url"] is None else None,
        "applications": [
            {
                **QueueRow(one).data,
                "waits_for_label": WaitsFor(one.waits_for).label if one.waits_for else "",
                "waiting_since": waiting.came_in(one),
                "late": (due := waiting.due_on(one)) is not None and due < today,
            }
            for one in shown
        ],
        **beside,
    }
    return render(request, "applications/queue.html", context)


def reviewed(request: HttpRequest, pk: UUID) -> Application:
    """An application sent from a governorate that one reviews; 404 for any other."""
    sent = Application.objects.whole().reviewed_in(request.reach).filter(sent_at__isnull=False)
    return get_object_or_404(sent, pk=pk)


@never_cache
@requires(*STAFF)
@require_safe
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One application, whole. That it was opened is noted."""
    application = reviewed(request, pk)
    actions.note_reading(by=request.user, application=application)
    return review_page(request, application)


def review_page(
    request: HttpRequest, application: Application, status: int = 200, **used: Any
) -> HttpResponse:
    """The page; `used` holds the form that was refused, under its name."""
    people = ordered(application)
    likely = likely_of(request.user, application)
    shown = Review(application, context={"account": request.user, "likely": likely}).data
    typed = request.GET.get("lines", "")
    lines = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else LINES
    today = cairo_today()
    forms_used = {
        "approval": None,
        "form": RefusalForm(),
        "mending": MendingForm(people=people, lines=lines),
        "settling": SettlingForm(),
        **used,
    }
    names = {str(row.pk): row.full_name for row in people}
    context = {
        "application": shown["application"],
        "people": with_work(with_words(shown["application"]["applicants"])),
        "waits_for_label": WaitsFor(awaited).label if (awaited := shown["waits_for"]) else "",
        "waiting_since": waiting.came_in(application),
        "today": today,
        "odd": [
            {
                "name": "" if one["place"] is None else people[one["place"]].full_name,
                "message": one["message"],
            }
            for one in shown["application"]["warnings"]
        ],
        "due_on": (due := waiting.due_on(application)),
        "late": due is not None and due < today,
        "disputed": shown["disputed"],
        "papers": with_people(application),
        "likely": [
            {
                **one,
                "applicant": people[one["place"]].full_name,
                "why": [Sign(reason).label for reason in one["reasons"]],
                "percent": percent(one["score"]),
            }
            for one in likely
        ],
        "asked": [
            {"what": label_of(one), "name": names.get(str(one["person"]), ""), "why": one["why"]}
            for one in application.to_mend
        ],
        "own": shown["own"],
        "free_places": number(application.unit.free_places) if application.unit else "",
        "file_number": application.household.file_number if application.household else "",
        "decided_by": application.decided_by,
        "key": new_key(),
        "version": application.version,
        "more_lines": forms_used["mending"].lines + LINES,
        "mending_open": bool(typed) or forms_used["mending"].is_bound,
        **forms_used,
    }
    return render(request, "applications/review.html", context, status=status)


def decision(
    request: HttpRequest, pk: UUID, name: str, form: forms.Form, act: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    """Run an action on an application that one reviews; `name` is that of the form on the page."""

    def perform(data: dict[str, Any]) -> HttpResponse:
        act(data)
        return redirect("application-review", pk)

    return submit(
        request,
        form,
        perform,
        lambda status: review_page(request, reviewed(request, pk), status, **{name: form}),
    )


@never_cache
@requires(*STAFF)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Register the family."""
    reviewed(request, pk)

    def act(_data: dict[str, Any]) -> None:
        approved = actions.approve(
            by=request.user, application_id=pk, on=cairo_today(), version=version_of(request)
        )
        if approved.household:  # of another unit, it is in reach of this request only
            sentence = _("The family is registered. Its file number is %(file_number)s.")
            messages.success(request, sentence % {"file_number": approved.household.file_number})

    return decision(request, pk, "approval", forms.Form(request.POST), act)


@never_cache
@requires(*STAFF)
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn the application down."""
    reviewed(request, pk)

    def act(data: dict[str, Any]) -> None:
        actions.refuse(by=request.user, application_id=pk, version=version_of(request), **data)

    return decision(request, pk, "form", RefusalForm(request.POST), act)


@never_cache
@requires(*STAFF)
@require_POST
def return_for_mending(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the application back to the family, with what is to be put right."""
    form = MendingForm(request.POST, people=ordered(reviewed(request, pk)))

    def act(_data: dict[str, Any]) -> None:
        try:
            actions.return_for_mending(
                by=request.user,
                application_id=pk,
                to_mend=form.to_mend(),
                now=timezone.now(),
                version=version_of(request),
            )
        except ValidationError as fault:
            if not hasattr(fault, "error_dict"):
                raise
            named = {form.name_of(name): found for name, found in fault.error_dict.items()}
            raise ValidationError(named) from fault
        messages.success(request, _("The family was asked to put it right."))

    return decision(request, pk, "mending", form, act)


@never_cache
@requires(*STAFF)
@require_POST
def settle(request: HttpRequest, pk: UUID, person_pk: UUID) -> HttpResponse:
    """Someone who disputed being named belongs to the family after all."""
    application = reviewed(request, pk)
    if person_pk not in {row.pk for row in application.applicants.all()}:
        raise Http404

    def act(data: dict[str, Any]) -> None:
        actions.settle_dispute(
            by=request.user, application_id=pk, applicant_id=person_pk, version=version_of(request), **data
        )

    return decision(request, pk, "settling", SettlingForm(request.POST), act)
