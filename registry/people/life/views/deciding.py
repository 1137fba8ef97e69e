"""The clerks' queue of reported changes, and the decision; and where a report stands, for the family."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facilities.staff.access import STAFF, has_role, requires
from facilities.staff.models import Role
from registry.people import actions
from registry.people.dependants import Answer
from registry.people.life.forms import ConfirmForm, FindForm, RefuseForm
from registry.people.life.serializers import ChangeDetail, ChangeRow
from registry.people.life.views.reporting import first_page
from registry.people.life.words import TITLES, described, named_in, to_bring
from registry.people.models import Beneficiary, Household, LifeEvent, Relation
from uhis_portal.calendar import cairo_today
from uhis_portal.page import new_key, page_of, submit, version_of

A_PAGE = 25
BADGES = {"reported": "waiting", "confirmed": "good", "refused": "warning", "withdrawn": "neutral"}
# What the rules of dependants say of a member.
RULE_WORDS = {
    Answer.ALLOWED: gettext_lazy("may be a dependant"),
    Answer.ENDED: gettext_lazy("too old to be a dependant by the rules known here: you decide"),
    Answer.CONDITION: gettext_lazy("may be a dependant on a condition: check it"),
    Answer.NOT_KNOWN: gettext_lazy("no rule is known here: you decide"),
}


@never_cache
@requires(*STAFF)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Changes that families or colleagues reported, the longest waiting first; and the way to record one."""
    form = FindForm(request.GET if "file_number" in request.GET else None)
    if form.is_bound and form.is_valid() and has_role(request.user, Role.CLERK):
        number = form.cleaned_data["file_number"].strip().upper()
        family = Household.objects.visible_to(request.reach).filter(file_number=number).first()
        if family is not None:
            return redirect("life-event-choose", family.pk)
        form.add_error("file_number", _("No family of your unit has this file number."))
    waiting = LifeEvent.objects.visible_to(request.reach).awaiting_decision()
    found = waiting.select_related("governorate", "unit", "reported_by")
    shown, beside = page_of(request, found, A_PAGE)
    actions.note_list(by=request.user, subjects=shown)
    context = {
        "form": form,
        "today": cairo_today(),
        "may_record": has_role(request.user, Role.CLERK),
        "events": [{**ChangeRow(one).data, "title": TITLES[one.kind]} for one in shown],
        **beside,
    }
    return render(request, "people/life/queue.html", context, status=422 if form.errors else 200)


def in_reach(request: HttpRequest, pk: UUID) -> LifeEvent:
    """A reported change of a family of one's own, or of a governorate that one reviews; 404 for any other."""
    events = LifeEvent.objects.visible_to(request.reach)
    return get_object_or_404(events.select_related("governorate", "unit", "reported_by", "decided_by"), pk=pk)


@never_cache
@require_safe
def event(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One reported change: where it stands, for the family; all of it and the decision, for staff."""
    found = in_reach(request, pk)
    return event_page(request, found)


def event_page(
    request: HttpRequest,
    found: LifeEvent,
    confirmation: forms.Form | None = None,
    refusal: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    actions.open_event(by=request.user, event=found)
    shown = ChangeDetail(found, context={"today": cairo_today()}).data
    details = {**json.loads(found.details or "{}"), "happened_on": found.happened_on.isoformat()}
    people = list(Beneficiary.objects.filter(pk__in=named_in(details)).defer("national_id"))
    context = {
        "event": found,
        "today": cairo_today(),
        "shown": shown,
        "title": TITLES[found.kind],
        "badge": BADGES[found.status],
        "lines": described(found.kind, details, people),
        "members": [
            {
                **member,
                "relation_label": Relation(member["relation"]).label,
                "rule": RULE_WORDS.get(member["dependant"] or "", ""),
            }
            for member in shown["members"]
        ],
        "first_page": first_page(request),
        "bring": to_bring(found.kind, details),
        "own": found.reported_by_id == request.user.pk,
        "decides": not request.user.is_citizen and found.status == LifeEvent.Status.REPORTED,
        "confirmation": confirmation or ConfirmForm(),
        "refusal": refusal or RefuseForm(),
        "key": new_key(),
        "version": found.version,
    }
    template = "people/life/own_event.html" if request.user.is_citizen else "people/life/event.html"
    return render(request, template, context, status=status)


@never_cache
@requires(*STAFF)
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it take effect."""
    in_reach(request, pk)
    form = ConfirmForm(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.confirm(
            by=request.user,
            event_id=pk,
            now=timezone.now(),
            today=cairo_today(),
            version=version_of(request),
            **data,
        )
        messages.success(request, _("The change is in force."))
        return redirect("life-event", pk)

    return submit(
        request, form, perform, lambda status: event_page(request, in_reach(request, pk), form, None, status)
    )


@never_cache
@requires(*STAFF)
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do not confirm it."""
    in_reach(request, pk)
    form = RefuseForm(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.refuse(by=request.user, event_id=pk, now=timezone.now(), version=version_of(request), **data)
        return redirect("life-event", pk)

    return submit(
        request, form, perform, lambda status: event_page(request, in_reach(request, pk), None, form, status)
    )


@never_cache
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one reported oneself."""
    if not (request.user.is_citizen or has_role(request.user, Role.CLERK)):
        raise PermissionDenied
    get_object_or_404(LifeEvent.objects.visible_to(request.reach).filter(reported_by=request.user), pk=pk)
    form = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.withdraw(by=request.user, event_id=pk, now=timezone.now(), version=version_of(request))
        return redirect("life-event", pk)

    return submit(
        request, form, perform, lambda status: event_page(request, in_reach(request, pk), form, None, status)
    )
