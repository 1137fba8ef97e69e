"""Every page, in both languages, on a phone and at a desk: nothing refused by the policy, nothing that axe finds."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from uuid_utils.compat import uuid7

from facilities.directory.models import Facility
from registry.applications.actions import begin
from registry.applications.models import Application
from services.records.actions import Guest, Line, log_visit
from tests.browser.conftest import DESK, PHONE
from tests.cast import sign_in
from tests.families import family_of_five
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, within

pytestmark = pytest.mark.django_db(transaction=True)
AXE = Axe()
WIDEST = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The rules are asked in each language once, on another screen each; the width is measured on both.
IN_TURN = pytest.mark.parametrize(
    ("language", "size"), [("ar", PHONE), ("en", DESK)], ids=["ar-phone", "en-desk"]
)


def look_at(page: Any, path: str) -> list[str]:
    """What is wrong with a page: not there, too wide for a screen, or breaking an accessibility rule."""
    answer = page.goto(path)
    faults = [] if answer.status < 400 else [f"{path}: {answer.status}"]
    own = page.viewport_size
    for size in (PHONE, DESK, own):
        page.set_viewport_size(size)
        if page.evaluate(WIDEST) > 0:
            faults.append(f"{path}: wider than {size['width']} px by {page.evaluate(WIDEST)}")
    if page.locator("h1").count() != 1 and "/components/" not in path:  # one of its examples holds an h1
        faults.append(f"{path}: {page.locator('h1').count()} h1")
    for violation in AXE.run(page).response["violations"]:
        nodes = [node["html"][:120] for node in violation["nodes"][:2]]
        faults.append(f"{path}: {violation['id']} {nodes}")
    return faults


def enter(page: Any, address: str, account: Account) -> None:
    """Give the browser a session of `account`."""
    session = sign_in(Client(), account).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def assert_all_in_order(page: Any, language: str, paths: list[str]) -> None:
    faults = [fault for path in paths for fault in look_at(page, f"/{language}{path}")]
    assert not faults, "\n".join(faults)


@IN_TURN
def test_public_pages(language: str, size: dict[str, int], new_page: Any) -> None:
    page = new_page(size)
    assert_all_in_order(page, language, [
        "/", "/?governorate=EG-LX", "/?governorate=EG-C", "/?governorate=EG-MN", "/facilities/", "/facilities/?q=esna",
        "/facilities/?q=xyzxyz", "/facilities/LX-H2/", "/facilities/LX-H1/", "/rates/",
        "/services/", "/services/?q=xyzxyz", "/services/INI-NCD/", "/register/", "/sign-in/",
        "/staff/sign-in/", "/messages/", "/components/",
    ])  # fmt: skip
    page.goto(f"/{language}/developers/")
    page.wait_for_selector(".opblock", timeout=20_000)


@IN_TURN
def test_a_citizens_pages(
    language: str, size: dict[str, int], new_page: Any, portal: str, citizen: Account,
    registered: Application, sent_application: Application,
) -> None:  # fmt: skip
    with within(reach_of(citizen)):
        draft = begin(by=citizen, today=cairo_today(), given={
            "governorate": "EG-LX", "district": "3601", "applicants": family_of_five(day=9)})  # fmt: skip
        person = draft.applicants.get(position=1)
    page = new_page(size)
    enter(page, portal, citizen)
    base = f"/register/{draft.pk}"
    assert_all_in_order(page, language, [
        "/register/", f"{base}/", f"{base}/head/", f"{base}/family/", f"{base}/family/add/", f"{base}/family/{person.pk}/",
        f"{base}/family/{person.pk}/remove/", f"{base}/governorate/", f"{base}/district/", f"{base}/unit/", f"{base}/check/",
        f"{base}/spouses/", f"{base}/family/add/?by=certificate", f"{base}/family/add/?as=spouse&by=passport",
        f"{base}/work/", f"{base}/address/", f"{base}/withdraw/", "/register/when/?governorate=EG-C",
        f"/register/{sent_application.pk}/sent/", "/my-file/", f"/my-file/{registered.household_id}/services/",
    ])  # fmt: skip


@IN_TURN
def test_the_pages_of_staff(
    language: str, size: dict[str, int], new_page: Any, portal: str, clerk: Account, luxor_unit: Facility,
    registered: Application, sent_application: Application,
) -> None:  # fmt: skip
    with within(reach_of(clerk)):
        person = registered.household.members.order_by("pk").first()
        line = Line(uuid7(), "PHC-FM", 1)
        record = log_visit(by=clerk, visit=uuid7(), facility=luxor_unit.pk, beneficiary=person.pk,
                           provided_on=cairo_today(), lines=[line], now=cairo_now())[0]  # fmt: skip
        stranger = Guest(uuid7(), "unregistered", full_name="رجل من الحادث")
        log_visit(by=clerk, visit=uuid7(), facility=luxor_unit.pk, beneficiary=None, guest=stranger,
                  provided_on=cairo_today(), lines=[line._replace(id=uuid7())], now=cairo_now())  # fmt: skip
    page = new_page(size)
    enter(page, portal, clerk)
    assert_all_in_order(page, language, [
        "/desk/", f"/desk/{person.pk}/", f"/desk/undo/{record.pk}/", "/desk/applications/",
        "/desk/applications/?status=approved", f"/desk/applications/{sent_application.pk}/", "/desk/register/",
        f"/day/{luxor_unit.pk}/", f"/people/{person.pk}/services/",
        "/patients/", f"/patients/{stranger.id}/",
        "/statistics/", "/statistics/EG-LX/", "/statistics/EG-C/", "/statistics/districts/3601/",
        "/statistics/facilities/LX-F01/",
        "/statistics/compare/?area=EG-LX&area=EG-ASN",
        "/statistics/reports/", "/statistics/reports/draft/?governorate=EG-LX",
    ])  # fmt: skip


def test_the_first_key_at_the_desk_already_lands_in_its_field(
    new_page: Any, portal: str, clerk: Account
) -> None:
    page = new_page(DESK)
    enter(page, portal, clerk)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.focusedFirst = document.activeElement.name })"
    )
    page.goto("/ar/desk/")
    assert page.evaluate("window.focusedFirst") == "who"


def test_errors_of_a_form_are_named_at_their_field_and_in_a_summary(new_page: Any) -> None:
    page = new_page(PHONE)
    page.goto("/ar/sign-in/")
    page.fill("input[name=phone]", "0100")
    page.locator("main form button").click()
    page.wait_for_load_state()
    described = page.locator("input[name=phone]").get_attribute("aria-describedby")
    assert page.locator("input[name=phone]").get_attribute("aria-invalid") == "true"
    assert any("11" in page.locator(f"#{part}").inner_text() for part in described.split())
    assert page.evaluate("document.activeElement.className").startswith("error-summary")
    assert page.input_value("input[name=phone]") == "0100"


def test_pages_work_without_javascript(new_page: Any) -> None:
    page = new_page(PHONE, javascript=False)
    page.goto("/ar/")
    page.select_option("select[name=governorate]", "EG-LX")
    page.locator("main form button").first.click()
    page.wait_for_url("**governorate=EG-LX**")
    assert "الأقصر" in page.inner_text("h1")
    page.goto("/en/facilities/")
    page.fill("input[name=q]", "horus")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=horus**")
    assert "Horus" in page.locator("main").inner_text()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_first_visit_weighs_at_most_60_kb_and_the_next_15(
    language: str, chromium: Any, portal: str
) -> None:
    context = chromium.new_context(viewport=PHONE, base_url=portal)
    page = context.new_page()
    weights: list[int] = []
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: weights.append(int(event["encodedDataLength"])))
    page.goto(f"/{language}/", wait_until="networkidle")
    first = sum(weights)
    weights.clear()
    page.goto(f"/{language}/facilities/", wait_until="networkidle")
    context.close()
    assert 10_000 < first <= 60_000
    assert sum(weights) <= 15_000
