"""What was judged today of the last whole month: what dashboards say needs attention."""

from django.db import models


class JudgedFacility(models.Model):
    """One facility; nothing was expected of those with no working day. Once a day the table is filled anew."""

    facility = models.CharField(max_length=20, primary_key=True)
    district = models.CharField(max_length=4, help_text="where it lay; empty: not known")
    governorate = models.CharField(max_length=6)
    month = models.DateField(help_text="its first day")
    expected = models.PositiveSmallIntegerField(help_text="working days")
    logged = models.PositiveSmallIntegerField(help_text="of them with an entry")
    silent = models.BooleanField(help_text="without any entry")
    incomplete = models.BooleanField(help_text="with entries, but on too few of the days")
    high = models.PositiveSmallIntegerField(help_text="kinds of service unusually often given")
    low = models.PositiveSmallIntegerField(help_text="kinds of service unusually seldom given")
    judged_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["governorate", "district"], name="judged_by_area")]
