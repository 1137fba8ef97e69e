"""Periods in constraints: two of one kind must not overlap. And rows that hold for a time."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Func, Q

ENDS_AFTER_IT_BEGINS = Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gt=F("since"))


class Period(Func):
    """daterange(since, until), the end not included."""

    function = "daterange"
    arity = 2


class Minutes(Func):
    """int4range(from, to), the end not included."""

    function = "int4range"
    arity = 2


class InForce(models.QuerySet[Any]):
    """Rows with `since` and `until`: an empty end is open, and `until` is the first day without."""

    def in_force_on(self, day: date) -> Self:
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day)
        )
