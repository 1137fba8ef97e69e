"""Ramadan and public holidays of Egypt as libraries expect them: hijridate (Umm al-Qura) and holidays.

The moon decides: what is said here is expected until an administrator confirms or corrects it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from hijridate import Gregorian, Hijri
from holidays import country_holidays

from facilities.directory.hours.days import A_DAY, Feast, Season
from uhis_portal.arabic import latin_digits

RAMADAN_MONTH = 9
YEARS_OF_THE_LIBRARY = range(1343, 1501)  # Hijri years that hijridate converts
REMARKS = re.compile(r"\s*\([^)]*\)\s*$")  # "(estimated)", "(يوم تعويضي)"


@lru_cache(maxsize=64)
def expected_ramadan(hijri_year: int) -> Season:
    """Ramadan of a Hijri year by the calendar of Umm al-Qura; ValueError outside of 1343 to 1500."""
    if hijri_year not in YEARS_OF_THE_LIBRARY:
        raise ValueError(f"no calendar for the Hijri year {hijri_year}")
    first = Hijri(hijri_year, RAMADAN_MONTH, 1)
    since = first.to_gregorian()
    begins = date(since.year, since.month, since.day)
    return Season(hijri_year, begins, begins + timedelta(days=first.month_length()), confirmed=False)


def hijri_years(since: date, until: date) -> range:
    """The Hijri years whose Ramadan touches the days from `since` to before `until`; none beyond the library."""
    first = Gregorian(since.year, since.month, since.day).to_hijri().year
    last = Gregorian(until.year, until.month, until.day).to_hijri().year
    return range(first, last + 1)


@lru_cache(maxsize=32)
def expected_feasts(year: int) -> tuple[Feast, ...]:
    """Public holidays of a year, in order; days that follow one another under one name are one feast."""
    arabic = country_holidays("EG", years=year, language="ar_EG")
    english = country_holidays("EG", years=year, language="en_US")
    feasts: list[Feast] = []
    for day in sorted(arabic):
        name_ar, name_en = plain(arabic[day]), plain(english[day])
        estimated = "estimated" in english[day]
        last = feasts[-1] if feasts else None
        if last and last.until == day and last.name_en == name_en:
            feasts[-1] = Feast(last.since, day + A_DAY, name_ar, name_en, estimated)
        else:
            feasts.append(Feast(day, day + A_DAY, name_ar, name_en, estimated))
    return tuple(feasts)


def plain(name: str) -> str:
    """A holiday's name without the library's remarks and with Latin digits; two on one day stay both."""
    return "; ".join(REMARKS.sub("", latin_digits(part)) for part in name.split("; "))
