"""How numbers are said in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from uhis_portal.display import number, percent

register = template.Library()


@register.simple_tag
def moved(services: Mapping[str, Any], is_over: bool) -> str:
    """How the services of a period moved against the months before; while it runs, only what these came to."""
    now, before = services["value"], services["before"]
    if not is_over:
        return _("so far; in as many whole months before: %(before)s") % {"before": number(before)}
    if not before:
        return _("nothing to compare with: no service in the months before") if now else ""
    said = {"share": percent(abs(now - before) / before), "before": number(before)}
    if now == before:
        return _("as many as in the months before")
    if now > before:
        return _("%(share)s more than in the months before (%(before)s)") % said
    return _("%(share)s fewer than in the months before (%(before)s)") % said
