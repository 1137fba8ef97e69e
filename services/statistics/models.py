"""The numbers: deltas noted by triggers, roll-ups folded from them by the worker, and figures published elsewhere.

In one snapshot, at any moment, for each cell: roll-up + pending deltas = recount of the counted table.
Dimensions are plain codes, not foreign keys: a roll-up remembers what was true when it was counted.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.geography.models import DatePrecision


class ServiceCell(models.Model):
    """The dimensions in which services are counted."""

    facility = models.CharField(max_length=20)
    district = models.CharField(max_length=4)
    governorate = models.CharField(max_length=6)
    service_type = models.CharField(max_length=20)
    level = models.CharField(max_length=10)
    category = models.CharField(max_length=14)

    class Meta:
        abstract = True


class ServiceDelta(ServiceCell):
    """What a change of the ledger adds to a cell; written by a trigger in the transaction of the change."""

    provided_on = models.DateField()
    quantity = models.IntegerField()
    records = models.IntegerField()


class ServicesByDay(models.Model):
    """Services per governorate, kind and day."""

    governorate = models.CharField(max_length=6)
    service_type = models.CharField(max_length=20)
    level = models.CharField(max_length=10)
    category = models.CharField(max_length=14)
    provided_on = models.DateField()
    quantity = models.BigIntegerField()
    records = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "provided_on", "service_type", "level", "category"],
                name="one_cell_per_day",
            )
        ]


class ServicesByMonth(ServiceCell):
    """Services per facility, kind and month (its first day)."""

    month = models.DateField()
    quantity = models.BigIntegerField()
    records = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "facility", "month", "service_type", "level", "category", "district"],
                name="one_cell_per_month",
            )
        ]


class RegistrationCell(models.Model):
    """The dimensions in which registered people are counted."""

    governorate = models.CharField(max_length=6)
    district = models.CharField(max_length=4)
    unit = models.CharField(max_length=20)
    sex = models.CharField(max_length=6)
    birth_year = models.PositiveSmallIntegerField()
    day = models.DateField(help_text="the day from which the change counts")

    class Meta:
        abstract = True


class RegistrationDelta(RegistrationCell):
    """What a change of a membership adds to a cell: +1 on its first day, -1 on the first day without it."""

    people = models.IntegerField()


class RegistrationsByDay(RegistrationCell):
    """Changes of the number of registered people; those registered on a day are the sum up to it."""

    people = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "day", "district", "unit", "sex", "birth_year"],
                name="one_cell_per_registration_day",
            )
        ]


class RollUp(models.Model):
    """When the worker last folded deltas; a single row."""

    folded_at = models.DateTimeField()
    folded = models.BigIntegerField(default=0, help_text="deltas folded since the beginning")


class ReportedFigure(models.Model):
    """A figure published elsewhere, kept as published, beside what the portal counts itself."""

    class Unit(models.TextChoices):
        PEOPLE = "people", _("people")
        SERVICES = "services", _("services")
        FACILITIES = "facilities", _("facilities")
        PERCENT = "percent", _("per cent")
        BEDS = "beds", _("beds")
        INCUBATORS = "incubators", _("incubators")
        ROOMS = "rooms", _("rooms")
        MACHINES = "machines", _("machines")
        CLINICS = "clinics", _("clinics")
        LABORATORIES = "laboratories", _("laboratories")
        SPECIALTIES = "specialties", _("specialties")
        DEVICES = "devices", _("devices")
        INSTITUTES = "institutes", _("institutes")
        BUILDINGS = "buildings", _("buildings")
        FLOORS = "floors", _("floors")
        LEVELS = "levels", _("levels")
        YEARS = "years", _("years")
        GOVERNORATES = "governorates", _("governorates")
        SQUARE_METRES = "square_metres", _("square metres")
        EGP = "egp", _("Egyptian pounds")

    class Qualifier(models.TextChoices):
        MORE_THAN = "more_than", _("more than")
        NEARLY = "nearly", _("nearly")

    code = models.CharField(primary_key=True, max_length=60)
    governorate = models.CharField(max_length=6, blank=True, help_text="empty: the whole country")
    facility = models.CharField(
        max_length=20, blank=True, help_text="code, where the figure is of one facility"
    )
    name_ar = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=16, decimal_places=2)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    qualifier = models.CharField(max_length=20, blank=True, choices=Qualifier.choices)
    published_on = models.DateField(null=True, help_text="empty: the publication states no date")
    published_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    source_ar = models.CharField(max_length=300)
    source_en = models.CharField(max_length=300)
    note_ar = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()


class ReportedCheck(models.Model):
    """A remark on whether published figures agree with each other. Shown as written; nothing is repaired."""

    position = models.PositiveSmallIntegerField(primary_key=True)
    name_ar = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    stated = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    added_up = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    verdict_ar = models.TextField()
    verdict_en = models.TextField()
