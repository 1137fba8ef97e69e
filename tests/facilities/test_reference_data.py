"""What the files hold reaches the tables, once, with where it comes from and how exact it is."""

from datetime import date
from pathlib import Path

import pytest

from facilities.catalogue import reference as catalogue
from facilities.catalogue.models import ServiceType
from facilities.directory import reference as directory
from facilities.directory.models import Accreditation, Capacity, Facility
from facilities.geography import reference as geography
from facilities.geography.birth_places import BIRTH_PLACES
from facilities.geography.models import District, Governorate, Stage
from uhis_portal.reference import Report

pytestmark = pytest.mark.django_db
ROOMS = (geography, catalogue, directory)
FILES = sorted(Path(geography.__file__).parent.parent.glob("*/data/*.csv"))


def load() -> Report:
    report = Report()
    for room in ROOMS:
        room.load(report)
    return report


def test_the_tables_hold_what_the_files_hold() -> None:
    tables = (Governorate, Stage, District, ServiceType, Facility, Capacity, Accreditation)
    assert [table.objects.count() for table in tables] == [27, 27, 389, 89, 121, 22, 17]
    assert Facility.objects.of_governorate("EG-LX").count() == 68


def test_loading_again_changes_nothing_and_says_so() -> None:
    lines = list(load().lines())
    assert "directory.facility: 0 new, 0 changed, 121 unchanged" in lines
    assert all(" 0 new, 0 changed, " in line for line in lines), lines


def test_what_an_administrator_changed_since_stays() -> None:
    Facility.objects.filter(code="LX-F01").update(name_ar="اسم جديد", places=500, taken=7)
    assert "directory.facility: 0 new, 0 changed, 121 unchanged" in list(load().lines())
    unit = Facility.objects.get(code="LX-F01")
    assert (unit.name_ar, unit.places, unit.taken) == ("اسم جديد", 500, 7)


def test_every_name_is_there_in_both_languages() -> None:
    for table in (Governorate, District, ServiceType, Facility):
        for row in table.objects.all():
            assert row.name_ar and row.name_en and row.comparable, row


@pytest.mark.parametrize(
    ("code", "launched", "precision"),
    [
        ("EG-LX", date(2021, 2, 16), "day"),
        ("EG-SUZ", date(2024, 12, 1), "month"),
        ("EG-MN", date(2026, 4, 1), "month"),
        ("EG-C", None, ""),
    ],
)
def test_a_date_keeps_its_precision(code: str, launched: date | None, precision: str) -> None:
    stage = Stage.objects.get(governorate=code)
    assert (stage.launched, stage.launched_precision) == (launched, precision)


def test_a_governorate_is_in_operation_from_its_launch_on() -> None:
    luxor = Governorate.objects.prefetch_related("stages").get(code="EG-LX")
    assert luxor.stage_on(date(2021, 2, 15)) is None
    assert luxor.stage_on(date(2021, 2, 16)).open_for_registration
    later = Stage.objects.create(governorate=luxor, status="preparing", since=date(2030, 1, 1))
    luxor = Governorate.objects.get(code="EG-LX")
    assert luxor.stage_on(date(2029, 12, 31)).status == "operational"
    assert luxor.stage_on(date(2030, 1, 1)) == later


def test_population_says_for_which_day_it_was_estimated() -> None:
    luxor, south_sinai = Governorate.objects.get(code="EG-LX"), Governorate.objects.get(code="EG-JS")
    assert (luxor.population, luxor.population_as_of) == (1_500_000, date(2025, 10, 14))
    assert (south_sinai.population, south_sinai.population_as_of) == (115_300, date(2023, 7, 30))
    assert luxor.population_census_2017 == 1_250_209


def test_born_abroad_is_a_place_of_birth_and_no_governorate() -> None:
    assert len(BIRTH_PLACES) == 28
    assert BIRTH_PLACES["88"]["ar"] == "خارج الجمهورية"
    assert BIRTH_PLACES["29"] == {"ar": "الأقصر", "en": "Luxor"}
    assert not Governorate.objects.filter(birth_code="88").exists()


def test_positions_keep_their_precision_and_source() -> None:
    counts = {
        precision: Facility.objects.filter(position_precision=precision).count()
        for precision in Facility.Precision
    }
    assert counts == {"point": 11, "village": 27, "city": 67, "none": 16}
    assert not Facility.objects.exclude(position_precision="none").filter(position_source="").exists()
    assert District.objects.filter(latitude__isnull=False).count() == 309
    assert not District.objects.filter(latitude__isnull=False, position_source="").exists()


def test_a_hospital_of_two_levels_gives_both() -> None:
    assert Facility.objects.get(code="SS-H2").levels == ["secondary", "tertiary"]
    assert Facility.objects.get(code="LX-P7").levels == ["diagnostic"]


def test_accreditation_is_kept_as_far_as_it_is_known() -> None:
    renewed = Accreditation.objects.get(facility="PS-F2")
    assert (renewed.state, renewed.since, renewed.since_precision) == ("renewed", date(2025, 9, 1), "month")
    assert Accreditation.objects.get(facility="LX-F17").source == "darelhilal 1891031"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_files_name_sources_and_not_how_they_were_gathered(file: Path) -> None:
    text = file.read_text(encoding="utf-8").lower()
    assert not [word for word in ("seed", "index id", "verify", "general knowledge") if word in text]
