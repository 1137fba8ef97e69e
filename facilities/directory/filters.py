"""The finder's questions: the same for the page and for the endpoint."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Choices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from facilities.directory.models import Facility
from facilities.directory.near import PointFilter
from facilities.directory.querysets import FacilityQuerySet
from facilities.geography.fields import GovernorateFilter
from uhis_portal.arabic import comparable

LONGEST_QUESTION = 200


class WordsField(forms.CharField):
    """Words to search for: at least one letter or digit must be left of them when marks and signs are taken away."""

    default_error_messages = {
        "nothing": _("Write the name of a place or of a facility: letters or digits."),
        "long": _("Search with at most 200 characters."),
    }

    def to_python(self, value: Any) -> str:
        words = super().to_python(value) or ""
        if len(words) > LONGEST_QUESTION:
            raise forms.ValidationError(self.error_messages["long"], code="long")
        if words and not comparable(words):
            raise forms.ValidationError(self.error_messages["nothing"], code="nothing")
        return words


@extend_schema_field({"type": "string", "maxLength": LONGEST_QUESTION})
class WordsFilter(django_filters.Filter):
    field_class = WordsField

    def filter(self, queryset: Any, words: str) -> Any:
        return queryset.matching(words) if words else queryset


class LevelFilter(django_filters.ChoiceFilter):
    def filter(self, queryset: Any, level: str) -> Any:
        return queryset.giving(level) if level else queryset


def capitalised(choices: type[Choices]) -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in choices.choices]


class FacilityFilter(django_filters.FilterSet):
    """`q` decides what matches, `near` orders equals and gives the distance; the best match comes first."""

    q = WordsFilter(label=_("Name or place"))
    governorate = GovernorateFilter(label=_("Governorate"), empty_label=_("All governorates"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind of facility"),
        choices=capitalised(Facility.Kind),
        empty_label=_("All kinds"),
        error_messages={"invalid_choice": _("There is no such kind of facility.")},
    )
    level = LevelFilter(
        label=_("Level of care"),
        choices=capitalised(Facility.Level),
        empty_label=_("All levels"),
        error_messages={"invalid_choice": _("There is no such level of care.")},
    )
    near = PointFilter(label=_("Near to"), widget=forms.HiddenInput)

    class Meta:
        model = Facility
        fields: list[str] = []

    def filter_queryset(self, queryset: FacilityQuerySet) -> FacilityQuerySet:
        return super().filter_queryset(queryset).best_first()
