"""The page of messages, in a demonstration only: nothing leaves the house, so codes are read here."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from uhis_portal.notices.models import Message
from uhis_portal.reach import system_reach

SHOWN = 20


@login_not_required
@require_safe
def messages_page(request: HttpRequest) -> HttpResponse:
    """The latest messages of the demonstration, newest first."""
    with system_reach():
        latest = list(Message.objects.order_by("-made_at")[:SHOWN])
    return render(request, "notices/messages.html", {"latest": latest})
