"""The ledger: what care was given. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Department, Facility
from facilities.geography.models import District, Governorate
from registry.coverage.answers import Cover, Why
from registry.people.models import Beneficiary, Sex
from services.records.models.patients import Identification, OtherPatient
from uhis_portal.calendar import CAIRO, day_bounds
from uhis_portal.reach import Reach

MOST_AT_ONCE = 100  # services of one kind in one record
LATE = Q(recorded_at__date__gt=F("provided_on"))  # written down on a later day in Cairo


def record_id() -> UUID:
    return uuid7()


class ServiceRecordQuerySet(models.QuerySet["ServiceRecord"]):
    def visible_to(self, reach: Reach) -> ServiceRecordQuerySet:
        """Records of the own facilities and governorates."""
        if reach.everything:
            return self
        return self.filter(Q(facility__in=reach.facilities) | Q(governorate__in=reach.governorates))

    def as_shown(self) -> ServiceRecordQuerySet:
        """With what the representation of a record names."""
        return self.select_related("facility", "service_type", "reversal")

    def logged_at(self, facility: str, day: date) -> ServiceRecordQuerySet:
        """What was written down at a facility on a day in Cairo, whenever it was provided."""
        start, end = day_bounds(day)
        return self.filter(facility=facility, recorded_at__gte=start, recorded_at__lt=end)

    def of_people(self, people: Iterable[UUID]) -> ServiceRecordQuerySet:
        """What people were given by these ids of theirs, and what those who were later identified as them were given."""
        people = list(people)
        named = Identification.objects.standing().filter(beneficiary__in=people)
        return self.filter(Q(beneficiary__in=people) | Q(other_patient__in=named.values("patient")))


class ServiceRecord(models.Model):
    """One kind of service given to one patient on one day; or, with `reverses`, the undoing of such a row.

    The patient is a beneficiary, or someone who is not registered. District, governorate, level, category, sex, birth year
    and home governorate are copied here when the row is written: statistics count from this table alone, and a later move of a
    facility changes no past number. The database refuses UPDATE, DELETE and TRUNCATE.
    """

    id = models.UUIDField(
        primary_key=True, default=record_id, editable=False, help_text="UUIDv7, made by the desk"
    )
    visit = models.UUIDField(help_text="what was sent with one Enter")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+", db_index=False)
    service_type = models.ForeignKey(ServiceType, on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.CharField(max_length=10, choices=ServiceType.Level.choices)
    category = models.CharField(max_length=14, choices=ServiceType.Category.choices)
    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, null=True, related_name="service_records", db_index=False
    )
    other_patient = models.ForeignKey(
        OtherPatient, on_delete=models.PROTECT, null=True, related_name="service_records", db_index=False
    )
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True, help_text="empty: not known")
    birth_year = models.PositiveSmallIntegerField(null=True, help_text="empty: not known")
    home_governorate = models.CharField(
        max_length=6,
        blank=True,
        default="",
        db_default="",
        help_text="code of the governorate where the patient was registered then; empty: nowhere, or not kept",
    )
    provided_on = models.DateField()
    quantity = models.SmallIntegerField()
    diagnosis = models.CharField(
        max_length=8, blank=True, default="", help_text="ICD-10 code, checked by its form"
    )
    cover = models.CharField(
        max_length=11,
        choices=Cover.choices,
        default=Cover.NOT_KNOWN,
        help_text="who pays, as answered at that moment",
    )
    cover_reason = models.CharField(
        max_length=12,
        choices=Why.choices,
        blank=True,
        default="",
        help_text="empty: written before answers were kept",
    )
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
            models.CheckConstraint(
                name="a_record_has_one_patient",
                condition=Q(beneficiary__isnull=False, other_patient__isnull=True)
                | Q(beneficiary__isnull=True, other_patient__isnull=False),
            ),
        ]
        # What is looked for, and nothing else: each index is written with every entry, and foreign keys bring two each.
        indexes = [
            models.Index(fields=["facility", "-recorded_at"], name="records_of_a_facility"),
            models.Index(fields=["governorate", "-recorded_at", "-id"], name="records_of_a_governorate"),
            models.Index(fields=["-recorded_at", "-id"], name="records_newest_first"),
            models.Index(fields=["visit"], name="records_of_a_visit"),
            models.Index(
                fields=["beneficiary", "service_type", "provided_on"],
                include=["quantity", "governorate"],
                name="care_of_a_beneficiary",
            ),
            models.Index(
                fields=["other_patient"],
                name="records_of_an_other_patient",
                condition=Q(other_patient__isnull=False),
            ),
        ]

    @property
    def is_late(self) -> bool:
        """As LATE has it."""
        return self.recorded_at.astimezone(CAIRO).date() > self.provided_on
