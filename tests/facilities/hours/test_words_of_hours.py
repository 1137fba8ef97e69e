"""What is said of opening hours on a page, in both languages."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from facilities.directory.hours.days import Calendar, Season
from facilities.directory.hours.rules import OpenState, Remark, State, Why
from facilities.directory.hours.serializers import represent_hours
from facilities.directory.hours.week import ALWAYS, EMERGENCY, RAMADAN, UNKNOWN, DayException, Hours, Table
from facilities.directory.hours.words import answer_in_words, period_in_words, represented, span_in_words
from tests.facilities.hours.weeks import CLINIC, UNIT, at, daily

NOW = at("2026-11-22 10:00")  # a Sunday


def said(state: OpenState) -> str:
    with translation.override("en"):
        return answer_in_words(represented(state), NOW).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-22 14:00", "Open now until 2:00 PM"),
        ("2026-11-23 00:00", "Open now until midnight"),
        ("2026-11-23 02:00", "Open now until 2:00 AM tomorrow"),
        ("2026-11-27 00:00", "Open now until 12:00 AM on Friday"),
        ("2026-12-01 08:00", "Open now until 8:00 AM on 1 December"),
    ],
)
def test_an_open_door_says_until_when(until: str, words: str) -> None:
    assert said(OpenState(State.OPEN, until=at(until))) == words


@pytest.mark.parametrize(
    ("opens", "words"),
    [
        ("2026-11-22 17:00", "Closed now. Opens at 5:00 PM"),
        ("2026-11-23 08:00", "Closed now. Opens tomorrow at 8:00 AM"),
        ("2026-11-28 08:00", "Closed now. Opens on Saturday at 8:00 AM"),
        ("2026-11-29 08:00", "Closed now. Opens on 29 November at 8:00 AM"),
    ],
)
def test_a_closed_door_says_when_it_opens(opens: str, words: str) -> None:
    assert said(OpenState(State.CLOSED, opens_next=at(opens))) == words


def test_what_is_not_known_is_said_with_the_number_to_call() -> None:
    assert said(OpenState(State.NOT_KNOWN)) == "Hours not known. Call 15344 before you go."
    assert said(OpenState(State.OPEN)) == "Open now"
    assert said(OpenState(State.CLOSED)) == "Closed now"


def test_a_remark_names_the_reason_in_both_languages() -> None:
    state = OpenState(State.CLOSED, remark=Remark(Why.EXCEPTION, "عيد الفطر {name} %s", "Eid {name} %s"))
    remark = represented(state)["remark"]
    assert remark["en"] == "Other hours on this day: Eid {name} %s."
    assert "عيد الفطر {name} %s" in remark["ar"]


@pytest.mark.parametrize(
    ("opens", "closes", "next_day", "words"),
    [
        ("08:00", "14:00", False, "8:00 AM to 2:00 PM"),
        ("18:00", "24:00", False, "6:00 PM to midnight"),
        ("20:00", "02:00", True, "8:00 PM to 2:00 AM the next day"),
        ("00:00", "24:00", False, "24 hours"),
    ],
)
def test_a_span_is_said_as_people_say_it(opens: str, closes: str, next_day: bool, words: str) -> None:
    with translation.override("en"):
        said_so = span_in_words({"opens": opens, "closes": closes, "next_day": next_day})
    assert said_so.replace("\xa0", " ") == words


def test_days_are_said_with_the_last_of_them() -> None:
    with translation.override("en"):
        assert period_in_words(date(2026, 5, 27), date(2026, 5, 28)) == "27 May 2026"
        assert period_in_words(date(2026, 5, 27), date(2026, 5, 30)) == "27 May to 29 May 2026"
        assert period_in_words(date(2026, 12, 30), date(2027, 1, 2)) == "30 December 2026 to 1 January 2027"


def drawn(hours: Hours, calendar: Calendar | None = None, language: str = "en", **arguments: Any) -> str:
    """The part of a page that shows hours."""
    context = {"hours": represent_hours(hours, calendar or Calendar(), NOW), "now": NOW, **arguments}
    template = Template(
        "{% load hours %}{% opening_hours hours now=now emergency=emergency with_answer=with_answer %}"
    )
    with translation.override(language):
        return unescape(template.render(Context({"emergency": None, "with_answer": False, **context})))


class TestThePartOfAPage:
    def test_the_week_begins_on_saturday_and_today_is_marked(self) -> None:
        page = drawn(UNIT)
        days = [page.index(day) for day in ("Saturday", "Sunday", "Monday", "Thursday", "Friday")]
        assert days == sorted(days)
        marked = page[page.index('aria-current="date"') :]
        assert marked.index("Sunday") < marked.lower().index("today") < marked.index("Monday")
        assert page.count("aria-current") == 1

    def test_in_arabic_the_days_have_their_names(self) -> None:
        page = drawn(UNIT, language="ar")
        assert page.index("السبت") < page.index("الأحد") < page.index("الجمعة")

    def test_ramadan_stands_under_its_own_heading_and_says_how_sure_its_days_are(self) -> None:
        hours = Hours.weekly({Table(): CLINIC, Table(season=RAMADAN): daily("09:00-13:00")})
        for confirmed in (True, False):
            season = Season(1448, date(2027, 2, 8), date(2027, 3, 9), confirmed)
            page = drawn(hours, Calendar(seasons=(season,)))
            assert "In Ramadan (8 February to 8 March 2027)" in page
            assert ("sighting of the moon" in page) != confirmed

    def test_within_ramadan_its_hours_come_first_and_hold_today(self) -> None:
        hours = Hours.weekly({Table(): CLINIC, Table(season=RAMADAN): daily("09:00-13:00")})
        page = drawn(hours, Calendar(seasons=(Season(1448, date(2026, 11, 20), date(2026, 12, 19), True),)))
        assert page.index("In Ramadan") < page.index("aria-current") < page.index("The rest of the year")

    def test_emergencies_stand_apart(self) -> None:
        page = drawn(Hours.weekly({Table(): CLINIC, Table(of=EMERGENCY): ALWAYS}))
        assert "Day and night, on every day of the year." in page[page.index("Emergencies") :]
        assert "at which hours is not known" in drawn(UNIT, emergency=True)
        assert "Emergencies" not in drawn(UNIT, emergency=False)

    def test_days_to_come_that_differ_are_told_with_their_reason(self) -> None:
        feast = DayException(date(2026, 12, 1), date(2026, 12, 3), reason_ar="عيد", reason_en="A feast")
        page = drawn(UNIT, Calendar(exceptions=(feast,)))
        assert "1 December to 2 December 2026" in page and "A feast" in page

    def test_where_nothing_is_known_it_says_so(self) -> None:
        assert "Hours not known. Call 15344 before you go." in drawn(UNKNOWN, with_answer=True)

    def test_in_a_demonstration_it_says_that_hours_are_made_up(self, settings: Any) -> None:
        for demonstration in (True, False):
            settings.DEMO = demonstration
            assert ("these hours are made up" in drawn(UNIT)) == demonstration

    def test_reasons_are_text_and_never_html(self) -> None:
        feast = DayException(date(2026, 12, 1), date(2026, 12, 3), reason_ar="<b>", reason_en="<b>x</b>")
        context = {"hours": represent_hours(UNIT, Calendar(exceptions=(feast,)), NOW), "now": NOW}
        template = Template("{% load hours %}{% opening_hours hours now=now %}")
        assert "<b>" not in template.render(Context(context))
