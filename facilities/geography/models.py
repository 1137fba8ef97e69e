"""Governorates, their phases of the roll-out, and their districts."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DatePrecision(models.TextChoices):
    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


class WithoutOutline(models.Manager["Governorate"]):
    """Leaves the outline, which is large, to be read by who draws it: `defer(None)`."""

    def get_queryset(self) -> models.QuerySet[Governorate]:
        return super().get_queryset().defer("outline")


class Governorate(models.Model):
    """One of the 27 governorates, by its ISO 3166-2 code."""

    code = models.CharField(primary_key=True, max_length=6)
    name_ar: str  # columns that translation.py makes
    name_en: str
    birth_code = models.CharField(
        max_length=2, unique=True, help_text="digits 8-9 of a national ID: place of birth"
    )
    name = models.CharField(max_length=60)
    other_names = models.CharField(max_length=120, blank=True)
    comparable = models.TextField(help_text="all names, made comparable")
    region = models.CharField(max_length=60)
    capital = models.CharField(max_length=60)
    population_census_2017 = models.PositiveIntegerField()
    population = models.PositiveIntegerField(null=True, help_text="latest estimate, rounded by its source")
    population_as_of = models.DateField(null=True)
    law_annex_phase = models.PositiveSmallIntegerField(null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    outline = models.JSONField(help_text="GeoJSON geometry for maps; never used to decide where a point lies")
    source = models.CharField(max_length=300)

    objects = WithoutOutline()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.code

    def stage_on(self, day: date) -> Stage | None:
        """The stage of the roll-out in force on `day`."""
        stages = [s for s in self.stages.all() if s.since is None or s.since <= day]
        return max(stages, key=lambda s: (s.since or date.min, s.pk), default=None)


class Stage(models.Model):
    """Where the roll-out stands in a governorate from a day on; phases changed several times, so they are dated."""

    class Status(models.TextChoices):
        OPERATIONAL = "operational", _("in operation")
        STARTING = "starting", _("about to start")
        PREPARING = "preparing", _("in preparation")
        UNDER_STUDY = "under_study", _("under study")
        NOT_SCHEDULED = "not_scheduled", _("not scheduled yet")

    class LaunchKind(models.TextChoices):
        TRIAL = "trial", _("trial start")
        LAUNCH = "launch", _("launch")
        OFFICIAL_OPERATION = "official_operation", _("official operation")
        ANNOUNCED = "announced", _("announced start, not confirmed")

    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="stages")
    phase = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=14, choices=Status.choices)
    since = models.DateField(
        null=True, help_text="from when this is known to hold; empty: as far as is known"
    )
    registration_opened = models.DateField(null=True)
    launched = models.DateField(null=True)
    launched_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    launch_kind = models.CharField(max_length=80, choices=LaunchKind.choices, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "since"],
                name="one_stage_per_governorate_and_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="launch_has_a_precision",
                condition=Q(launched__isnull=True, launched_precision="")
                | Q(launched__isnull=False) & ~Q(launched_precision=""),
            ),
        ]

    @property
    def open_for_registration(self) -> bool:
        return self.status == self.Status.OPERATIONAL


class District(models.Model):
    """A markaz, qism, city or other police district, by its CAPMAS code."""

    class Kind(models.TextChoices):
        MARKAZ = "markaz", _("district (markaz)")
        QISM = "qism", _("district (qism)")
        CITY = "city", _("city")
        PORT_POLICE = "port_police", _("port police")
        ZONE = "zone", _("tourist zone")

    NO_RESIDENCE = (Kind.PORT_POLICE, Kind.ZONE)

    name_ar: str  # columns that translation.py makes
    name_en: str
    code = models.CharField(primary_key=True, max_length=4)
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="districts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80)
    full_name = models.CharField(max_length=100, help_text="with its kind, in Arabic, as CAPMAS writes it")
    comparable = models.TextField()
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    position_precision = models.CharField(max_length=12, blank=True)
    position_source = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.code

    @property
    def is_residence(self) -> bool:
        """Port police and tourist zones are no residence."""
        return self.kind not in self.NO_RESIDENCE
