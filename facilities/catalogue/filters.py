"""Query parameters of the catalogue's lists, on pages and endpoints."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from facilities.catalogue.models import Initiative, ServiceType, ServiceTypes
from uhis_portal.arabic import comparable
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual, capitalised


def containing(rows: QuerySet, words: str) -> QuerySet:
    """Rows whose names, in either language, or whose code hold each of the words; none for signs without a letter."""
    wanted = comparable(words).split()
    found = rows.filter(pk__iexact=words.strip())
    if wanted:
        found |= rows.filter(*(Q(comparable__contains=word) for word in wanted))
    return found


class InitiativeField(forms.ModelChoiceField):
    """An initiative by its code; listed by name in the active language."""

    def label_from_instance(self, initiative: Initiative) -> str:
        return bilingual(initiative)


class InitiativeFilter(django_filters.Filter):
    field_class = InitiativeField


class ServiceTypeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or code"), method="search", max_length=200)
    level = django_filters.ChoiceFilter(
        label=_("Level of care"),
        choices=capitalised(ServiceType.Level),
        empty_label=_("All levels"),
        error_messages={"invalid_choice": _("There is no such level of care.")},
    )
    category = django_filters.ChoiceFilter(
        label=_("Category"),
        choices=capitalised(ServiceType.Category),
        empty_label=_("All categories"),
        error_messages={"invalid_choice": _("There is no such category of services.")},
    )
    initiative = InitiativeFilter(
        label=_("Initiative"),
        queryset=Initiative.objects.order_by("code"),
        empty_label=_("All kinds, of initiatives or not"),
        error_messages={"invalid_choice": _("There is no initiative with this code.")},
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=capitalised(ServiceType.State),
        empty_label=_("All, also those no longer given"),
        method="of_state",
        error_messages={"invalid_choice": _("There is no such state.")},
    )

    class Meta:
        model = ServiceType
        fields: list[str] = []

    def search(self, kinds: ServiceTypes, _name: str, words: str) -> QuerySet[ServiceType]:
        return containing(kinds, words)

    def of_state(self, kinds: ServiceTypes, _name: str, state: str) -> ServiceTypes:
        return kinds.in_state(ServiceType.State(state), cairo_today())


class SpecialtyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or code"), method="search", max_length=200)

    def search(self, specialties: QuerySet, _name: str, words: str) -> QuerySet:
        return containing(specialties, words)
