"""People find what they mean in their own words: other spellings, old names, the other script, slips of the pen."""

import pytest

from facilities.directory.models import Facility
from facilities.directory.querysets import Point
from facilities.directory.words import sound_of, words_of

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "مستشفي ارمنت": "LX-H5",
    "حورس": "LX-H5",
    "horas": "LX-H5",
    "Erment hospital": "LX-H5",
    "Esna": "LX-F10",
    "isna": "LX-F10",
    "esna hospital": "LX-H6",
    "luxor general": "LX-H2",
    "مستشفى الأقصر العام": "LX-H2",
    "الكرنك": "LX-H2",
    "kranak": "LX-H2",
    "lx-h2": "LX-H2",
    "البياضية": "LX-H3",
    "elbayadeya": "LX-H3",
    "نساء وولادة": "LX-H3",
    "hospital for children in Luxor": "LX-H4",
    "cancer luxor": "LX-P1",
    "eye clinic luxor": "LX-P4",
    "وحدة صحية الدبابية": "LX-F08",
    "توماس ٢": "LX-F05",
    "rizeqat": "LX-F21",
    "وحدة طب اسرة العوامية": "LX-F50",
    "family medicine unit in Luxor": "LX-F43",
    "مستشفى رمد بورسعيد": "PS-H8",
    "بور فؤاد": "PS-H3",
    "٣٠ يونيو": "PS-H5",
    "مجمع الاسماعيلية": "IS-H1",
    "طوارئ ابوخليفه": "IS-H2",
    "ras sedr": "SS-H1",
    "ابو سمبل": "AS-H6",
    "كوم امبو": "AS-H3",
    "edfu": "AS-H1",
}


@pytest.mark.parametrize(("question", "meant"), QUESTIONS.items())
def test_what_is_meant_is_among_the_first_three(question: str, meant: str) -> None:
    assert meant in [facility.code for facility in Facility.objects.matching(question).best_first()[:3]]


def test_every_word_must_be_found() -> None:
    assert Facility.objects.matching("مستشفى أرمنت").get().code == "LX-H5"
    assert not Facility.objects.matching("مستشفى أرمنت زززز").exists()


def test_a_name_weighs_more_than_a_former_name_and_that_more_than_a_place() -> None:
    assert (
        next(facility.code for facility in Facility.objects.matching("أرمنت المركزي").best_first()) == "LX-H5"
    )
    scores = {facility.code: facility.score for facility in Facility.objects.matching("armant")}
    assert scores["LX-F22"] > scores["LX-H5"] > scores["LX-F24"]


def test_aswan_is_no_other_spelling_of_esna() -> None:
    assert not Facility.objects.matching("اسنا").of_governorate("EG-ASN").exists()


def test_words_without_meaning_and_articles_are_left_out() -> None:
    assert words_of("وحدة الأقصر في البياضية") == ["وحده", "اقصر", "بياضيه"]
    assert words_of("the") == ["the"]


@pytest.mark.parametrize(
    ("arabic", "latin"), [("عديسات", "adaysat"), ("كرنك", "karnak"), ("قرنه", "gurna"), ("ارمنت", "erment")]
)
def test_a_name_sounds_the_same_in_both_scripts(arabic: str, latin: str) -> None:
    assert sound_of(arabic) == sound_of(latin) != ""


def test_near_gives_the_distance_as_the_crow_flies() -> None:
    here = Point(25.70809, 32.64569)
    nearest = Facility.objects.near(here).best_first().first()
    assert nearest.code == "LX-H2" and nearest.distance_km == pytest.approx(0, abs=0.001)
    far = Facility.objects.near(here).get(code="SS-H6")
    assert far.distance_km == pytest.approx(360.103, abs=0.01)
    assert Facility.objects.near(here).get(code="PS-H1").distance_km is None


def test_facilities_without_a_position_come_last_when_near_is_asked() -> None:
    distances = [facility.distance_km for facility in Facility.objects.near(Point(25.7, 32.64)).best_first()]
    known = [distance for distance in distances if distance is not None]
    assert known == sorted(known) and distances[len(known) :] == [None] * 16


def test_the_match_decides_and_nearness_orders_equals() -> None:
    found = list(Facility.objects.matching("طيبة").near(Point(25.73, 32.76)).best_first())
    assert [facility.code for facility in found][:2] == ["LX-F53", "LX-H6"]
    found = list(Facility.objects.matching("طيبة").near(Point(25.29, 32.55)).best_first())
    assert [facility.code for facility in found][:2] == ["LX-H6", "LX-F53"]


def test_a_closed_facility_is_not_listed() -> None:
    Facility.objects.filter(code="LX-H5").update(status="closed")
    assert not Facility.objects.in_list().matching("حورس").filter(code="LX-H5").exists()
