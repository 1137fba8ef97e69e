"""Ramadan and feasts as the libraries expect them."""

from datetime import date

import pytest

from facilities.directory.hours.egypt import expected_feasts, expected_ramadan, hijri_years


@pytest.mark.parametrize(
    ("year", "since", "until"),
    [
        (1447, date(2026, 2, 18), date(2026, 3, 20)),
        (1448, date(2027, 2, 8), date(2027, 3, 9)),
        (1451, date(2030, 1, 5), date(2030, 2, 4)),
        (1452, date(2030, 12, 26), date(2031, 1, 24)),  # the second one of 2030
    ],
)
def test_ramadan_is_expected_by_umm_al_qura(year: int, since: date, until: date) -> None:
    season = expected_ramadan(year)
    assert (season.since, season.until, season.confirmed) == (since, until, False)


@pytest.mark.parametrize("year", [0, 1342, 1501])
def test_years_beyond_the_library_are_refused(year: int) -> None:
    with pytest.raises(ValueError, match="no calendar"):
        expected_ramadan(year)


def test_the_hijri_years_of_a_time_are_told() -> None:
    assert list(hijri_years(date(2026, 1, 1), date(2027, 12, 31))) == [1447, 1448, 1449]


def test_days_of_one_feast_are_together_and_named_in_both_languages() -> None:
    feasts = {feast.name_en: feast for feast in expected_feasts(2026)}
    adha = feasts["Eid al-Adha"]
    assert (adha.since, adha.until, adha.name_ar) == (
        date(2026, 5, 27),
        date(2026, 5, 30),
        "عيد الأضحى المبارك",
    )
    assert adha.estimated and not feasts["Spring Festival"].estimated
    assert feasts["Coptic Christmas Day"].since == date(2026, 1, 7)


def test_names_have_latin_digits_and_no_remarks_of_the_library() -> None:
    for year in (2026, 2027, 2028):
        for feast in expected_feasts(year):
            assert "(" not in feast.name_ar + feast.name_en
            assert not any(digit in feast.name_ar for digit in "٠١٢٣٤٥٦٧٨٩")
