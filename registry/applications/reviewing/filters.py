"""Query parameters of the queue, and the same choice made by its page."""

from __future__ import annotations

from typing import Any

import django_filters

from registry.applications import waiting
from registry.applications.models import Application
from registry.applications.waiting import WaitsFor
from uhis_portal.calendar import cairo_today


class QueueFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=Application.Status.choices)
    waits_for = django_filters.ChoiceFilter(choices=WaitsFor.choices)
    overdue = django_filters.BooleanFilter(method="late", help_text="Only those whose promised day is over.")
    governorate = django_filters.CharFilter(field_name="governorate_id")
    unit = django_filters.CharFilter(field_name="unit_id")

    class Meta:
        model = Application
        fields: list[str] = []

    def late(self, applications: Any, _name: str, wanted: bool) -> Any:
        """Late ones, or those that are not."""
        late = waiting.late(cairo_today())
        return applications.filter(late) if wanted else applications.exclude(late)
