"""Reading a national ID: what it says, what is no fault, and one clear sentence for each fault."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from facilities.geography.birth_places import BIRTH_PLACES
from registry.people.national_id import NationalID, is_doubtful, masked, parse

TODAY = date(2026, 4, 1)
VECTORS = json.loads((Path(__file__).parent / "national_id_vectors.json").read_text())
GOOD = "29912310300029"


def refusal(typed: str, language: str = "en") -> tuple[str, str]:
    """(code, sentence) with which `typed` is refused."""
    with translation.override(language), pytest.raises(ValidationError) as caught:
        parse(typed, today=TODAY)
    return caught.value.code, caught.value.messages[0]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["payload"])
def test_each_made_up_number_says_what_is_known_of_it(vector: dict[str, Any]) -> None:
    if not vector["date_valid"]:
        assert refusal(f"{vector['payload']}{vector['check_A']}")[0] == "impossible_date"
        return
    for check_digit in {vector["check_A"], vector["check_B"]}:
        number = parse(f"{vector['payload']}{check_digit}", today=TODAY)
        assert not number.doubtful
        assert number.sex == vector["sex"]
        assert BIRTH_PLACES[number.birth_governorate_code]["en"] == vector["gov"]
        assert f"{number.birth_date:%y%m%d}" == vector["payload"][1:7]
    wrong = set(range(10)) - {vector["check_A"], vector["check_B"]}
    assert all(parse(f"{vector['payload']}{digit}", today=TODAY).doubtful for digit in wrong)


@pytest.mark.parametrize(
    "typed",
    [
        "٢٩٩١٢٣١٠٣٠٠٠٢٩",
        "۲۹۹۱۲۳۱۰۳۰۰۰۲۹",
        "299 1231 0300 029",
        "299-1231-0300-029",
        " 2.9912310300029\n",
        "\u200f29912310300029\u200e",
        "\u202a2991231\u200b0300029\u202c",
        "\ufeff29912310300029",
        "2991231\u00a00300029",
    ],
)
def test_digits_of_any_kind_and_marks_between_them_are_no_fault(typed: str) -> None:
    assert parse(typed, today=TODAY) == parse(GOOD, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "code", "english", "arabic"),
    [
        ("", "required", "Enter the 14 digits", "أدخل"),
        ("  \u200f ", "required", "Enter the 14 digits", "أدخل"),
        ("2991231030002x", "letters", "digits only", "أرقام فقط"),
        ("²9912310300029", "letters", "digits only", "أرقام فقط"),
        ("2991231030002", "length", "You typed 13 digits", "13 رقمًا"),
        ("2", "length", "You typed 1 digit.", "رقمًا واحدًا"),
        ("299", "length", "You typed 3 digits", "3 أرقام"),
        ("299123103000299", "length", "You typed 15 digits", "15 رقمًا"),
        ("19912310300029", "century", "begins with 2 or 3", "يبدأ"),
        ("49912310300029", "century", "begins with 2 or 3", "يبدأ"),
        ("29913310300029", "impossible_date", "no such day", "لا وجود"),
        ("30102290300029", "impossible_date", "no such day", "لا وجود"),
        ("29900000300029", "impossible_date", "no such day", "لا وجود"),
        ("32604020300029", "future_date", "has not come yet", "لم يأتِ"),
        ("39912310300029", "future_date", "has not come yet", "لم يأتِ"),
        ("29912310500029", "unknown_governorate", "05 is none", "05"),
        ("29912319900029", "unknown_governorate", "99 is none", "99"),
    ],
)
def test_each_fault_has_its_own_sentence_in_both_languages(
    typed: str, code: str, english: str, arabic: str
) -> None:
    assert refusal(typed)[0] == code
    assert english in refusal(typed)[1]
    assert arabic in refusal(typed, "ar")[1]


def test_today_is_the_last_possible_birth_date() -> None:
    assert parse("32604010300029", today=TODAY).birth_date == TODAY
    with pytest.raises(ValidationError):
        parse("32604010300029", today=TODAY - timedelta(days=1))


def test_there_are_28_places_of_birth_and_88_is_abroad() -> None:
    assert len(BIRTH_PLACES) == 28
    assert parse("30002298800010", today=TODAY).birth_governorate_code == "88"


def test_a_number_is_kept_out_of_its_own_description() -> None:
    number = parse(GOOD, today=TODAY)
    assert GOOD not in repr(number)
    assert masked(GOOD) == "••••••••••••29"


@given(
    born=st.dates(date(1900, 1, 1), TODAY),
    place=st.sampled_from(sorted(BIRTH_PLACES)),
    serial=st.integers(0, 9999),
    check=st.integers(0, 9),
)
def test_every_well_formed_number_reads_back_as_what_made_it(
    born: date, place: str, serial: int, check: int
) -> None:
    century = "2" if born.year < 2000 else "3"
    digits = f"{century}{born:%y%m%d}{place}{serial:04}{check}"
    number = parse(digits, today=TODAY)
    assert number == NationalID(
        digits=digits,
        birth_date=born,
        sex=number.sex,
        birth_governorate_code=place,
    )
    assert number.sex == ("male" if serial % 2 else "female")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    found = read_or_refused(typed)
    if isinstance(found, NationalID):
        assert found.digits.isascii()
        assert len(found.digits) == 14
    else:
        assert found.code
        assert len(found.messages) == 1


def read_or_refused(typed: str) -> NationalID | ValidationError:
    try:
        return parse(typed, today=TODAY)
    except ValidationError as fault:
        return fault


@given(st.integers(0, 10**13 - 1))
def test_at_most_two_check_digits_are_above_doubt(payload: int) -> None:
    fitting = [digit for digit in range(10) if not is_doubtful(f"{payload:013}{digit}")]
    assert 1 <= len(fitting) <= 2
