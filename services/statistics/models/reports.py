"""Achievements reports as they were published: their numbers never change again."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from facilities.geography.models import Governorate


class ReportQuerySet(models.QuerySet["Report"]):
    def of_period(self, governorate: str, first_month: date, last_month: date) -> ReportQuerySet:
        """The revisions of one report, the latest first."""
        return self.filter(governorate=governorate, first_month=first_month, last_month=last_month).order_by(
            "-revision"
        )

    def listed(self) -> ReportQuerySet:
        """With what a list shows, the latest first; without the numbers."""
        return (
            self.select_related("governorate", "published_by")
            .defer("numbers")
            .order_by("-published_at", "pk")
        )


class Report(models.Model):
    """What was published of a governorate and a period. A later report of the same two is its next revision."""

    code = models.CharField(primary_key=True, max_length=40, help_text="such as EG-LX-2026-01-2026-03-1")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    first_month = models.DateField(help_text="first day of the first month")
    last_month = models.DateField(help_text="first day of the last month")
    revision = models.PositiveSmallIntegerField(help_text="1 for the first")
    numbers = models.JSONField(help_text="as they were read: see report/serializers.py")
    as_of = models.DateTimeField(help_text="the moment at which the numbers were read")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["governorate", "first_month", "last_month", "revision"],
                name="one_report_per_revision",
            ),
            models.CheckConstraint(
                name="a_report_has_months_in_order", condition=Q(first_month__lte=F("last_month"))
            ),
            models.CheckConstraint(name="revisions_of_a_report_begin_at_1", condition=Q(revision__gte=1)),
        ]
        indexes = [models.Index(fields=["-published_at"], name="reports_by_moment")]
