"""Pages of files that the portal makes: which there are, asking for one, following it, taking it away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from uhis_portal.files.exports import actions
from uhis_portal.files.exports.exporting import exporters, exporters_for
from uhis_portal.files.exports.models import Export
from uhis_portal.files.exports.seen import file_of, one_seen, seen_by
from uhis_portal.files.exports.serializers import ExportOut
from uhis_portal.files.exports.taking import sent
from uhis_portal.files.forms import NothingToFillIn
from uhis_portal.page import new_key, page_number, submit

SHOWN = 30
LAST_PAGE = 1000


@never_cache
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """The kinds of file that one may have, and the files of one's own and of the own area, newest first."""
    page = page_number(request, last=LAST_PAGE)
    listed = seen_by(request.user, request.reach).order_by("-asked_at", "-pk")
    found = list(listed[(page - 1) * SHOWN : page * SHOWN + 1])
    context = {
        "kinds": [
            {"title": exporter.title, "note": exporter.note, "url": reverse("export-new", args=[kind])}
            for kind, exporter in exporters_for(request.user, request.reach).items()
        ],
        "exports": ExportOut(found[:SHOWN], many=True, context={"account": request.user}).data,
        "days": Export.KEPT.days,
        "previous_url": "" if page < 2 else f"?page={page - 1}",
        "next_url": f"?page={page + 1}" if len(found) > SHOWN else "",
    }
    return render(request, "files/exports/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a file. What stands in the address fills the form in."""
    exporter = exporters().get(kind)
    if exporter is None:
        raise Http404
    if not exporter.offered_to(request.user, request.reach):
        raise PermissionDenied
    form = exporter.form(
        request.POST if request.method == "POST" else None,
        formats=list(exporter.writers),
        reach=request.reach,  # type: ignore[attr-defined]
        initial=request.GET.dict(),
    )

    def shown(status: int) -> HttpResponse:
        context = {"form": form, "exporter": exporter, "key": new_key(), "days": Export.KEPT.days}
        return render(request, "files/exports/new.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        given = {name: str(value) for name, value in data.items()}
        one = actions.ask(
            by=request.user,  # type: ignore[arg-type]
            reach=request.reach,  # type: ignore[attr-defined]
            kind=kind,
            format=given.pop("format"),
            language=given.pop("language"),
            given=given,
            now=timezone.now(),
        )
        return redirect("export", one.pk)

    return submit(request, form, perform, shown) if request.method == "POST" else shown(200)


@never_cache
@require_safe
def one_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is; when it is ready, the way to take it."""
    return shown_export(request, pk)


@never_cache
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file itself. Who takes it is recorded."""
    one = file_of(request.user, request.reach, pk)
    actions.note_taken(by=request.user, one=one)
    return sent(one, request.reach)


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop making it."""
    return acted(request, pk, actions.cancel)


@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it go on from where it stopped."""
    return acted(request, pk, actions.resume)


@require_POST
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete it."""
    return acted(request, pk, actions.forget)


def acted(request: HttpRequest, pk: UUID, action: Any) -> HttpResponse:
    """Run an action on a file; a refusal is shown on its page."""
    form = NothingToFillIn(request.POST)

    def perform(_data: dict[str, Any]) -> HttpResponse:
        return redirect("export", action(by=request.user, pk=pk, now=timezone.now()).pk)

    return submit(request, form, perform, lambda status: shown_export(request, pk, form, status))


def shown_export(
    request: HttpRequest, pk: UUID, refused: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    one = one_seen(request.user, request.reach, pk)
    exporter = one.exporter
    context = {
        "export": ExportOut(one, context={"account": request.user, "whole": True}).data,
        "under_way": one.is_under_way,
        "refused": refused,
        "key": new_key(),
        "more": exporter.more if exporter else "",
    }
    return render(request, "files/exports/one.html", context, status=status)
