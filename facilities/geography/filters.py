"""Query parameters of the lists of governorates and districts."""

import django_filters
from django.utils.translation import gettext_lazy as _

from facilities.geography.fields import GovernorateFilter
from facilities.geography.models import District


class DistrictFilter(django_filters.FilterSet):
    governorate = GovernorateFilter(label=_("Governorate"))

    class Meta:
        model = District
        fields: list[str] = []
