"""The way of someone who looks for care: in both languages, with and without JavaScript, position, mouse and network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest

from facilities.directory.models import Facility, OpeningHours
from registry.applications.models import Application
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import IN_TURN, assert_all_in_order, enter
from tests.browser.wire import Wire
from tests.worker import wait_for
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db(transaction=True)
KARNAK = {"latitude": 25.70809, "longitude": 32.64569}
LISTS = "caches.keys().then(names => names.find(name => name.startsWith('pages-')))"
KEPT = f"{LISTS}.then(name => name ? caches.open(name) : null).then(cache => cache ? cache.keys() : [])"
KEPT_ADDRESSES = f"{KEPT}.then(kept => kept.map(request => request.url))"
WORDS = {
    "ar": {"asked": "حورس", "name": "مستشفى حورس التخصصي", "former": "أرمنت المركزي", "way": "كيف تصل", "no": "لا توجد شبكة"},
    "en": {"asked": "horus", "name": "Horus Specialized Hospital", "former": "Armant Central", "way": "How to get there",
           "no": "No network"},
}  # fmt: skip


@pytest.fixture
def always_open(portal: str) -> Iterator[None]:
    """Horus hospital is open day and night, and receives emergencies; the portal's finder knows."""
    OpeningHours.objects.bulk_create(
        OpeningHours(facility_id="LX-H5", weekday=weekday, opens=0, closes=1440) for weekday in range(1, 8)
    )
    Facility.objects.filter(pk="LX-H5").update(emergency=True)
    wait_for(lambda: any(each["code"] == "LX-H5" for each in emergencies(portal)))
    yield
    OpeningHours.objects.filter(facility="LX-H5").delete()
    Facility.objects.filter(pk="LX-H5").update(emergency=None)


def emergencies(portal: str) -> list[dict[str, Any]]:
    with urlopen(f"{portal}/api/v1/facilities/?emergency=true&governorate=EG-LX") as answer:
        return json.load(answer)["results"]


@pytest.fixture
def wire(portal: str) -> Iterator[Wire]:
    line = Wire(urlsplit(portal).port or 0)
    yield line
    line.close()


@pytest.fixture
def phone(chromium: Any, wire: Wire) -> Iterator[Any]:
    """A phone's browser, service worker and all, at the end of the wire."""
    context = chromium.new_context(viewport=PHONE, base_url=wire.address)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def wait_until(page: Any, promise: str, seconds: float = 20) -> None:
    """Wait until the browser's promise comes true: Playwright's own waiting takes any promise for true."""
    end = monotonic() + seconds
    while not page.evaluate(promise):
        assert monotonic() < end, f"not within {seconds} s: {promise}"
        page.wait_for_timeout(100)


def wait_until_kept(page: Any, ending: str) -> None:
    wait_until(page, f"{KEPT_ADDRESSES}.then(kept => kept.some(url => url.endsWith({ending!r})))")


@pytest.mark.usefixtures("always_open")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_without_javascript_one_search_leads_to_the_hospital(language: str, new_page: Any) -> None:
    page, words = new_page(PHONE, javascript=False), WORDS[language]
    page.goto(f"/{language}/facilities/")
    page.fill("input[name=q]", words["asked"])
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    first = page.locator(".results article").first
    assert words["name"] in first.inner_text() and words["former"] in first.inner_text()
    assert first.locator(".open-state .badge--good").count() == 1
    page.locator(".chips a[href*='open=now']").click()
    page.wait_for_url("**open=now**")
    assert page.locator(".results article").count() == 1
    page.locator(".results article a").click()
    page.wait_for_url("**/LX-H5/")
    assert words["name"] in page.inner_text("h1") and words["way"] in page.inner_text("main")


@pytest.mark.parametrize("address", ["/ar/facilities/", "/en/facilities/", "/api/v1/facilities/"])
def test_a_question_of_ten_thousand_letters_is_refused_by_the_portal_itself(
    address: str, portal: str
) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{portal}{address}?q={quote('م' * 10_000)}")
    assert refused.value.code == 400
    assert "200" in refused.value.read().decode()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_position_that_is_refused_is_said_and_a_place_can_be_chosen(language: str, new_page: Any) -> None:
    page = new_page(PHONE, permissions=[])
    page.goto(f"/{language}/facilities/")
    page.locator("[data-near-me] button").click()
    status = page.locator("[data-near-me] [role=status]")
    page.wait_for_function("words => document.querySelector('[role=status]').textContent === words",
                           arg=status.get_attribute("data-problem"))  # fmt: skip
    assert page.locator("[data-near-me] button").is_enabled() and "near=" not in page.url
    page.locator(".filters summary").click()
    page.select_option("select[name=near]", "3601")
    page.locator(".filters button").click()
    page.wait_for_url("**near=3601**")
    assert page.url.endswith("?near=3601")  # what was left empty is not in the address
    assert page.locator(".results .distance").count() > 10


@pytest.mark.parametrize("language", ["ar", "en"])
def test_near_me_shows_the_nearest_first(language: str, new_page: Any) -> None:
    page = new_page(PHONE, permissions=["geolocation"], geolocation=KARNAK)
    page.goto(f"/{language}/facilities/?q=")
    page.locator("[data-near-me] button").click()
    page.wait_for_url("**near=25.708%2C32.646**")
    assert page.locator(".results article a").first.get_attribute("href").endswith("/LX-H2/")
    assert page.locator("select[name=near]").input_value() == "25.708,32.646"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_with_the_keyboard_alone(language: str, new_page: Any) -> None:
    page = new_page(DESK)

    def tab_to(selector: str, most: int = 45) -> None:
        for _press in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} is not reached with the Tab key")

    page.goto(f"/{language}/facilities/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    tab_to("input[name=q]", 3)
    page.keyboard.type(WORDS[language]["asked"])
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    tab_to(".results-views a")
    page.keyboard.press("Enter")
    page.wait_for_url("**view=map**")
    page.wait_for_selector(".map-pin")
    tab_to(".map-pin")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup a[href$='/LX-H5/']")
    tab_to(".results article a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/LX-H5/")


@pytest.mark.usefixtures("always_open")
@IN_TURN
def test_no_page_has_anything_that_axe_finds(language: str, size: dict[str, int], new_page: Any) -> None:
    assert_all_in_order(new_page(size), language, [
        "/facilities/", "/facilities/?q=horus&near=LX-H2&open=now&emergency=true", "/facilities/?q=xyzxyz&governorate=EG-LX",
        "/facilities/?governorate=EG-LX&view=map", "/facilities/LX-H5/", "/facilities/LX-F01/", "/facilities/PS-F2/", "/offline/",
    ])  # fmt: skip
    page = new_page(size)
    page.goto(f"/{language}/facilities/?kind=palace&near=0,0&open=later")
    assert page.locator(".error-summary a").count() == 3


def cover_each_other(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether the middle of one box lies within the other."""
    return (
        abs(one["x"] + one["width"] / 2 - other["x"] - other["width"] / 2)
        < min(one["width"], other["width"]) / 2
        and abs(one["y"] - other["y"]) < one["height"] / 2
    )


def test_a_map_is_fetched_only_when_asked_for_and_from_the_portal_alone(new_page: Any, portal: str) -> None:
    page = new_page(DESK)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/ar/facilities/?governorate=EG-LX", wait_until="networkidle")
    assert not any("leaflet" in url or "geojson" in url for url in fetched)
    page.locator(".results-views a").click()
    page.wait_for_selector(".map-outline")
    assert sum("leaflet" in url for url in fetched) >= 2 and any("geojson" in url for url in fetched)
    assert all(url.startswith((portal, "data:")) for url in fetched)
    assert page.locator(".map-pin--about").count() > 0 and page.locator(".map-about").count() > 3
    boxes = [pin.bounding_box() for pin in page.locator(".map-pin").all()]
    assert len(boxes) > 1 and not any(cover_each_other(*two) for two in combinations(boxes, 2))
    pins = len(boxes)
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function("pins => document.querySelectorAll('.map-pin').length > pins", arg=pins)
    without = new_page(PHONE, javascript=False)
    without.goto("/en/facilities/?governorate=EG-LX&view=map")
    assert "list below says the same" in without.inner_text(".map")
    assert without.locator(".results article").count() == 20


def test_on_paper_stand_the_question_the_day_and_the_list(new_page: Any) -> None:
    page = new_page(DESK)
    page.goto("/en/facilities/?q=luxor&kind=hospital")
    page.emulate_media(media="print")
    assert not any(
        page.locator(part).is_visible()
        for part in (".site-nav", ".finder-words", ".finder-filters", ".chips")
    )
    said = page.locator(".print-only").inner_text()
    assert "luxor" in said and "Hospital" in said and "As of" in said
    assert page.locator(".results article").first.is_visible()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_first_visit_to_the_finder_weighs_at_most_60_kb_and_the_next_page_15(
    language: str, phone: Any, wire: Wire
) -> None:
    phone.goto(f"/{language}/facilities/?q=luxor", wait_until="networkidle")
    wait_until_kept(phone, f"/{language}/facilities/?q=luxor")
    # Once shown, a page asks for its governorate's list to be kept: that is not its own weight.
    phone.add_init_script("ServiceWorker.prototype.postMessage = () => {}")
    first, wire.bytes = wire.bytes, 0
    phone.goto(f"/{language}/facilities/LX-F01/", wait_until="load")
    page_alone = wire.bytes
    assert 10_000 < first <= 60_000  # with all that is kept for a time without a network
    assert page_alone <= 15_000


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_was_seen_is_shown_without_a_network_and_says_of_when_it_is(
    language: str, phone: Any, wire: Wire
) -> None:
    words = WORDS[language]
    phone.goto(f"/{language}/facilities/LX-H5/", wait_until="networkidle")
    wait_until_kept(phone, "governorate=EG-LX&page=4")
    wire.cut()
    for address in ("LX-H5/", "?governorate=EG-LX", "?governorate=EG-LX&page=4"):
        phone.goto(f"/{language}/facilities/{address}")
        strip = phone.locator(".kept-strip")
        assert strip.is_visible() and words["no"] in strip.inner_text() and "202" in strip.inner_text()
        assert not any(state.is_visible() for state in phone.locator(".open-state").all())
        assert phone.evaluate("getComputedStyle(document.querySelector('.site-header')).display") == "block"
    phone.goto(f"/{language}/facilities/?q=never-asked")
    assert "15344" in phone.inner_text("main")
    phone.wait_for_selector("[data-kept-pages] a")
    phone.locator("[data-kept-pages] a", has_text=words["name"]).click()
    phone.wait_for_url("**/LX-H5/")
    wire.mend()
    phone.goto(f"/{language}/facilities/LX-H5/")
    assert not phone.locator(".kept-strip").is_visible()


def test_nothing_of_a_person_is_kept(
    phone: Any, wire: Wire, citizen: Account, registered: Application
) -> None:
    phone.goto("/ar/facilities/LX-H5/", wait_until="networkidle")
    wait_until_kept(phone, "/LX-H5/")
    enter(phone, wire.address, citizen)
    for address in ("/ar/my-file/", "/ar/facilities/LX-H2/", "/ar/register/"):
        assert phone.goto(address, wait_until="networkidle").status == 200
    kept = phone.evaluate(KEPT_ADDRESSES)
    assert kept and not any(part in url for url in kept for part in ("my-file", "register", "LX-H2"))
    wire.cut()
    phone.goto("/ar/my-file/")
    assert "15344" in phone.inner_text("main") and phone.title().startswith(WORDS["ar"]["no"])


def test_a_new_version_forgets_what_an_old_one_kept(phone: Any) -> None:
    phone.goto("/en/sign-in/")
    phone.evaluate("caches.open('pages-of-old').then(cache => cache.put('/old', new Response('old')))")
    phone.goto("/en/facilities/", wait_until="networkidle")
    wait_until(phone, "caches.keys().then(names => !names.includes('pages-of-old') && names.length === 2)")


def test_a_list_is_kept_whole_also_for_who_begins_with_its_first_page(phone: Any) -> None:
    phone.goto("/ar/facilities/?governorate=EG-LX", wait_until="networkidle")
    wait_until_kept(phone, "governorate=EG-LX&page=4")


def test_without_a_network_every_address_of_the_portal_is_answered(phone: Any, wire: Wire) -> None:
    """Also in the language that was never read before, and by the bare name of the portal."""
    phone.goto("/ar/facilities/LX-F01/", wait_until="networkidle")
    wait_until_kept(phone, "/ar/offline/")
    wire.cut()
    for address in ("/en/facilities/LX-F01/", "/", "/ar/my-file/"):
        phone.goto(address)
        assert "15344" in phone.inner_text("main") and phone.title().startswith(WORDS["ar"]["no"])


def test_a_full_device_keeps_what_it_has(phone: Any, wire: Wire) -> None:
    phone.goto("/ar/facilities/LX-H5/", wait_until="networkidle")
    wait_until_kept(phone, "governorate=EG-LX&page=4")
    full = {"origin": wire.address, "quotaSize": 50_000}
    phone.context.new_cdp_session(phone).send("Storage.overrideQuotaForOrigin", full)
    before = phone.evaluate(KEPT_ADDRESSES)
    for code in ("LX-H5", "LX-H2"):
        assert phone.goto(f"/ar/facilities/{code}/", wait_until="networkidle").status == 200
    phone.wait_for_timeout(1000)  # what is kept, is kept after the page
    assert phone.evaluate(KEPT_ADDRESSES) == before
    wire.cut()
    phone.goto("/ar/facilities/LX-H5/")
    assert WORDS["ar"]["name"] in phone.inner_text("h1")
