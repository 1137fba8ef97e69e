"""A question is read strictly, the same for page and endpoint, and what cannot be read is named in the asked language."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import translation

from facilities.directory.finder.entries import Entry, Frame, Naming, Place, Point
from facilities.directory.finder.question import Known, Question, read
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.calendar import CAIRO

NOW = datetime(2026, 4, 20, 10, 30, tzinfo=CAIRO)
LUXOR = Place("EG-LX", "الأقصر", "Luxor", "", Point(25.7, 32.64))
CITY = Place("3601", "الأقصر", "Luxor", "", Point(25.69, 32.64), "EG-LX")
UNKNOWN_PLACE = Place("3699", "مكان", "Somewhere", "", None, "EG-LX")
HOSPITAL = Entry(
    code="LX-H2", names=(Naming("current", "مستشفى الكرنك", "Karnak"),), kind="hospital", owner="eha", levels=frozenset(),
    governorate=LUXOR, district=CITY, services=frozenset(), capacities=frozenset(), emergency=None, point=Point(25.708, 32.645),
)  # fmt: skip
FRAME = Frame({"EG-LX": LUXOR}, {"3601": CITY, "3699": UNKNOWN_PLACE}, frozenset({"PHC-LAB"}))
KNOWN = Known(FRAME, {"LX-H2": HOSPITAL}.get, NOW)


def question(**parameters: str) -> Question:
    return read(QueryDict(urlencode(parameters)), KNOWN)


def faults(written: str) -> dict[str, list[str]]:
    with pytest.raises(UnreadableParameters) as refused:
        read(QueryDict(written), KNOWN)
    return refused.value.errors


def test_nothing_asked_is_a_question_too_and_empty_values_ask_nothing() -> None:
    assert question() == question(q="", near="", page="", open="", governorate="") == Question(at=NOW)


def test_everything_may_be_asked_at_once() -> None:
    asked = question(
        q=" كلى ", governorate="eg-lx", district="٣٦٠١", kind="hospital", level="tertiary", owner="eha", status="open",
        accreditation="any", service="phc-lab", emergency="true", accepts_families="false", open="now", near="LX-H2",
        radius_km="٥٫٥", page="٢",
    )  # fmt: skip
    assert (asked.words, asked.governorate, asked.district, asked.service) == (
        "كلى",
        "EG-LX",
        "3601",
        "PHC-LAB",
    )
    assert (asked.emergency, asked.accepts_families, asked.open_then, asked.at) == (True, False, True, NOW)
    assert asked.near is not None and (asked.near.code, asked.near.point) == ("LX-H2", HOSPITAL.point)
    assert (asked.radius_km, asked.page) == (5.5, 2)


@pytest.mark.parametrize("written", ["25.7,32.64", "٢٥٫٧،٣٢٫٦٤", "۲۵.۷ , ۳۲.۶۴", "\u200f25.7, 32.64"])
def test_a_point_is_read_in_any_digits(written: str) -> None:
    near = question(near=written).near
    assert near is not None and near.point == Point(25.7, 32.64) and near.code is None


@pytest.mark.parametrize(("written", "name"), [("3601", "3601"), ("eg-lx", "EG-LX"), ("lx-h2", "LX-H2")])
def test_near_a_district_a_governorate_or_a_facility(written: str, name: str) -> None:
    near = question(near=written).near
    assert near is not None and near.code == name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-04-21T08:00", datetime(2026, 4, 21, 8, tzinfo=CAIRO)),
        ("2026-04-21T06:00:00+00:00", datetime(2026, 4, 21, 8, tzinfo=CAIRO)),
        ("2026-04-21T06:00:00Z", datetime(2026, 4, 21, 8, tzinfo=CAIRO)),
        ("2026-04-21T09:00:00 03:00", datetime(2026, 4, 21, 8, tzinfo=CAIRO)),
        ("٢٠٢٦-٠٤-٢١T٠٨:٠٠", datetime(2026, 4, 21, 8, tzinfo=CAIRO)),
        # The clock goes from 23:59 to 01:00 on this day.
        ("2026-04-24T00:30", datetime(2026, 4, 23, 22, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_cairos_unless_it_says_otherwise(written: str, meant: datetime) -> None:
    assert question(open=written).at == meant


REFUSED = [
    ("q=" + "ا" * 201, "q"),
    ("q=" + "a" * 10_000, "q"),
    ("q=ًٌٍ", "q"),
    ("q=ـــ", "q"),
    ("q=%E2%80%8F%E2%80%AB", "q"),
    ("q=!?", "q"),
    ("q=a%00b", "q"),
    ("governorate=EG-XX", "governorate"),
    ("governorate=EG%00", "governorate"),
    ("district=3701", "district"),
    ("service=PHC-NONE", "service"),
    ("kind=palace", "kind"),
    ("level=highest", "level"),
    ("owner=me", "owner"),
    ("status=haunted", "status"),
    ("accreditation=gold", "accreditation"),
    ("emergency=1", "emergency"),
    ("accepts_families=yes", "accepts_families"),
    ("open=later", "open"),
    ("open=2026-04-21", "open"),
    ("open=2026-13-45T99:99", "open"),
    ("open=0001-01-01T00:00:00%2B14:00", "open"),
    ("open=9999-12-31T23:59:59-14:00", "open"),
    ("near=25.7", "near"),
    ("near=here", "near"),
    ("near=nan,inf", "near"),
    ("near=48.2,16.37", "near"),
    ("near=3699", "near"),
    ("near=25.7,32.64%00", "near"),
    ("near=25.7,32.64&radius_km=-1", "radius_km"),
    ("near=25.7,32.64&radius_km=10000", "radius_km"),
    ("near=25.7,32.64&radius_km=nan", "radius_km"),
    ("radius_km=5", "radius_km"),
    ("page=0", "page"),
    ("page=6", "page"),
    ("page=-1", "page"),
    ("page=1e1", "page"),
    ("page=²", "page"),
    ("colour=green", "colour"),
    ("q=a&q=b", "q"),
    ("page=1&page=2", "page"),
]


@pytest.mark.parametrize(("written", "field"), REFUSED)
def test_what_cannot_be_read_is_named_in_the_asked_language(written: str, field: str) -> None:
    said = {}
    for language in ("ar", "en"):
        with translation.override(language):
            found = faults(written)
        assert list(found) == [field]
        (said[language],) = found[field]
    assert said["en"].isprintable() and said["en"] != said["ar"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert set(faults("page=0&near=here&kind=palace&colour=green")) == {"page", "near", "kind", "colour"}


def test_a_page_passes_over_what_other_sites_append_and_over_nothing_else() -> None:
    asked = read(QueryDict("utm_source=x&fbclid=1&q=luxor"), KNOWN, others_are_refused=False)
    assert asked.words == "luxor"
    with pytest.raises(UnreadableParameters):
        read(QueryDict("utm_source=x&page=0"), KNOWN, others_are_refused=False)


def test_a_time_long_past_or_far_away_is_not_asked_for() -> None:
    assert question(open=(NOW + timedelta(days=300)).isoformat()).open_then
    for far in (timedelta(days=400), timedelta(days=-3)):
        assert list(faults(urlencode({"open": (NOW + far).isoformat()}))) == ["open"]
