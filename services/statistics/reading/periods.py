"""The months that numbers are asked for, and those that they are compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST_MONTH = date(2019, 1, 1)  # before it the system gave no care anywhere (phase 1 began in July 2019)
MOST_MONTHS = 120
WRITTEN = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Whole months, from the first day of `first` to the last day of `last` (both are first days of their months)."""

    first: date
    last: date

    @property
    def months(self) -> int:
        return months_between(self.first, self.last) + 1

    @property
    def end(self) -> date:
        """The last day."""
        return months_after(self.last, 1) - timedelta(days=1)

    def known_until(self, today: date) -> date:
        """The last day of which something can be known."""
        return min(self.end, today)

    def before(self) -> Period:
        """As many months, directly before."""
        return Period(months_after(self.first, -self.months), months_after(self.first, -1))

    def year_before(self) -> Period:
        """The same months a year earlier."""
        return Period(months_after(self.first, -12), months_after(self.last, -12))

    def __iter__(self) -> Iterator[date]:
        return (months_after(self.first, number) for number in range(self.months))


def months_after(month: date, number: int) -> date:
    """The first day of the month `number` months after the one that begins on `month`; negative goes back."""
    months = month.year * 12 + month.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def period_of(first: str, last: str, today: date) -> Period:
    """The period asked for by `from` and `to` (YYYY-MM); the present month where nothing is asked.

    One of the two alone means that month. ValidationError at `from` or `to`: unreadable, reversed, before 2019, in the
    future, or longer than ten years.
    """
    this_month = today.replace(day=1)
    read = {"from": month_of(first), "to": month_of(last)}
    faults = {
        name: ValidationError(_("Give a month as year and month, such as 2026-03."), code="invalid")
        for name, typed in (("from", first), ("to", last))
        if typed.strip() and read[name] is None
    }
    if not faults:
        begin, end = read["from"] or read["to"] or this_month, read["to"] or read["from"] or this_month
        for name, month in read.items():
            if month is None:
                continue
            if month < FIRST_MONTH:
                faults[name] = ValidationError(
                    _("The system began in 2019: give a later month."), code="too_early"
                )
            elif month > this_month:
                faults[name] = ValidationError(_("This month is in the future."), code="future")
        if not faults and begin > end:
            faults["to"] = ValidationError(_("The last month is before the first."), code="reversed")
        if not faults and months_between(begin, end) >= MOST_MONTHS:
            faults["to"] = ValidationError(_("A period has at most ten years."), code="too_long")
    if faults:
        raise ValidationError(faults)
    return Period(begin, end)


def month_of(typed: str) -> date | None:
    """The first day of a month as typed, in any digits; None where it is no month."""
    digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in typed.strip())
    found = WRITTEN.fullmatch(digits)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    return date(year, month, 1) if year and 1 <= month <= 12 else None
