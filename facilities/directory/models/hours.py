"""When a facility is open: every week, in Ramadan, and on days that differ. Rules: facilities.directory.hours."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from facilities.catalogue.models import ServiceType
from facilities.directory.models.facility import Facility
from uhis_portal.database.periods import Minutes, Period

DAY = 24 * 60  # minutes
EMERGENCY_OF_ONE_PART = Q(of="general") | Q(service_type__isnull=True)


class Part(models.TextChoices):
    """The part of a facility that hours are said of."""

    GENERAL = "general", _("clinics and services")
    EMERGENCY = "emergency", _("emergencies")


class OpeningHours(models.Model):
    """One span of a week, in minutes after 00:00 of its weekday; one that passes midnight ends after 1440."""

    class Season(models.TextChoices):
        ALL_YEAR = "all_year", _("all year")
        RAMADAN = "ramadan", _("in Ramadan")

    class Weekday(models.IntegerChoices):
        SATURDAY = 6, _("Saturday")
        SUNDAY = 7, _("Sunday")
        MONDAY = 1, _("Monday")
        TUESDAY = 2, _("Tuesday")
        WEDNESDAY = 3, _("Wednesday")
        THURSDAY = 4, _("Thursday")
        FRIDAY = 5, _("Friday")

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="opening_hours")
    of = models.CharField(max_length=9, choices=Part.choices, default=Part.GENERAL)
    service_type = models.ForeignKey(
        ServiceType, on_delete=models.PROTECT, null=True, related_name="opening_hours",
        help_text="where a service keeps other hours than the facility",
    )  # fmt: skip
    season = models.CharField(max_length=8, choices=Season.choices, default=Season.ALL_YEAR)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, help_text="ISO 8601: Monday is 1")
    opens = models.PositiveSmallIntegerField(help_text="minutes after 00:00")
    closes = models.PositiveSmallIntegerField(help_text="minutes after 00:00; above 1440 on the next day")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "opening hours"
        constraints = [
            ExclusionConstraint(
                name="hours_of_a_day_do_not_overlap",
                expressions=[
                    (F("facility"), RangeOperators.EQUAL),
                    (F("of"), RangeOperators.EQUAL),
                    (Coalesce(F("service_type"), Value("")), RangeOperators.EQUAL),
                    (F("season"), RangeOperators.EQUAL),
                    (F("weekday"), RangeOperators.EQUAL),
                    (Minutes(F("opens"), F("closes")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("These hours overlap."),
            ),
            models.CheckConstraint(
                name="hours_lie_within_a_day_and_the_next",
                condition=Q(
                    weekday__gte=1,
                    weekday__lte=7,
                    opens__lt=DAY,
                    closes__gt=F("opens"),
                    closes__lte=F("opens") + DAY,
                ),
                violation_error_message=_("Hours begin on their day and last at most 24 hours."),
            ),
            models.CheckConstraint(
                name="emergencies_have_one_table_of_hours", condition=EMERGENCY_OF_ONE_PART
            ),
        ]


class Season(models.Model):
    """Ramadan of one Hijri year, as an administrator confirmed it; until then the calendar's days are expected ones."""

    hijri_year = models.PositiveSmallIntegerField(primary_key=True)
    since = models.DateField()
    until = models.DateField(help_text="the first day after it")
    version = models.PositiveIntegerField(default=1)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ramadan_has_29_or_30_days",
                condition=Q(until=F("since") + 29) | Q(until=F("since") + 30),
                violation_error_message=_("Ramadan has 29 or 30 days."),
            )
        ]


class HoursException(models.Model):
    """Days on which one facility, or all of them, keep other hours: a feast, a closure. Empty hours mean closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    facility = models.ForeignKey(
        Facility, on_delete=models.PROTECT, null=True, related_name="hours_exceptions", help_text="empty: all"
    )
    of = models.CharField(max_length=9, choices=Part.choices, default=Part.GENERAL)
    since = models.DateField()
    until = models.DateField(help_text="the first day after it")
    opens = models.PositiveSmallIntegerField(null=True, help_text="minutes after 00:00")
    closes = models.PositiveSmallIntegerField(
        null=True, help_text="minutes after 00:00; above 1440 on the next day"
    )
    reason_ar: str  # columns that translation.py makes
    reason_en: str
    reason = models.CharField(max_length=160)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="exceptions_of_a_day_do_not_contradict",
                expressions=[
                    (Coalesce(F("facility"), Value("")), RangeOperators.EQUAL),
                    (F("of"), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                    (
                        Minutes(Coalesce(F("opens"), Value(0)), Coalesce(F("closes"), Value(2 * DAY))),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Other hours are already said for one of these days."),
            ),
            models.CheckConstraint(
                name="an_exception_lasts_a_day_or_more",
                condition=Q(until__gt=F("since")),
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                name="an_exception_has_hours_or_none",
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__lt=DAY, closes__gt=F("opens"), closes__lte=F("opens") + DAY),
                violation_error_message=_("Give both hours, or none for a closure."),
            ),
        ]
