"""The rules by themselves: which days are expected, and which months stand out."""

from datetime import date

import pytest

from facilities.directory.models import HoursException
from services.statistics.quality.days import Span, number_within, working_days
from services.statistics.quality.outliers import judge
from tests.services.statistics.quality.conftest import FEBRUARY
from uhis_portal.accounts.models import Account

WHOLE = Span(FEBRUARY, date(2026, 3, 1))
UNEVEN = [
    100,
    110,
    90,
    120,
    80,
    100,
]  # median 100; deviations 0, 10, 10, 20, 20, 0, of which the median is 10


@pytest.mark.django_db
def test_working_days_are_sunday_to_thursday() -> None:
    found = working_days(WHOLE)
    assert len(found) == 20
    assert {day.isoweekday() for day in found} == {7, 1, 2, 3, 4}
    assert working_days(Span(FEBRUARY, FEBRUARY)) == []


@pytest.mark.django_db
def test_public_holidays_and_days_on_which_all_are_closed_are_no_working_days() -> None:
    # Of January 2026: Christmas on the 7th and the Revolution's day, kept on or about the 25th.
    january = working_days(Span(date(2026, 1, 1), FEBRUARY))
    assert date(2026, 1, 7) not in january
    assert len(january) < 22
    closed = {"since": date(2026, 2, 3), "until": date(2026, 2, 5)}
    said = {
        "reason_ar": "عاصفة",
        "reason_en": "Storm",
        "made_by": Account.system(),
        "made_at": "2026-02-02T10:00Z",
    }
    HoursException.objects.create(**closed, **said)
    assert len(working_days(WHOLE)) == 18
    HoursException.objects.update(opens=9 * 60, closes=12 * 60)  # shorter hours are no closure
    assert len(working_days(WHOLE)) == 20


def test_days_are_counted_within_spans() -> None:
    found = [date(2026, 2, day) for day in (1, 2, 3, 8, 9)]
    spans = [Span(date(2026, 1, 1), date(2026, 2, 3)), Span(date(2026, 2, 9), date(2026, 2, 10))]
    assert number_within(found, spans) == 3
    assert number_within(found, []) == 0


def test_what_is_left_of_a_span() -> None:
    inner = Span(date(2026, 2, 10), date(2026, 2, 20))
    assert list(WHOLE.without(inner)) == [Span(FEBRUARY, inner.since), Span(inner.until, WHOLE.until)]
    assert list(inner.without(WHOLE)) == []
    apart = Span(date(2027, 1, 1), date(2027, 2, 1))
    assert list(inner.without(apart)) == [inner]
    assert list(apart.without(inner)) == [apart]


@pytest.mark.parametrize(
    ("value", "stands_out"),
    [(100, False), (151, False), (152, True), (49, False), (48, True), (0, True)],
)
def test_a_month_stands_out_beyond_three_and_a_half_spreads(value: int, stands_out: bool) -> None:
    judged = judge(value, UNEVEN)
    assert judged is not None
    assert (judged.usual, judged.spread) == (100, pytest.approx(14.826))
    assert judged.stands_out is stands_out
    assert (judged.spreads < 0) is (value < 100)


def test_where_every_month_was_the_same_chance_alone_is_the_spread() -> None:
    judged = judge(134, [100] * 12)
    assert judged is not None
    assert (judged.spread, judged.stands_out) == (10, False)
    assert judge(136, [100] * 12).stands_out  # type: ignore[union-attr]


def test_a_few_services_more_do_not_stand_out_however_even_the_months_were() -> None:
    judged = judge(10, [1] * 6)
    assert judged is not None
    assert (judged.spreads, judged.stands_out) == (9, False)
    assert judge(11, [1] * 6).stands_out  # type: ignore[union-attr]


def test_fewer_than_six_months_are_too_few_to_judge_by() -> None:
    assert judge(1000, [10] * 5) is None
