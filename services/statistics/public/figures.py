"""Public figures of a month that is over.

Each number is rounded to the nearest ten by itself, from its exact value: a total is never the sum of rounded parts. A
number from 0 to 9 is "fewer than 10", whatever it is, so that not even nobody can be told from somebody. Where the
system did not work yet by the end of the month and fewer than ten were counted, nothing is said at all.
"""

# ruff: noqa: S608  (the statements are put together from constants)

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from facilities.catalogue.models import ServiceType
from facilities.geography.models import Governorate
from services.statistics.models import RegistrationsByMonth, ServicesOfGroup
from services.statistics.reading.periods import FIRST_MONTH, Period, month_of, months_after
from services.statistics.reading.shown import read, shown

STEP = 10
LEVELS = tuple(ServiceType.Level.values)

# Rows of the country have no governorate; `part` is a level, or "total", or "registered".
COUNTED = f"""
SELECT governorate, coalesce(level, 'total') AS part, coalesce(sum(quantity), 0)::bigint AS number
  FROM {shown(ServicesOfGroup)} WHERE month = %(month)s
 GROUP BY GROUPING SETS ((governorate, level), (governorate), (level), ())
UNION ALL
SELECT governorate, 'registered', coalesce(sum(people), 0)::bigint
  FROM {shown(RegistrationsByMonth)} WHERE month <= %(month)s
 GROUP BY GROUPING SETS ((governorate), ())
"""


@dataclass(frozen=True)
class Rounded:
    """A number for everybody: rounded to the nearest ten; None where it is fewer than ten."""

    value: int | None


@dataclass(frozen=True)
class AreaFigures:
    """A governorate, or the country where there is none; a figure of which nothing is said is None."""

    governorate: Governorate | None
    services: Rounded | None
    levels: dict[str, Rounded | None]
    registered: Rounded | None

    @property
    def says_something(self) -> bool:
        return any((self.services, self.registered, *self.levels.values()))


@dataclass(frozen=True)
class PublicFigures:
    month: date
    last_month: date
    as_of: datetime
    country: AreaFigures
    governorates: list[AreaFigures] = field(default_factory=list)


def rounded(number: int) -> Rounded:
    """To the nearest ten, a five upwards; fewer than ten are not told apart."""
    return Rounded((number + STEP // 2) // STEP * STEP if number >= STEP else None)


def last_finished(today: date) -> date:
    """The first day of the last month that is over."""
    return months_after(today.replace(day=1), -1)


def month_asked(typed: str, today: date) -> date:
    """The month of `month` (YYYY-MM), the last that is over where nothing is asked. ValidationError at `month`."""
    if not typed.strip():
        return last_finished(today)
    month = month_of(typed)
    if month is None:
        message, code = _("Give a month as year and month, such as 2026-03."), "invalid"
    elif month < FIRST_MONTH:
        message, code = _("The system began in 2019: give a later month."), "too_early"
    elif month > last_finished(today):
        message, code = _("This month is not over. Choose a month that is over."), "not_over"
    else:
        return month
    raise ValidationError({"month": ValidationError(message, code=code)})


def of_month(month: date, today: date) -> PublicFigures:
    """The figures of a month that is over, of all governorates, in the Arabic alphabet."""
    counted = {(row["governorate"], row["part"]): row["number"] for row in read(COUNTED, month=month)}
    governorates = Governorate.objects.defer("outline").prefetch_related("stages").order_by("comparable")
    end = Period(month, month).end
    at_work = {one.pk: works(one, end) for one in governorates}
    return PublicFigures(
        month=month,
        last_month=last_finished(today),
        as_of=timezone.now(),
        country=figures_of(None, counted, works=any(at_work.values())),
        governorates=[figures_of(one, counted, works=at_work[one.pk]) for one in governorates],
    )


def figures_of(
    governorate: Governorate | None, counted: dict[tuple[str | None, str], int], *, works: bool
) -> AreaFigures:
    code = governorate.pk if governorate else None

    def figure(part: str) -> Rounded | None:
        number = rounded(counted.get((code, part), 0))
        return number if works or number.value is not None else None

    return AreaFigures(
        governorate=governorate,
        services=figure("total"),
        levels={level: figure(level) for level in LEVELS},
        registered=figure("registered"),
    )


def works(governorate: Governorate, day: date) -> bool:
    """Whether the system was at work there on `day`."""
    stage = governorate.stage_on(day)
    return stage is not None and stage.open_for_registration
