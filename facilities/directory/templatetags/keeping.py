"""Tags of the pages that keep the directory true, and the panel of what needs attention for every page of staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms, template
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from facilities.directory.keeping import words
from facilities.directory.keeping.attention import Item, attention_of
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual
from uhis_portal.templatetags.forms import field
from uhis_portal.templatetags.portal import badge

register = template.Library()
BADGES = {"waiting": "waiting", "approved": "good", "returned": "warning", "withdrawn": "neutral"}


@register.filter
def one_below_another(lines: list[str]) -> SafeString | str:
    """Lines as a list where there are several; "" where there is none."""
    if len(lines) < 2:
        return format_html("<bdi>{}</bdi>", lines[0]) if lines else ""
    return format_html(
        '<ul class="list">{}</ul>',
        format_html_join("", "<li><bdi>{}</bdi></li>", ((line,) for line in lines)),
    )


@register.filter
def listed(texts: Iterable[object]) -> str:
    """Texts one after another."""
    return words.listed(map(str, texts))


@register.filter
def named_together(changes: Iterable[Mapping[str, Any]]) -> str:
    """The names of the parts that a proposal touches."""
    return words.listed(bilingual(change["name"]) for change in changes)


@register.filter
def with_post(person: Mapping[str, Any]) -> SafeString:
    """Who did something, with the post held on that day."""
    if not person["post"]:
        return format_html("<bdi>{}</bdi>", bilingual(person["name"]))
    return format_html("<bdi>{}</bdi> (<bdi>{}</bdi>)", bilingual(person["name"]), bilingual(person["post"]))


@register.simple_tag
def typed_field(form: forms.Form, name: str) -> SafeString:
    """A field of a form of the sheet, drawn as its kind wants."""
    bound = form[name]
    return field(bound, kind=bound.field.shown, size=bound.field.size, optional=False)


@register.simple_tag
def hidden_field(form: forms.Form, name: str) -> SafeString:
    return form[name].as_widget()


@register.inclusion_tag("components/badge.html")
def proposal_badge(state: Mapping[str, Any]) -> dict[str, Any]:
    """Where a proposal stands, from its representation `{code, name}`."""
    return badge(bilingual(state["name"]), kind=BADGES[state["code"]])


@register.inclusion_tag("directory/attention.html", takes_context=True)
def needs_attention(context: Mapping[str, Any]) -> dict[str, list[Item]]:
    """What the one who looks should see to today; nothing for whoever has no post."""
    request: HttpRequest = context["request"]
    if not request.user.is_authenticated:
        return {"items": []}
    return {"items": attention_of(request.user, request.reach, cairo_today())}  # type: ignore[attr-defined]
