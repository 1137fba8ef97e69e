"""A place where care is given."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.directory.querysets import FacilityQuerySet
from facilities.geography.models import District, Governorate


class Facility(models.Model):
    """A place where care is given, by its code, which is never reused."""

    class Kind(models.TextChoices):
        FAMILY_UNIT = "family_medicine_unit", _("family-medicine unit")
        FAMILY_CENTRE = "family_medicine_center", _("family-medicine centre")
        HOSPITAL = "hospital", _("hospital")
        SPECIALISED_HOSPITAL = "specialized_hospital", _("specialised hospital")
        MEDICAL_COMPLEX = "medical_complex", _("medical complex")
        ONCOLOGY_HOSPITAL = "oncology_hospital", _("oncology hospital")
        PRIVATE_HOSPITAL = "private_hospital", _("private hospital")
        EYE_CENTRE = "eye_centre", _("eye centre")
        EYE_HOSPITAL = "eye_hospital", _("eye hospital")
        SPECIALISED_CENTRE = "specialized_centre", _("specialised centre")
        LABORATORY = "laboratory", _("laboratory")

    FAMILY_MEDICINE = (Kind.FAMILY_UNIT, Kind.FAMILY_CENTRE)

    class Level(models.TextChoices):
        PRIMARY = "primary", _("primary care")
        SECONDARY = "secondary", _("secondary care")
        TERTIARY = "tertiary", _("tertiary care")
        DIAGNOSTIC = "diagnostic", _("tests and imaging only")

    class Owner(models.TextChoices):
        EHA = "eha", _("Egypt Healthcare Authority")
        NGO = "ngo", _("civil-society partner")
        PRIVATE = "private", _("contracted provider")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_CONSTRUCTION = "under_construction", _("under construction")
        TRIAL = "trial", _("in trial operation")
        OPEN = "open", _("open")
        SUSPENDED = "suspended", _("suspended for a time")
        CLOSED = "closed", _("closed")

    GIVING_CARE = (Status.TRIAL, Status.OPEN)
    LISTED = (Status.TRIAL, Status.OPEN, Status.SUSPENDED)

    class Precision(models.TextChoices):
        POINT = "point", _("exact")
        VILLAGE = "village", _("known to the village")
        CITY = "city", _("known to the town")
        NONE = "none", _("not known")

    name_ar: str  # columns that translation.py makes
    name_en: str
    address_ar: str | None
    address_en: str | None
    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=160)
    comparable = models.TextField(help_text="the Arabic name, made comparable: the order of the alphabet")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    owner = models.CharField(max_length=8, choices=Owner.choices)
    primary = models.BooleanField(help_text="gives primary care")
    secondary = models.BooleanField(help_text="gives secondary care")
    tertiary = models.BooleanField(help_text="gives tertiary care")
    diagnostic = models.BooleanField(help_text="gives tests and imaging only")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="facilities")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="facilities")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    position_precision = models.CharField(max_length=8, choices=Precision.choices)
    position_source = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True, null=True)
    emergency = models.BooleanField(null=True, help_text="receives emergencies; empty: not known")
    places = models.PositiveIntegerField(
        null=True, help_text="people a family unit can take; empty: not known"
    )
    taken = models.PositiveIntegerField(
        default=0, help_text="people assigned to it; kept by directory.actions"
    )
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="one more with each revision")

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "facilities"
        constraints = [
            models.CheckConstraint(
                name="a_unit_takes_no_more_than_its_places",
                condition=Q(places__isnull=True) | Q(taken__lte=F("places")),
                violation_error_message=_("This unit has no free place left. Choose another."),
            ),
            models.CheckConstraint(
                name="a_position_is_whole_and_has_a_precision",
                condition=Q(latitude__isnull=True, longitude__isnull=True, position_precision="none")
                | Q(latitude__isnull=False, longitude__isnull=False) & ~Q(position_precision="none"),
            ),
        ]
        indexes = [models.Index(fields=["governorate", "kind"], name="facilities_of_a_governorate")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_family_medicine(self) -> bool:
        return self.kind in self.FAMILY_MEDICINE

    @property
    def free_places(self) -> int | None:
        """Places left; None when the number of places is not known."""
        return None if self.places is None else self.places - self.taken

    def status_on(self, day: date) -> str:
        """The status in force on `day`; a facility of which none is known counts as open."""
        for period in self.statuses.all():
            if (period.since is None or period.since <= day) and (period.until is None or period.until > day):
                return period.status
        return self.Status.OPEN

    def accepts_families_on(self, day: date) -> bool | None:
        """Whether a family may choose it on `day`; None where the question does not arise: it is no family unit.

        A unit whose number of places is not known takes everyone (see directory.actions.take_places).
        """
        if not self.is_family_medicine:
            return None
        return self.status_on(day) in self.GIVING_CARE and self.free_places != 0

    @property
    def levels(self) -> list[str]:
        """Levels of care given here, lowest first."""
        return [level for level in self.Level.values if getattr(self, level)]
