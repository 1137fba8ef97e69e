"""Query parameters of applications."""

import django_filters

from registry.applications.models import Application


class ApplicationFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=Application.Status.choices)
    governorate = django_filters.CharFilter(field_name="governorate_id")
    unit = django_filters.CharFilter(field_name="unit_id")

    class Meta:
        model = Application
        fields: list[str] = []
