"""When the numbers were folded, and when they were last compared with a recount."""

from django.db import models


class RollUp(models.Model):
    """When the worker last folded deltas; a single row."""

    folded_at = models.DateTimeField()
    folded = models.BigIntegerField(default=0, help_text="deltas folded since the beginning")


class Check(models.Model):
    """A comparison of the numbers with a recount, one roll-up after another; it goes on where it was left."""

    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked_by = models.UUIDField(null=True, help_text="account; empty: the clock")
    done = models.PositiveSmallIntegerField(default=0, help_text="roll-ups compared")
    of = models.PositiveSmallIntegerField(help_text="roll-ups to compare")
    cells = models.BigIntegerField(default=0, help_text="cells compared")
    wrong = models.BigIntegerField(default=0, help_text="cells that differed, and were mended")
    found = models.JSONField(default=list, help_text="the first of them: roll-up, cell, shown, recounted")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ended_at"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_check_at_a_time",
            )
        ]
