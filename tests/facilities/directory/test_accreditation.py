"""What GAHAR's events amount to on a day."""

from datetime import date
from itertools import permutations

import pytest

from facilities.directory.accreditation import standing_on
from facilities.directory.models import Accreditation


def event(state: str, since: date | None, precision: str = "day", until: date | None = None) -> Accreditation:
    return Accreditation(state=state, since=since, since_precision=precision if since else "", until=until)


def test_without_events_nothing_is_known() -> None:
    assert standing_on([], date(2026, 5, 1)) is None
    assert standing_on([event("full", date(2026, 6, 1))], date(2026, 5, 1)) is None


@pytest.mark.parametrize(
    ("state", "since", "precision", "until"),
    [
        ("provisional", date(2025, 3, 10), "day", date(2026, 3, 10)),
        ("full", date(2024, 3, 10), "day", date(2027, 3, 10)),
        ("renewed", date(2025, 9, 1), "month", date(2028, 9, 30)),
        ("provisional", date(2025, 1, 1), "year", date(2026, 12, 31)),
        ("full", date(2024, 2, 29), "day", date(2027, 3, 1)),
        ("full", date(2024, 12, 1), "month", date(2027, 12, 31)),
    ],
)
def test_an_accreditation_lasts_as_long_as_its_kind(
    state: str, since: date, precision: str, until: date
) -> None:
    events = [event(state, since, precision)]
    last_day = standing_on(events, until.replace(day=until.day - 1) if until.day > 1 else date(2027, 2, 28))
    assert last_day is not None and last_day.until == until and last_day.holds
    first_without = standing_on(events, until)
    assert first_without is not None and first_without.ended and not first_without.holds


def test_the_end_that_gahar_named_holds() -> None:
    events = [event("full", date(2024, 1, 1), until=date(2025, 1, 1))]
    standing = standing_on(events, date(2025, 6, 1))
    assert standing is not None and standing.ended and standing.until == date(2025, 1, 1)


def test_registration_and_an_unknown_kind_have_no_end_of_their_own() -> None:
    for state in ("registered", "accredited"):
        standing = standing_on([event(state, date(2015, 1, 1))], date(2026, 1, 1))
        assert standing is not None and standing.until is None and not standing.ended
    standing = standing_on([event("full", None)], date(2026, 1, 1))
    assert standing is not None and standing.until is None and standing.holds


def test_the_latest_event_counts_and_a_withdrawal_ends_it() -> None:
    events = [
        event("provisional", date(2024, 1, 1)),
        event("full", date(2025, 1, 1)),
        event("withdrawn", date(2026, 2, 1)),
    ]
    before, after = standing_on(events, date(2026, 1, 31)), standing_on(events, date(2026, 2, 1))
    assert before is not None and before.event.state == "full" and before.holds
    assert after is not None and after.event.state == "withdrawn" and not after.holds


def test_it_warns_ninety_days_before_the_end() -> None:
    events = [event("provisional", date(2025, 6, 1))]
    assert not standing_on(events, date(2026, 3, 2)).ends_soon(date(2026, 3, 2))  # type: ignore[union-attr]
    assert standing_on(events, date(2026, 3, 3)).ends_soon(date(2026, 3, 3))  # type: ignore[union-attr]
    assert not standing_on(events, date(2026, 6, 1)).ends_soon(date(2026, 6, 1))  # type: ignore[union-attr]


def test_who_registers_anew_while_accredited_stays_accredited() -> None:
    events = [event("full", date(2025, 1, 1)), event("registered", date(2026, 2, 1))]
    standing = standing_on(events, date(2026, 3, 1))
    assert standing is not None and standing.event.state == "full" and standing.until == date(2028, 1, 1)
    after = standing_on(events, date(2028, 1, 1))
    assert after is not None and after.event.state == "registered" and not after.holds
    withdrawn = [*events, event("withdrawn", date(2026, 1, 1))]
    again = standing_on(withdrawn, date(2026, 3, 1))
    assert again is not None and again.event.state == "registered" and not again.holds


def test_events_count_by_their_days_in_whatever_order_they_were_entered() -> None:
    in_order = [
        event("registered", None),
        event("provisional", date(2024, 1, 1)),
        event("full", date(2025, 1, 1)),
        event("renewed", date(2028, 1, 1)),
        event("withdrawn", date(2029, 1, 1)),
    ]
    for day in (date(2023, 1, 1), date(2024, 6, 1), date(2027, 12, 31), date(2028, 1, 1), date(2029, 1, 1)):
        said = [standing_on(events, day) for events in permutations(in_order)]
        assert all(each == said[0] for each in said), day


def test_a_renewal_on_the_very_day_of_the_end_leaves_no_day_without() -> None:
    events = [event("full", date(2024, 2, 29)), event("renewed", date(2027, 3, 1))]
    for day, state in ((date(2027, 2, 28), "full"), (date(2027, 3, 1), "renewed")):
        standing = standing_on(events, day)
        assert standing is not None and standing.event.state == state and standing.holds


def test_what_was_no_accreditation_does_not_run_out() -> None:
    for state in ("registered", "withdrawn"):
        standing = standing_on([event(state, date(2024, 1, 1), until=date(2025, 1, 1))], date(2026, 1, 1))
        assert standing is not None and not standing.ran_out and not standing.ends_soon(date(2024, 12, 1))
