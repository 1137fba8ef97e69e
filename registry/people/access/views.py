"""Pages of joining a number to a family's file: a citizen with a printed code, a clerk with the card in the hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facilities.staff.access import citizens_only, requires
from facilities.staff.models import Role
from registry.people.access.forms import (
    CardAndChangeForm,
    CardAndCodeForm,
    CardAndPhoneForm,
    CardForm,
    JoinForm,
    NumberForm,
)
from registry.people.actions import access
from registry.people.own_file.choosing import remember
from uhis_portal.accounts.actions import request_code
from uhis_portal.page import new_key, submit

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
# Where the session keeps the code that was sent, for each of the two things that a number is proven for.
SENT = {"join": "joining_code_id", "number": "changing_code_id"}


def form_page(
    request: HttpRequest,
    form: type[forms.Form],
    template: str,
    perform: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """One page with one form: shown, or sent once and refused at its fields."""
    filled = form(request.POST if request.method == "POST" else None)

    def page(status: int) -> HttpResponse:
        return render(request, template, {"form": filled, "key": new_key()}, status=status)

    return submit(request, filled, perform, page) if request.method == "POST" else page(200)


@never_cache
@citizens_only
@READ_OR_SEND
def join(request: HttpRequest) -> HttpResponse:
    """A citizen joins the own number to a file, with the sheet that a counter printed."""

    def perform(data: dict[str, Any]) -> HttpResponse:
        family = access.join_by_code(by=request.user, now=timezone.now(), **data)
        remember(request, family.pk)
        messages.success(request, _("You now read the file of your family here."))
        return redirect("my-file")

    return form_page(request, JoinForm, "people/access/join_own.html", perform)


@never_cache
@requires(Role.CLERK)
@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """What a clerk may do for who reads a family's file."""
    return render(request, "people/access/counter.html", {})


@never_cache
@requires(Role.CLERK)
@READ_OR_SEND
def counter_number(request: HttpRequest, act: str) -> HttpResponse:
    """The number that is to be joined, or to replace another; a code goes to it."""

    def perform(data: dict[str, Any]) -> HttpResponse:
        sent = request_code(phone=data["phone"], now=timezone.now())
        request.session[SENT[act]] = str(sent.pk)
        return redirect(f"file-access-{act}-card")

    return form_page(request, NumberForm, f"people/access/{act}.html", perform)


@never_cache
@requires(Role.CLERK)
@READ_OR_SEND
def counter_join_card(request: HttpRequest) -> HttpResponse:
    """The card, and the code that the person reads out: the number reads the family's file from now on."""
    sent = request.session.get(SENT["join"])
    if sent is None:
        return redirect("file-access-join")

    def perform(data: dict[str, Any]) -> HttpResponse:
        held = access.join_at_counter(by=request.user, code_id=UUID(sent), now=timezone.now(), **data)
        request.session.pop(SENT["join"], None)
        sentence = _("The number now reads family file %(file_number)s.")
        messages.success(request, sentence % {"file_number": held.household.file_number})
        return redirect("file-access")

    return form_page(request, CardAndCodeForm, "people/access/join_card.html", perform)


@never_cache
@requires(Role.CLERK)
@READ_OR_SEND
def counter_number_card(request: HttpRequest) -> HttpResponse:
    """The card, the number of before, and the code that came to the new one."""
    sent = request.session.get(SENT["number"])
    if sent is None:
        return redirect("file-access-number")

    def perform(data: dict[str, Any]) -> HttpResponse:
        access.change_number_at_counter(by=request.user, code_id=UUID(sent), now=timezone.now(), **data)
        request.session.pop(SENT["number"], None)
        messages.success(request, _("The number is changed. The person signs in with the new one."))
        return redirect("file-access")

    return form_page(request, CardAndChangeForm, "people/access/number_card.html", perform)


@never_cache
@requires(Role.CLERK)
@READ_OR_SEND
def counter_code(request: HttpRequest) -> HttpResponse:
    """The sheet with a code, shown once, to be printed."""

    def perform(data: dict[str, Any]) -> HttpResponse:
        printed = access.print_join_code(by=request.user, now=timezone.now(), **data)
        return render(request, "people/access/sheet.html", {"printed": printed})

    return form_page(request, CardForm, "people/access/code.html", perform)


@never_cache
@requires(Role.CLERK)
@READ_OR_SEND
def counter_end(request: HttpRequest) -> HttpResponse:
    """A number that is to read the family's file no more."""

    def perform(data: dict[str, Any]) -> HttpResponse:
        access.end_reading(by=request.user, now=timezone.now(), **data)
        messages.success(request, _("The number no longer reads the file."))
        return redirect("file-access")

    return form_page(request, CardAndPhoneForm, "people/access/end.html", perform)
