"""Services counted: what the ledger's trigger notes, and the roll-ups that it is folded into.

`quantity` is services, reversals taken off; `records` is entries that stand; `late` is entries that were written on a later
day than the care was given, `delay` the days between, summed; `undone` is reversals; `at_home` and `away` are services to
people registered in the governorate of the facility, and in another one.
"""

from django.db import models


class KindCell(models.Model):
    """A kind of service in a governorate."""

    governorate = models.CharField(max_length=6)
    service_type = models.CharField(max_length=20)
    level = models.CharField(max_length=10)
    category = models.CharField(max_length=14)

    class Meta:
        abstract = True


class ServiceCell(KindCell):
    """The dimensions in which services are counted."""

    facility = models.CharField(max_length=20)
    district = models.CharField(max_length=4)

    class Meta:
        abstract = True


class ServiceDelta(ServiceCell):
    """What a change of the ledger adds to a cell; written by a trigger in the transaction of the change."""

    provided_on = models.DateField()
    quantity = models.IntegerField()
    records = models.IntegerField()
    late = models.IntegerField(db_default=0)
    delay = models.IntegerField(db_default=0)
    undone = models.IntegerField(db_default=0)
    at_home = models.IntegerField(db_default=0)
    away = models.IntegerField(db_default=0)


class ServicesByDay(KindCell):
    """Services per governorate, kind and day."""

    provided_on = models.DateField()
    quantity = models.BigIntegerField()
    records = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "provided_on", "service_type", "level", "category"],
                name="one_cell_per_day",
            )
        ]


class ServicesByMonth(ServiceCell):
    """Services per facility, kind and month (its first day)."""

    month = models.DateField()
    quantity = models.BigIntegerField()
    records = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "month", "service_type", "level", "category", "governorate", "district"],
                name="one_cell_per_month",
            )
        ]
        indexes = [
            models.Index(fields=["governorate", "month", "district"], name="cells_of_an_area_by_month")
        ]


class ServicesOfGovernorate(KindCell):
    """Services per governorate, kind and month (its first day)."""

    month = models.DateField()
    quantity = models.BigIntegerField()
    records = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "month", "service_type", "level", "category"],
                name="one_cell_per_governorate_and_month",
            )
        ]


class ServicesOfGroup(models.Model):
    """Services per governorate, level of care, category and month (its first day), whose they were and how written down."""

    governorate = models.CharField(max_length=6)
    level = models.CharField(max_length=10)
    category = models.CharField(max_length=14)
    month = models.DateField()
    quantity = models.BigIntegerField()
    records = models.BigIntegerField()
    at_home = models.BigIntegerField()
    away = models.BigIntegerField()
    late = models.BigIntegerField()
    delay = models.BigIntegerField()
    undone = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "month", "level", "category"], name="one_cell_per_group_and_month"
            )
        ]


class ServicesOfFacilityByMonth(models.Model):
    """Services per facility and month (its first day)."""

    facility = models.CharField(max_length=20)
    district = models.CharField(max_length=4)
    governorate = models.CharField(max_length=6)
    month = models.DateField()
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "district", "facility", "month"],
                name="one_cell_per_facility_and_month",
            )
        ]


class ServicesOfFacility(models.Model):
    """Services per facility and day, and how they were written down."""

    facility = models.CharField(max_length=20)
    district = models.CharField(max_length=4)
    governorate = models.CharField(max_length=6)
    provided_on = models.DateField()
    quantity = models.BigIntegerField()
    records = models.BigIntegerField()
    late = models.BigIntegerField()
    delay = models.BigIntegerField()
    undone = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "provided_on", "governorate", "district"],
                name="one_cell_per_facility_and_day",
            )
        ]
        indexes = [
            models.Index(fields=["governorate", "provided_on", "district"], name="cells_of_an_area_by_day")
        ]
