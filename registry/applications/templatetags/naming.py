"""The word to someone whom another family's application names, for the citizen's own page."""

from typing import Any

from django import template

from registry.applications.actions import naming

register = template.Library()


@register.inclusion_tag("applications/naming_panel.html", takes_context=True)
def applications_naming_me(context: dict[str, Any]) -> dict[str, Any]:
    """How many undecided applications of others name the one who is signed in; nothing is shown when none does."""
    return {"number": len(naming(context["request"].user))}
