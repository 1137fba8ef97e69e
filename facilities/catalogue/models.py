"""The catalogue of kinds of service."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceType(models.Model):
    """A kind of health service, by the portal's own code; ICD-10, LOINC and FHIR codes beside it where plain."""

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

    name_ar: str  # columns that translation.py makes
    name_en: str
    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=120)
    comparable = models.TextField()
    level = models.CharField(max_length=10, choices=Level.choices)
    category = models.CharField(max_length=14, choices=Category.choices)
    setting = models.CharField(max_length=11, choices=Setting.choices)
    copayment_class = models.CharField(max_length=12)
    encounter_class = models.CharField(max_length=4, help_text="HL7 v3 ActCode, as FHIR Encounter.class")
    icd10_reason = models.CharField(max_length=10, blank=True)
    loinc_document = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.code
