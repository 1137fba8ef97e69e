"""Query parameters of reported changes."""

import django_filters
from django.db.models import Q, QuerySet

from registry.people.models import LifeEvent, Membership
from uhis_portal.calendar import cairo_today


class ChangeFilter(django_filters.FilterSet):
    household = django_filters.UUIDFilter(field_name="household_id")
    status = django_filters.ChoiceFilter(choices=LifeEvent.Status.choices)
    kind = django_filters.ChoiceFilter(choices=LifeEvent.Kind.choices)

    class Meta:
        model = LifeEvent
        fields: list[str] = []


class DayFilter(django_filters.FilterSet):
    """Of the memberships of a family: those in force on a day."""

    on = django_filters.DateFilter(help_text="A day, as YYYY-MM-DD; today if left out.")

    class Meta:
        model = Membership
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Membership]) -> QuerySet[Membership]:
        day = self.form.cleaned_data["on"] or cairo_today()
        return queryset.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
