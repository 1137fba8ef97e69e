"""Query parameters of the list of imports."""

import django_filters
from django.utils.translation import gettext_lazy as _

from uhis_portal.files.models import Import


class ImportFilter(django_filters.FilterSet):
    kind = django_filters.CharFilter(field_name="kind", max_length=40, label=_("kind of import"))
    state = django_filters.ChoiceFilter(choices=Import.State.choices, label=_("how far it is"))

    class Meta:
        model = Import
        fields: list[str] = []
