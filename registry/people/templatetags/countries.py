"""The names of countries, as people of another nationality are shown."""

from django import template
from django.utils.translation import get_language

from registry.people.identity import countries

register = template.Library()


@register.filter
def country(code: str) -> str:
    """ISO 3166-1 alpha-2 → the name in the active language."""
    return countries(get_language() or "ar").get(code, code)
