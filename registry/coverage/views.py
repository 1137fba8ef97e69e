"""What is paid, by whom, and how sure that is: a public page."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.coverage.models import (
    ContributionCategory,
    ContributionRate,
    CopaymentCap,
    CopaymentExemption,
    CopaymentRule,
    ServiceClass,
    in_force,
)
from uhis_portal.calendar import cairo_today


@login_not_required
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """Contributions by group of people, and co-payments with their caps, as of today."""
    today = cairo_today()
    caps = list(CopaymentCap.objects.order_by("valid_from"))
    rules = in_force(CopaymentRule.objects.all(), today, by="service_class")
    limits = in_force(caps, today, by="service_class")
    context = {
        "today": today,
        "categories": [
            {"category": category, "rates": current_rates(category)}
            for category in ContributionCategory.objects.order_by("position").prefetch_related("rates")
        ],
        "copayments": [
            {"label": label, "rule": rules.get(value), "cap": limits.get(value)}
            for value, label in ServiceClass.choices
        ],
        "earlier": [cap for cap in caps if cap is not limits.get(cap.service_class)],
        "exemptions": CopaymentExemption.objects.order_by("position"),
    }
    return render(request, "coverage/rates.html", context)


def current_rates(category: ContributionCategory) -> list[dict[str, Any]]:
    """The parts of a category's contribution, in the order in which they are told."""
    found = in_force(category.rates.all(), cairo_today(), by="part")
    return [
        {"label": label, "rate": found[part]}
        for part, label in ContributionRate.Part.choices
        if part in found
    ]
