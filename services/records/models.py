"""The ledger: what care was given. Rows are only ever added."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from registry.people.models import Beneficiary, Sex
from uhis_portal.calendar import day_bounds
from uhis_portal.reach import Reach

MOST_AT_ONCE = 100


def record_id() -> UUID:
    return uuid7()


class ServiceRecordQuerySet(models.QuerySet["ServiceRecord"]):
    def visible_to(self, reach: Reach) -> ServiceRecordQuerySet:
        """Records of the own facilities and governorates."""
        if reach.everything:
            return self
        return self.filter(Q(facility__in=reach.facilities) | Q(governorate__in=reach.governorates))

    def logged_at(self, facility: str, day: date) -> ServiceRecordQuerySet:
        """What was written down at a facility on a day in Cairo, whenever it was provided."""
        start, end = day_bounds(day)
        return self.filter(facility=facility, recorded_at__gte=start, recorded_at__lt=end)


class ServiceRecord(models.Model):
    """One kind of service given to one beneficiary on one day; or, with `reverses`, the undoing of such a row.

    District, governorate, level, category, sex and birth year are copied here when the row is written: statistics
    count from this table alone, and a later move of a facility changes no past number. The database refuses
    UPDATE, DELETE and TRUNCATE.
    """

    id = models.UUIDField(
        primary_key=True, default=record_id, editable=False, help_text="UUIDv7, made by the desk"
    )
    visit = models.UUIDField(help_text="what was sent with one Enter")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    service_type = models.ForeignKey(ServiceType, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=ServiceType.Level.choices)
    category = models.CharField(max_length=14, choices=ServiceType.Category.choices)
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="service_records")
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_year = models.PositiveSmallIntegerField()
    provided_on = models.DateField()
    quantity = models.SmallIntegerField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    reason = models.CharField(max_length=200, blank=True)

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_record_counts_up_and_a_reversal_down",
                condition=Q(reverses__isnull=True, quantity__gt=0, reason="")
                | Q(reverses__isnull=False, quantity__lt=0) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="a_quantity_is_believable",
                condition=Q(quantity__gte=-MOST_AT_ONCE, quantity__lte=MOST_AT_ONCE),
                violation_error_message=_("The quantity is from 1 to 100."),
            ),
        ]
        indexes = [
            models.Index(fields=["facility", "-recorded_at"], name="records_of_a_facility"),
            models.Index(fields=["beneficiary", "-provided_on"], name="records_of_a_beneficiary"),
        ]
