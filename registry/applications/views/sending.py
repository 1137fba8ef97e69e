"""The pages of sending: everything once more, giving it up, and where it stands afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from registry.applications import actions, waiting
from registry.applications.forms import DeclarationForm
from registry.applications.views.entry import (
    READ_OR_SEND,
    of_the_family,
    people_of,
    posted,
    shown,
    step,
)
from registry.applications.views.ways import Way
from registry.applications.work import with_work
from uhis_portal.calendar import cairo_today
from uhis_portal.display import number
from uhis_portal.page import version_of


@READ_OR_SEND
def check(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """Everything once more, the declaration, and sending."""
    application = way.own(request, pk)
    today = cairo_today()
    if (
        request.method != "POST"
        and application.may_be_changed
        and not actions.is_whole(application, today=today)
    ):
        return redirect(way.url("tasks", pk))
    form = DeclarationForm(posted(request))

    def save(data: dict[str, Any]) -> str:
        actions.send(
            by=request.user,
            application_id=pk,
            declared=data["declared"],
            now=timezone.now(),
            today=today,
            version=version_of(request),
        )
        return way.url("sent", pk)

    def everything() -> dict[str, Any]:
        whole = shown(request, application)
        return {
            "application": whole,
            "people": with_work(people_of(way, application, whole)),
            "oddities": of_the_family(whole),
            "papers": pictures(application.papers.count()),
        }

    return step(request, way, application, "check", form, save, read=everything)


def pictures(count: int) -> str:
    """How many pictures there are, in words; empty for none."""
    words = ngettext("%(count)s picture", "%(count)s pictures", count)
    return words % {"count": number(count)} if count else ""


@READ_OR_SEND
def withdraw(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """Ask once more, then give the application up."""
    application = way.own(request, pk)

    def save(data: dict[str, Any]) -> str:
        actions.withdraw(by=request.user, application_id=pk, version=version_of(request))
        return way.url("sent", pk)

    form = forms.Form(posted(request))
    return step(request, way, application, "check", form, save, template="applications/withdraw.html")


@require_safe
def sent(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """Where a sent application stands: its reference number, and what happens next by when."""
    application = way.own(request, pk)
    if application.may_be_changed:
        return redirect(way.url("tasks", pk))
    whole = shown(request, application)
    context = {
        "way": way,
        "application": whole,
        "people": people_of(way, application, whole),
        "due_on": waiting.due_on(application),
    }
    return render(request, "applications/sent.html", context)
