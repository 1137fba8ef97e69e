"""Pages of proposals: those of one's area, one of them with what differs, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facilities.directory import actions
from facilities.directory.keeping.forms import ReasonForm
from facilities.directory.keeping.serializers import represented_proposals
from facilities.directory.keeping.views.editing import A_PAGE
from facilities.directory.models import Proposal
from facilities.directory.rights import may_add, staff_page, works_in_the_system
from uhis_portal.page import new_key, page_of, submit, version_of


@never_cache
@staff_page
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals of one's area: those that wait the longest first, or the latest decided first."""
    if not works_in_the_system(request.reach):
        raise PermissionDenied
    decided = request.GET.get("state") == "decided"
    own = Proposal.objects.in_area_of(request.reach).whole()
    waiting = own.filter(state=Proposal.State.WAITING).order_by("proposed_at", "pk")
    found = own.exclude(state=Proposal.State.WAITING).order_by("-decided_at", "pk") if decided else waiting
    rows, beside = page_of(request, found, A_PAGE, kept={"state": "decided"} if decided else {})
    context = {
        "proposals": represented_proposals(rows, request),
        "decided": decided,
        "adds": may_add(request.reach),
        **beside,
    }
    return render(request, "directory/proposals.html", context)


def of_area(request: HttpRequest, pk: UUID) -> Proposal:
    """A proposal of one's area; for others it does not exist (404). Citizens are refused (403)."""
    if not works_in_the_system(request.reach):
        raise PermissionDenied
    return get_object_or_404(Proposal.objects.in_area_of(request.reach).whole(), pk=pk)


@never_cache
@staff_page
@require_safe
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one proposal would change, field by field."""
    return proposal_page(request, of_area(request, pk))


def proposal_page(
    request: HttpRequest,
    shown: Proposal,
    reason: ReasonForm | None = None,
    other: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "proposal": represented_proposals([shown], request)[0],
        "form": reason or ReasonForm(),
        "decision": other,
        "key": new_key(),
    }
    return render(request, "directory/proposal.html", context, status=status)


def decide(
    request: HttpRequest, pk: UUID, form: forms.Form, act: Callable[..., Proposal], done: str
) -> HttpResponse:
    of_area(request, pk)

    def perform(data: dict[str, Any]) -> HttpResponse:
        act(
            by=request.user,
            reach=request.reach,
            proposal_id=pk,
            version=version_of(request),
            now=timezone.now(),
            **data,
        )
        messages.success(request, done)
        return redirect("proposal", pk)

    def refused(status: int) -> HttpResponse:
        reason = form if isinstance(form, ReasonForm) else None
        return proposal_page(request, of_area(request, pk), reason, None if reason else form, status)

    return submit(request, form, perform, refused)


@never_cache
@staff_page
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the proposed change."""
    return decide(request, pk, forms.Form(request.POST), actions.approve, _("The change is made."))


@never_cache
@staff_page
@require_POST
def return_proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the proposal back with a reason."""
    return decide(
        request, pk, ReasonForm(request.POST), actions.return_proposal, _("The proposal is returned.")
    )


@never_cache
@staff_page
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one proposed."""
    return decide(request, pk, forms.Form(request.POST), actions.withdraw, _("The proposal is taken back."))
