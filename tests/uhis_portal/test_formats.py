"""Numbers, dates, codes and names as people read them."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import formats, translation

from uhis_portal import display


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1366797, 0, "1,366,797"),
        ("14500000", 0, "14,500,000"),
        (12.345, 1, "12.3"),
        (Decimal("0.5"), 2, "0.50"),
        (0, 0, "0"),
        (None, 0, ""),
        ("", 0, ""),
        ("not a number", 0, "not a number"),
        (float("nan"), 0, "nan"),
    ],
)
def test_numbers_have_commas_points_and_latin_digits_in_both_languages(language, value, decimals, shown):
    with translation.override(language):
        assert display.number(value, decimals) == shown


def test_decimals_are_rounded_not_cut_off():
    with translation.override("en"):
        assert display.number("15.968", 1) == "16.0"
        assert display.number(2.5) == "3"
        assert display.percent(0.346819, 1) == "34.7%"
        assert display.percent(0.00092266, 2) == "0.09%"


def test_a_minus_stays_on_the_left_of_its_number():
    with translation.override("ar"):
        assert display.number(-1200) == "\u200e\u22121,200"


def test_a_share_is_written_as_a_percentage():
    with translation.override("ar"):
        assert display.percent(0.564) == "56%"
        assert display.percent("0.564", 1) == "56.4%"
        assert display.percent(None) == ""


ARABIC_MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip


@pytest.mark.parametrize(("month", "name"), list(enumerate(ARABIC_MONTHS, start=1)))
def test_arabic_months_are_those_of_egypt(month, name):
    with translation.override("ar"):
        assert display.day(dt.date(2026, month, 1)) == f"1 {name} 2026"


def test_a_day_reads_the_same_from_a_date_a_moment_and_their_iso_texts():
    with translation.override("en"):
        for value in (dt.date(2026, 4, 1), "2026-04-01", "2026-04-01T10:00:00+02:00"):
            assert display.day(value) == "1 April 2026"
        assert display.day(None) == ""
        assert display.day("no date") == ""
        assert display.day("2026-02-30") == ""


def test_a_moment_belongs_to_its_day_in_cairo():
    late = dt.datetime(2026, 1, 31, 22, 30, tzinfo=dt.UTC)
    with translation.override("ar"):
        assert display.day(late) == "1 فبراير 2026"
        assert display.moment(late) == "1 فبراير 2026، 12:30 ص"
    with translation.override("en"):
        assert display.moment("2026-01-31T22:30:00Z") == "1 February 2026, 12:30 AM"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_django_itself_follows_the_same_formats(language):
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 6
        assert formats.get_format("THOUSAND_SEPARATOR") == ","
        assert formats.get_format("DECIMAL_SEPARATOR") == "."


def test_codes_are_kept_left_to_right_and_escaped():
    assert display.code("28503272700011") == '<bdi dir="ltr" class="code">28503272700011</bdi>'
    assert display.code("<b>") == '<bdi dir="ltr" class="code">&lt;b&gt;</bdi>'
    assert display.code(None) == ""
    assert display.isolate("Luxor") == "<bdi>Luxor</bdi>"


@pytest.mark.parametrize(
    "thing",
    [
        {"ar": "الأقصر", "en": "Luxor"},
        {"name": {"ar": "الأقصر", "en": "Luxor"}},
        SimpleNamespace(name_ar="الأقصر", name_en="Luxor"),
        SimpleNamespace(name={"ar": "الأقصر", "en": "Luxor"}),
    ],
)
def test_names_are_shown_in_the_language_of_the_page(thing):
    with translation.override("ar"):
        assert display.bilingual(thing) == "الأقصر"
    with translation.override("en"):
        assert display.bilingual(thing) == "Luxor"


def test_a_name_missing_in_one_language_is_shown_in_the_other():
    with translation.override("en"):
        assert display.bilingual({"ar": "الأقصر", "en": ""}) == "الأقصر"
    assert display.bilingual(None) == ""
    assert display.bilingual({}) == ""
    assert display.bilingual("Luxor") == "Luxor"
