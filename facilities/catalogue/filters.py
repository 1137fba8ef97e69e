"""Query parameters of the list of kinds of service."""

import django_filters
from django.utils.translation import gettext_lazy as _

from facilities.catalogue.models import ServiceType


class ServiceTypeFilter(django_filters.FilterSet):
    level = django_filters.ChoiceFilter(
        label=_("Level of care"),
        choices=ServiceType.Level.choices,
        error_messages={"invalid_choice": _("There is no such level of care.")},
    )
    category = django_filters.ChoiceFilter(
        label=_("Category"),
        choices=ServiceType.Category.choices,
        error_messages={"invalid_choice": _("There is no such category of services.")},
    )

    class Meta:
        model = ServiceType
        fields: list[str] = []
