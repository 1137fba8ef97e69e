"""The first pages of registering: what it takes, when it opens where one lives, and what is done and left."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilities.geography.models import Governorate
from facilities.geography.serializers import GovernorateInList
from registry.applications import actions, places, turns
from registry.applications.forms import WhenForm
from registry.applications.mending import label_of
from registry.applications.models import Application
from registry.applications.serializers import ApplicationRow
from registry.applications.views.entry import READ_OR_SEND
from registry.applications.views.ways import COUNTER, HOTLINE, REGISTER, Way, tasks_of
from registry.people.models import Relation
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual
from uhis_portal.page import new_key, submit


@never_cache
@login_not_required
@READ_OR_SEND
def register(request: HttpRequest) -> HttpResponse:
    """What registering takes, for everyone; for a citizen who signed in, the way to start or to go on."""
    if request.method != "POST":
        return first_page(request, REGISTER, "applications/register.html")
    if request.user.is_authenticated and not request.user.is_citizen:
        raise PermissionDenied
    if turns.wait(request.session, timezone.now()):
        return redirect("register-turn")
    if not request.user.is_authenticated:
        return redirect_to_login(REGISTER.home, reverse("sign-in"))
    return begin(request, REGISTER, "applications/register.html")


@never_cache
@login_not_required
@require_safe
def turn(request: HttpRequest) -> HttpResponse:
    """The page that waits while more families come than can begin; it goes on by itself when the turn has come."""
    left = turns.left(request.session, timezone.now())
    if not left:
        if turns.TURN in request.session:
            messages.success(request, _("It is your turn now."))
        return redirect("register")
    response = render(
        request,
        "applications/turn.html",
        {"minutes": math.ceil(left / timedelta(minutes=1)), "url": request.path},
    )
    response.headers["Refresh"] = str(math.ceil(min(left, turns.LOOK_AGAIN).total_seconds()))
    return response


@COUNTER.open
@READ_OR_SEND
def counter(request: HttpRequest) -> HttpResponse:
    """A clerk starts a family's application, or goes on with one."""
    if request.method == "POST":
        return begin(request, COUNTER, "applications/counter.html")
    return first_page(request, COUNTER, "applications/counter.html")


@HOTLINE.open
@READ_OR_SEND
def hotline(request: HttpRequest) -> HttpResponse:
    """A clerk starts the application of a family that calls 15344, or goes on with one."""
    if request.method == "POST":
        return begin(request, HOTLINE, "applications/counter.html")
    return first_page(request, HOTLINE, "applications/counter.html")


def first_page(
    request: HttpRequest, way: Way, template: str, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    begun = Application.objects.none()
    if request.user.is_authenticated:
        own = Application.objects.filter(account=request.user, channel=way.channel)
        open_ones = own.filter(status__in=(Application.Status.DRAFT, Application.Status.RETURNED))
        begun = open_ones.in_short().order_by("-begun_at", "pk")[:20]
    drafts = [{**ApplicationRow(draft).data, "url": way.url("tasks", draft.pk)} for draft in begun]
    context = {"way": way, "drafts": drafts, "form": form, "key": new_key()}
    return render(request, template, context, status=status)


def begin(request: HttpRequest, way: Way, template: str) -> HttpResponse:
    form = forms.Form(request.POST)
    if not request.POST.get("key"):
        raise BadRequest("without its key a form sent twice would begin two applications")

    def perform(data: dict[str, Any]) -> HttpResponse:
        application = actions.begin(by=request.user, today=cairo_today(), channel=way.channel)
        return redirect(way.url(way.steps[0], application.pk))

    return submit(request, form, perform, lambda status: first_page(request, way, template, form, status))


@require_safe
def tasks(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """What is done and what is left; and what the reviewer asked to be put right."""
    application = way.own(request, pk)
    if not application.may_be_changed:
        return redirect(way.url("sent", pk))
    returned = mending(way, application)
    tasks = tasks_of(way, application, {one["step"] for one in returned})
    context = {
        "way": way,
        "addresses": way.addresses(application),
        "tasks": tasks,
        "next": next((one for one in tasks if one["status"] in ("doing", "todo")), None),
        "reference": application.reference,
        "papers_status": papers_status(application, returned),
        "papers_needed": settings.PAPERS_NEEDED,
        "returned": application.status == Application.Status.RETURNED,
        "to_mend": returned,
    }
    return render(request, "applications/tasks.html", context)


def papers_status(application: Application, returned: list[dict[str, str]]) -> str:
    if any(one["step"] == "papers" for one in returned):
        return "again"
    return "done" if application.papers.exists() else "todo"


def mending(way: Way, application: Application) -> list[dict[str, str]]:
    """What the reviewer asked to be put right, each with the step and the address where that is done."""
    if application.status != Application.Status.RETURNED:
        return []
    rows = {str(row.pk): row for row in application.applicants.all()}
    found = []
    for one in application.to_mend:
        row = rows.get(one["person"])
        if one["person"] is not None and row is None:
            continue
        if one["field"] == "papers":
            step, url = "papers", way.url("papers", application.pk)
        elif row is None:
            step = {"applicants": "family"}.get(one["field"], one["field"])
            step = step if step in way.steps else "check"
            url = way.url(step, application.pk)
        elif one["field"] == "work":
            step, url = "work", way.url("person-work", application.pk, row.pk)
        elif row.relation == Relation.HEAD:
            step, url = "head", way.url("head", application.pk)
        else:
            step = "spouses" if row.relation == Relation.SPOUSE else "family"
            url = way.url("person", application.pk, row.pk)
        name = row.full_name if row else ""
        found.append({"label": label_of(one), "name": name, "why": one["why"], "step": step, "url": url})
    return found


@never_cache
@login_not_required
@READ_OR_SEND
def when(request: HttpRequest) -> HttpResponse:
    """When registration opens in a governorate (`?governorate=EG-C`); the own number is left to be told, or taken back."""
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_citizen:
            raise PermissionDenied
        return leave(request)
    return when_page(request, request.GET.get("governorate", ""))


def leave(request: HttpRequest) -> HttpResponse:
    """Leave the own number, or take it back (`forget`)."""
    code = request.POST.get("governorate", "")
    form = WhenForm(request.POST, offered=())

    def perform(data: dict[str, Any]) -> HttpResponse:
        if "forget" in request.POST:
            actions.forget_number(by=request.user, governorate=code)
            messages.success(request, _("Your number is forgotten there."))
        else:
            left = actions.leave_number(
                by=request.user, governorate=code, now=timezone.now(), today=cairo_today()
            )
            words = _("A message tells you when registration opens in %(governorate)s.")
            messages.success(request, words % {"governorate": bilingual(left)})
        return redirect(f"{reverse('register-when')}?{urlencode({'governorate': code})}")

    return submit(request, form, perform, lambda status: when_page(request, code, form, status))


def when_page(
    request: HttpRequest, code: str, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    today = cairo_today()
    every = places.in_order(Governorate.objects.defer("outline").prefetch_related("stages"))
    closed = [one for one in every if not places.is_open(one, today)]
    chosen = next((one for one in every if one.pk == code), None)
    citizen = request.user.is_authenticated and request.user.is_citizen
    left = {one.governorate_id for one in actions.left_in(by=request.user)} if citizen else set()
    here = request.get_full_path() if request.method == "GET" else reverse("register-when")
    context = {
        "form": form or WhenForm(offered=closed),
        "governorate": GovernorateInList(chosen, context={"today": today}).data if chosen else None,
        "open": chosen is not None and places.is_open(chosen, today),
        "citizen": citizen,
        "left": chosen is not None and chosen.pk in left,
        "key": new_key(),
        "sign_in_here": f"{reverse('sign-in')}?{urlencode({'next': here})}",
    }
    return render(request, "applications/when.html", context, status=status)
