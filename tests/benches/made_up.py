"""Made-up facilities: names of kinds and of places that sound like Egypt's, near the districts' real positions."""

import random
from dataclasses import dataclass
from datetime import date
from math import cos, radians

from facilities.directory.models import (
    Accreditation,
    Facility,
    OpeningHours,
    OtherName,
    ServiceOffered,
    StatusPeriod,
)
from facilities.geography.models import District

SEED = 15344
SOURCE = "made up for a bench"
KINDS = [
    ("family_medicine_unit", "وحدة طب أسرة", "Family Medicine Unit", 60),
    ("family_medicine_center", "مركز طب أسرة", "Family Medicine Centre", 12),
    ("hospital", "مستشفى", "Hospital", 12),
    ("specialized_hospital", "مستشفى تخصصي", "Specialised Hospital", 4),
    ("private_hospital", "مستشفى خاص", "Private Hospital", 5),
    ("eye_centre", "مركز عيون", "Eye Centre", 2),
    ("laboratory", "معمل", "Laboratory", 5),
]
# fmt: off
BEFORE = [
    ("", ""), ("", ""), ("", ""), ("كفر ", "Kafr "), ("نجع ", "Naga "), ("منشأة ", "Monshaat "), ("عزبة ", "Ezbet "),
    ("ميت ", "Mit "),
]
SYLLABLES = [
    ("با", "ba"), ("دي", "di"), ("رو", "ro"), ("سم", "sam"), ("شر", "shar"), ("طن", "tan"), ("عب", "ab"), ("قن", "qen"),
    ("كو", "ko"),
    ("لا", "la"), ("مي", "mi"), ("نو", "no"), ("هر", "har"), ("ور", "war"), ("يس", "yas"), ("جم", "gam"), ("حل", "hal"),
    ("خو", "kho"),
    ("دم", "dam"), ("رز", "roz"), ("زي", "zi"), ("سو", "so"), ("فا", "fa"), ("قو", "qo"), ("كم", "kom"), ("لب", "lab"),
    ("مت", "mat"),
]
# fmt: on
SERVICES = ["PHC-FM", "PHC-LAB", "PHC-DENT", "PHC-DRUG", "PHC-VACC"]


@dataclass(frozen=True)
class MadeUp:
    """What was made: names in both languages, and where."""

    name_ar: str
    name_en: str
    latitude: float
    longitude: float


def village(chance: random.Random) -> tuple[str, str]:
    """The name of a place that does not exist."""
    before = chance.choice(BEFORE)
    parts = [chance.choice(SYLLABLES) for _ in range(chance.choice((2, 2, 3)))]
    arabic, latin = ("".join(part[language] for part in parts) for language in (0, 1))
    article = chance.random() < 0.4
    return before[0] + ("ال" if article else "") + arabic, before[1] + (
        "Al-" if article else ""
    ) + latin.title()


def fill(count: int, seed: int = SEED) -> list[MadeUp]:
    """So many facilities beside those of the reference data, with names, hours, services and accreditations."""
    chance = random.Random(seed)
    districts = list(District.objects.exclude(latitude=None).select_related("governorate"))
    kinds, weights = KINDS, [kind[3] for kind in KINDS]
    facilities, made = [], []
    for number in range(count):
        district = chance.choice(districts)
        kind, kind_ar, kind_en, _weight = chance.choices(kinds, weights)[0]
        place_ar, place_en = village(chance)
        latitude = float(district.latitude) + chance.gauss(0, 0.08)
        longitude = float(district.longitude) + chance.gauss(0, 0.08) / cos(radians(latitude))
        latitude, longitude = (
            round(min(max(latitude, 21.1), 32.9), 5),
            round(min(max(longitude, 24.1), 37.9), 5),
        )
        known = chance.random() < 0.97
        name_ar, name_en = f"{kind_ar} {place_ar}", f"{place_en} {kind_en}"
        family = kind.startswith("family")
        facilities.append(
            Facility(
                code=f"B-{number:05d}",
                name=name_ar,
                name_ar=name_ar,
                name_en=name_en,
                kind=kind,
                owner=chance.choice(("eha", "eha", "eha", "ngo", "private")),
                primary=family,
                secondary=not family and kind != "laboratory",
                tertiary=kind == "specialized_hospital",
                diagnostic=kind == "laboratory",
                governorate=district.governorate,
                district=district,
                latitude=latitude if known else None,
                longitude=longitude if known else None,
                position_precision=chance.choice(("point", "village", "city")) if known else "none",
                position_source=SOURCE if known else "",
                emergency=chance.choice((True, False, None)),
                places=chance.choice((None, 5000, 20000)) if family else None,
                source=SOURCE,
            )
        )
        made.append(MadeUp(name_ar, name_en, latitude, longitude))
    Facility.objects.bulk_create(facilities, batch_size=2000)
    StatusPeriod.objects.bulk_create(
        [StatusPeriod(facility=facility, status="open", source=SOURCE) for facility in facilities],
        batch_size=5000,
    )
    names = []
    for facility in chance.sample(facilities, count // 3):
        place_ar, place_en = village(chance)
        names.append(
            OtherName(
                facility=facility,
                kind=chance.choice(("former", "alias")),
                name=f"مستشفى {place_ar}",
                name_ar=f"مستشفى {place_ar}",
                name_en=f"{place_en} Hospital",
                source=SOURCE,
            )
        )
    OtherName.objects.bulk_create(names, batch_size=5000)
    OpeningHours.objects.bulk_create(
        [
            OpeningHours(facility=facility, weekday=weekday, opens=8 * 60, closes=closes, source=SOURCE)
            for facility in chance.sample(facilities, count // 2)
            for closes in (chance.choice((14, 20)) * 60,)
            for weekday in (6, 7, 1, 2, 3, 4)
        ],
        batch_size=10_000,
    )
    ServiceOffered.objects.bulk_create(
        [
            ServiceOffered(facility=facility, service_type_id=service, source=SOURCE)
            for facility in chance.sample(facilities, count // 2)
            for service in chance.sample(SERVICES, 3)
        ],
        batch_size=10_000,
    )
    Accreditation.objects.bulk_create(
        [
            Accreditation(
                facility=facility, state="full", since=date(2025, 3, 1), since_precision="day", source=SOURCE
            )
            for facility in chance.sample(facilities, count // 10)
        ]
    )
    return made
