"""The page to follow an application by its reference number, for everyone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from registry.applications import actions
from registry.applications.following.forms import FollowForm
from registry.applications.following.serializers import StandingRow
from uhis_portal.page import submit


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Asks for the number, and answers below: the number stays out of addresses."""
    form = FollowForm(request.POST if request.method == "POST" else None)

    def page(status: int, **more: Any) -> HttpResponse:
        return render(request, "applications/follow.html", {"form": form, **more}, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        return page(200, form=FollowForm(), application=StandingRow(actions.follow(**data)).data)

    return submit(request, form, perform, page) if request.method == "POST" else page(200)
