"""What a facility is called besides its present name, and how it is reached."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.directory.models.facility import Facility


class OtherName(models.Model):
    """A name that people may ask for: one it had, one it is also called by, or another spelling."""

    class Kind(models.TextChoices):
        FORMER = "former", _("former name")
        ALIAS = "alias", _("also called")
        SPELLING = "spelling", _("other spelling")

    name_ar: str | None  # columns that translation.py makes; one of them may be empty
    name_en: str | None
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="other_names")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=160)
    from_year = models.PositiveSmallIntegerField(
        null=True, help_text="first year of a former name; empty: not known"
    )
    until_year = models.PositiveSmallIntegerField(
        null=True, help_text="last year of a former name; empty: not known"
    )
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "kind", "name_ar", "name_en"],
                name="one_other_name_once",
                nulls_distinct=False,
                violation_error_message=_("This name is already there."),
            ),
            models.CheckConstraint(
                name="another_name_is_written_in_some_language",
                condition=Q(name_ar__isnull=False) | Q(name_en__isnull=False),
                violation_error_message=_("Write the name in Arabic or in English."),
            ),
            models.CheckConstraint(
                name="a_name_ends_after_it_begins",
                condition=Q(from_year__isnull=True)
                | Q(until_year__isnull=True)
                | Q(until_year__gte=F("from_year")),
                violation_error_message=_("The last year lies before the first."),
            ),
        ]


class Contact(models.Model):
    """A way to reach a facility, as it is published."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("telephone")
        EMERGENCY_PHONE = "emergency_phone", _("telephone for emergencies")
        EMAIL = "email", _("e-mail")
        WEBSITE = "website", _("website")

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    value = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "kind", "value"],
                name="one_contact_once",
                violation_error_message=_("This contact is already there."),
            )
        ]
