"""Patients who are no beneficiaries: not yet registered, or visitors who are not insured. Rows are only ever added."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from registry.people.models import Beneficiary, Sex
from uhis_portal.reach import Reach
from uhis_portal.sealed_fields import SealedField


class OtherPatients(models.QuerySet["OtherPatient"]):
    def visible_to(self, reach: Reach) -> Self:
        """Those who were given care at the own facilities and governorates."""
        if reach.everything:
            return self
        return self.filter(Q(facility__in=reach.facilities) | Q(governorate__in=reach.governorates))

    def known(self) -> Self:
        """Those of whom it is known who they were."""
        said = Identification.objects.standing().filter(beneficiary__isnull=False)
        return self.filter(pk__in=said.values("patient"))

    def identified(self) -> Self:
        """With `identified_as`, the id of the beneficiary who the patient turned out to be, None while that is not known."""
        last = Identification.objects.filter(patient=OuterRef("pk")).order_by("-position")
        return self.annotate(
            identified_as=Subquery(last.values("beneficiary")[:1]),
            identified_at=Subquery(last.values("made_at")[:1]),
        )


class OtherPatient(models.Model):
    """Someone who was given care without being registered. In an emergency nothing of the person may be known."""

    class Kind(models.TextChoices):
        UNREGISTERED = "unregistered", _("not yet registered")
        VISITOR = "visitor", _("visitor who is not insured")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    full_name = models.CharField(max_length=160, blank=True, help_text="as told; empty: not known")
    comparable_name = models.CharField(max_length=160, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True, help_text="empty: not known")
    birth_year = models.PositiveSmallIntegerField(null=True, help_text="perhaps estimated; empty: not known")
    paper = SealedField(null=True, help_text="number of an identity card or passport, as written there")
    paper_index = models.BinaryField(null=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = OtherPatients.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["facility", "-made_at"], name="other_patients_of_a_facility"),
            models.Index(
                fields=["paper_index"],
                name="other_patients_by_paper",
                condition=models.Q(paper_index__isnull=False),
            ),
        ]


class Identifications(models.QuerySet["Identification"]):
    def standing(self) -> Self:
        """The last word about each patient."""
        later = Identification.objects.filter(patient=OuterRef("patient"), position__gt=OuterRef("position"))
        return self.filter(~Exists(later))


class Identification(models.Model):
    """Who a patient turned out to be, learnt later. The last row counts; one without a beneficiary takes it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(OtherPatient, on_delete=models.PROTECT, related_name="identifications")
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(help_text="among those of the patient, from 1")
    reason = models.CharField(max_length=200)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = Identifications.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "position"], name="one_identification_per_position")
        ]
        indexes = [models.Index(fields=["beneficiary"], name="identifications_of_a_person")]
