"""The parts of an area, each in one line: governorates of the country, districts and facilities of a governorate."""

# ruff: noqa: S608  (the statements are put together from constants)

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from services.statistics.models import (
    PeopleOfGovernorate,
    PeopleOfUnit,
    RegistrationsByDay,
    ServicesOfFacilityByMonth,
    ServicesOfGroup,
)
from services.statistics.reading.areas import Area, of_district, of_facility, of_governorate
from services.statistics.reading.periods import Period
from services.statistics.reading.places import Places
from services.statistics.reading.shown import read, shown


@dataclass(frozen=True)
class Part:
    """An area in one line. `registered` is None for a facility that is nobody's family-medicine unit."""

    area: Area
    registered: int | None
    in_period: int
    before: int
    ever: int
    facilities: int

    @property
    def share(self) -> float | None:
        """Registered people of the population, 0 to 1 (and above, should the estimate be low); None if not known."""
        population = self.area.population
        return self.registered / population if population and self.registered is not None else None


def governorates(period: Period, places: Places, today: date) -> list[Part]:
    """All 27, those where the system works first, then in the Arabic alphabet."""
    services = services_by("governorate", ServicesOfGroup, "true", period, {})
    people = people_by("governorate", PeopleOfGovernorate, "true", today, {})
    known = Counter(place.facility.governorate_id for place in places.listed)
    found = Governorate.objects.prefetch_related("stages").order_by("comparable")
    parts = [
        Part(
            of_governorate(one), people.get(one.code, 0), *services.get(one.code, (0, 0, 0)), known[one.code]
        )
        for one in found
    ]
    return sorted(parts, key=lambda part: not works(part.area, today))


def districts(area: Area, period: Period, places: Places, today: date) -> list[Part]:
    """Of a governorate: those that are a residence, or where something was counted; last what is of no known district."""
    services = services_by("district", ServicesOfFacilityByMonth, area.where(), period, area.values)
    people = people_by("district", PeopleOfUnit, area.where(), today, area.values)
    known = Counter(place.facility.district_id for place in places.listed)
    found = District.objects.filter(governorate=area.governorate).order_by("comparable")
    parts = [
        Part(
            of_district(one, area.governorate),
            people.get(one.code, 0),
            *services.get(one.code, (0, 0, 0)),
            known[one.code],
        )
        for one in found
        if one.is_residence or one.code in services or one.code in people or known[one.code]
    ]
    unknown = Part(
        Area("district", "", area.governorate),
        people.get("", 0),
        *services.get("", (0, 0, 0)),
        known[None],
    )
    return [*parts, unknown] if unknown.facilities or unknown.registered or unknown.ever else parts


def facilities(area: Area, period: Period, places: Places, today: date) -> list[Part]:
    """Of a governorate or a district: those that are open, and those where something was counted; the busiest first.

    The people of a unit are all of its people, also those who live in another district.
    """
    services = services_by("facility", ServicesOfFacilityByMonth, area.where(), period, area.values)
    people = people_by("unit", PeopleOfUnit, of_governorate(area.governorate).where(), today, area.values)
    there = {place.facility.code: place.facility for place in places.listed}
    others = Facility.objects.with_place().in_bulk(list((services.keys() | people.keys()) - there.keys()))
    elsewhere = {
        code: one
        for code, one in others.items()
        if code in services or area.level == "governorate" or one.district_id == area.code
    }
    listed = there | elsewhere
    parts = [
        Part(
            of_facility(one),
            people.get(code, 0) if code in people or one.kind in Facility.FAMILY_MEDICINE else None,
            *services.get(code, (0, 0, 0)),
            int(code in there),
        )
        for code, one in listed.items()
    ]
    return sorted(parts, key=lambda part: (-part.in_period, -part.ever, listed[part.area.code].comparable))


def services_by(
    column: str, model: type, where: str, period: Period, values: dict[str, str]
) -> dict[str, tuple[int, int, int]]:
    """Services of the period, of the months before, and ever, by the values of a column."""
    before = period.before()
    found = read(
        f"""
        SELECT {column} AS code,
               coalesce(sum(quantity) FILTER (WHERE month BETWEEN %(first)s AND %(last)s), 0)::bigint AS in_period,
               coalesce(sum(quantity) FILTER (WHERE month BETWEEN %(before_first)s AND %(before_last)s), 0)::bigint
                 AS before,
               sum(quantity)::bigint AS ever
          FROM {shown(model)} WHERE {where} GROUP BY {column} HAVING sum(abs(quantity)) <> 0
        """,
        first=period.first,
        last=period.last,
        before_first=before.first,
        before_last=before.last,
        **values,
    )
    return {row["code"]: (row["in_period"], row["before"], row["ever"]) for row in found}


def people_by(column: str, model: type, where: str, today: date, values: dict[str, str]) -> dict[str, int]:
    """Registered people today by the values of a column."""
    found = read(
        f"""
        SELECT {column} AS code, sum(people)::bigint AS people FROM (
          SELECT {column}, people FROM {shown(model)} WHERE {where}
          UNION ALL
          SELECT {column}, -people FROM {shown(RegistrationsByDay)} WHERE day > %(today)s AND {where}
        ) AS change GROUP BY {column} HAVING sum(people) <> 0
        """,
        today=today,
        **values,
    )
    return {row["code"]: row["people"] for row in found}


def works(area: Area, today: date) -> bool:
    """Whether the system is in operation in a governorate today."""
    stage = area.governorate.stage_on(today) if area.governorate else None
    return stage is not None and stage.open_for_registration
