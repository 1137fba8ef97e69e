"""How months are written."""

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def month_and_year(first: str) -> str:
    """2026-03-01 → "مارس 2026" or "March 2026"."""
    return date_format(date.fromisoformat(first), "YEAR_MONTH_FORMAT")
