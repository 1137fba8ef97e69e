"""The page of public figures. It renders what the endpoint sends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from services.statistics.public.figures import last_finished, month_asked, of_month
from services.statistics.public.files import KEPT_FOR, tag_of
from services.statistics.public.serializers import PublicFiguresOut
from services.statistics.reading.periods import FIRST_MONTH, months_after
from uhis_portal.calendar import cairo_today


@login_not_required
@require_safe
def public_figures(request: HttpRequest) -> HttpResponse:
    """The last month that is over, or the one that is asked for; a wrong one is answered with it and the reason (400)."""
    today = cairo_today()
    refused = ""
    try:
        month = month_asked(request.GET.get("month", ""), today)
    except ValidationError as refusal:
        refused, month = refusal.messages[0], last_finished(today)
    figures = dict(PublicFiguresOut(of_month(month, today)).data)
    context = {
        "figures": figures,
        "refused": refused,
        "asked": request.GET.get("month", ""),
        **around(month, today),
    }
    response = render(request, "statistics/public/figures.html", context, status=400 if refused else 200)
    if refused or request.user.is_authenticated:
        return response
    tag = tag_of(figures, str(get_language()), today.isoformat())
    response.headers["ETag"] = tag
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=tag, response=response) or response


def around(month: date, today: date) -> dict[str, Any]:
    """How the month is said, and the ways to the months beside it and to the files."""
    asked = f"?month={month:%Y-%m}"
    last = last_finished(today)
    before, after = months_after(month, -1), months_after(month, 1)
    return {
        "month": date_format(month, "F Y"),
        "before": link(before) if before >= FIRST_MONTH else None,
        "after": link(after) if after <= last else None,
        "first": f"{FIRST_MONTH:%Y-%m}",
        "last": f"{last:%Y-%m}",
        "csv_url": reverse("api-public-figures-csv") + asked,
        "json_url": reverse("api-public-figures") + asked,
    }


def link(month: date) -> dict[str, str]:
    return {"url": f"?month={month:%Y-%m}", "label": date_format(month, "F Y")}
