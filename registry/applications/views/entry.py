"""What the pages of entering a family share: one page with one form, its version, and what was typed before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.applications import actions
from registry.applications.mending import label_of
from registry.applications.models import Applicant, Application
from registry.applications.serializers import ApplicationDetail
from registry.applications.views.kept import keep_typed, take_typed
from registry.applications.views.ways import Way, with_words
from registry.people.models import Relation
from uhis_portal.calendar import cairo_today
from uhis_portal.page import new_key, submit, version_of

# A script would follow a redirection to a page that the browser then opens once more: it is told the address instead.
BY_SCRIPT = "X-By-Script"
NEXT_PAGE = "X-Next-Page"
READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, or typed before into this very form; None for a page that is only opened."""
    if request.method == "POST":
        return request.POST
    if not hasattr(request, "typed_before"):
        request.typed_before = take_typed(request)
    return request.typed_before


def step(
    request: HttpRequest,
    way: Way,
    draft: Application,
    name: str,
    form: forms.Form,
    save: Callable[[dict[str, Any]], str],
    read: Callable[[], dict[str, Any]] = dict,
    **more: Any,
) -> HttpResponse:
    """One page with one form; `save` runs the action and says where to go. What was sent already is shown instead.

    What the page shows besides is `more`, and what `read` gives when it is really shown.
    A page that is left with something typed hands it over (`keep`), to be shown when it is opened again.
    """
    if request.method != "POST" and not draft.may_be_changed:
        return redirect(way.url("sent", draft.pk))
    if request.method == "POST" and "keep" in request.POST:
        keep_typed(request)
        return HttpResponse(status=204)

    def page(status: int) -> HttpResponse:
        now = draft.version
        if request.method == "POST":
            now = Application.objects.values_list("version", flat=True).get(pk=draft.pk)
        context = {
            "form": form,
            "way": way,
            "addresses": way.addresses(draft),
            "progress": way.place_of(name),
            "key": new_key(),
            "version": now if status in (200, 409, 412) else request.POST.get("version", now),
            "typed_before": getattr(request, "typed_before", None) is not None,
            "look_url": reverse("api-application-look", args=[draft.pk]),
            "mending": mending_of(draft, more.get("mending_fields", (name,)), more.get("row")),
            **more,
            **read(),
        }
        template = more.get("template", f"applications/{name}.html")
        return render(request, template, context, status=status)

    if request.method == "POST":
        answer = submit(request, form, lambda data: redirect(save(data)), page)
        if answer.status_code < 400:
            take_typed(request)
        if answer.status_code == 302 and BY_SCRIPT in request.headers:
            return HttpResponse(status=204, headers={NEXT_PAGE: answer.headers["Location"]})
        return answer
    return page(200)


def changed(request: HttpRequest, application: Application, changes: dict[str, Any]) -> Application:
    """The draft after `actions.save`."""
    return actions.save(
        by=request.user,
        application_id=application.pk,
        version=version_of(request),
        changes=changes,
        today=cairo_today(),
    )


def one_of(application: Application, person_pk: UUID) -> Applicant:
    """A person of the application; 404 for any other."""
    row = next((row for row in application.applicants.all() if row.pk == person_pk), None)
    if row is None:
        raise Http404
    return row


def shown(request: HttpRequest, application: Application) -> dict[str, Any]:
    """An application as the API sends it to who entered it."""
    context = {"account": request.user.pk, "today": cairo_today()}
    return dict(ApplicationDetail(application, context=context).data)


def people_of(way: Way, application: Application, shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The people as they are sent by the API, with their oddities and the addresses where each is changed or removed."""
    found = []
    for place, row in enumerate(with_words(shown["applicants"])):
        is_head = row["relation"] == Relation.HEAD
        change = way.url("head", application.pk) if is_head else way.url("person", application.pk, row["id"])
        remove = "" if is_head else way.url("person-remove", application.pk, row["id"])
        work = way.url("person-work", application.pk, row["id"]) if row["adult"] else ""
        odd = [one["message"] for one in shown["warnings"] if one["place"] == place]
        found.append({**row, "change": change, "remove": remove, "change_work": work, "oddities": odd})
    return found


def of_the_family(shown: dict[str, Any]) -> list[str]:
    """What looks odd about the family as a whole."""
    return [one["message"] for one in shown["warnings"] if one["place"] is None]


def mending_of(
    application: Application, fields: tuple[str, ...] = (), row: Applicant | None = None
) -> list[dict[str, str]]:
    """What the reviewer asked to be put right on a page: of a person (`row`), or under these names of the family."""
    if application.status != Application.Status.RETURNED:
        return []
    asked = [
        one
        for one in application.to_mend
        if (
            one["person"] == str(row.pk)
            if row is not None
            else one["person"] is None and one["field"] in fields
        )
    ]
    return [{"label": label_of(one), "why": one["why"]} for one in asked]


def mending_of_papers(application: Application) -> list[dict[str, str]]:
    """What the reviewer asked to be put right about photographed papers, each with whose they are."""
    if application.status != Application.Status.RETURNED:
        return []
    names = {str(row.pk): row.full_name for row in application.applicants.all()}
    asked = [one for one in application.to_mend if one["field"] == "papers"]
    return [{"label": names.get(one["person"]) or label_of(one), "why": one["why"]} for one in asked]
