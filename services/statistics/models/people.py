"""Distinct people counted: beneficiaries who were given a kind of service, however often.

A person counts from the first entry that stands until the last one is undone. Who was entered twice and merged counts
once; who was a patient not registered counts as the beneficiary as whom he or she was identified.
"""

from django.db import models


class CareDelta(models.Model):
    """What an entry of the ledger adds to the care of its patient."""

    patient = models.UUIDField(help_text="as the ledger names the patient: a beneficiary or an other patient")
    registered = models.BooleanField(help_text="whether the ledger names a beneficiary")
    governorate = models.CharField(max_length=6, help_text="of the facility")
    service_type = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    records = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["patient"], name="pending_care_of_a_patient")]


class IdentityDelta(models.Model):
    """A patient of the ledger who may be another person since now: merged, unmerged, identified, or that taken back."""

    patient = models.UUIDField()


class KnownAs(models.Model):
    """As whom the roll-ups count a patient of the ledger, where that is not the patient; nobody if `person` is empty."""

    patient = models.UUIDField(primary_key=True)
    person = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="patients_of_a_person")]


class PeopleReached(models.Model):
    """People with at least one entry that stands, by kind; year 0 is ever, governorate EG is the whole country."""

    governorate = models.CharField(max_length=6)
    service_type = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    people = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "service_type", "year"], name="one_cell_of_people_reached"
            )
        ]
