"""Pages of those who keep the directory true: a facility's sheet section by section, its history, a new facility."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facilities.directory import actions
from facilities.directory.actions.proposals import RESERVED
from facilities.directory.keeping.collisions import brought_together, sheet_before
from facilities.directory.keeping.forms import SECTIONS, NewFacilityForm, SheetForm
from facilities.directory.keeping.serializers import represented_proposals, represented_revisions
from facilities.directory.keeping.words import Names, part_in_words
from facilities.directory.models import Facility, Proposal, Revision
from facilities.directory.rights import may_add, may_approve, may_propose, staff_page
from facilities.directory.sheet import PARTS, nothing_known, read, with_sheet
from uhis_portal.api.serializers import CodeAndName
from uhis_portal.page import new_key, page_of, submit, version_of

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 25


def kept_facility(request: HttpRequest, code: str) -> Facility:
    """A facility with its sheet, of which the one who asks may propose or make changes; others are refused (403)."""
    facility = get_object_or_404(with_sheet(Facility.objects.all()), pk=code)
    if not may_propose(request.reach, facility):
        raise PermissionDenied
    return facility


@never_cache
@staff_page
@require_safe
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """All that is known of a facility, with a way to change each section."""
    facility = kept_facility(request, code)
    sheet = read(facility)
    names = Names.of_sheet(sheet)
    sections: list[dict[str, Any]] = []
    single: list[dict[str, Any]] = []
    for slug, (title, parts) in SECTIONS.items():
        shown = [
            {
                "slug": slug,
                "label": PARTS[name].label,
                "lines": part_in_words(PARTS[name], sheet[name], names),
            }
            for name in parts
        ]
        if len(shown) > 1:
            sections.append({"slug": slug, "title": title, "parts": shown})
        else:
            single += shown
    waiting = (
        Proposal.objects.filter(facility=facility, state=Proposal.State.WAITING)
        .whole()
        .order_by("proposed_at")
    )
    context = {
        "facility": CodeAndName(facility).data,
        "sections": sections,
        "single_parts": single,
        "approves": may_approve(request.reach, facility),
        "waiting": represented_proposals(waiting, request),
    }
    return render(request, "directory/edit.html", context)


@never_cache
@staff_page
@READ_OR_SEND
def edit_section(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """One section as a form: an administrator saves it, staff of the facility propose it."""
    if section not in SECTIONS:
        raise Http404
    facility = kept_facility(request, code)
    approves = may_approve(request.reach, facility)
    title, parts = SECTIONS[section]
    names = tuple(name for name in parts if approves or name not in RESERVED)
    sheet = read(facility)
    form = SheetForm(request.POST if request.method == "POST" else None, names=names, sheet=sheet)

    def page(status: int) -> HttpResponse:
        version = version_of(request) if request.method == "POST" else facility.version
        shown, later = form, list[Revision]()
        if status == 412:
            shown, later, version = anew(form, facility.pk, version)
        context = {
            "facility": CodeAndName(facility).data,
            "section": section,
            "title": title,
            "form": shown,
            "shown": shown.shown,
            "has_rows": any(part.rows for part in shown.shown),
            "approves": approves,
            "left_out": [PARTS[name].label for name in parts if name not in names],
            "key": new_key(),
            "version": version,
            "meanwhile": represented_revisions(later[:A_PAGE]),
        }
        return render(request, "directory/edit_section.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        wish = {
            "by": request.user,
            "reach": request.reach,
            "facility_code": facility.pk,
            "version": version_of(request),
            "changes": form.changes(),
            "explanation": data["explanation"],
            "now": timezone.now(),
        }
        try:
            if not approves:
                proposal = actions.propose(**wish)
                messages.success(
                    request, _("Your proposal was sent to the administration of the governorate.")
                )
                return redirect("proposal", proposal.pk)
            saved = actions.revise(**wish)
        except ValidationError as refusal:
            raise form.led_to_fields(refusal) from refusal
        same = saved.version == wish["version"]
        messages.success(
            request, _("Nothing differs: nothing was saved.") if same else _("The change is saved.")
        )
        return redirect("facility-edit", facility.pk)

    if request.method != "POST":
        return page(200)
    if form.adds_a_row:
        form.is_valid()
        return page(200)
    return submit(request, form, perform, page)


def anew(form: SheetForm, code: str, version: int) -> tuple[SheetForm, list[Revision], int]:
    """A form that was sent of an older version, over the present one; what was changed since, the latest first; its version."""
    present = with_sheet(Facility.objects.all()).get(pk=code)
    later = list(Revision.objects.filter(facility=code, version__gt=version).whole().order_by("-version"))
    sheet = read(present)
    shown = brought_together(form, sheet_before(sheet, later), sheet)
    shown.is_valid()
    for fault in form.non_field_errors():
        shown.add_error(None, fault)
    return shown, later, present.version


@never_cache
@staff_page
@READ_OR_SEND
def new_facility(request: HttpRequest) -> HttpResponse:
    """Add a facility: what it begins with; the rest is filled in afterwards."""
    if not may_add(request.reach):
        raise PermissionDenied
    form = NewFacilityForm(request.POST if request.method == "POST" else None, sheet=nothing_known())

    def page(status: int) -> HttpResponse:
        context = {"form": form, "shown": form.shown, "key": new_key()}
        return render(request, "directory/edit_new.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        try:
            made = actions.create_facility(
                by=request.user,
                reach=request.reach,
                code=data["code"] or "",
                changes=form.changes(),
                now=timezone.now(),
            )
        except ValidationError as refusal:
            raise form.led_to_fields(refusal) from refusal
        messages.success(request, _("The facility is added. Fill in what else is known of it."))
        return redirect("facility-edit", made.pk)

    return submit(request, form, perform, page) if request.method == "POST" else page(200)


@never_cache
@staff_page
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """What was changed of a facility, by whom and when, the latest first."""
    facility = kept_facility(request, code)
    made = Revision.objects.filter(facility=facility).whole().order_by("-version")
    rows, beside = page_of(request, made, A_PAGE)
    context = {
        "facility": CodeAndName(facility).data,
        "revisions": represented_revisions(rows),
        **beside,
    }
    return render(request, "directory/history.html", context)
