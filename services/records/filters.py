"""Query parameters of the ledger's list."""

import django_filters
from django.utils.translation import gettext_lazy as _

from services.records.models import ServiceRecord


class ServiceRecordFilter(django_filters.FilterSet):
    facility = django_filters.CharFilter(
        field_name="facility_id", max_length=20, label=_("code of a facility")
    )
    beneficiary = django_filters.UUIDFilter(
        field_name="beneficiary_id", label=_("public id of a beneficiary")
    )
    visit = django_filters.UUIDFilter(field_name="visit", label=_("id of a visit"))
    provided_from = django_filters.DateFilter(
        field_name="provided_on", lookup_expr="gte", label=_("first day")
    )
    provided_to = django_filters.DateFilter(field_name="provided_on", lookup_expr="lte", label=_("last day"))

    class Meta:
        model = ServiceRecord
        fields: list[str] = []
