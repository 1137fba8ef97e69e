"""The days on which a facility is expected to write something down."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from facilities.directory.hours.days import A_DAY
from facilities.directory.hours.rows import calendar_between
from facilities.directory.hours.week import FRIDAY, GENERAL, SATURDAY
from facilities.directory.models import Facility
from facilities.geography.models import Governorate

WEEKEND = (FRIDAY, SATURDAY)


@dataclass(frozen=True)
class Span:
    """Days from `since` to before `until`."""

    since: date
    until: date

    def without(self, other: Span) -> Iterator[Span]:
        """What is left of it, in up to two pieces."""
        for piece in (
            Span(self.since, min(self.until, other.since)),
            Span(max(self.since, other.until), self.until),
        ):
            if piece.since < piece.until:
                yield piece

    def holds(self, other: Span) -> bool:
        return self.since <= other.since and other.until <= self.until


def working_days(span: Span) -> list[date]:
    """Sunday to Thursday, without public holidays and days on which all facilities are closed; two queries."""
    if span.since >= span.until:
        return []
    calendar = calendar_between(span.since, span.until)
    closed = {
        day
        for day, exceptions in calendar.exceptions_by_day.items()
        if any(one.of == GENERAL and not one.spans for one in exceptions)
    }
    off = closed | set(calendar.feast_by_day)
    days = (span.since + A_DAY * number for number in range((span.until - span.since).days))
    return [day for day in days if day.isoweekday() not in WEEKEND and day not in off]


def open_spans(facility: Facility, span: Span) -> list[Span]:
    """When a facility gave care within `span`: the system worked in its governorate, and no other status is known.

    Its statuses, its governorate and that one's stages are prefetched.
    """
    closed = [
        Span(one.since or date.min, one.until or date.max)
        for one in facility.statuses.all()
        if one.status not in Facility.GIVING_CARE
    ]
    left = [span] if span.since < span.until else []
    for other in (*closed, *without_the_system(facility.governorate)):
        left = [piece for one in left for piece in one.without(other)]
    return left


def without_the_system(governorate: Governorate) -> list[Span]:
    """When the system did not work in a governorate."""
    stages = sorted(governorate.stages.all(), key=lambda stage: (stage.since or date.min, stage.pk))
    begins = [stage.since or date.min for stage in stages]
    spans = [Span(date.min, begins[0] if begins else date.max)]
    for stage, since, until in zip(stages, begins, [*begins[1:], date.max], strict=True):
        if not stage.open_for_registration:
            spans.append(Span(since, until))
    return spans


def number_within(days: Sequence[date], spans: Iterable[Span]) -> int:
    """How many of `days`, which are in order, lie in `spans`."""
    return sum(bisect_left(days, span.until) - bisect_left(days, span.since) for span in spans)
