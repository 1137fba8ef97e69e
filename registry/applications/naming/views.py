"""Pages of those whom an application names: at home, and at a counter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facilities.staff.access import citizens_only, requires
from facilities.staff.models import Role
from registry.applications import actions
from registry.applications.naming.forms import CounterDisputeForm
from registry.applications.naming.serializers import NamingRow
from registry.people.models import Relation
from uhis_portal.calendar import cairo_today
from uhis_portal.page import new_key, submit


@never_cache
@citizens_only
@require_safe
def naming(request: HttpRequest) -> HttpResponse:
    """Applications of others that name the one who is signed in, and the way to say that this is not right."""
    return naming_page(request)


def naming_page(request: HttpRequest, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    found = NamingRow(actions.naming(request.user), many=True).data
    context = {
        "namings": [{**one, "relation_label": Relation(one["relation"]).label} for one in found],
        "form": form,
        "key": new_key(),
    }
    return render(request, "applications/naming.html", context, status=status)


@never_cache
@citizens_only
@require_POST
def dispute(request: HttpRequest, person_pk: UUID) -> HttpResponse:
    """Say that one does not belong to the family of an application."""
    form = forms.Form(request.POST)

    def perform(_data: dict[str, Any]) -> HttpResponse:
        actions.dispute(by=request.user, applicant_id=person_pk, now=timezone.now())
        return redirect("naming")

    return submit(request, form, perform, lambda status: naming_page(request, form, status))


@never_cache
@requires(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute_at_counter(request: HttpRequest) -> HttpResponse:
    """A person with the card disputes being named. The answer is the same whether an application does or not."""
    form = CounterDisputeForm(request.POST if request.method == "POST" else None)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.dispute_at_counter(by=request.user, now=timezone.now(), today=cairo_today(), **data)
        messages.success(
            request,
            _("Noted. No application that names this person is approved before a reviewer has settled it."),
        )
        return redirect("counter-dispute")

    def page(status: int) -> HttpResponse:
        context = {"form": form, "key": new_key()}
        return render(request, "applications/counter_dispute.html", context, status=status)

    return submit(request, form, perform, page) if request.method == "POST" else page(200)
