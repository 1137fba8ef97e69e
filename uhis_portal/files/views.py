"""Pages of imports: what can be imported, sending a file, following it, its wrong rows, saving, cancelling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from uhis_portal.files import actions, headings
from uhis_portal.files.export import csv_response, xlsx_response
from uhis_portal.files.forms import HeadingsForm, NothingToFillIn, SaveForm, UploadForm
from uhis_portal.files.importing import Importer, importers, importers_for
from uhis_portal.files.limits import KEPT, LARGEST_FILE, MEGABYTE, MOST_ROWS
from uhis_portal.files.models import Import
from uhis_portal.files.serializers import ImportOut, faults_shown
from uhis_portal.files.stored import rows_after
from uhis_portal.files.wrong_rows import columns_of
from uhis_portal.files.wrong_rows import wrong_rows as rows_that_are_wrong
from uhis_portal.page import new_key, page_of, submit

FIRST_ROWS = 3  # shown as they were read, so that a wrong encoding is seen
SHOWN = 30  # imports on the list, and faults on a page
LAST_PAGE = 100_000
FORMS = {"csv": csv_response, "xlsx": xlsx_response}


@never_cache
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """What can be imported, and one's own imports, newest first."""
    own = Import.objects.of(request.user).order_by("-made_at", "-pk")
    found, beside = page_of(request, own, SHOWN, last=LAST_PAGE)
    context = {
        "kinds": [
            {"title": importer.title, "url": reverse("import-new", args=[kind])}
            for kind, importer in importers_for(request.user, request.reach).items()
        ],
        "imports": ImportOut(found, many=True).data,
        **beside,
    }
    return render(request, "files/imports.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a file: what its columns are, templates to begin with, the limits."""
    importer = allowed(request, kind)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)

    def shown(status: int) -> HttpResponse:
        context = {
            "form": form,
            "kind": kind,
            "importer": importer,
            "remembered": remembered_shown(request, kind, importer),
            "key": new_key(),
            "megabytes": LARGEST_FILE // MEGABYTE,
            "bytes": LARGEST_FILE,
            "rows": MOST_ROWS,
            "days": KEPT.days,
        }
        return render(request, "files/new.html", context, status=status)

    def begin(data: dict[str, Any]) -> HttpResponse:
        file = data["file"]
        one = actions.begin(
            by=request.user,
            reach=request.reach,
            kind=kind,
            file=file.file,
            file_name=file.name,
            now=timezone.now(),
        )
        return redirect("import", one.pk)

    return submit(request, form, begin, shown) if request.method == "POST" else shown(200)


def remembered_shown(request: HttpRequest, kind: str, importer: type[Importer]) -> list[dict[str, str]]:
    """What was said before of headings of this kind of file: {heading, column as it is headed, "" if left out}."""
    columns = {column.name: column.heading for column in importer.columns}
    said = actions.remembered(request.user, kind, importer)
    return [{"heading": heading, "column": columns.get(name, "")} for heading, name in sorted(said.items())]


@require_safe
def template(request: HttpRequest, kind: str, form: str) -> HttpResponseBase:
    """An empty file with the headings, to begin with."""
    importer = allowed(request, kind)
    return response_of(form)(request, f"{kind}-template", importer.columns, list)


@never_cache
@require_safe
def one_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is; when it is checked, what saving would do and which rows are wrong."""
    return shown_import(request, own(request, pk))


@require_POST
def say_headings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what the unknown headings mean; then the file is checked."""
    one = own(request, pk)
    form = headings_form(one, request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        headings.say(
            by=request.user, source=pk, version=data["version"], columns=form.columns, now=timezone.now()
        )
        return redirect("import", pk)

    return acted(request, pk, form, perform)


@require_POST
def forget_headings(request: HttpRequest, kind: str) -> HttpResponse:
    """Forget what was said of headings of this kind of file."""
    allowed(request, kind)
    headings.forget(by=request.user, reach=request.reach, kind=kind)
    return redirect("import-new", kind)


@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have the rows saved."""
    form = SaveForm(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.save(by=request.user, source=pk, now=timezone.now(), **data)
        return redirect("import", pk)

    return acted(request, pk, form, perform)


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop it and forget its rows."""

    def perform(_data: dict[str, Any]) -> HttpResponse:
        actions.cancel(by=request.user, source=pk, now=timezone.now())
        return redirect("import", pk)

    return acted(request, pk, NothingToFillIn(request.POST), perform)


@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on from where it stopped."""

    def perform(_data: dict[str, Any]) -> HttpResponse:
        actions.resume(by=request.user, source=pk, now=timezone.now())
        return redirect("import", pk)

    return acted(request, pk, NothingToFillIn(request.POST), perform)


@require_safe
def wrong_rows(request: HttpRequest, pk: UUID, form: str) -> HttpResponseBase:
    """Just the wrong rows, with the reason in a last column, as a file that may be mended and sent again."""
    one = own(request, pk)
    if one.forgotten_at is not None or not one.rows_wrong:
        raise Http404
    return response_of(form)(
        request, f"{one.kind}-wrong-rows", columns_of(one), lambda: rows_that_are_wrong(one)
    )


def acted(request: HttpRequest, pk: UUID, form: forms.Form, perform: Any) -> HttpResponse:
    """Run an action on an import; a refusal is shown on the import's page."""
    own(request, pk)
    return submit(
        request, form, perform, lambda status: shown_import(request, own(request, pk), form, status)
    )


def shown_import(
    request: HttpRequest, one: Import, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    faults, beside = page_of(request, one.faults.order_by("row", "position"), SHOWN, last=LAST_PAGE)
    context = {
        "import": ImportOut(one).data,
        "under_way": one.is_under_way,
        "form": form if isinstance(form, SaveForm) else SaveForm(initial={"version": one.version}),
        "headings_form": form if isinstance(form, HeadingsForm) else headings_form(one),
        "asked": sum(name is None for _heading, name in one.headings),
        "refused": form,
        "key": new_key(),
        "faults": faults_shown(one, faults),
        "has_importer": one.importer is not None,
        "rows_right": one.rows_right,
        "days": KEPT.days,
        "first_rows": first_rows(one),
        "columns": columns_of(one)[:-1],
        "saved_before": same_file_saved(one),
        **beside,
    }
    return render(request, "files/import.html", context, status=status)


def headings_form(one: Import, sent: Any = None) -> HeadingsForm:
    """The form that asks what the unknown headings of a file mean; of other files it asks nothing."""
    columns = one.importer.columns if one.importer else ()
    return HeadingsForm(
        sent,
        initial={"version": one.version},
        asked=[heading for heading, name in one.headings if name is None],
        columns=[column for column in columns if column.name not in one.columns],
    )


def first_rows(one: Import) -> list[tuple[int, list[str]]]:
    """(number, cells) of the first rows as they were read, before they are saved."""
    rows = rows_after(one, 0, FIRST_ROWS)[0] if one.state == Import.State.CHECKED else []
    return [(row.number, list(row.cells.values())) for row in rows]


def same_file_saved(one: Import) -> Import | None:
    """An earlier import of the very same file that was saved."""
    same = Import.objects.of(one.account).filter(
        kind=one.kind, digest=bytes(one.digest), state=Import.State.SAVED
    )
    return same.exclude(pk=one.pk).filter(made_at__lt=one.made_at).order_by("-made_at").first()


def own(request: HttpRequest, pk: UUID) -> Import:
    return get_object_or_404(Import.objects.of(request.user), pk=pk)


def allowed(request: HttpRequest, kind: str) -> type[Importer]:
    """The importer of a kind, for those who may use it."""
    importer = importers().get(kind)
    if importer is None:
        raise Http404
    if not importer.may_import(request.user, request.reach):
        raise PermissionDenied
    return importer


def response_of(form: str) -> Any:
    if form not in FORMS:
        raise Http404
    return FORMS[form]
