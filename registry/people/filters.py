"""Query parameters of families and people."""

import django_filters

from registry.people.models import Beneficiary, Household


class BeneficiaryFilter(django_filters.FilterSet):
    household = django_filters.UUIDFilter(field_name="household_id")
    governorate = django_filters.CharFilter(field_name="governorate_id")
    unit = django_filters.CharFilter(field_name="unit_id")

    class Meta:
        model = Beneficiary
        fields: list[str] = []


class HouseholdFilter(django_filters.FilterSet):
    governorate = django_filters.CharFilter(field_name="governorate_id")
    district = django_filters.CharFilter(field_name="district_id")
    unit = django_filters.CharFilter(field_name="unit_id")
    file_number = django_filters.CharFilter()

    class Meta:
        model = Household
        fields: list[str] = []
