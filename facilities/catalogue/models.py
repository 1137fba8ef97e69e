"""The catalogue: kinds of service with their versions over time, initiatives, specialties."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from uhis_portal.arabic import comparable
from uhis_portal.database.periods import ENDS_AFTER_IT_BEGINS, InForce, Period


class Initiative(models.Model):
    """An initiative of 100 Million Health, by the portal's own code; empty dates are not known."""

    class Standing(models.TextChoices):
        NAMED = "named", _("named in the sources")
        TO_BE_CONFIRMED = "to_be_confirmed", _("to be confirmed")

    name_ar: str  # columns that translation.py makes
    name_en: str
    note_ar: str | None
    note_en: str | None
    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=120)
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="the first day without it")
    standing = models.CharField(max_length=15, choices=Standing.choices)
    note = models.CharField(max_length=200, blank=True, null=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_initiative_ends_after_it_begins",
                condition=ENDS_AFTER_IT_BEGINS,
                violation_error_message=_("The end lies before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Specialty(models.Model):
    """A medical specialty, by the portal's own code: no official list of codes is known."""

    name_ar: str  # columns that translation.py makes
    name_en: str
    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=120)
    comparable = models.TextField()
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "specialties"

    def __str__(self) -> str:
        return self.code


class KindAttributes(models.Model):
    """What a kind of service is; it may become something else from a day on."""

    class Level(models.TextChoices):
        PRIMARY = "primary", _("primary care")
        SECONDARY = "secondary", _("secondary care")
        TERTIARY = "tertiary", _("tertiary care")
        INITIATIVE = "initiative", _("presidential initiatives")

    class Category(models.TextChoices):
        PREVENTIVE = "preventive", _("prevention")
        CONSULTATION = "consultation", _("consultations")
        DENTAL = "dental", _("dental care")
        DIAGNOSTIC = "diagnostic", _("tests and imaging")
        EMERGENCY = "emergency", _("emergencies")
        MATERNAL = "maternal", _("mothers")
        CHILD = "child", _("children")
        PHARMACY = "pharmacy", _("medicines")
        REFERRAL = "referral", _("referrals")
        INPATIENT = "inpatient", _("hospital stays")
        PROCEDURE = "procedure", _("procedures")
        SURGERY = "surgery", _("operations")
        INTENSIVE_CARE = "intensive_care", _("intensive care")
        DIALYSIS = "dialysis", _("dialysis")
        REHABILITATION = "rehabilitation", _("rehabilitation")
        TRANSPLANT = "transplant", _("transplants")
        ONCOLOGY = "oncology", _("tumours")
        SCREENING = "screening", _("screening")

    class Setting(models.TextChoices):
        FAMILY_UNIT = "family_unit", _("family-medicine unit")
        HOSPITAL = "hospital", _("hospital")
        HOME = "home", _("home")
        SCHOOL = "school", _("school")

    class CopaymentClass(models.TextChoices):
        NONE = "none", _("no co-payment")
        EXEMPT = "exempt", _("exempt from co-payment")
        MEDICINE = "medicine", _("as medicines")
        RADIOLOGY = "radiology", _("as X-rays and scans")
        LABORATORY = "lab", _("as laboratory tests")
        INPATIENT = "inpatient", _("as hospital stays")
        HOME_VISIT = "home_visit", _("as home visits")

    class EncounterClass(models.TextChoices):
        AMBULATORY = "AMB", _("ambulatory")
        EMERGENCY = "EMER", _("emergency")
        HOME_HEALTH = "HH", _("at home")
        INPATIENT = "IMP", _("inpatient")

    name_ar: str  # columns that translation.py makes
    name_en: str
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level.choices)
    category = models.CharField(max_length=14, choices=Category.choices)
    setting = models.CharField(max_length=11, choices=Setting.choices)
    copayment_class = models.CharField(max_length=12, choices=CopaymentClass.choices)
    encounter_class = models.CharField(
        max_length=4, choices=EncounterClass.choices, help_text="HL7 v3 ActCode, as FHIR Encounter.class"
    )
    icd10_reason = models.CharField(max_length=10, blank=True)
    loinc_document = models.CharField(max_length=10, blank=True)

    class Meta:
        abstract = True

    ATTRIBUTES = (
        "name_ar", "name_en", "level", "category", "setting", "copayment_class", "encounter_class",
        "icd10_reason", "loinc_document",
    )  # fmt: skip

    @property
    def attributes(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.ATTRIBUTES}


class ServiceTypes(models.QuerySet["ServiceType"]):
    def in_force_on(self, day: date) -> Self:
        """Kinds that are given on `day`: those of which a version is in force."""
        return self.filter(Exists(KindVersion.objects.in_force_on(day).filter(service_type=OuterRef("pk"))))

    def in_state(self, state: ServiceType.State, today: date) -> Self:
        if state == ServiceType.State.GIVEN:
            return self.in_force_on(today)
        still_to_come = Exists(KindVersion.objects.filter(service_type=OuterRef("pk"), since__gt=today))
        not_given = self.exclude(pk__in=ServiceType.objects.in_force_on(today))
        return not_given.filter(still_to_come if state == ServiceType.State.PLANNED else ~still_to_come)


class ServiceType(KindAttributes):
    """A kind of health service, by the portal's own code; ICD-10, LOINC and FHIR codes beside it where plain.

    Its attributes are those of the version in force today, else of the last that was; `facilities.catalogue.actions`
    and the clock keep them so.
    """

    class State(models.TextChoices):
        GIVEN = "given", _("given today")
        PLANNED = "planned", _("not given yet")
        WITHDRAWN = "withdrawn", _("no longer given")

    code = models.CharField(primary_key=True, max_length=20)
    comparable = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, null=True, related_name="kinds")
    version = models.PositiveIntegerField(default=1, help_text="how often it was changed, for If-Match")

    objects = ServiceTypes.as_manager()

    def __str__(self) -> str:
        return self.code

    def become(self, version: KindVersion) -> None:
        """Take the attributes of one of its versions; the caller saves."""
        for name, value in version.attributes.items():
            setattr(self, name, value)
        self.comparable = searchable(self.name_ar, self.name_en)

    def state(self, today: date) -> State:
        """Whether it is given, reckoned from versions that were read already."""
        versions = list(self.versions.all())
        if any(version.holds_on(today) for version in versions):
            return self.State.GIVEN
        to_come = any(version.since and version.since > today for version in versions)
        return self.State.PLANNED if to_come else self.State.WITHDRAWN


class KindVersion(KindAttributes):
    """What a kind of service is from a day on; an empty `since` is as far back as is known.

    On a day without a version in force, the kind is not given. What was given before stays readable by its version.
    """

    service_type = models.ForeignKey(ServiceType, on_delete=models.PROTECT, related_name="versions")
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="the first day without it")
    source = models.CharField(max_length=300, help_text="who says that it holds from then on")
    until_source = models.CharField(
        max_length=300, blank=True, help_text="who says that the kind is no longer given from `until` on"
    )

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_version_of_a_kind_at_a_time",
                expressions=[
                    (F("service_type"), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("A kind has one version at a time: these periods overlap."),
            ),
            models.CheckConstraint(
                name="a_version_ends_after_it_begins",
                condition=ENDS_AFTER_IT_BEGINS,
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_type_id} {self.since or ''}"

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def searchable(name_ar: str, name_en: str) -> str:
    return comparable(f"{name_ar} {name_en}")
