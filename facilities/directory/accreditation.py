"""GAHAR's accreditation as it stands on a day, from its dated events.

A provisional accreditation lasts one year, a full one and its renewal three (Law 2/2018 and GAHAR's rules as published);
where GAHAR named another end, that holds. An end that is known to the month or year only is taken at its last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from facilities.directory.models import Accreditation
from facilities.geography.models import DatePrecision

State = Accreditation.State
YEARS = {State.PROVISIONAL: 1, State.FULL: 3, State.RENEWED: 3}
NO_ACCREDITATION = (State.REGISTERED, State.WITHDRAWN)
WARN_BEFORE = timedelta(days=90)


@dataclass(frozen=True)
class Standing:
    """The accreditation that holds on a day: its event, and the first day without it where that is known."""

    event: Accreditation
    until: date | None
    ended: bool

    @property
    def holds(self) -> bool:
        return not self.ended and self.event.state not in NO_ACCREDITATION

    @property
    def ran_out(self) -> bool:
        """Whether it was an accreditation, and its time is over."""
        return self.ended and self.event.state not in NO_ACCREDITATION

    def ends_soon(self, day: date) -> bool:
        """Whether it ends within WARN_BEFORE of `day`."""
        return self.holds and self.until is not None and self.until - day <= WARN_BEFORE


def standing_on(events: Iterable[Accreditation], day: date) -> Standing | None:
    """What the events up to `day` amount to; None when none is known. Of events of one day the later entry counts.

    Who registers anew while accredited stays accredited.
    """
    happened = sorted(
        (event for event in events if event.since is None or event.since <= day),
        key=lambda event: (event.since or date.min, event.pk or 0),
    )
    if not happened:
        return None
    last = standing_by(happened[-1], day)
    decided = [event for event in happened if event.state != State.REGISTERED]
    before = standing_by(decided[-1], day) if decided else last
    return before if before.holds else last


def standing_by(event: Accreditation, day: date) -> Standing:
    until = end_of(event)
    return Standing(event, until, until is not None and until <= day)


def end_of(event: Accreditation) -> date | None:
    """The first day without it; None when it has no end or its beginning is not known."""
    if event.until is not None:
        return event.until
    years = YEARS.get(State(event.state))
    if years is None or event.since is None:
        return None
    return years_after(latest_meant(event.since, event.since_precision), years)


def latest_meant(day: date, precision: str) -> date:
    """The last day that a date known so far may mean: that day, or the last of its month or year."""
    if precision == DatePrecision.YEAR:
        return date(day.year, 12, 31)
    if precision == DatePrecision.MONTH:
        year, month = divmod(day.year * 12 + day.month, 12)
        return date(year, month + 1, 1) - timedelta(days=1)
    return day


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 1 March for a 29 February that does not come."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
