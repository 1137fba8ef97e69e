"""Open, closed or not known: on Fridays, in Ramadan, on feasts, past midnight, and when the clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilities.directory.hours.days import Calendar, Feast, Season
from facilities.directory.hours.rules import LOOK_AHEAD, State, Why, bounds, intervals, is_known, state_at
from facilities.directory.hours.week import (
    ALWAYS,
    EMERGENCY,
    FRIDAY,
    RAMADAN,
    SATURDAY,
    THURSDAY,
    UNKNOWN,
    DayException,
    Hours,
    Span,
    Table,
    Week,
)
from tests.facilities.hours.weeks import (
    CLINIC,
    SATURDAY_TO_THURSDAY,
    UNIT,
    any_hours,
    asked,
    at,
    daily,
    exceptions,
    span,
)

MONTH = Season(1447, date(2026, 2, 18), date(2026, 3, 20), confirmed=True)


class TestAnOrdinaryWeek:
    def test_a_unit_is_open_until_it_closes(self) -> None:
        state = asked(UNIT, "2026-11-22 10:00")  # a Sunday
        assert (state.state, state.until) == (State.OPEN, at("2026-11-22 14:00"))
        assert state.opens_next is None and state.remark is None

    def test_it_opens_at_its_first_minute_and_is_closed_at_its_last(self) -> None:
        assert asked(UNIT, "2026-11-22 08:00").state == State.OPEN
        assert asked(UNIT, "2026-11-22 07:59").state == State.CLOSED
        assert asked(UNIT, "2026-11-22 14:00").state == State.CLOSED

    def test_before_opening_it_says_when(self) -> None:
        assert asked(UNIT, "2026-11-22 05:00").opens_next == at("2026-11-22 08:00")

    def test_on_friday_it_is_closed_until_saturday(self) -> None:
        state = asked(UNIT, "2026-11-27 10:00")
        assert (state.state, state.opens_next) == (State.CLOSED, at("2026-11-28 08:00"))

    def test_on_thursday_afternoon_friday_is_passed_over(self) -> None:
        assert asked(UNIT, "2026-11-26 15:00").opens_next == at("2026-11-28 08:00")

    def test_a_pause_at_noon_is_closed(self) -> None:
        hours = Hours.weekly({Table(): daily("08:00-12:00", "17:00-21:00")})
        assert asked(hours, "2026-11-22 13:00").opens_next == at("2026-11-22 17:00")

    def test_the_time_zone_of_the_question_does_not_matter(self) -> None:
        moment = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)  # 08:00 in Cairo
        assert asked(UNIT, moment).until == at("2026-11-22 14:00")


class TestMidnight:
    night = Hours.weekly({Table(): Week.of({THURSDAY: [span("20:00-02:00")]})})

    def test_a_night_belongs_to_the_day_on_which_it_begins(self) -> None:
        assert asked(self.night, "2026-11-26 23:00").until == at("2026-11-27 02:00")
        assert asked(self.night, "2026-11-27 01:00").until == at("2026-11-27 02:00")
        assert asked(self.night, "2026-11-26 01:00").state == State.CLOSED
        assert asked(self.night, "2026-11-27 02:00").state == State.CLOSED

    def test_a_closure_of_friday_leaves_the_night_of_thursday(self) -> None:
        closed = DayException(date(2026, 11, 27), date(2026, 11, 28))
        assert asked(Hours(self.night.weeks, (closed,)), "2026-11-27 01:00").state == State.OPEN

    def test_a_closure_of_thursday_takes_its_night_along(self) -> None:
        closed = DayException(date(2026, 11, 26), date(2026, 11, 27))
        assert asked(Hours(self.night.weeks, (closed,)), "2026-11-27 01:00").state == State.CLOSED

    def test_two_spans_that_touch_at_midnight_are_one_opening(self) -> None:
        hours = Hours.weekly(
            {Table(): Week.of({THURSDAY: [span("20:00-24:00")], FRIDAY: [span("00:00-03:00")]})}
        )
        assert asked(hours, "2026-11-26 21:00").until == at("2026-11-27 03:00")

    def test_day_and_night_has_no_end(self) -> None:
        always = Hours.weekly({Table(): ALWAYS})
        state = asked(always, "2026-11-27 00:00")
        assert (state.state, state.until, state.opens_next) == (State.OPEN, None, None)

    def test_open_day_and_night_but_on_friday_ends_at_midnight(self) -> None:
        hours = Hours.weekly({Table(): daily("00:00-24:00", days=SATURDAY_TO_THURSDAY)})
        assert asked(hours, "2026-11-24 12:00").until == at("2026-11-27 00:00")


class TestTheClockChanges:
    """24 April 2026 begins at 01:00; on 29 October 2026 the hour from 23:00 comes twice."""

    always = Hours.weekly({Table(): ALWAYS})

    def test_day_and_night_is_open_on_both_days(self) -> None:
        for moment in (at("2026-04-23 23:59"), at("2026-04-24 01:00"), at("2026-10-29 23:30", fold=1)):
            assert asked(self.always, moment).state == State.OPEN
        for day, hours in ((date(2026, 4, 24), 23), (date(2026, 10, 29), 25)):
            ((since, until),) = intervals(self.always, day, Calendar())
            assert until - since == timedelta(hours=hours)

    def test_a_day_without_midnight_begins_at_one(self) -> None:
        night = Hours.weekly({Table(): daily("00:00-08:00")})
        state = asked(night, "2026-04-23 23:00")
        assert state.opens_next == at("2026-04-24 01:00") == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)
        assert asked(night, "2026-04-24 01:00").until == at("2026-04-24 08:00")

    def test_what_closes_at_a_time_that_does_not_exist_closes_when_the_clock_jumps(self) -> None:
        night = Hours.weekly({Table(): daily("20:00-00:30")})
        assert asked(night, "2026-04-23 23:59").until == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)
        assert asked(night, "2026-04-24 01:00").state == State.CLOSED

    def test_what_opens_at_a_time_that_does_not_exist_opens_when_the_clock_jumps(self) -> None:
        early = Hours.weekly({Table(): daily("00:30-08:00")})
        assert asked(early, "2026-04-24 01:00").state == State.OPEN
        assert asked(early, "2026-04-23 23:59").opens_next == at("2026-04-24 01:00")

    def test_hours_after_the_jump_are_those_of_the_clock(self) -> None:
        friday = Hours.weekly({Table(): daily("09:00-12:00")})
        assert asked(friday, "2026-04-24 09:00").until == datetime(2026, 4, 24, 9, 0, tzinfo=UTC)
        assert asked(friday, "2026-04-24 08:59").state == State.CLOSED

    def test_a_night_over_the_longer_day_lasts_an_hour_more(self) -> None:
        night = Hours.weekly({Table(): daily("20:00-08:00")})
        state = asked(night, "2026-10-29 21:00")
        assert state.until == at("2026-10-30 08:00")
        begun = at("2026-10-29 20:00").astimezone(UTC)
        assert state.until.astimezone(UTC) - begun == timedelta(hours=13)

    def test_of_an_hour_that_comes_twice_the_first_is_meant(self) -> None:
        evening = Hours.weekly({Table(): daily("17:00-23:30")})
        first, second = at("2026-10-29 23:15"), at("2026-10-29 23:15", fold=1)
        until = asked(evening, first).until
        assert until is not None and until.astimezone(UTC) == datetime(2026, 10, 29, 20, 30, tzinfo=UTC)
        assert asked(evening, second).state == State.CLOSED

    def test_until_midnight_is_to_the_end_of_the_second_hour(self) -> None:
        evening = Hours.weekly({Table(): daily("17:00-24:00")})
        assert asked(evening, at("2026-10-29 23:59", fold=1)).state == State.OPEN
        assert asked(evening, at("2026-10-29 18:00")).until == datetime(2026, 10, 29, 22, 0, tzinfo=UTC)


class TestRamadan:
    calendar = Calendar(seasons=(MONTH,))
    both = Hours.weekly(
        {Table(): CLINIC, Table(season=RAMADAN): daily("09:00-13:00", days=SATURDAY_TO_THURSDAY)}
    )

    def test_its_own_hours_hold_within_it_only(self) -> None:
        for day, until in (("2026-02-17", "14:00"), ("2026-02-18", "13:00"), ("2026-03-19", "13:00")):
            assert asked(self.both, f"{day} 10:00", self.calendar).until == at(f"{day} {until}")
        assert asked(self.both, "2026-03-21 10:00", self.calendar).until == at("2026-03-21 14:00")

    def test_without_hours_of_its_own_the_usual_ones_hold_with_a_remark(self) -> None:
        state = asked(UNIT, "2026-03-01 10:00", self.calendar)
        assert state.state == State.OPEN and state.remark is not None and state.remark.why == Why.RAMADAN

    def test_a_weekday_that_its_hours_leave_out_is_closed(self) -> None:
        short = Hours.weekly({Table(): CLINIC, Table(season=RAMADAN): daily("09:00-13:00", days=(SATURDAY,))})
        assert asked(short, "2026-03-01 10:00", self.calendar).state == State.CLOSED  # a Sunday

    def test_hours_of_ramadan_alone_say_nothing_of_the_rest(self) -> None:
        only = Hours.weekly({Table(season=RAMADAN): daily("09:00-13:00")})
        assert asked(only, "2026-03-01 10:00", self.calendar).state == State.OPEN
        assert asked(only, "2026-06-01 10:00", self.calendar).state == State.NOT_KNOWN

    def test_emergencies_get_no_remark(self) -> None:
        hours = Hours.weekly({Table(of=EMERGENCY): ALWAYS})
        assert asked(hours, "2026-03-01 10:00", self.calendar, of=EMERGENCY).remark is None

    expected = Calendar(seasons=(Season(1447, MONTH.since, MONTH.until, confirmed=False),))

    def test_while_the_moon_decides_the_days_at_its_ends_say_so(self) -> None:
        doubtful = {
            day
            for day in ("2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-03-18", "2026-03-19", "2026-03-21")
            if (remark := asked(UNIT, f"{day} 10:00", self.expected).remark) is not None
            and remark.why == Why.RAMADAN_EXPECTED
        }  # fmt: skip
        assert doubtful == {"2026-02-17", "2026-02-18", "2026-03-19"}
        friday = asked(UNIT, "2026-03-20 10:00", self.expected)
        assert (friday.state, friday.remark) == (State.CLOSED, (Why.RAMADAN_EXPECTED, "", ""))

    def test_hours_that_the_moon_decides_are_not_known_until_the_season_is_confirmed(self) -> None:
        for day in ("2026-02-17", "2026-02-18", "2026-03-19"):
            state = asked(self.both, f"{day} 10:00", self.expected)
            assert (state.state, state.remark) == (State.NOT_KNOWN, (Why.RAMADAN_EXPECTED, "", "")), day
            assert asked(self.both, f"{day} 10:00", self.calendar).state == State.OPEN
        assert asked(self.both, "2026-03-20 10:00", self.expected).state == State.CLOSED, (
            "a Friday either way"
        )
        assert asked(self.both, "2026-02-19 10:00", self.expected).until == at("2026-02-19 13:00")
        assert asked(self.both, "2026-02-16 15:00", self.expected).opens_next is None

    def test_a_night_of_a_day_that_the_moon_decides_is_not_known_either(self) -> None:
        nights = {**dict(self.both.weeks), Table(season=RAMADAN): daily("20:00-01:00")}
        hours = Hours.weekly(nights)
        assert asked(hours, "2026-02-19 00:30", self.expected).state == State.NOT_KNOWN
        assert asked(hours, "2026-02-19 01:00", self.expected).state == State.CLOSED
        assert asked(hours, "2026-02-20 00:30", self.expected).state == State.OPEN

    def test_hours_of_ramadan_alone_are_not_known_on_a_day_that_the_moon_decides(self) -> None:
        only = Hours.weekly({Table(season=RAMADAN): daily("09:00-13:00")})
        for day in ("2026-02-17", "2026-02-18"):
            assert asked(only, f"{day} 10:00", self.expected).state == State.NOT_KNOWN

    def test_an_exception_holds_whatever_the_moon_decides(self) -> None:
        own = DayException(date(2026, 2, 18), date(2026, 2, 19), spans=(span("10:00-12:00"),))
        hours = Hours(self.both.weeks, (own,))
        assert asked(hours, "2026-02-18 11:00", self.expected).until == at("2026-02-18 12:00")


class TestFeasts:
    feast = DayException(
        date(2026, 5, 27), date(2026, 5, 30), reason_ar="عيد الأضحى المبارك", reason_en="Eid al-Adha"
    )
    hospital = Hours.weekly({Table(): CLINIC, Table(of=EMERGENCY): ALWAYS})

    def test_a_confirmed_feast_closes_clinics_and_never_emergencies(self) -> None:
        calendar = Calendar(exceptions=(self.feast,))
        state = asked(self.hospital, "2026-05-28 10:00", calendar)
        assert (state.state, state.opens_next) == (State.CLOSED, at("2026-05-30 08:00"))
        assert state.remark == (Why.EXCEPTION, "عيد الأضحى المبارك", "Eid al-Adha")
        emergency = asked(self.hospital, "2026-05-28 10:00", calendar, of=EMERGENCY)
        assert emergency.state == State.OPEN and emergency.remark is None

    def test_emergencies_close_when_it_is_said_of_them(self) -> None:
        shut = DayException(date(2026, 5, 27), date(2026, 5, 28), of=EMERGENCY)
        hours = Hours(self.hospital.weeks, (shut,))
        assert asked(hours, "2026-05-27 10:00", of=EMERGENCY).state == State.CLOSED
        assert asked(hours, "2026-05-27 10:00").state == State.OPEN

    def test_an_expected_feast_leaves_the_usual_hours_with_a_remark(self) -> None:
        expected = Feast(
            date(2026, 5, 27), date(2026, 5, 30), "عيد الأضحى المبارك", "Eid al-Adha", estimated=True
        )
        state = asked(self.hospital, "2026-05-28 10:00", Calendar(feasts=(expected,)))
        assert state.state == State.OPEN
        assert state.remark == (Why.HOLIDAY_EXPECTED, "عيد الأضحى المبارك", "Eid al-Adha")

    def test_own_hours_on_a_feast_win_over_the_closure_of_all(self) -> None:
        own = DayException(date(2026, 5, 28), date(2026, 5, 29), spans=(span("10:00-12:00"),))
        hours = Hours(UNIT.weeks, (own,))
        calendar = Calendar(exceptions=(self.feast,))
        assert asked(hours, "2026-05-28 11:00", calendar).until == at("2026-05-28 12:00")
        assert asked(hours, "2026-05-27 11:00", calendar).opens_next == at("2026-05-28 10:00")

    def test_exceptions_win_over_ramadan(self) -> None:
        closure = DayException(date(2026, 3, 1), date(2026, 3, 2))
        calendar = Calendar(seasons=(MONTH,), exceptions=(closure,))
        assert asked(TestRamadan.both, "2026-03-01 10:00", calendar).state == State.CLOSED

    def test_two_spans_on_one_exceptional_day_both_hold(self) -> None:
        day = (date(2026, 11, 22), date(2026, 11, 23))
        two = tuple(DayException(*day, spans=(span(text),)) for text in ("17:00-19:00", "09:00-11:00"))
        hours = Hours.weekly(dict(UNIT.weeks), two)
        assert asked(hours, "2026-11-22 12:00").opens_next == at("2026-11-22 17:00")
        assert asked(hours, "2026-11-22 10:00").until == at("2026-11-22 11:00")


class TestServices:
    laboratory = Hours.weekly(
        {Table(): CLINIC, Table(service="PHC-LAB"): daily("08:00-11:00", days=(SATURDAY,))}
    )

    def test_a_service_keeps_its_own_hours(self) -> None:
        assert asked(self.laboratory, "2026-11-28 12:00", service="PHC-LAB").state == State.CLOSED
        assert asked(self.laboratory, "2026-11-28 12:00").state == State.OPEN
        assert asked(self.laboratory, "2026-11-22 10:00", service="PHC-LAB").state == State.CLOSED

    def test_any_other_service_keeps_those_of_the_facility(self) -> None:
        assert asked(self.laboratory, "2026-11-22 12:00", service="PHC-FM").state == State.OPEN

    def test_in_ramadan_its_own_hours_come_before_those_of_the_facility(self) -> None:
        weeks = {**dict(self.laboratory.weeks), Table(season=RAMADAN): daily("09:00-13:00")}
        calendar = Calendar(seasons=(MONTH,))
        state = asked(Hours.weekly(weeks), "2026-02-28 10:00", calendar, service="PHC-LAB")
        assert state.until == at("2026-02-28 11:00") and state.remark is not None

    def test_a_closure_of_the_facility_closes_its_services(self) -> None:
        closed = DayException(date(2026, 11, 28), date(2026, 11, 29))
        hours = Hours(self.laboratory.weeks, (closed,))
        assert asked(hours, "2026-11-28 09:00", service="PHC-LAB").state == State.CLOSED


class TestNotKnown:
    def test_without_any_row_nothing_is_said(self) -> None:
        for about in ({}, {"of": EMERGENCY}, {"service": "PHC-LAB"}):
            state = asked(UNKNOWN, "2026-11-22 10:00", **about)
            assert (state.state, state.until, state.opens_next) == (State.NOT_KNOWN, None, None)

    def test_clinics_tell_nothing_of_emergencies(self) -> None:
        assert asked(UNIT, "2026-11-27 10:00", of=EMERGENCY).state == State.NOT_KNOWN
        only_emergency = Hours.weekly({Table(of=EMERGENCY): ALWAYS})
        assert asked(only_emergency, "2026-11-22 10:00").state == State.NOT_KNOWN

    def test_a_feast_does_not_close_what_is_not_known(self) -> None:
        calendar = Calendar(exceptions=(TestFeasts.feast,))
        assert asked(UNKNOWN, "2026-05-28 10:00", calendar).state == State.NOT_KNOWN

    def test_its_own_closure_is_known(self) -> None:
        closed = Hours(exceptions=(DayException(date(2026, 11, 22), date(2026, 11, 24)),))
        state = asked(closed, "2026-11-22 10:00")
        assert (state.state, state.opens_next) == (State.CLOSED, None)
        assert asked(closed, "2026-11-24 10:00").state == State.NOT_KNOWN

    def test_what_opens_after_more_than_two_weeks_is_not_looked_for(self) -> None:
        closed = DayException(date(2026, 11, 1), date(2026, 12, 31))
        assert asked(Hours(UNIT.weeks, (closed,)), "2026-11-22 10:00").opens_next is None


@pytest.mark.parametrize(
    "spans",
    [[Span(-1, 60)], [Span(1440, 1500)], [Span(60, 60)], [Span(60, 1501)], [Span(0, 60), Span(30, 90)]],
)
def test_a_week_refuses_what_is_no_day(spans: list[Span]) -> None:
    with pytest.raises(ValueError, match="span"):
        Week.of({SATURDAY: spans})


def calendars() -> st.SearchStrategy[Calendar]:
    april = Season(1447, date(2026, 4, 10), date(2026, 5, 9), confirmed=True)
    return st.builds(
        Calendar,
        st.sampled_from([(), (april,)]),
        st.just(()),
        st.lists(exceptions(), max_size=2).map(tuple),
    )


MOMENTS = st.integers(-3 * 24 * 60, 5 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
ANYTHING = {
    "hours": any_hours(),
    "calendar": calendars(),
    "around": st.sampled_from([at("2026-04-23 22:00"), at("2026-10-29 22:00")]),
    "of": st.sampled_from(["general", EMERGENCY]),
    "service": st.sampled_from([None, "PHC-LAB"]),
}


@settings(deadline=None)
@given(offset=MOMENTS, **ANYTHING)
def test_at_any_moment_the_state_is_whether_an_interval_holds_it(
    hours: Hours, calendar: Calendar, around: datetime, of: str, service: str | None, offset: timedelta
) -> None:
    moment = around.astimezone(UTC) + offset
    day = moment.astimezone(around.tzinfo).date()
    state = state_at(hours, moment, of=of, service=service, calendar=calendar)
    found = intervals(hours, day, calendar, of=of, service=service)
    inside = any(since <= moment < until for since, until in found)
    assert (state.state == State.OPEN) == inside
    known = is_known(hours, day, calendar, of=of, service=service)
    if not inside:
        assert (state.state == State.NOT_KNOWN) == (not known)
    for change, then in ((state.until, State.OPEN), (state.opens_next, State.CLOSED)):
        if change is not None:
            change = change.astimezone(UTC)
            assert change > moment and change - moment <= timedelta(days=LOOK_AHEAD + 2)
            before = state_at(hours, change - timedelta(minutes=1), of=of, service=service, calendar=calendar)
            after = state_at(hours, change, of=of, service=service, calendar=calendar)
            assert before.state == then and after.state != then


@settings(deadline=None)
@given(day=st.dates(date(2026, 4, 20), date(2026, 4, 28)) | st.dates(date(2026, 10, 26), date(2026, 11, 2)),
       **{name: ANYTHING[name] for name in ("hours", "calendar", "of", "service")})  # fmt: skip
def test_intervals_are_in_order_disjoint_and_within_their_day(
    hours: Hours, calendar: Calendar, of: str, service: str | None, day: date
) -> None:
    start, end = bounds(day)
    found = intervals(hours, day, calendar, of=of, service=service)
    edges = [edge for interval in found for edge in interval]
    assert edges == sorted(edges) and len(set(edges)) == len(edges)
    assert all(start <= edge <= end for edge in edges)
