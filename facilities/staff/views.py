"""Pages of staff: who works where, giving and ending posts, inviting, and the page on which an invitation is accepted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from rest_framework.request import Request

from facilities.staff import actions
from facilities.staff.access import APPOINTERS, requires, staff_only
from facilities.staff.authority import Authority
from facilities.staff.filters import InvitationFilter, PostFilter
from facilities.staff.forms import EndForm, GiveForm, InviteForm, JoinForm
from facilities.staff.messages import link_of
from facilities.staff.models import Invitation, Post
from facilities.staff.serializers import InvitationRepresentation, PostRepresentation
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.api.paging import Pages
from uhis_portal.calendar import cairo_today
from uhis_portal.page import new_key, submit, version_of
from uhis_portal.refusals import Conflict


def authority_of(request: HttpRequest) -> Authority:
    return Authority.of(request.user, cairo_today())


def asked_for(request: HttpRequest, **otherwise: str) -> QueryDict:
    """The query's parameters, with those of a page that was opened without any."""
    wanted = request.GET.copy()
    for name, value in otherwise.items():
        wanted.setdefault(name, value)
    return wanted


def found_by(request: HttpRequest, questions: Any) -> list[Any] | None:
    """A page of what the questions find, with links to the pages beside it; None, and the fault told, if unreadable."""
    if not questions.is_valid():
        return None
    pages = Pages()
    try:
        rows = pages.paginate_queryset(questions.qs, Request(request))
    except UnreadableParameters as fault:
        for found in fault.errors.values():
            questions.form.add_error(None, found)
        return None
    answer = pages.get_paginated_response([]).data
    request.pages = {"previous_url": answer["previous"], "next_url": answer["next"]}  # type: ignore[attr-defined]
    return rows


def list_page(request: HttpRequest, template: str, questions: Any, **context: Any) -> HttpResponse:
    """A list with its questions; 400 when they cannot be read."""
    rows = found_by(request, questions)
    narrowing = ("role", "facility", "governorate", "state")
    context |= {
        "form": questions.form,
        "readable": rows is not None,
        "narrowed_by": sum(1 for name in narrowing if request.GET.get(name)),
        "asked": any(value for name, value in request.GET.items() if name != "page"),
        "authority": authority_of(request),
        **getattr(request, "pages", {}),
    }
    represent = context.pop("represent")
    context["rows"] = represent(rows or [])
    return render(request, template, context, status=400 if rows is None else 200)


def posts_of_area(request: HttpRequest) -> QuerySet[Post]:
    return Post.objects.in_area_of(authority_of(request)).whole().by_name()


def represented(posts: list[Post]) -> Any:
    return PostRepresentation(posts, many=True, context={"today": cairo_today()}).data


@never_cache
@requires(*APPOINTERS)
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Posts in one's own area, at first those held now."""
    questions = PostFilter(
        asked_for(request, state="current"), queryset=posts_of_area(request), request=request
    )
    return list_page(request, "staff/staff.html", questions, represent=represented)


@never_cache
@staff_only
@require_safe
def my_posts(request: HttpRequest) -> HttpResponse:
    """One's own posts: where someone comes who has none today."""
    own = Post.objects.filter(account=request.user).whole().order_by("-since")
    return render(request, "staff/my_posts.html", {"rows": represented(list(own))})


@never_cache
@requires(*APPOINTERS)
@require_safe
def post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One post with its history."""
    return post_page(request, pk)


def post_page(request: HttpRequest, pk: UUID, form: EndForm | None = None, status: int = 200) -> HttpResponse:
    today = cairo_today()
    shown = get_object_or_404(posts_of_area(request), pk=pk)
    state = shown.state(today)
    may_end = (
        state in (Post.State.CURRENT, Post.State.FUTURE)
        and authority_of(request).covers(shown.role, shown.facility)
        and shown.account_id != request.user.pk
    )
    context = {
        "post": represented([shown])[0],
        "may_end": may_end,
        "own": shown.account_id == request.user.pk,
        "form": form or EndForm(initial={"until": shown.since} if state == Post.State.FUTURE else None),
        "key": new_key(),
        "version": shown.version,
    }
    return render(request, "staff/post.html", context, status=status)


@never_cache
@requires(*APPOINTERS)
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a post with effect from a day."""
    get_object_or_404(posts_of_area(request), pk=pk)
    form = EndForm(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.end_post(
            by=request.user,
            post_id=pk,
            version=version_of(request),
            today=cairo_today(),
            now=timezone.now(),
            **data,
        )
        messages.success(request, _("The end of the post is written down."))
        return redirect("staff-post", pk)

    return submit(request, form, perform, lambda status: post_page(request, pk, form, status))


@never_cache
@requires(*APPOINTERS)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give a post to someone who has an account."""
    today = cairo_today()
    form = GiveForm(
        request.POST or None, authority=authority_of(request), today=today, initial=offered(request)
    )

    def shown(status: int) -> HttpResponse:
        return render(request, "staff/give.html", {"form": form, "key": new_key()}, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        given = actions.give_post(by=request.user, today=today, now=timezone.now(), **data)
        messages.success(request, _("The post is given."))
        return redirect("staff-post", given.pk)

    return submit(request, form, perform, shown) if request.method == "POST" else shown(200)


@never_cache
@requires(*APPOINTERS)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone who has no account. The answer shows the link, this once."""
    today = cairo_today()
    form = InviteForm(
        request.POST or None, authority=authority_of(request), today=today, initial=offered(request)
    )

    def shown(status: int) -> HttpResponse:
        return render(request, "staff/invite.html", {"form": form, "key": new_key()}, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        invitation, token = actions.invite(
            by=request.user, portal=portal_of(request), today=today, now=timezone.now(), **data
        )
        return link_page(request, invitation, token)

    return submit(request, form, perform, shown) if request.method == "POST" else shown(200)


def offered(request: HttpRequest) -> dict[str, str]:
    """The area that a link to the form has in mind."""
    return {name: request.GET[name] for name in ("facility", "governorate") if request.GET.get(name)}


def link_page(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The link of an invitation, to hand over; it is not shown again."""
    context = {
        "invitation": InvitationRepresentation(invitation, context={"now": timezone.now()}).data,
        "link": link_of(token, portal_of(request)),
    }
    return render(request, "staff/link.html", context)


def invitations_of_area(request: HttpRequest) -> QuerySet[Invitation]:
    return Invitation.objects.in_area_of(authority_of(request)).whole().latest_first()


@never_cache
@requires(*APPOINTERS)
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations in one's own area, at first those that wait for an answer."""
    asked = asked_for(request, state="waiting")
    questions = InvitationFilter(asked, queryset=invitations_of_area(request), request=request)

    def shown(rows: list[Invitation]) -> Any:
        return InvitationRepresentation(rows, many=True, context={"now": timezone.now()}).data

    return list_page(request, "staff/invitations.html", questions, represent=shown)


@never_cache
@requires(*APPOINTERS)
@require_safe
def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One invitation: its state, and what may be done with it."""
    return invitation_page(request, pk)


def invitation_page(
    request: HttpRequest, pk: UUID, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    shown = get_object_or_404(invitations_of_area(request), pk=pk)
    context = {
        "invitation": InvitationRepresentation(shown, context={"now": timezone.now()}).data,
        "may_decide": authority_of(request).covers(shown.role, shown.facility)
        and shown.accepted_at is None
        and shown.withdrawn_at is None,
        "form": form,
        "key": new_key(),
        "other_key": new_key(),
        "version": shown.version,
    }
    return render(request, "staff/invitation.html", context, status=status)


@never_cache
@requires(*APPOINTERS)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make an invitation's link void."""
    get_object_or_404(invitations_of_area(request), pk=pk)
    form = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.withdraw_invitation(
            by=request.user,
            invitation_id=pk,
            version=version_of(request),
            today=cairo_today(),
            now=timezone.now(),
        )
        messages.success(request, _("The invitation is withdrawn. Its link opens nothing any more."))
        return redirect("staff-invitation", pk)

    return submit(request, form, perform, lambda status: invitation_page(request, pk, form, status))


@never_cache
@requires(*APPOINTERS)
@require_POST
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make another link for an invitation."""
    get_object_or_404(invitations_of_area(request), pk=pk)
    form = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        renewed, token = actions.renew_invitation(
            by=request.user,
            invitation_id=pk,
            portal=portal_of(request),
            version=version_of(request),
            today=cairo_today(),
            now=timezone.now(),
        )
        return link_page(request, renewed, token)

    return submit(request, form, perform, lambda status: invitation_page(request, pk, form, status))


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link chooses user name and password; then the post begins."""
    form = JoinForm(request.POST or None)
    try:
        found = actions.find_invitation(token=token, now=timezone.now(), today=cairo_today())
    except Conflict as refusal:
        context = {"sentence": refusal.message, "used": refusal.status == 409}
        return render(request, "staff/link_not_valid.html", context, status=refusal.status)

    def shown(status: int) -> HttpResponse:
        context = {
            "form": form,
            "invitation": InvitationRepresentation(found, context={"now": timezone.now()}).data,
        }
        return render(request, "staff/join.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.accept_invitation(
            token=token,
            username=data["username"],
            password=data["password"],
            today=cairo_today(),
            now=timezone.now(),
        )
        messages.success(
            request, _("Your account is ready. Sign in with the user name and password you chose.")
        )
        return redirect("staff-sign-in")

    return submit(request, form, perform, shown) if request.method == "POST" else shown(200)


def portal_of(request: HttpRequest) -> str:
    """The address with which the links of this portal begin."""
    return request.build_absolute_uri("/")
