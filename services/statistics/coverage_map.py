"""The governorates painted by how many of their people are registered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from facilities.geography import drawing
from facilities.geography.models import Governorate
from services.statistics.reading.parts import Part
from uhis_portal.display import bilingual, percent

# Upper ends of shares, with the paint below each; from a quarter to a quarter, and what is not known or nothing.
STEPS = ((0.25, "#b9d8d6"), (0.5, "#7fb9b7"), (0.75, "#3f9092"), (float("inf"), "#0b4d55"))
NOBODY, NOT_KNOWN = "#f3ead7", "url(#not-known)"
LEGEND = (
    (STEPS[3][1], _("three quarters of the population and more")),
    (STEPS[2][1], _("half to three quarters")),
    (STEPS[1][1], _("a quarter to a half")),
    (STEPS[0][1], _("less than a quarter")),
    (NOBODY, _("nobody yet")),
    (NOT_KNOWN, _("the population is not known")),
)


def fill_of(part: Part) -> str:
    if not part.registered:
        return NOBODY
    if part.share is None:
        return NOT_KNOWN
    return next(fill for upper, fill in STEPS if part.share < upper)


def shapes(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """What the drawing is made of: each governorate's path, paint, and what it says."""
    outlines = drawing.paths(Governorate.objects.defer(None).only("code", "outline"))
    return [
        {
            "path": outlines[part.area.code],
            "fill": fill_of(part),
            "name": bilingual(part.area),
            "said": percent(part.share, 2) if part.share is not None else "",
        }
        for part in parts
    ]
