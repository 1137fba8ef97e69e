"""The choice of a governorate, on pages and in query parameters."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from facilities.geography.models import Governorate


class GovernorateField(forms.ModelChoiceField):
    """A governorate by its code; listed by name in the active language."""

    default_error_messages = {"invalid_choice": _("There is no governorate with this code.")}

    def __init__(self, **kwargs: Any) -> None:
        order = "name_en" if get_language() == "en" else "comparable"
        super().__init__(queryset=Governorate.objects.order_by(order), **kwargs)

    def label_from_instance(self, governorate: Governorate) -> str:
        return governorate.name


class GovernorateFilter(django_filters.Filter):
    """`?governorate=EG-LX`."""

    field_class = GovernorateField
