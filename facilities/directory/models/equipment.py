"""What a facility has and does: departments, services, counted equipment, buildings."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from facilities.catalogue.models import ServiceType
from facilities.directory.models.facility import Facility
from uhis_portal.database.periods import InForce, Period


class Department(models.Model):
    """A part of a facility that has a door of its own, such as the kidney department."""

    name_ar: str  # columns that translation.py makes
    name_en: str
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "name_ar"],
                name="one_department_per_name",
                violation_error_message=_("This department is already there."),
            )
        ]


class ServiceOffered(models.Model):
    """A kind of service of the catalogue that a facility gives, since when, and until when if it stopped."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="services")
    service_type = models.ForeignKey(ServiceType, on_delete=models.PROTECT, related_name="offers")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="services")
    since = models.DateField(null=True, help_text="empty: not known")
    until = models.DateField(null=True, help_text="the first day without it")
    source = models.CharField(max_length=300, blank=True)

    objects = InForce.as_manager()

    class Meta:
        verbose_name_plural = "services offered"
        constraints = [
            ExclusionConstraint(
                name="a_service_is_offered_once_at_a_time",
                expressions=[
                    (F("facility"), RangeOperators.EQUAL),
                    (F("service_type"), RangeOperators.EQUAL),
                    (Coalesce(F("department"), Value(0)), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This service is already listed for that time."),
            ),
            models.CheckConstraint(
                name="a_service_ends_after_it_begins",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gt=F("since")),
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]


class Capacity(models.Model):
    """How many of one kind a facility has, as of a day where that is known; older counts stay beside it."""

    class Kind(models.TextChoices):
        BEDS = "beds", _("beds")
        PLANNED_BEDS = "planned_beds", _("planned beds")
        ICU_BEDS = "icu_beds", _("intensive-care beds")
        INCUBATORS = "incubators", _("incubators")
        OPERATING_ROOMS = "operating_rooms", _("operating theatres")
        DELIVERY_ROOMS = "delivery_rooms", _("delivery rooms")
        DIALYSIS_MACHINES = "dialysis_machines", _("dialysis machines")
        DIALYSIS_NEGATIVE = "dialysis_negative", _("dialysis machines for virus-negative patients")
        DIALYSIS_POSITIVE = "dialysis_positive", _("dialysis machines for virus-positive patients")
        OUTPATIENT_CLINICS = "outpatient_clinics", _("outpatient clinics")
        LABORATORIES = "laboratories", _("laboratories")
        IMAGING_ROOMS = "imaging_rooms", _("imaging rooms")
        EMERGENCY_ROOMS = "emergency_rooms", _("emergency rooms")
        PHARMACIES = "pharmacies", _("pharmacies")

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="capacities")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    quantity = models.PositiveIntegerField()
    as_of = models.DateField(null=True, help_text="empty: not known")
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "capacities"
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "kind", "as_of"],
                name="one_capacity_per_kind_and_day",
                nulls_distinct=False,
                violation_error_message=_("This kind has a number for that day already."),
            )
        ]


class Building(models.Model):
    """A building or a part of one, and the state of its work."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_CONSTRUCTION = "under_construction", _("under construction")
        TRIAL = "trial", _("in trial operation")
        IN_USE = "in_use", _("in use")

    name_ar: str  # columns that translation.py makes
    name_en: str
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="buildings")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=State.choices)
    percent = models.PositiveSmallIntegerField(
        null=True, help_text="of the work done, while under construction"
    )
    due = models.DateField(null=True, help_text="when it shall be ready")
    as_of = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "name_ar"],
                name="one_building_per_name",
                violation_error_message=_("This building is already there."),
            ),
            models.CheckConstraint(
                name="work_is_measured_while_it_lasts",
                condition=Q(percent__isnull=True) | Q(percent__lte=100, state="under_construction"),
                violation_error_message=_("Give per cent, 0 to 100, for works under construction only."),
            ),
        ]
