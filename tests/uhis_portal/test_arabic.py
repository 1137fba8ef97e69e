"""Text made comparable, and numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uhis_portal.arabic import comparable, typed_number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مستشفى أرمنت المركزي", "مستشفي ارمنت المركزى"),
        ("وحدة طب أسرة القرنة", "وحده طب اسره القرنه"),
        ("عبد الرحمن", "عبدالرحمن"),
        ("أبو بكر", "ابوبكر"),
        ("مُحَمَّد", "محمد"),
        ("الأقصـــر", "الاقصر"),
        ("١٥ مايو", "15 مايو"),
        ("Luxor General", "luxor  general"),
        ("سماء", "سما"),
    ],
)
def test_two_spellings_of_one_name_compare_equal(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


def test_two_different_names_stay_different() -> None:
    assert comparable("أسوان") != comparable("أسيوط")


@pytest.mark.parametrize(
    "typed",
    [
        "٢٩٩ ١٢٣١ ٢٩٠٠٠١٦",
        "۲۹۹۱۲۳۱۲۹۰۰۰۱۶",
        "299-1231-2900016",
        "\u200f29912312900016\u200e",
        "2991231 2900 016\u200b",
    ],
)
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    assert typed_number(typed) == "29912312900016"


def test_letters_in_a_number_stay_for_the_caller_to_refuse() -> None:
    assert typed_number("2991231O900016") == "2991231O900016"


@given(st.text())
def test_making_comparable_twice_changes_nothing_more(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)
