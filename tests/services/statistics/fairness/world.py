"""A small world in New Valley, of which the directory knows nothing else: five districts and a few facilities on one meridian,
where a tenth of a degree is 11.12 km (6371.0088 km × π / 1800), so that every distance can be reckoned by hand."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from facilities.directory.models import Capacity, Facility, StatusPeriod
from facilities.geography.models import District, Governorate
from registry.people.models import Beneficiary, Household, Membership, Relation, Sex
from registry.people.models.registered import new_code
from tests.made_up_services import number_of
from uhis_portal.reach import system_reach
from uhis_portal.sealed_fields import index_of

NEW_VALLEY = "EG-WAD"
POPULATION = 274_900
KHARGA, DAKHLA, FARAFRA, PARIS, BALAT = "3201", "3202", "3203", "3204", "3205"
MERIDIAN = 30
TENTH = 11.119508  # km
POINTS: dict[str, tuple[float | None, str]] = {
    KHARGA: (25.0, "place"),
    DAKHLA: (25.2, "place"),
    FARAFRA: (25.5, "place"),
    PARIS: (25.5, "parent_city"),
    BALAT: (None, ""),
}
PEOPLE = {KHARGA: 6, DAKHLA: 2, FARAFRA: 4, PARIS: 1, BALAT: 1}
REGISTERED_ON = date(2024, 1, 1)
numbers = count(40_000)  # far from the people of other tests


def facility(code: str, kind: str = "family_medicine_unit", **known: Any) -> Facility:
    """A facility in New Valley: `latitude` on the meridian, `precision`, `status`, and `beds` as of `beds_as_of`."""
    latitude, precision = known.pop("latitude", None), known.pop("precision", "point")
    status, beds = known.pop("status", ""), known.pop("beds", None)
    beds_as_of = known.pop("beds_as_of", None)
    made = Facility.objects.create(
        code=code,
        name_ar=f"منشأة {code}",
        name_en=f"Facility {code}",
        comparable=code.lower(),
        kind=kind,
        owner="eha",
        primary=kind in Facility.FAMILY_MEDICINE,
        secondary=kind not in Facility.FAMILY_MEDICINE,
        tertiary=False,
        diagnostic=False,
        latitude=latitude,
        longitude=None if latitude is None else MERIDIAN,
        position_precision="none" if latitude is None else precision,
        source="made up",
        **{"governorate": Governorate.objects.get(pk=NEW_VALLEY), **known},
    )
    if status:
        StatusPeriod.objects.create(facility=made, status=status)
    if beds is not None:
        Capacity.objects.create(facility=made, kind="beds", quantity=beds, as_of=beds_as_of, source="made up")
    return made


def small_world() -> None:
    """Three open units: one exactly known in Kharga, one known to its village in Dakhla, one of which little is known;
    a closed and a planned one in Farafra; hospitals, the beds of one open one known."""
    for code, (latitude, precision) in POINTS.items():
        District.objects.filter(pk=code).update(
            latitude=latitude,
            longitude=None if latitude is None else MERIDIAN,
            position_precision=precision,
        )
    facility("WD-F1", district_id=KHARGA, latitude=25.0)
    facility("WD-F2", district_id=DAKHLA, latitude=25.21, precision="village")
    facility("WD-F3", kind="family_medicine_center")
    facility("WD-F4", district_id=FARAFRA, latitude=25.5, status="closed")
    facility("WD-F5", district_id=FARAFRA, latitude=25.5, status="planned")
    main = facility("WD-H1", "hospital", beds=100, beds_as_of=date(2025, 1, 1))
    Capacity.objects.create(facility=main, kind="beds", quantity=80, as_of=date(2020, 1, 1), source="made up")
    Capacity.objects.create(facility=main, kind="beds", quantity=70, source="made up")
    facility("WD-H2", "hospital")
    facility("WD-H3", "hospital", status="closed", beds=500)
    for code, people in PEOPLE.items():
        register(code, people)


def register(district: str, people: int, *, since: date = REGISTERED_ON, until: date | None = None) -> None:
    """Register so many people who live in a district of New Valley, all at its first unit."""
    place = {"governorate_id": NEW_VALLEY, "unit_id": "WD-F1"}
    with system_reach():
        for number in (next(numbers) for _ in range(people)):
            family = Household.objects.create(
                file_number=f"MADE-{number:07}", district_id=district, registered_on=since, **place
            )
            born = date(1990, 1, 1)
            person = Beneficiary.objects.create(
                id=uuid4(),
                code=new_code(),
                national_id=number_of(number),
                national_id_index=index_of("national_id", number_of(number)),
                full_name="خالد سامي فتحي علي",
                comparable_name="خالد سامي فتحي علي",
                sex=Sex.FEMALE,
                birth_date=born,
                household=family,
                **place,
            )
            Membership.objects.create(
                beneficiary=person,
                household=family,
                district_id=district,
                since=since,
                until=until,
                ended_by="moved" if until else "",
                relation=Relation.HEAD,
                sex=Sex.FEMALE,
                birth_year=born.year,
                **place,
            )
