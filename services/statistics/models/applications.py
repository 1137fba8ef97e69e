"""Applications counted by what became of them. Received and waiting families are not registered: they are counted apart."""

from django.db import models


class ApplicationDelta(models.Model):
    """What a change of an application adds to a cell."""

    governorate = models.CharField(max_length=6)
    status = models.CharField(max_length=9)
    day = models.DateField(help_text="the day in Cairo on which it was sent")
    families = models.IntegerField()


class ApplicationsByDay(models.Model):
    """Applications by the day on which they were sent and what became of them; drafts are nobody's business."""

    governorate = models.CharField(max_length=6)
    status = models.CharField(max_length=9)
    day = models.DateField()
    families = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "day", "status"], name="one_cell_per_application_day"
            )
        ]
