"""Query parameters of the ledger's list."""

from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registry.people.models import Beneficiary
from services.records.models import ServiceRecord
from uhis_portal.reach import system_reach


class ServiceRecordFilter(django_filters.FilterSet):
    facility = django_filters.CharFilter(
        field_name="facility_id", max_length=20, label=_("code of a facility")
    )
    beneficiary = django_filters.UUIDFilter(
        method="of_person", label=_("public id of a beneficiary; records made before a merge are found too")
    )
    visit = django_filters.UUIDFilter(field_name="visit", label=_("id of a visit"))
    provided_from = django_filters.DateFilter(
        field_name="provided_on", lookup_expr="gte", label=_("first day")
    )
    provided_to = django_filters.DateFilter(field_name="provided_on", lookup_expr="lte", label=_("last day"))

    class Meta:
        model = ServiceRecord
        fields: list[str] = []

    def of_person(self, records: QuerySet[ServiceRecord], name: str, value: UUID) -> QuerySet[ServiceRecord]:
        # A record may be in reach whose patient is registered elsewhere; which ids are one person is no secret.
        with system_reach():
            ids = list(Beneficiary.objects.recorded_as(value).values_list("pk", flat=True))
        return records.filter(beneficiary__in={value, *ids})
