"""Registered people, from the memberships: +1 on the first day, -1 on the first day without."""

from services.statistics.counting.declared import Cells, Source
from services.statistics.models import (
    PeopleOfGovernorate,
    PeopleOfUnit,
    RegistrationDelta,
    RegistrationsByDay,
    RegistrationsByMonth,
)

REGISTRATIONS = Source(
    deltas=RegistrationDelta,
    counted="""
        SELECT governorate_id AS governorate, district_id AS district, unit_id AS unit, sex, birth_year, since AS day,
               1 AS people
          FROM people_membership
        UNION ALL
        SELECT governorate_id, district_id, unit_id, sex, birth_year, until, -1
          FROM people_membership WHERE until IS NOT NULL""",
    cells=(
        Cells(
            name="registered people by unit and day",
            model=RegistrationsByDay,
            cell=("governorate", "day", "district", "unit", "sex", "birth_year"),
            sums=("people",),
        ),
        Cells(
            name="registered people by unit and month",
            model=RegistrationsByMonth,
            cell=("unit", "month", "governorate", "district"),
            sums=("people",),
            made={"month": "date_trunc('month', day)::date"},
        ),
        Cells(
            name="registered people by unit, sex and birth year",
            model=PeopleOfUnit,
            cell=("unit", "sex", "birth_year", "governorate", "district"),
            sums=("people",),
        ),
        Cells(
            name="registered people by governorate, sex and birth year",
            model=PeopleOfGovernorate,
            cell=("governorate", "sex", "birth_year"),
            sums=("people",),
        ),
    ),
)
