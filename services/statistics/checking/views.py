"""The page of the check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facilities.staff.access import STAFF, has_role, requires
from facilities.staff.models import Role
from services.statistics.actions import begin_check
from services.statistics.checking.serializers import StateOut
from services.statistics.checking.state import state
from uhis_portal.page import new_key, submit


@never_cache
@require_safe
@requires(*STAFF)
def check(request: HttpRequest) -> HttpResponse:
    """Whether the numbers are right."""
    return page(request)


def page(request: HttpRequest, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    context = {
        "state": StateOut(state()).data,
        "may_begin": has_role(request.user, Role.NATIONAL_ADMINISTRATOR),
        "form": form,
        "key": new_key(),
    }
    return render(request, "statistics/checking/check.html", context, status=status)


@never_cache
@require_POST
@requires(Role.NATIONAL_ADMINISTRATOR)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a recount now."""
    form = forms.Form(request.POST)

    def perform(_data: dict[str, Any]) -> HttpResponse:
        begin_check(by=request.user, now=timezone.now())
        return redirect("numbers-check")

    return submit(request, form, perform, lambda status: page(request, form, status))
