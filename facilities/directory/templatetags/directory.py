"""What a facility's representation says, in the words of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from uhis_portal.display import bilingual

register = template.Library()


@register.filter
def place(facility: Mapping[str, Any]) -> str:
    """District and governorate; one of them where both have the same name or the district is not known."""
    governorate, district = bilingual(facility["governorate"]), bilingual(facility["district"])
    if not district or district == governorate:
        return governorate
    return _("%(district)s, %(governorate)s Governorate") % {"district": district, "governorate": governorate}


@register.filter
def is_approximate(facility: Mapping[str, Any]) -> bool:
    """Whether its point on the map, if it has one, is only that of its village or town."""
    return facility["position"] is not None and facility["position"]["precision"] != "point"
