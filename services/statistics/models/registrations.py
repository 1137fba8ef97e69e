"""Registered people counted: those registered on a day are the sum of the changes up to it."""

from django.db import models


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
    """Changes of the number of registered people."""

    people = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "day", "district", "unit", "sex", "birth_year"],
                name="one_cell_per_registration_day",
            )
        ]
        indexes = [models.Index(fields=["day"], name="registrations_by_day")]


class RegistrationsByMonth(models.Model):
    """Changes of the number of registered people per unit and month (its first day)."""

    governorate = models.CharField(max_length=6)
    district = models.CharField(max_length=4)
    unit = models.CharField(max_length=20)
    month = models.DateField()
    people = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "governorate", "district"], name="one_cell_per_registration_month"
            )
        ]
        indexes = [models.Index(fields=["governorate", "month", "district"], name="registrations_of_an_area")]


class PeopleOfUnit(models.Model):
    """All changes ever of a unit's registered people; without those of days to come it is who is registered today."""

    governorate = models.CharField(max_length=6)
    district = models.CharField(max_length=4)
    unit = models.CharField(max_length=20)
    sex = models.CharField(max_length=6)
    birth_year = models.PositiveSmallIntegerField()
    people = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "sex", "birth_year", "governorate", "district"], name="one_cell_of_a_unit"
            )
        ]
        indexes = [models.Index(fields=["governorate", "district"], name="people_of_an_area")]


class PeopleOfGovernorate(models.Model):
    """As PeopleOfUnit, for a whole governorate."""

    governorate = models.CharField(max_length=6)
    sex = models.CharField(max_length=6)
    birth_year = models.PositiveSmallIntegerField()
    people = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "sex", "birth_year"], name="one_cell_of_a_governorate"
            )
        ]
