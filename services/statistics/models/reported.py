"""Figures published elsewhere, kept as published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.geography.models import DatePrecision


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
