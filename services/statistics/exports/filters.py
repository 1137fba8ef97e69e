"""Query parameters of the table of DHIS2 units."""

import django_filters
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility


class UnitFilter(django_filters.FilterSet):
    governorate = django_filters.CharFilter(
        field_name="governorate", max_length=6, label=_("code of a governorate")
    )

    class Meta:
        model = Facility
        fields: list[str] = []
