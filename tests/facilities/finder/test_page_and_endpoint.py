"""The page of the finder and its endpoint read one question alike: the same status, the same sentences, the same answer."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from facilities.directory.finder import live
from facilities.directory.models import Facility
from facilities.directory.serializers import FacilityDetail
from uhis_portal.calendar import cairo_today

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "en")
SUMMARY = re.compile(r'class="error-summary".*?</ul>', re.S)
NEAR = "near=25.7,32.64"

QUESTIONS = [
    "q=a&q=b", "q=a&q=", "q=&q=a", "q=&q=", "q=%20", "q=" + quote("ًٌٍ"), "q=" + quote("ـــ"), "q=" + quote("\u202e\u2066"),
    "q=" + "a" * 201, "q=" + "a" * 10_000, "q=" + quote("ا" * 10_000), "q=a%00b", "q=%01%02", "q=%ff%fe", "q=%ed%a0%80",
    "q=%c0%af", "q=luxor%ff", "q=" + quote("'; DROP TABLE directory_facility; --"), "q=" + quote("<b>luxor</b>"), "q=%25%5F",
    "q=" + quote("ﷺ" * 200), "q=a" + quote("\u0301" * 199),
    "governorate=EG-XX", "governorate=EG-LX&governorate=EG-LX", "governorate=EG%00", "governorate=%ff", "district=x&district=",
    "kind=palace", "kind=HOSPITAL", "kind=hospital&kind=", "level=highest", "owner=me", "status=haunted", "accreditation=gold",
    "service=NONE", "emergency=1", "emergency=maybe&accepts_families=yes", "emergency=%00",
    "open=now", "open=NOW", "open=now&open=now", "open=now&open=", "open=later", "open=2026-11-23",
    "open=9999-12-31T23:59:59-14:00",
    "open=0001-01-01T00:00:00%2B14:00", "open=1999-01-01T00:00", "open=2026-11-23T10:00%00", "open=2026-11-23%0010:00",
    "near=48.2,16.37", "near=nan,nan", "near=inf,-inf", "near=1e400,1e400", "near=-25,32", "near=25.7,32.6,1", "near=25.7",
    "near=25.7,32.6%00", "near=ZZ-1", f"{NEAR}&{NEAR}", "near=%ff",
    f"{NEAR}&radius_km=-1", f"{NEAR}&radius_km=0", f"{NEAR}&radius_km=10000", f"{NEAR}&radius_km=nan", f"{NEAR}&radius_km=1e400",
    "radius_km=5", "near=&radius_km=5", "near=x&radius_km=5",
    "page=0", "page=6", "page=-1", "page=1000000000", "page=1&page=2", "page=%C2%B2", "page=1%00", "page=" + "9" * 5000,
    "page=0&near=here&kind=palace&open=x&emergency=maybe&governorate=x&district=y&service=z&owner=o&status=s&level=l"
    "&accreditation=a&radius_km=x&q=%00&accepts_families=z",
]  # fmt: skip


def sentences(page: Any) -> list[str]:
    """What the summary on top of a refused page says."""
    summary = SUMMARY.search(page.content.decode())
    assert summary is not None
    return [unescape(re.sub("<[^>]*>", "", said)) for said in re.findall("<li>(.*?)</li>", summary[0], re.S)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_or_refused_with_the_same_words(
    client: Client, question: str, language: str
) -> None:
    endpoint = client.get(f"/api/v1/facilities/?{question}", headers={"Accept-Language": language})
    page = client.get(f"/{language}/facilities/?{question}")
    assert page.status_code == endpoint.status_code in (200, 400)
    if endpoint.status_code == 400:
        faults = endpoint.json()["errors"]
        said = sentences(page)
        for fault in faults:  # a sentence that is said twice has the label of its field before it
            said.remove(next(each for each in said if each.endswith(fault["message"])))
        assert said == []
        assert len({fault["field"] for fault in faults}) == len(faults)
        return
    shown, sent = page.context["found"], endpoint.json()
    for links in (shown, sent):
        links.pop("next"), links.pop("previous")
    assert shown == sent


def test_a_facility_is_represented_alike_in_lists_in_full_and_on_its_page(client: Client) -> None:
    """Lists are written from plain rows and pages from models: two ways that may not come to differ."""
    Facility.objects.get(pk="LX-H5").statuses.update(status="suspended")
    today, listing = cairo_today(), live.current()
    for facility in Facility.objects.in_full():
        of_page = json.loads(json.dumps(FacilityDetail(facility, context={"today": today}).data, default=str))
        sent = client.get(f"/api/v1/facilities/{facility.pk}/").json()
        assert {name: sent[name] for name in of_page} == of_page
        entry = listing.entry(facility.pk)
        assert entry is not None
        in_list = json.loads(b"{%b}" % entry.static_json)
        assert {name: sent[name] for name in in_list} == in_list
        assert sent["accepts_families"] == entry.accepts_families == facility.accepts_families_on(today)


def test_words_that_nobody_knows_are_sent_as_they_were_typed(client: Client) -> None:
    for question, unknown in (
        ("karnak Xqzwv", ["Xqzwv"]),
        ("karnak", []),
        ("قصصصصق", ["قصصصصق"]),
        ("LX-H2", []),
    ):
        assert client.get("/api/v1/facilities/", {"q": question}).json()["unknown_words"] == unknown


@pytest.mark.parametrize(
    ("question", "kept"), [("near=LX-H2", True), ("near=3601&q=eye", True), (NEAR, False)]
)
def test_a_page_that_shows_where_somebody_stands_is_not_kept_on_the_device(
    client: Client, question: str, kept: bool
) -> None:
    page = client.get(f"/en/facilities/?{question}")
    assert (page.headers.get("Offline") == "keep") is kept
    assert ("data-keep" in page.content.decode()) is kept
    assert "data-list" in page.content.decode(), "the list of the governorate is nobody's position"
