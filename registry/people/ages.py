"""How old somebody is on a day."""

from datetime import date

ADULT_YEARS = 18  # Child Law 12/1996, article 2: a child is who has not reached 18


def age_on(day: date, birth_date: date) -> int:
    """Completed years; who was born on 29 February completes one on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def is_adult(birth_date: date, day: date) -> bool:
    """Whether someone born on `birth_date` is of age on `day`."""
    return age_on(day, birth_date) >= ADULT_YEARS
