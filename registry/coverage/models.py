"""What families and patients pay: rates as dated rows, each with its source and how sure it is.

What is not known is empty. A row whose status is `recalled` or `uncertain` is never shown or used as certain.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.geography.models import DatePrecision


class Status(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed by two sources or more")
    REPORTED = "reported", _("reported by one source")
    RECALLED = "recalled", _("not checked yet")
    UNCERTAIN = "uncertain", _("uncertain: sources disagree or are incomplete")


class DatedRule(models.Model):
    """Columns of every rate: from when it holds, where it was found, and how sure it is."""

    valid_from = models.DateField(
        null=True, help_text="first day, to the precision beside it; empty: not known"
    )
    valid_from_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices)
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True, null=True)

    class Meta:
        abstract = True

    @property
    def is_sure(self) -> bool:
        """Whether it may be told without saying that it needs checking."""
        return self.status in (Status.CONFIRMED, Status.REPORTED)


Rule = TypeVar("Rule", bound=DatedRule)


def in_force(rules: Iterable[Rule], day: date, *, by: str) -> dict[str, Rule]:
    """For each value of the field `by`, the rule in force on `day`: the latest that had begun, if any."""
    found: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.valid_from or date.min):
        if rule.valid_from is None or rule.valid_from <= day:
            found[getattr(rule, by)] = rule
    return found


class ContributionCategory(models.Model):
    """A group of people whose contribution is reckoned alike."""

    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(help_text="order on pages")

    class Meta:
        verbose_name_plural = "contribution categories"

    def __str__(self) -> str:
        return self.code


class ContributionRate(DatedRule):
    """A share of a base that someone pays for one part of a family."""

    class Part(models.TextChoices):
        OWN = "own", _("You pay for yourself")
        EMPLOYER = "employer", _("Your employer pays")
        SPOUSE = "spouse", _("For a spouse who does not work")
        CHILD = "child", _("For each child or dependant")
        TREASURY = "treasury", _("The state pays")

    category = models.ForeignKey(ContributionCategory, on_delete=models.PROTECT, related_name="rates")
    part = models.CharField(max_length=8, choices=Part.choices)
    rate = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, help_text="share of the base, 0 to 1; empty: not known"
    )
    base = models.CharField(
        max_length=160, blank=True, null=True, help_text="what the share is taken of; empty: not known"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "part", "valid_from"],
                name="one_rate_per_part_and_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_contribution_is_a_share", condition=Q(rate__isnull=True) | Q(rate__gte=0, rate__lte=1)
            ),
        ]


class ServiceClass(models.TextChoices):
    """The classes of the catalogue's services by which co-payments differ."""

    MEDICINE = "medicine", _("Medicines")
    RADIOLOGY = "radiology", _("X-rays and scans")
    LABORATORY = "lab", _("Laboratory tests")
    INPATIENT = "inpatient", _("Hospital stays")
    HOME_VISIT = "home_visit", _("Home visits")


class CopaymentRule(DatedRule):
    """What a patient pays of a class of services: a share of the price, or a fixed amount."""

    service_class = models.CharField(max_length=12, choices=ServiceClass.choices)
    rate = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, help_text="share of the price, 0 to 1"
    )
    amount_egp = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, help_text="fixed amount, Egyptian pounds"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service_class", "valid_from"],
                name="one_copayment_per_class_and_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_copayment_is_a_share_or_an_amount",
                condition=Q(rate__isnull=True) | Q(amount_egp__isnull=True, rate__gte=0, rate__lte=1),
            ),
        ]


class CopaymentCap(DatedRule):
    """The most a patient pays for one service of a class; empty where the source named none."""

    service_class = models.CharField(max_length=12, choices=ServiceClass.choices)
    amount_egp = models.DecimalField(max_digits=8, decimal_places=2, null=True, help_text="Egyptian pounds")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service_class", "valid_from"], name="one_cap_per_class_and_day", nulls_distinct=False
            )
        ]


class CopaymentExemption(DatedRule):
    """People or illnesses for which no co-payment is due."""

    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(help_text="order on pages")

    def __str__(self) -> str:
        return self.code
