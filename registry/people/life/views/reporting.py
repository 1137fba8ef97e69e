"""Reporting a change of a family, one question a page. It works without JavaScript: the form carries the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facilities.staff.access import has_role
from facilities.staff.models import Role
from registry.people import actions
from registry.people.family import members_now
from registry.people.life.forms import ChangeForm, ConfirmForm
from registry.people.life.steps import Step, steps_of
from registry.people.life.words import PEOPLE, SEVERAL, TITLES, described, titles, to_bring
from registry.people.models import Household, LifeEvent, Membership
from registry.people.reports import read_report
from uhis_portal.calendar import cairo_today
from uhis_portal.page import new_key, submit

DATES = {"happened_on", "birth_date"}
# How a field is written, where that is not plain text.
WRITTEN = {
    "national_id": {"kind": "digits", "size": "20"},
    "other_national_id": {"kind": "digits", "size": "20"},
    "certificate_number": {"kind": "code", "size": "20"},
    "passport_number": {"kind": "code", "size": "20"},
    "phone": {"kind": "phone", "size": "20"},
}


def reported_on(request: HttpRequest, household: UUID) -> Household:
    """A family in reach of a citizen or clerk, who may report; others are refused (403), and it does not exist (404)."""
    if not (request.user.is_citizen or has_role(request.user, Role.CLERK)):
        raise PermissionDenied
    return get_object_or_404(
        Household.objects.visible_to(request.reach).select_related("governorate", "district", "unit"),
        pk=household,
    )


@never_cache
@require_safe
def choose(request: HttpRequest, household: UUID) -> HttpResponse:
    """What happened in the family?"""
    family = reported_on(request, household)
    return render(
        request,
        "people/life/choose.html",
        {"household": family, "kinds": titles(), "first_page": first_page(request)},
    )


def first_page(request: HttpRequest) -> str:
    """The name of the page from which a report is begun."""
    return "my-file" if request.user.is_citizen else "life-events"


@dataclass
class Telling:
    """A report on its way through the steps: nothing is kept but what the form carries along."""

    request: HttpRequest
    kind: str
    household: Household
    members: list[Membership]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered so far, as the later steps depend on it."""
        sent = self.request.POST
        single = {name: sent.get(name, "") for name in sent if name not in SEVERAL}
        return single | {name: sent.getlist(name) for name in SEVERAL}

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.kind, self.answers, self.members)

    def form(self, names: Sequence[str] | None = None, *, sent: bool = True) -> ChangeForm:
        return ChangeForm(
            self.kind,
            self.household,
            self.members,
            self.request.POST if sent else None,
            self.answers,
            names=names,
        )

    def answered(self, names: Sequence[str]) -> ChangeForm:
        """A step with what was answered before, not judged yet."""
        sent = self.form(names)
        sent.is_valid()
        shown = self.form(names, sent=False)
        shown.initial = {name: sent.cleaned_data.get(name) for name in names}
        return shown

    def faults(self, whole: ChangeForm) -> dict[str, Any]:
        """What is at fault in all that was answered, by field."""
        found: dict[str, Any] = dict(whole.errors.as_data())
        try:
            read_report(
                self.kind,
                household=self.household,
                members=self.members,
                given=whole.cleaned_data,
                today=cairo_today(),
            )
        except ValidationError as fault:
            for name, several in fault.error_dict.items():
                found.setdefault(name, several)
        return found

    def carried(self, shown: Sequence[str]) -> list[tuple[str, str]]:
        """What the form carries along: every answer that is not on the page."""
        kept = []
        names = {name for step in self.steps for name in step} - set(shown)
        for name, values in self.request.POST.lists():
            if name in names or name.rpartition("_")[0] in names & DATES:
                kept += [(name, value) for value in values]
        return kept


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, household: UUID, kind: str) -> HttpResponse:
    """Report a change: the questions of its kind one after the other, then all answers, then send."""
    family = reported_on(request, household)
    if kind not in TITLES:
        raise Http404
    if family.closed_on is not None and kind != LifeEvent.Kind.CORRECTION:
        return redirect(first_page(request))
    telling = Telling(request, kind, family, list(members_now(family)))
    if request.method != "POST":
        return step_page(telling, 0, telling.form(telling.steps[0], sent=False), 200)
    whole = telling.form()
    whole.is_valid()
    faults = telling.faults(whole)
    if "send" in request.POST:
        return send(telling, whole)
    steps = telling.steps
    at = place_of(request)
    if "back" in request.POST:
        at = max(min(at, len(steps)) - 1, 0)
        return step_page(telling, at, telling.answered(steps[at]), 200)
    if at < len(steps):
        wrong = {name: faults[name] for name in steps[at] if name in faults}
        if wrong:
            return faulty_step(telling, at, wrong)
        at += 1
    if at < len(steps):
        return step_page(telling, at, telling.answered(steps[at]), 200)
    return check_page(telling, whole, faults)


def place_of(request: HttpRequest) -> int:
    typed = request.POST.get("at", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0


def faulty_step(
    telling: Telling, at: int, faults: Mapping[str, Any], status: int = 422, others: Sequence[Any] = ()
) -> HttpResponse:
    """The step with its faults beside the fields."""
    form = telling.form(telling.steps[at])
    form.is_valid()
    for name, several in faults.items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, several)
    for fault in others:
        form.add_error(None, fault)
    return step_page(telling, at, form, status)


def step_page(telling: Telling, at: int, form: forms.Form, status: int) -> HttpResponse:
    steps = telling.steps
    context = {
        "form": form,
        "fields": [{"field": form[name], **WRITTEN.get(name, {})} for name in form.fields],
        "title": TITLES[telling.kind],
        "at": at,
        "current": at + 1,
        "total": len(steps) + 1,
        "carried": telling.carried(steps[at]),
        "single": len(steps[at]) == 1,
        "first_url": reverse("life-event-choose", args=[telling.household.pk]),
        "nobody": any(
            name in (*PEOPLE, *SEVERAL) and not list(field.choices) for name, field in form.fields.items()
        ),
    }
    return render(telling.request, "people/life/step.html", context, status=status)


def check_page(telling: Telling, whole: ChangeForm, faults: Mapping[str, Any]) -> HttpResponse:
    """All answers before they are sent; an answer that is at fault after all is asked for again."""
    for at, step in enumerate(telling.steps):
        wrong = {name: faults[name] for name in step if name in faults}
        if wrong:
            return faulty_step(telling, at, wrong)
    if faults:
        several = [fault for found in faults.values() for fault in found]
        return faulty_step(telling, 0, {}, others=several)
    said = read_report(
        telling.kind,
        household=telling.household,
        members=telling.members,
        given=whole.cleaned_data,
        today=cairo_today(),
    )
    details = {**said.details, "happened_on": said.happened_on.isoformat()}
    context = {
        "title": TITLES[telling.kind],
        "household": telling.household,
        "kind": telling.kind,
        "lines": described(telling.kind, details, [one.beneficiary for one in telling.members], whole=True),
        "carried": telling.carried(()),
        "at": len(telling.steps),
        "current": len(telling.steps) + 1,
        "form": ConfirmForm(),
        "by_clerk": not telling.request.user.is_citizen,
        "bring": to_bring(telling.kind, details),
        "key": new_key(),
    }
    return render(telling.request, "people/life/check.html", context)


def send(telling: Telling, whole: ChangeForm) -> HttpResponse:
    """Report it, once."""
    request = telling.request

    def perform(given: dict[str, Any]) -> HttpResponse:
        event = actions.report(
            by=request.user,
            household_id=telling.household.pk,
            kind=telling.kind,
            given=given,
            proof=request.POST.get("proof", ""),
            now=timezone.now(),
            today=cairo_today(),
        )
        return redirect("life-event", event.pk)

    def refused(status: int) -> HttpResponse:
        faults = whole.errors.as_data()
        for at, step in enumerate(telling.steps):
            wrong = {name: faults[name] for name in step if name in faults}
            if wrong:
                return faulty_step(telling, at, wrong, status)
        return faulty_step(
            telling, 0, {}, status, others=[fault for found in faults.values() for fault in found]
        )

    return submit(request, whole, perform, refused)
