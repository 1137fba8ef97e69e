"""Names laid side by side, and what speaks for two records being of one person."""

from datetime import date
from itertools import pairwise

import pytest

from registry.people.duplicates.keys import keys_asked, keys_of, slips_of
from registry.people.duplicates.likeness import WORTH_A_LOOK, Particulars, Sign, birth_sign, likeness
from registry.people.duplicates.names import bones_of, parts_of
from registry.people.duplicates.numbers import neighbours
from uhis_portal.sealed_fields import index_of

BORN = date(1985, 3, 4)


def score(one: str, other: str, born: date = BORN, also_born: date = BORN, **more: object) -> float:
    return likeness(
        Particulars(one, born, "male", "29"), Particulars(other, also_born, "male", "29"), **more
    ).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد عبد الرحمن السيد علي", "محمد عبدالرحمن سيد على"),
        ("فاطمة أبو العلا نور الدين", "فاطمه ابوالعلا نورالدين"),
        ("أحمد بن محمود", "احمد محمود"),
        ("هبة الله طه", "هبه الله طه"),
    ],
)
def test_two_spellings_of_a_name_have_the_same_parts(one: str, other: str) -> None:
    assert parts_of(one) == parts_of(other)


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("مصطفى يوسف إبراهيم", "Mostafa Youssef Ibrahim"),
        ("محمد عبد الرحمن السيد", "Mohamed Abd El Rahman El Sayed"),
        ("عبد الله نور الدين أبو العلا", "Abdallah Nour El Din Aboul Ela"),
        ("عبد العزيز أبو بكر", "Abdelaziz Abou Bakr"),
        ("طه خالد عمرو", "Taha Khaled Amr"),
    ],
)
def test_a_name_in_latin_letters_has_the_bones_of_the_arabic_one(arabic: str, latin: str) -> None:
    assert [bones_of(part) for part in parts_of(arabic)] == [bones_of(part) for part in parts_of(latin)]
    assert score(arabic, latin) > 0.9


@pytest.mark.parametrize(
    ("other", "sign"),
    [
        ("محمد علي حسن الشاذلي", Sign.NAME),
        ("محمد عليي حسن الشاذلي", Sign.SPELLING),
        ("محمد علي الشاذلي", Sign.SHORTER),
        ("علي محمد حسن الشاذلي", Sign.ORDER),
        ("Mohamed Ali Hassan El Shazly", Sign.SCRIPT),
        ("محمد علي سعيد الشاذلي", Sign.OTHER_PART),
    ],
)
def test_a_slip_in_the_name_is_told_and_still_worth_a_look(other: str, sign: Sign) -> None:
    found = likeness(
        Particulars("محمد علي حسن الشاذلي", BORN, "male", "29"), Particulars(other, BORN, "male", "29")
    )
    assert sign in found.reasons
    assert found.score > WORTH_A_LOOK or sign is Sign.OTHER_PART


@pytest.mark.parametrize(
    ("one", "other"),
    [("حسن", "حسين"), ("أمينة", "أمنية"), ("عمر", "عمرو"), ("سعد", "سعيد"), ("هدى", "ندى"), ("محمد", "يوسف")],
)
def test_twins_are_two_people_though_one_letter_tells_them_apart(one: str, other: str) -> None:
    family = "محمود عبد الله الشاذلي"
    home = {"phone_index": b"1", "address_index": b"2", "birth_governorate_code": "29"}
    twins = likeness(
        Particulars(f"{one} {family}", BORN, "male", **home),
        Particulars(f"{other} {family}", BORN, "male", **home),
    )
    assert twins.score < WORTH_A_LOOK


def test_a_rare_name_says_more_than_a_common_one() -> None:
    day_before = date(1985, 3, 3)
    common = score("محمد أحمد محمد علي", "محمد أحمد محمد علي", also_born=day_before)
    rare = score("شنودة بشارة وهدان الششتاوي", "شنودة بشارة وهدان الششتاوي", also_born=day_before)
    assert common < rare


@pytest.mark.parametrize(
    ("other", "sign"),
    [
        (date(1985, 3, 4), Sign.BIRTH),
        (date(1985, 3, 5), Sign.BIRTH_DIGIT),
        (date(1985, 4, 3), Sign.BIRTH_SWAPPED),
        (date(1958, 3, 4), Sign.BIRTH_SWAPPED),
        (date(1986, 3, 4), Sign.BIRTH_YEAR),
        (date(1984, 3, 4), Sign.BIRTH_YEAR),
        (date(1987, 5, 6), None),
    ],
)
def test_a_slip_of_the_birth_date_is_known_by_its_kind(other: date, sign: Sign | None) -> None:
    assert birth_sign(BORN, other) is sign


def test_the_year_before_is_found_across_a_decade() -> None:
    assert birth_sign(date(1990, 5, 1), date(1989, 5, 1)) is Sign.BIRTH_YEAR


@pytest.mark.parametrize(
    ("name", "born", "sex"),
    [
        ("محمد عبد الرحمن السيد", date(1985, 3, 5), "male"),
        ("محمد عبد الرحمن السيد علي", date(1985, 4, 3), "male"),
        ("محمد السيد علي", date(1986, 3, 4), "male"),
        ("عبد الرحمن محمد السيد علي", date(1985, 3, 14), "male"),
        ("Mohamed Abdelrahman Elsayed", date(1985, 3, 4), "female"),
        ("محمود عبد الرحمن السيد", date(1985, 3, 4), "male"),
    ],
)
def test_one_who_is_asked_for_shares_a_key_with_the_own_record_after_a_slip(
    name: str, born: date, sex: str
) -> None:
    kept = keys_of("محمد عبد الرحمن السيد علي", BORN, "male")
    assert set(kept) & set(keys_asked(name, born, sex))


def test_few_keys_are_kept_and_the_ones_asked_for_are_few_enough_for_an_index() -> None:
    assert len(keys_of("محمد عبد الرحمن السيد علي", BORN, "male")) == 6
    assert len(keys_asked("محمد عبد الرحمن السيد علي", BORN, "male")) < 200
    assert keys_of("محمد", BORN, "male") == ["m198503041mhmd"]


def test_slips_of_a_day_are_days() -> None:
    assert all(1 <= int(day[4:6]) <= 12 and 1 <= int(day[6:]) <= 31 for day in slips_of("20240229"))


def test_the_neighbours_of_a_number_are_all_that_one_slip_makes_of_it() -> None:
    number = "28503042900011"
    found = neighbours(number)
    assert found[index_of("national_id", "28503042900012")] is Sign.NUMBER_DIGIT
    assert found[index_of("national_id", "82503042900011")] is Sign.NUMBER_SWAPPED
    assert index_of("national_id", number) not in found
    assert len(found) == 14 * 9 + sum(a != b for a, b in pairwise(number))


def test_a_number_one_slip_away_speaks_louder_than_a_slip_in_name_and_date() -> None:
    near = score("محمد علي حسن", "محمد عليي حسن", also_born=date(1985, 3, 14), number=Sign.NUMBER_DIGIT)
    apart = score("محمد علي حسن", "محمد عليي حسن", also_born=date(1985, 3, 14), both_numbered=True)
    assert near > 0.95 > WORTH_A_LOOK > apart
