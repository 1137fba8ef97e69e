"""Pages of papers: photographing them while an application is filled in, and looking at them in review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facilities.staff.access import STAFF, requires
from registry.applications import actions
from registry.applications.models import Application, Paper
from registry.applications.papers.forms import PaperForm
from registry.applications.papers.serializers import PaperRow, papers_of
from registry.applications.serializers import ordered
from registry.applications.views.entry import mending_of_papers
from registry.applications.views.ways import Way
from uhis_portal.files.documents import shown
from uhis_portal.files.limits import LARGEST_PICTURE, MEGABYTE
from uhis_portal.files.picture import MOST_PIXELS
from uhis_portal.page import new_key, submit

MEGAPIXEL = 1_000_000


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The papers of a draft, with the limits told, and one more of them."""
    application = way.own(request, pk)
    if not application.may_be_changed:
        return redirect(way.url("sent", pk))
    people = ordered(application)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*sent, people=people)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.add_paper(by=request.user, application_id=pk, now=timezone.now(), **data)
        return redirect(way.url("papers", pk))

    def page(status: int) -> HttpResponse:
        context = {
            "way": way,
            "addresses": way.addresses(application),
            "form": form,
            "key": new_key(),
            "application_id": application.pk,
            "papers": (shown_papers := with_people(application)),
            "left": actions.MOST_PAPERS - len(shown_papers),
            "paper_name": f"{way.name}-paper",
            "remove_name": f"{way.name}-paper-remove",
            "next_url": way.url("tasks", pk),
            "megabytes": LARGEST_PICTURE // MEGABYTE,
            "megapixels": MOST_PIXELS // MEGAPIXEL,
            "most": actions.MOST_PAPERS,
            "mending": mending_of_papers(application),
        }
        return render(request, "applications/papers.html", context, status=status)

    return submit(request, form, perform, page) if request.method == "POST" else page(200)


def with_people(application: Application) -> list[dict[str, Any]]:
    """The papers as the API sends them, each with the name of whom it is about."""
    names = {str(row.pk): row.full_name for row in application.applicants.all()}
    rows = PaperRow(papers_of(application), many=True).data
    return [{**row, "name": names.get(str(row["person"]), "")} for row in rows]


@require_POST
def remove_paper(request: HttpRequest, way: Way, pk: UUID, paper_pk: UUID) -> HttpResponse:
    """Forget a picture."""
    way.own(request, pk)

    def perform(_data: dict[str, Any]) -> HttpResponse:
        actions.remove_paper(by=request.user, application_id=pk, paper_id=paper_pk)
        return redirect(way.url("papers", pk))

    def refused(status: int) -> HttpResponse:
        return redirect(way.url("sent", pk)) if status == 409 else redirect(way.url("papers", pk))

    return submit(request, forms.Form(request.POST), perform, refused)


@require_safe
def paper(request: HttpRequest, way: Way, pk: UUID, paper_pk: UUID) -> HttpResponse:
    """A picture that one added oneself."""
    found = way.own(request, pk).papers.select_related("document").filter(account=request.user)
    one = get_object_or_404(found, pk=paper_pk)
    return shown(actions.open_paper(by=request.user, paper=one))


@never_cache
@requires(*STAFF)
@require_safe
def reviewed_paper(request: HttpRequest, pk: UUID, paper_pk: UUID) -> HttpResponse:
    """A picture of an application that one reviews."""
    application = get_object_or_404(Application.objects.reviewed_in(request.reach), pk=pk)
    found = Paper.objects.select_related("document").filter(
        application=application, governorate__isnull=False
    )
    one = get_object_or_404(found, pk=paper_pk)
    return shown(actions.open_paper(by=request.user, paper=one))
