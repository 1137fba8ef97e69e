"""Pages of the achievements reports: those published, a draft, and one report. They render what the endpoints send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.request import Request

from facilities.geography.fields import GovernorateField
from facilities.staff.access import STAFF, requires
from services.statistics.models import Report
from services.statistics.report import actions
from services.statistics.report.asked import draft_asked
from services.statistics.report.filters import ReportFilter
from services.statistics.report.forms import PublishForm
from services.statistics.report.rights import PUBLISHERS
from services.statistics.report.serializers import ReportInList
from services.statistics.report.shown import (
    draft_document,
    draft_pdf,
    draft_shown,
    report_document,
    report_pdf,
    report_shown,
)
from services.statistics.report.writing import months_in_words
from services.statistics.views import choices_of_months, months_as_asked, period_or_faults
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.api.paging import Pages
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.page import new_key, submit
from uhis_portal.refusals import Busy


@require_safe
@requires(*STAFF)
def reports(request: HttpRequest) -> HttpResponse:
    """The published reports, the latest first, and the way to a draft."""
    questions = ReportFilter(request.GET, queryset=Report.objects.listed(), request=request)
    pages, rows, readable = Pages(), [], questions.is_valid()
    try:
        rows = pages.paginate_queryset(questions.qs, Request(request)) if readable else []
    except UnreadableParameters:
        readable = False
    listed = ReportInList(rows, many=True).data
    beside = pages.get_paginated_response([]).data if readable else {}
    context = {
        "reports": [{"report": one, "months": months_in_words(one["period"])} for one in listed],
        "previous_url": beside.get("previous"),
        "next_url": beside.get("next"),
        "asked_for_one": bool(request.GET.get("governorate")),
        **choices(request),
    }
    return render(request, "statistics/report/reports.html", context, status=200 if readable else 400)


def choices(request: HttpRequest, faults: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """What the form of a draft offers, and what was chosen."""
    today = cairo_today()
    period, _faults = period_or_faults(request, today)
    return {
        "governorates": GovernorateField().queryset,
        "chosen": request.GET.get("governorate", ""),
        "months": choices_of_months(today),
        "asked": months_as_asked(period),
        "faults": faults or {},
    }


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """The living numbers of a governorate and a period; who may, publishes them as they were read."""
    return publish(request) if request.method == "POST" else read_draft(request)


@requires(*STAFF)
def read_draft(request: HttpRequest) -> HttpResponse:
    try:
        governorate, period = draft_asked(request.GET)
    except UnreadableParameters as fault:
        return render(request, "statistics/report/draft.html", choices(request, fault.errors), status=400)
    return draft_page(request, draft_shown(governorate, period, request.user, cairo_today()))


def draft_page(request: HttpRequest, told: dict[str, Any], **more: Any) -> HttpResponse:
    context = {
        "draft": told,
        "document": draft_document(told),
        "key": new_key(),
        "pdfs": [
            {**one, "url": f"{one['url']}?{request.GET.urlencode()}"} for one in pdfs("report-draft-pdf")
        ],
        **choices(request),
        **more,
    }
    return render(request, "statistics/report/draft.html", context)


@requires(*PUBLISHERS)
def publish(request: HttpRequest) -> HttpResponse:
    form = PublishForm(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        published = actions.publish(by=request.user, seal=data["seal"], now=cairo_now())
        messages.success(request, _("The report is published. Its numbers stay as they are."))
        return redirect("report", published.pk)

    def refused(status: int) -> HttpResponse:
        context = {"form": form, "again": request.get_full_path()}
        return render(request, "statistics/report/refused.html", context, status=status)

    return submit(request, form, perform, refused)


draft.login_url = "staff-sign-in"  # type: ignore[attr-defined]


@require_safe
@requires(*STAFF)
def draft_as_pdf(request: HttpRequest) -> HttpResponse:
    """The same draft as PDF; a question that cannot be read is answered by the draft's page."""
    try:
        governorate, period = draft_asked(request.GET)
    except UnreadableParameters:
        return read_draft(request)
    told = draft_shown(governorate, period, request.user, cairo_today())
    return pdf_or_page(lambda: draft_pdf(told), lambda **busy: draft_page(request, told, **busy))


@require_safe
@requires(*STAFF)
def report(request: HttpRequest, code: str) -> HttpResponse:
    """A published report, as it was published."""
    return report_page(request, report_shown(one_report(code)))


def report_page(request: HttpRequest, told: dict[str, Any], **more: Any) -> HttpResponse:
    context = {
        "report": told,
        "document": report_document(told),
        "pdfs": pdfs("report-pdf", told["code"]),
        **more,
    }
    return render(request, "statistics/report/report.html", context)


@require_safe
@requires(*STAFF)
def report_as_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same as PDF, in the language of the page."""
    told = report_shown(one_report(code))
    return pdf_or_page(lambda: report_pdf(told), lambda **busy: report_page(request, told, **busy))


def pdf_or_page(make: Callable[[], HttpResponse], page: Callable[..., HttpResponse]) -> HttpResponse:
    """The PDF; the page, which says so (503), while too many are being made."""
    try:
        return make()
    except Busy as refusal:
        response = page(busy=str(refusal.message))
        response.status_code = refusal.status
        response.headers["Retry-After"] = str(refusal.retry_after)
        return response


def one_report(code: str) -> Report:
    return get_object_or_404(Report.objects.select_related("governorate", "published_by"), pk=code)


def pdfs(name: str, *arguments: str) -> list[dict[str, str]]:
    """The PDF's address in each language."""
    found = []
    for language, label in (("ar", _("PDF in Arabic")), ("en", _("PDF in English"))):
        with override(language):
            found.append({"language": language, "label": label, "url": reverse(name, args=arguments)})
    return found
