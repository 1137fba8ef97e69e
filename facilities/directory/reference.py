"""Facilities, their capacities and what is known of their accreditation, from data/facilities.csv."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from facilities.directory.models import Accreditation, Capacity, Facility
from facilities.directory.words import line_of, sound_of, words_of
from facilities.geography.models import District, Governorate
from facilities.geography.reference import coordinate, read_date
from uhis_portal.reference import Report, rows_of

FACILITIES = Path(__file__).parent / "data" / "facilities.csv"
OWNERS = {"EHA": "eha", "NGO (partner)": "ngo", "private (contracted)": "private"}
FEWEST_SOUNDS_OF_A_PLACE = 3

# What people call a kind of facility, in both languages, beside what its own name says.
HOSPITAL = "مستشفى مستشفيات hospital"
KIND_WORDS = {
    "family_medicine_unit": "وحدة طب أسرة وحدة صحية عيادة family medicine unit health clinic doctor",
    "family_medicine_center": "مركز طب أسرة مركز صحي وحدة صحية عيادة family medicine centre center unit health clinic doctor",
    "hospital": HOSPITAL,
    "specialized_hospital": f"{HOSPITAL} تخصصي specialised specialized",
    "medical_complex": f"{HOSPITAL} مجمع طبي medical complex",
    "oncology_hospital": f"{HOSPITAL} أورام سرطان معهد oncology cancer tumour tumor",
    "private_hospital": f"{HOSPITAL} خاص private",
    "eye_centre": "مركز عيون رمد عيادة eye centre center clinic ophthalmology",
    "eye_hospital": f"{HOSPITAL} عيون رمد eye ophthalmology",
    "specialized_centre": "مركز تخصصي specialised specialized centre center",
    "laboratory": "معمل تحاليل مختبر laboratory lab tests",
}


def load(report: Report) -> None:
    """Keep 121 facilities with their capacities and accreditations. Places and people assigned are left alone."""
    rows = rows_of(FACILITIES)
    report.keep(Facility, facilities(rows), by=("code",))
    report.keep(Capacity, capacities(rows), by=("facility_id", "kind", "as_of"))
    report.keep(Accreditation, accreditations(rows), by=("facility_id", "state", "since"))


def facilities(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    governorates = {governorate.code: governorate for governorate in Governorate.objects.all()}
    districts = {district.code: district for district in District.objects.all()}
    for row in rows:
        governorate, district = governorates[row["governorate_iso"]], districts.get(row["district_code"])
        lines = searchable_lines(row, governorate, district)
        levels = row["level_of_care"].split("/")
        yield {
            "code": row["facility_id"],
            "name_ar": row["name_ar"],
            "name_en": row["name_en"],
            "former_name_ar": row["former_name_ar"] or None,
            "former_name_en": row["former_name_en"] or None,
            "comparable": "\n".join(line_of(words) for words in lines),
            "sounds": "\n".join(line_of(sounds) for sounds in heard(lines)),
            "kind": row["facility_type"],
            "owner": OWNERS[row["ownership"]],
            **{level: level in levels for level in ("primary", "secondary", "tertiary", "diagnostic")},
            "governorate_id": governorate.code,
            "district_id": district.code if district else None,
            "latitude": coordinate(row["lat"]),
            "longitude": coordinate(row["lon"]),
            "position_precision": row["coord_precision"],
            "position_source": row["coord_source"],
            "source": f"{row['source']}; {row['licence_note']}",
            "note": row["note"],
        }


def searchable_lines(
    row: dict[str, str], governorate: Governorate, district: District | None
) -> list[list[str]]:
    """The words of current names, former names, kind, and place; see `Facility.comparable`.

    Words such as "hospital" stand in the line of the kind only: within a name they tell no more than there.
    """
    places = [governorate.name_ar, governorate.name_en, governorate.other_names]
    if district:
        places = [district.name_ar, district.name_en, district.comparable, *places]
    kind = words_of(KIND_WORDS[row["facility_type"]])
    names = words_of(f"{row['name_ar']} {row['name_en']}")
    former_names = words_of(f"{row['former_name_ar']} {row['former_name_en']}")
    return [
        [word for word in names if word not in kind],
        [word for word in former_names if word not in kind],
        kind,
        words_of(" ".join(places)),
    ]


def heard(lines: list[list[str]]) -> Iterator[list[str]]:
    """The sounds of each line. Of kinds and places only the longer ones: سيناء would else sound like many a name."""
    for number, words in enumerate(lines):
        fewest = 0 if number < 2 else FEWEST_SOUNDS_OF_A_PLACE
        sounds = (sound_of(word) for word in words)
        yield list(dict.fromkeys(sound for sound in sounds if sound and len(sound) >= fewest))


def capacities(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """What a facility has, as far as the source tells; as of which day, it does not."""
    for row in rows:
        for kind in Capacity.Kind.values:
            if row[kind]:
                yield {
                    "facility_id": row["facility_id"],
                    "kind": kind,
                    "quantity": int(row[kind]),
                    "as_of": None,
                    "source": row["source"],
                }


def accreditations(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["accreditation_state"]:
            since, precision = read_date(row["accreditation_since"])
            yield {
                "facility_id": row["facility_id"],
                "state": row["accreditation_state"],
                "since": since,
                "since_precision": precision,
                "source": row["accreditation_source"],
            }
