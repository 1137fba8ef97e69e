"""The reviewers' pages: the queue, an application, the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facilities.staff.access import STAFF, requires
from registry.applications import actions
from registry.applications.forms import QUEUE, QueueForm, RefusalForm
from registry.applications.models import Application
from registry.applications.serializers import ApplicationDetail, ApplicationRow
from registry.applications.views.entry import version_of
from registry.applications.views.ways import with_words
from uhis_portal.calendar import cairo_today
from uhis_portal.display import number
from uhis_portal.page import new_key, page_number, submit

A_PAGE = 25


@never_cache
@requires(*STAFF)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Applications of the governorates one reviews: those that wait the longest first, the latest decided first."""
    form = QueueForm(request.GET or None)
    status = (form.is_valid() and form.cleaned_data["status"]) or Application.Status.RECEIVED
    sent = Application.objects.reviewed_in(request.reach).in_short()
    found = sent.awaiting_review() if status == Application.Status.RECEIVED else sent.decided_as(status)
    page = page_number(request)
    rows = list(found[(page - 1) * A_PAGE : page * A_PAGE + 1])
    shown = rows[:A_PAGE]
    actions.note_list(by=request.user, applications=shown)

    def address(other: int) -> str:
        return "?" + urlencode({"status": status, "page": other})

    context = {
        "form": QueueForm(initial={"status": status}),
        "status": status,
        "caption": dict(QUEUE)[status],
        "applications": ApplicationRow(shown, many=True).data,
        "previous_url": address(page - 1) if page > 1 else None,
        "next_url": address(page + 1) if len(rows) > A_PAGE else None,
    }
    return render(request, "applications/queue.html", context)


def reviewed(request: HttpRequest, pk: UUID) -> Application:
    """An application sent from a governorate that one reviews; 404 for any other."""
    return get_object_or_404(Application.objects.whole().reviewed_in(request.reach), pk=pk)


@never_cache
@requires(*STAFF)
@require_safe
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One application, whole. That it was opened is noted."""
    application = reviewed(request, pk)
    actions.note_reading(by=request.user, application=application)
    return review_page(request, application)


def review_page(
    request: HttpRequest,
    application: Application,
    approval: forms.Form | None = None,
    refusal: RefusalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = ApplicationDetail(application).data
    context = {
        "application": shown,
        "people": with_words(shown["applicants"]),
        "own": application.account_id == request.user.pk,
        "free_places": number(application.unit.free_places) if application.unit else "",
        "file_number": application.household.file_number if application.household else "",
        "decided_by": application.decided_by,
        "approval": approval,
        "form": refusal or RefusalForm(),
        "key": new_key(),
        "version": application.version,
    }
    return render(request, "applications/review.html", context, status=status)


@never_cache
@requires(*STAFF)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Register the family."""
    reviewed(request, pk)
    form = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        approved = actions.approve(
            by=request.user, application_id=pk, on=cairo_today(), version=version_of(request)
        )
        if approved.household:  # of another unit, it is in reach of this request only
            sentence = _("The family is registered. Its file number is %(file_number)s.")
            messages.success(request, sentence % {"file_number": approved.household.file_number})
        return redirect("application-review", pk)

    return submit(
        request, form, perform, lambda status: review_page(request, reviewed(request, pk), form, None, status)
    )


@never_cache
@requires(*STAFF)
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn the application down."""
    reviewed(request, pk)
    form = RefusalForm(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.refuse(by=request.user, application_id=pk, version=version_of(request), **data)
        return redirect("application-review", pk)

    return submit(
        request, form, perform, lambda status: review_page(request, reviewed(request, pk), None, form, status)
    )
