"""Query parameters of the list of published reports, on the page and the endpoint."""

import django_filters
from django.utils.translation import gettext_lazy as _

from facilities.geography.fields import GovernorateFilter
from services.statistics.models import Report


class ReportFilter(django_filters.FilterSet):
    governorate = GovernorateFilter(label=_("Governorate"), empty_label=_("All governorates"))

    class Meta:
        model = Report
        fields: list[str] = []
