"""The components, each defined once; those of forms are beside this file. Their HTML is templates/components/.

Their living page is /ar/components/.
A leaf is `{% badge … %}`; a wrapper is `{% notice … %}…{% endnotice %}`. Arguments are explicit; values are escaped.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from uhis_portal import display
from uhis_portal.page import HOTLINE

register = template.Library()

register.filter("number", display.number)
register.filter("percent", display.percent)
register.filter("day", display.day)
register.filter("moment", display.moment)
register.filter("code", display.code)
register.filter("isolate", display.isolate)
register.filter("bilingual", display.bilingual)


def drawn(component: str, **arguments: Any) -> SafeString:
    """The component's template with exactly these arguments."""
    return render_to_string(f"components/{component}.html", arguments)


def without_space(content: str) -> str:
    """A block's rendered HTML, "" when there is nothing but white space in it."""
    return content if content.strip() else ""


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A small drawing beside words, never instead of them. Unknown names are a TemplateDoesNotExist."""
    return render_to_string(f"components/icons/{name}.svg")


@register.simple_tag
def site_footer() -> SafeString:
    """The foot of every page, drawn once in each language."""
    return footer_in(get_language() or "ar")


@cache
def footer_in(_language: str) -> SafeString:
    return drawn("footer", hotline=HOTLINE)


# Answers and notices


@register.simple_block_tag
def answer(content: str, title: str, *, kind: str = "neutral") -> SafeString:
    """The answer to the page's question, first and large. kind: good, waiting, warning, neutral."""
    return drawn("answer", content=content, title=title, kind=kind)


@register.simple_block_tag
def notice(content: str, *, title: str = "", kind: str = "info") -> SafeString:
    """Something to know before going on. kind: info, success, warning, error."""
    return drawn("notice", content=content, title=title, kind=kind)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A passage set apart from the text around it."""
    return drawn("inset", content=content)


@register.simple_block_tag
def details(content: str, summary: str, *, open: bool = False) -> SafeString:
    """What only some people need, folded under its question."""
    return drawn("details", content=content, summary=summary, open=open)


@register.simple_block_tag
def panel(content: str, title: str, *, reference: str = "", reference_label: str = "") -> SafeString:
    """The confirmation after something was sent; holds the page's h1."""
    label = reference_label or gettext("Your reference number")
    return drawn("panel", content=content, title=title, reference=reference, reference_label=label)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """A list with nothing in it: why, and what to do."""
    return drawn("empty", content=content, title=title)


@register.inclusion_tag("components/badge.html")
def badge(label: str, *, kind: str = "neutral") -> dict[str, Any]:
    """A state in a word, with a shape beside the colour. kind: neutral, good, waiting, warning, bad, info."""
    return locals()


# Reading and reviewing


@register.simple_block_tag
def summary_list(
    content: str, *, title: str = "", actions_url: str = "", actions_label: str = ""
) -> SafeString:
    """Questions and answers to read over; rows are `summary_row`."""
    return drawn(
        "summary_list", content=content, title=title, actions_url=actions_url, actions_label=actions_label
    )


@register.inclusion_tag("components/summary_row.html")
def summary_row(key: str, value: Any, *, change_url: str = "", missing: str = "") -> dict[str, Any]:
    """One question and its answer; an empty answer says so in words."""
    known = value is not None and value != ""
    return {
        "key": key,
        "value": value,
        "known": known,
        "change_url": change_url,
        "missing": missing or _("Not known"),
    }


@register.simple_block_tag
def task_list(content: str) -> SafeString:
    """What is to be done in several steps; rows are `task`."""
    return drawn("task_list", content=content)


TASK_STATES = {
    "done": (_("Completed"), "good"),
    "doing": (_("In progress"), "info"),
    "again": (_("Look at it again"), "warning"),
    "todo": (_("Not started"), "neutral"),
    "blocked": (_("Cannot start yet"), "neutral"),
}


@register.inclusion_tag("components/task.html")
def task(label: str, *, status: str = "todo", url: str = "", hint: str = "") -> dict[str, Any]:
    """One task. status: done, doing, again (asked to be put right), todo, blocked (no link)."""
    status_label, kind = TASK_STATES[status]
    return {
        "label": label,
        "url": "" if status == "blocked" else url,
        "hint": hint,
        "status_label": status_label,
        "kind": kind,
    }


@register.inclusion_tag("components/progress.html")
def progress(*, current: int, total: int) -> dict[str, Any]:
    """Where a person stands in a row of pages."""
    return {"current": current, "total": total, "steps": [step <= current for step in range(1, total + 1)]}


@register.simple_block_tag
def data_table(content: str, caption: str, *, hide_caption: bool = False, stack: bool = True) -> SafeString:
    """A table that scrolls in itself; with `stack`, its rows become cards on a phone (cells carry data-label)."""
    return drawn("data_table", content=content, caption=caption, hide_caption=hide_caption, stack=stack)


@register.inclusion_tag("components/pagination.html")
def pagination(
    *, previous_url: str | None = None, next_url: str | None = None, count: int | None = None
) -> dict[str, Any]:
    """Ways to the pages before and after; `count` is how many there are in all."""
    return locals()


@register.inclusion_tag("components/back_link.html")
def back_link(url: str, *, label: str = "") -> dict[str, Any]:
    """The way back, above the page's title."""
    return {"url": url, "label": label or _("Back")}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(items: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """The way down to this page: {"url", "label"} each; the last has no url."""
    return {"items": items}


# Numbers


@register.simple_block_tag
def tile(
    content: str,
    title: str,
    *,
    value: Any,
    unit: str = "",
    as_of: Any = None,
    source: str = "",
    source_url: str = "",
    note: str = "",
    url: str = "",
    kind: str = "plain",
) -> SafeString:
    """A figure with its title, day and source; inner HTML becomes the table behind it. None is "Not known"."""
    return drawn(
        "tile", **{**locals(), "content": without_space(content), "known": value is not None and value != ""}
    )


@register.inclusion_tag("components/provenance.html")
def provenance(*, as_of: Any = None, source: str = "", source_url: str = "") -> dict[str, Any]:
    """On which day a figure stood, and who says so."""
    return locals()


@register.inclusion_tag("components/bars.html")
def bars(
    title: str,
    *,
    rows: Iterable[Mapping[str, Any]],
    key_label: str = "",
    value_label: str = "",
    as_of: Any = None,
    source: str = "",
    source_url: str = "",
    trend: bool = False,
) -> dict[str, Any]:
    """A table with a bar beside every number. Rows: label, value (None: not known), and perhaps url, note.

    With `trend` the rows are moments one after another: statistics/trend.js draws them as a line above the table.
    """
    listed = [dict(row) for row in rows]
    longest = max((float(row["value"]) for row in listed if row["value"] is not None), default=0.0)
    for row in listed:
        share = float(row["value"]) / longest if row["value"] is not None and longest > 0 else 0.0
        row["width"] = f"{max(share, 0.0) * 100:.1f}%"
    return {
        "title": title,
        "rows": listed,
        "key_label": key_label or _("Kind"),
        "value_label": value_label or _("Number"),
        "as_of": as_of,
        "source": source,
        "source_url": source_url,
        "trend": trend and len(listed) > 1,
    }


SYMBOLS_OF_CAPACITY = 10


@register.inclusion_tag("components/capacity.html")
def capacity(
    *,
    used: int | None,
    total: int | None,
    title: str,
    icon: str = "person",
    as_of: Any = None,
    source: str = "",
    source_url: str = "",
) -> dict[str, Any]:
    """Ten symbols of which as many are filled as places are taken, and the numbers in words."""
    filled = 0
    if total and used:
        filled = min(SYMBOLS_OF_CAPACITY, max(1, round(used / total * SYMBOLS_OF_CAPACITY)))
        if used < total:
            filled = min(filled, SYMBOLS_OF_CAPACITY - 1)
    return {
        "title": title,
        "total": total,
        "used": used,
        "free": None if used is None or total is None else max(total - used, 0),
        "over": max(used - total, 0) if used is not None and total is not None else 0,
        "symbols": [place < filled for place in range(SYMBOLS_OF_CAPACITY)],
        "icon": icon,
        "as_of": as_of,
        "source": source,
        "source_url": source_url,
    }


# Facilities

SIZE_OF_A_TOWN = 3  # kilometres: less cannot be told apart where only the village or the town is known


@register.simple_block_tag
def facility_card(
    content: str,
    *,
    name: str,
    url: str = "",
    kind: str = "",
    place: str = "",
    former: str = "",
    reason: str = "",
    distance_km: float | None = None,
    approximate: bool = False,
    number: int | None = None,
) -> SafeString:
    """One facility in a list: name, kind, place, distance; inner HTML is for badges and more.

    `reason` says why it is listed when its name does not; `number` is its number on a map.
    """
    kilometres = ""
    if distance_km is not None:
        kilometres = (
            display.number(max(SIZE_OF_A_TOWN, round(distance_km)))
            if approximate
            else display.number(distance_km, 1)
        )
    return drawn(
        "facility_card",
        content=without_space(content),
        name=name,
        url=url,
        kind=kind,
        place=place,
        former=former,
        reason=reason,
        kilometres=kilometres,
        approximate=approximate,
        in_the_town=approximate and distance_km is not None and distance_km < SIZE_OF_A_TOWN,
        number=number,
    )


PRECISION_NOTES = {
    "village": _("The location is approximate: we know the village, not the exact spot."),
    "city": _("The location is approximate: we know the town, not the exact spot."),
    "none": _("We do not know the location on the map yet."),
}


@register.inclusion_tag("components/approximate_location.html")
def approximate_location(*, precision: str) -> dict[str, Any]:
    """How exact a position is. precision: point (says nothing), village, city, none."""
    return {"note": PRECISION_NOTES.get(precision, "")}
