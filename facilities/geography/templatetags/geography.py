"""What is said of governorates: phases in words, and dates no more exact than they are known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

register = template.Library()
PHASES = {
    1: _("Phase 1"),
    2: _("Phase 2"),
    3: _("Phase 3"),
    4: _("Phase 4"),
    5: _("Phase 5"),
    6: _("Phase 6"),
}
FORMATS = ("Y", "YEAR_MONTH_FORMAT", "DATE_FORMAT")


@register.filter
def as_known(known: Mapping[str, str] | None) -> str:
    """{"date": "2024-12", "precision": "month"} → "December 2024" or "ديسمبر 2024"; None → ""."""
    if not known:
        return ""
    parts = [int(part) for part in known["date"].split("-")]
    return date_format(date(*([*parts, 1, 1])[:3]), FORMATS[len(parts) - 1])


@register.filter
def phase(number: int | None) -> str:
    """2 → "Phase 2" or "المرحلة الثانية"; None → ""."""
    return str(PHASES.get(number, number)) if number else ""
