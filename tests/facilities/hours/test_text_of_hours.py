"""Weekly hours as a line of text: read, refused with reasons, and written in one spelling."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from facilities.directory.hours.text import parsed, read_clock, written
from facilities.directory.hours.week import ALWAYS, FRIDAY, SATURDAY, SUNDAY, Span, Week
from tests.facilities.hours.weeks import CLINIC, daily, span, weeks


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("24/7", ALWAYS),
        ("Sa-Fr 00:00-24:00", ALWAYS),
        ("Sa-Th 08:00-14:00; Fr off", CLINIC),
        ("Sa-Th 08:00-14:00", CLINIC),
        ("sa - th 8:00 – 14:00 ; fr closed;", CLINIC),
        ("Sa-Th ٠٨:٠٠-١٤:٠٠", CLINIC),
        ("08:00-12:00,17:00-21:00", daily("08:00-12:00", "17:00-21:00")),
        ("Fr 20:00-02:00", Week.of({FRIDAY: [span("20:00-02:00")]})),
        ("Fr 20:00-26:00", Week.of({FRIDAY: [span("20:00-02:00")]})),
        ("Fr 08:00-32:00", Week.of({FRIDAY: [Span(480, 480 + 1440)]})),
        ("Th-Sa 10:00-12:00", daily("10:00-12:00", days=(4, 5, 6))),
        ("Sa,Su 18:00-00:00", Week.of({day: [span("18:00-24:00")] for day in (SATURDAY, SUNDAY)})),
        ("off", daily()),
        ("", None),
        (" \u200f ", None),
    ],
)
def test_a_week_is_read(text: str, week: Week | None) -> None:
    assert parsed(text) == week


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("always", "not_understood", "“always” is not understood."),
        ("Sa-Th 08:00-14:00; PH off", "day", "“PH” is no day."),
        ("Xx 08:00-14:00", "day", "“Xx” is no day."),
        ("Sa-Mo-We 08:00-14:00", "day", "“Sa-Mo-We” is no day."),
        ("Sa 08:00-14:00; Sa 16:00-18:00", "twice", "“Sa” stands twice"),
        ("Sa-Th 08:00-14:00; Mo off", "twice", "“Mo” stands twice"),
        ("Sa 08:00-14:00,13:00-18:00", "overlap", "overlap"),
        ("Sa 08:00", "span", "“08:00” is no time span."),
        ("Sa 8-14", "span", "“8-14” is no time span."),
        ("Sa 08:00-14:75", "time", "“08:00-14:75” has a time that does not exist"),
        ("Sa 25:00-26:00", "time", "“25:00-26:00” has a time that does not exist"),
        ("Sa 08:00-40:00", "time", "longer than 24 hours"),
        ("Sa 08:00-08:00", "empty", "begins and ends at once"),
        (";", "not_understood", "is not understood"),
        ("Sa " + "08:00-14:00," * 60, "too_long", "too long"),
        ("<script>", "not_understood", "“<script>” is not understood."),
        ("24/7; Fr off", "span", "“24/7” is no time span."),
    ],
)
def test_what_cannot_be_read_is_named(text: str, code: str, said: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        parsed(text)
    assert refusal.value.code == code
    assert said in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("week", "text"),
    [
        (None, ""),
        (ALWAYS, "24/7"),
        (CLINIC, "Sa-Th 08:00-14:00; Fr off"),
        (daily(), "off"),
        (daily("20:00-02:00"), "Sa-Fr 20:00-02:00"),
        (daily("18:00-24:00", days=(SATURDAY,)), "Sa 18:00-24:00; Su-Fr off"),
        (daily("08:00-08:00", days=(FRIDAY,)), "Sa-Th off; Fr 08:00-32:00"),
    ],
)
def test_a_week_is_written_in_one_spelling(week: Week | None, text: str) -> None:
    assert written(week) == text


@settings(deadline=None)
@given(weeks())
def test_what_is_written_is_read_back(week: Week) -> None:
    assert parsed(written(week)) == week
    assert written(parsed(written(week))) == written(week)


@settings(deadline=None)
@given(st.text(alphabet="SaSuMoTuWeThFrof0123456789:-,;/ 24/7", max_size=40) | st.text(max_size=40))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    assert parsed(written(read_or_none(text))) == read_or_none(text)


def read_or_none(text: str) -> Week | None:
    """The week, or None for what is refused in words; anything else that is raised fails the test."""
    try:
        return parsed(text)
    except ValidationError as refusal:
        if not (refusal.messages[0] and refusal.code):
            raise AssertionError("refused without words") from refusal
        return None


@pytest.mark.parametrize(
    ("typed", "minutes"), [("08:00", 480), ("9:30", 570), ("٠٩:٣٠", 570), ("24:00", 1440), (" ", None)]
)
def test_a_time_is_read(typed: str, minutes: int | None) -> None:
    assert read_clock(typed) == minutes


@pytest.mark.parametrize("typed", ["8", "24:01", "12:60", "noon", "-1:00", "12:30:00"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_clock(typed)
