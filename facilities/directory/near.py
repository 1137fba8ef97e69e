"""A position as people and browsers write it."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from facilities.directory.querysets import Point
from uhis_portal.arabic import INVISIBLE, latin_digits

# The box around Egypt, in degrees.
LATITUDES = (21.0, 33.0)
LONGITUDES = (24.0, 38.0)
DEGREES = r"([0-9]{1,3}(?:\.[0-9]{1,20})?)"
POINT = re.compile(rf"\s*{DEGREES}\s*[,،]\s*{DEGREES}\s*")


class PointField(forms.CharField):
    """`latitude,longitude` in degrees (WGS 84), within Egypt; Arabic digits, comma and point are understood."""

    default_error_messages = {
        "unreadable": _("Write a position as latitude,longitude in degrees, such as 25.69,32.64."),
        "outside": _("This position is not in Egypt: latitude is 21 to 33, longitude 24 to 38 degrees."),
    }

    def to_python(self, value: Any) -> Any:
        written = INVISIBLE.sub("", latin_digits(super().to_python(value) or "")).replace("٫", ".")
        if not written:
            return None
        match = POINT.fullmatch(written)
        if match is None:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        point = Point(float(match[1]), float(match[2]))
        if not (
            LATITUDES[0] <= point.latitude <= LATITUDES[1]
            and LONGITUDES[0] <= point.longitude <= LONGITUDES[1]
        ):
            raise forms.ValidationError(self.error_messages["outside"], code="outside")
        return point


@extend_schema_field({"type": "string", "examples": ["25.69,32.64"]})
class PointFilter(django_filters.Filter):
    """`?near=25.69,32.64`."""

    field_class = PointField

    def filter(self, queryset: Any, point: Point | None) -> Any:
        return queryset if point is None else queryset.near(point)
