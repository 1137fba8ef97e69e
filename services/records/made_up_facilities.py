"""Made-up hours, services and works of the demonstration's facilities. None of it is known of the real ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from facilities.catalogue.models import ServiceType
from facilities.directory.models import (
    Building,
    Department,
    Facility,
    HoursException,
    OpeningHours,
    ServiceOffered,
    StatusPeriod,
)
from facilities.directory.models.hours import DAY, Part
from uhis_portal.accounts.models import Account

SOURCE = "made up for the demonstration"
GOVERNORATES = ("EG-LX", "EG-PTS")
UNITS_WITHOUT_HOURS = 0.2  # their share, so that the pages show what is not known, too

Season, Weekday = OpeningHours.Season, OpeningHours.Weekday
FRIDAY_OFF = tuple(day for day in Weekday if day != Weekday.FRIDAY)
MORNING, WHOLE_DAY = (8 * 60, 14 * 60), (0, DAY)
LONG_DAY, EVENINGS = (8 * 60, 20 * 60), (17 * 60, 23 * 60)
CLINICS, IN_RAMADAN = (9 * 60, 15 * 60), (9 * 60 + 30, 13 * 60 + 30)

# fmt: off
OF_EVERY_UNIT = ("PHC-FM", "PHC-EXAM", "PHC-VACC", "PHC-ANC", "PHC-CHILD", "PHC-NCD", "PHC-DRUG", "PHC-REFER", "PHC-FIRSTAID")
OF_SOME_UNITS = ("PHC-DENT", "PHC-LAB", "PHC-RAD", "PHC-OBGYN", "PHC-PED", "PHC-FP", "PHC-COUNSEL", "PHC-HOME")
OF_EVERY_HOSPITAL = ("SEC-OPD", "SEC-ER", "SEC-IPD", "SEC-LAB", "SEC-XRAY", "SEC-US")
OF_SOME_HOSPITALS = (
    "SEC-CT", "SEC-MRI", "SEC-GSURG", "SEC-ORTHO", "SEC-ENT", "SEC-EYE", "SEC-DERM", "SEC-URO", "SEC-CARD", "SEC-CHEST",
    "SEC-NEURO", "SEC-NVD", "SEC-CS", "SEC-NICU", "SEC-ICU", "SEC-HD", "SEC-PT", "SEC-BLOOD", "TER-CATH", "TER-NEUROS",
)
OF_KINDS = {
    Facility.Kind.ONCOLOGY_HOSPITAL: ("SEC-OPD", "SEC-IPD", "SEC-LAB", "TER-ONCO", "TER-CHEMO", "TER-RADIO", "TER-ONCSURG"),
    Facility.Kind.EYE_HOSPITAL: ("SEC-OPD", "SEC-EYE", "SEC-CATAR"),
    Facility.Kind.EYE_CENTRE: ("SEC-OPD", "SEC-EYE", "SEC-CATAR"),
    Facility.Kind.LABORATORY: ("SEC-LAB",),
}
DEPARTMENTS = {
    "SEC-HD": ("قسم الكلى", "Kidney department"),
    "SEC-NVD": ("قسم النساء والولادة", "Women and birth"),
    "SEC-NICU": ("قسم حديثي الولادة", "Newborns"),
}
# fmt: on


def furnish(*, today: date) -> None:
    """Hours, services, emergencies, a building, a closure and a suspension; facilities that have any are left alone."""
    facilities = list(
        Facility.objects.filter(
            governorate__in=GOVERNORATES, services__isnull=True, opening_hours__isnull=True
        )
        .order_by("code")
        .distinct()
    )
    if not facilities:
        return
    known = set(ServiceType.objects.values_list("pk", flat=True))
    departments = {
        (one.facility_id, one.name_ar): one
        for one in Department.objects.bulk_create(departments_of(facilities))
    }
    ServiceOffered.objects.bulk_create(
        ServiceOffered(
            facility=facility,
            service_type_id=code,
            department=departments.get((facility.pk, DEPARTMENTS.get(code, ("", ""))[0])),
            source=SOURCE,
        )
        for facility in facilities
        for code in services_of(facility)
        if code in known
    )
    OpeningHours.objects.bulk_create(row for facility in facilities for row in hours_of(facility))
    for facility in facilities:
        if facility.emergency is None:
            facility.emergency = has_emergency(facility)
    Facility.objects.bulk_update(facilities, ["emergency"])
    make_works(today)


def chance_of(facility: Facility) -> random.Random:
    return random.Random(f"furniture of {facility.code}")  # noqa: S311 (nothing here is a secret)


def services_of(facility: Facility) -> list[str]:
    """Codes of kinds of service, the same at every run."""
    chance = chance_of(facility)
    if facility.kind in OF_KINDS:
        return list(OF_KINDS[Facility.Kind(facility.kind)])
    every, some = (
        (OF_EVERY_UNIT, OF_SOME_UNITS)
        if facility.is_family_medicine
        else (OF_EVERY_HOSPITAL, OF_SOME_HOSPITALS)
    )
    share = 0.9 if facility.kind == Facility.Kind.FAMILY_CENTRE else 0.5
    return [*every, *(code for code in some if chance.random() < share)]


def departments_of(facilities: list[Facility]) -> Iterator[Department]:
    for facility in facilities:
        for code in services_of(facility):
            if code in DEPARTMENTS:
                name_ar, name_en = DEPARTMENTS[code]
                yield Department(facility=facility, name_ar=name_ar, name_en=name_en)


def has_emergency(facility: Facility) -> bool:
    return "SEC-ER" in services_of(facility)


def hours_of(facility: Facility) -> Iterator[OpeningHours]:
    """Clinics but for Fridays, shorter in Ramadan; hospitals' emergencies at any hour; of some nothing is known."""
    chance = chance_of(facility)
    if has_emergency(facility):
        yield from rows(facility, tuple(Weekday), WHOLE_DAY, of=Part.EMERGENCY)
    if facility.is_family_medicine and chance.random() < UNITS_WITHOUT_HOURS:
        return
    if facility.kind == Facility.Kind.LABORATORY:
        yield from rows(facility, tuple(Weekday), (8 * 60, 22 * 60))
        return
    if facility.kind == Facility.Kind.FAMILY_CENTRE:
        spans = [LONG_DAY]
    elif facility.is_family_medicine:
        spans = [MORNING]
    elif facility.owner == Facility.Owner.PRIVATE:
        spans = [CLINICS, EVENINGS]
    else:
        spans = [CLINICS]
    for span in spans:
        yield from rows(facility, FRIDAY_OFF, span)
    yield from rows(facility, FRIDAY_OFF, IN_RAMADAN, season=Season.RAMADAN)


def rows(
    facility: Facility,
    weekdays: tuple[int, ...],
    span: tuple[int, int],
    *,
    of: str = Part.GENERAL,
    season: str = Season.ALL_YEAR,
) -> Iterator[OpeningHours]:
    opens, closes = span
    for weekday in weekdays:
        yield OpeningHours(
            facility=facility,
            of=of,
            season=season,
            weekday=weekday,
            opens=opens,
            closes=closes,
            source=SOURCE,
        )


def make_works(today: date) -> None:
    """A new wing, a unit closed for some days, and one suspended while it is repaired."""
    Building.objects.create(
        facility_id="LX-H2",
        name_ar="مبنى العيادات الجديد",
        name_en="New outpatient building",
        state=Building.State.UNDER_CONSTRUCTION,
        percent=70,
        due=today + timedelta(days=200),
        as_of=today,
        source=SOURCE,
    )
    HoursException.objects.create(
        facility_id="LX-F02",
        since=today - timedelta(days=1),
        until=today + timedelta(days=3),
        reason_ar="تعقيم الوحدة",
        reason_en="the unit is being disinfected",
        made_by=Account.system(),
        made_at=f"{today}T08:00:00+02:00",
    )
    since = today - timedelta(days=20)
    StatusPeriod.objects.in_force_on(today).filter(facility="PS-F4").update(until=since)
    StatusPeriod.objects.create(
        facility_id="PS-F4", status=Facility.Status.SUSPENDED, since=since, source=SOURCE
    )
