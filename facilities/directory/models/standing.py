"""How a facility stands over time: its status, roles, accreditation and programmes."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from facilities.directory.models.facility import Facility
from facilities.geography.models import DatePrecision
from uhis_portal.database.periods import ENDS_AFTER_IT_BEGINS, InForce, Period


class StatusPeriod(models.Model):
    """A facility's status from a day on; an empty `since` is as far back as is known."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=20, choices=Facility.Status.choices)
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="the first day without it")
    source = models.CharField(max_length=300, blank=True)

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_status_at_a_time",
                expressions=[
                    (F("facility"), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("A facility has one status at a time: these periods overlap."),
            ),
            models.CheckConstraint(
                name="a_status_ends_after_it_begins",
                condition=ENDS_AFTER_IT_BEGINS,
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]


class RolePeriod(models.Model):
    """A role that a facility has for a time, beside what it is."""

    class Role(models.TextChoices):
        ISOLATION = "isolation_hospital", _("isolation hospital")
        TEACHING = "teaching_hospital", _("teaching hospital")
        TRAINING = "training_centre", _("training centre")
        VACCINATION = "vaccination_centre", _("vaccination centre")

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="the first day without it")
    source = models.CharField(max_length=300, blank=True)

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_role_is_held_once_at_a_time",
                expressions=[
                    (F("facility"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The facility has this role in that time already."),
            ),
            models.CheckConstraint(
                name="a_role_ends_after_it_begins",
                condition=ENDS_AFTER_IT_BEGINS,
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]


class Accreditation(models.Model):
    """What GAHAR said of a facility on a day: an event. What holds on a day, facilities.directory.accreditation tells."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered with GAHAR")
        PROVISIONAL = "provisional", _("provisional accreditation")
        FULL = "full", _("full accreditation")
        ACCREDITED = "accredited", _("accredited (kind not known)")
        RENEWED = "renewed", _("accreditation renewed")
        WITHDRAWN = "withdrawn", _("accreditation withdrawn")

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="accreditations")
    state = models.CharField(max_length=12, choices=State.choices)
    since = models.DateField(null=True)
    since_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    until = models.DateField(null=True, help_text="the first day without it, where GAHAR named one")
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "state", "since"],
                name="one_accreditation_per_state_and_day",
                nulls_distinct=False,
                violation_error_message=_("This event is already there."),
            ),
            models.CheckConstraint(
                name="an_accreditation_ends_after_it_begins",
                condition=ENDS_AFTER_IT_BEGINS,
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]


class Programme(models.Model):
    """Something a facility takes part in besides care, such as a nursing institute or an agreement."""

    class Kind(models.TextChoices):
        NURSING_INSTITUTE = "nursing_institute", _("nursing institute")
        MEDICAL_TOURISM = "medical_tourism", _("medical-tourism wing")
        PACS = "pacs", _("picture archive (PACS)")
        TELEMEDICINE = "telemedicine", _("telemedicine")
        AGREEMENT = "agreement", _("agreement")
        CAMPAIGN = "campaign", _("awareness campaign")

    name_ar: str  # columns that translation.py makes
    name_en: str
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="programmes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=160)
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="the first day without it")
    source = models.CharField(max_length=300, blank=True)

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_programme_runs_once_at_a_time",
                expressions=[
                    (F("facility"), RangeOperators.EQUAL),
                    (F("kind"), RangeOperators.EQUAL),
                    (F("name_ar"), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This programme is already listed for that time."),
            ),
            models.CheckConstraint(
                name="a_programme_ends_after_it_begins",
                condition=ENDS_AFTER_IT_BEGINS,
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]
