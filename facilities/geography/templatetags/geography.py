"""Dates that are known to the day, the month or the year, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()
FORMATS = ("Y", "YEAR_MONTH_FORMAT", "DATE_FORMAT")


@register.filter
def as_known(known: Mapping[str, str] | None) -> str:
    """{"date": "2024-12", "precision": "month"} → "December 2024" or "ديسمبر 2024"; None → ""."""
    if not known:
        return ""
    parts = [int(part) for part in known["date"].split("-")]
    return date_format(date(*(parts + [1, 1])[:3]), FORMATS[len(parts) - 1])
