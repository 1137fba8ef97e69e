"""What a facility's representation says, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.directory.finder.question import Near
from facilities.directory.hours.words import answer_in_words
from uhis_portal.calendar import cairo_now
from uhis_portal.display import bilingual, day

register = template.Library()

REASONS: dict[str, str | Promise] = {
    "former_name": gettext_lazy("formerly %(text)s"),
    "alias": gettext_lazy("also called %(text)s"),
    "place": gettext_lazy("Place: %(text)s"),
    "service": gettext_lazy("Has to do with: %(text)s"),
    "kind": gettext_lazy("Kind: %(text)s"),
}
OPEN_KINDS = {"open": "good", "closed": "neutral", "not_known": "neutral"}
STATUS_KINDS = {"suspended": "warning", "closed": "bad", "trial": "info"}


@register.filter
def place(facility: Mapping[str, Any]) -> str:
    """District and governorate; one of them where both have the same name or the district is not known."""
    governorate, district = bilingual(facility["governorate"]), bilingual(facility["district"])
    if not district or district == governorate:
        return governorate
    return _("%(district)s, %(governorate)s Governorate") % {"district": district, "governorate": governorate}


@register.filter
def is_approximate(facility: Mapping[str, Any], from_about: bool = False) -> bool:
    """Whether its point on the map, or that from which is measured, is only that of its village or town."""
    return from_about or (facility["position"] is not None and facility["position"]["precision"] != "point")


@register.filter
def distance_from(facility: Mapping[str, Any], near: Near | None) -> float | None:
    """Kilometres from where one asked to be near to; None for that facility itself."""
    return None if near and near.code == facility["code"] else facility["distance_km"]


@register.filter
def formerly(facility: Mapping[str, Any]) -> str:
    """Its former name, unless that is the reason why it matched."""
    former = bilingual(facility["former_name"])
    matched = facility.get("matched")
    return "" if matched and bilingual(matched["text"]) == former else former


@register.filter
def reason(facility: Mapping[str, Any]) -> str:
    """Why it matched when its current name did not say so; its place and kind stand on the card anyway."""
    matched = facility.get("matched")
    if not matched or (matched["field"] in ("place", "kind") and shown_anyway(facility, matched)):
        return ""
    return str(REASONS[matched["field"]]) % {"text": bilingual(matched["text"])}


def shown_anyway(facility: Mapping[str, Any], matched: Mapping[str, Any]) -> bool:
    text = bilingual(matched["text"]).casefold()
    return text in f"{place(facility)} {bilingual(facility['kind'])}".casefold()


@register.filter
def open_words(facility: Mapping[str, Any], asked_time: datetime | None) -> str:
    """“Open now until 2:00 PM”; of another time that was asked for, only whether it is open then."""
    if asked_time is None:
        return answer_in_words(facility["open"], cairo_now())
    return _("Open at that time") if facility["open"]["state"] == "open" else _("Closed at that time")


@register.filter
def open_kind(state: str) -> str:
    """The badge's kind for open, closed, not known."""
    return OPEN_KINDS[state]


@register.filter
def status_kind(status: str) -> str:
    """The badge's kind for a facility's status."""
    return STATUS_KINDS.get(status, "neutral")


@register.filter
def in_a_row(words: Iterable[Any]) -> str:
    """Words one after another, parted by the comma of the active language."""
    return _(", ").join(str(word) for word in words)


@register.filter
def any_dated(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether it is known of any of the rows as of when it holds."""
    return any(row["as_of"] for row in rows)


@register.filter
def sources(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The sources of some rows, each once."""
    return list(dict.fromkeys(row["source"] for row in rows if row["source"]))


@register.filter
def last_day(until: str) -> str:
    """The last day of what ends before the day `until` (ISO 8601)."""
    return day(date.fromisoformat(until) - timedelta(days=1))


def period(row: Mapping[str, Any]) -> str:
    """From when to when, as far as that is known; "" where nothing is."""
    if row["since"] and row["until"]:
        return _("%(first)s to %(last)s") % {"first": day(row["since"]), "last": last_day(row["until"])}
    if row["since"]:
        return _("since %(date)s") % {"date": day(row["since"])}
    if row["until"]:
        return _("until %(date)s") % {"date": last_day(row["until"])}
    return ""


def noted(text: str, *remarks: str) -> str:
    """A text with what is said of it in brackets."""
    said = in_a_row([remark for remark in remarks if remark])
    return f"{text} ({said})" if said else text


@register.filter
def name_with_years(other: Mapping[str, Any]) -> str:
    """Another name with the years in which it was in use, where they are known."""
    first, last = other["from_year"], other["until_year"]
    years = ""
    if first and last:
        years = f"{first}–{last}"
    elif first:
        years = _("from %(year)s") % {"year": first}
    elif last:
        years = _("until %(year)s") % {"year": last}
    return noted(bilingual(other["name"]), years)


@register.filter
def role_with_period(row: Mapping[str, Any]) -> str:
    return noted(capfirst(bilingual(row["role"])), period(row))


@register.filter
def programme_with_period(row: Mapping[str, Any]) -> str:
    return noted(bilingual(row["name"]), period(row))


@register.filter
def status_with_period(row: Mapping[str, Any]) -> str:
    return noted(capfirst(bilingual(row["status"])), period(row))


@register.filter
def state_of_works(building: Mapping[str, Any]) -> str:
    """Planned, under construction with per cent and due date, in trial, in use; and as of when."""
    remarks = []
    if building["percent"] is not None:
        remarks.append(_("%(percent)s%% of the work done") % {"percent": building["percent"]})
    if building["due"]:
        remarks.append(_("due %(date)s") % {"date": day(building["due"])})
    if building["as_of"]:
        remarks.append(_("as of %(date)s") % {"date": day(building["as_of"])})
    return noted(capfirst(bilingual(building["state"])), *remarks)


@register.inclusion_tag("directory/map.html")
def map_of(
    facilities: Sequence[Mapping[str, Any]], first: int = 1, page: str = "facility", query: str = ""
) -> dict[str, Any]:
    """A map of the facilities listed beside it, numbered as there; each leads to its page of that name, with the query.

    The page around it loads Leaflet and `directory/map.js`.
    """
    nowhere = {"latitude": None, "longitude": None, "precision": "none"}
    return {
        "drawn": [
            {
                "number": number,
                "name": bilingual(facility["name"]),
                "address": reverse(page, args=[facility["code"]]) + (f"?{query}" if query else ""),
                **{key: (facility["position"] or nowhere)[key] for key in nowhere},
            }
            for number, facility in enumerate(facilities, first)
        ],
        "without_position": sum(facility["position"] is None for facility in facilities),
        "tiles": {"server": settings.TILE_SERVER, "attribution": settings.TILE_ATTRIBUTION},
    }


@register.filter
def names_in_a_row(things: Iterable[Mapping[str, Any]]) -> str:
    """The names of things with codes, parted by commas."""
    return in_a_row([bilingual(thing) for thing in things])
