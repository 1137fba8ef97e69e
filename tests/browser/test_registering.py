"""A family of seven registers on a phone 360 px wide: the line breaks at every step, the phone is changed, no script runs."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Application
from tests.browser.conftest import PHONE
from tests.browser.test_journey import send
from tests.browser.test_pages import enter
from tests.browser.wire import Wire
from tests.families import ADDRESS, family_of_five, national_id
from tests.worker import wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.accounts.sessions import SessionStore
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db(transaction=True)
REFERENCE = r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{2}"
NEWBORN = "مريم أحمد محمود عبد الله"


@pytest.fixture
def line(portal: str, violations: list[str]) -> Iterator[Wire]:
    """A line to the portal that can be cut; that the browser complains of it then is no fault."""
    wire = Wire(urlsplit(portal).port or 0)
    yield wire
    wire.close()
    violations[:] = [one for one in violations if "net::ERR" not in one]


def family_of_seven() -> list[dict[str, str]]:
    """Head, spouse and four children with numbers; the newborn comes as the seventh."""
    people = family_of_five(day=12)
    fourth = {**people[2], "national_id": national_id(cairo_today() - timedelta(days=900), 5)}
    return [*people, fourth]


def send_over_a_line_that_breaks(page: Any, line: Wire) -> None:
    """Press the button without a line: the page stays, with all that was typed; press it again with one."""
    typed = typed_on(page)
    line.cut()
    page.locator("main form button[type=submit]").first.click()
    page.locator("[data-no-line]").wait_for(state="visible")
    assert typed_on(page) == typed
    line.mend()
    send(page)


def typed_on(page: Any) -> Any:
    return page.evaluate(
        "[...new FormData(document.querySelector('form[data-step]'))].filter(([name]) => name[0] !== 'c')"
    )


def number_and_name(page: Any, person: dict[str, str]) -> None:
    page.fill("input[name=full_name]", person["full_name"])
    page.fill("input[name=national_id]", person["national_id"])


def test_an_answer_that_comes_late_does_not_wipe_out_the_newer_one(
    new_page: Any, portal: str, citizen: Account
) -> None:
    page, held = new_page(PHONE), []

    def hold_the_first(route: Any) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    with within(reach_of(citizen)):
        draft = actions.begin(by=citizen, today=cairo_today())
    enter(page, portal, citizen)
    page.goto(f"{portal}/en/register/{draft.pk}/head/")
    page.route("**/look/", hold_the_first)
    number_and_name(page, family_of_seven()[0])
    page.keyboard.press("Tab")
    said = page.locator("[data-said]", has_text="1985")
    said.wait_for()
    with page.expect_response("**/look/") as late:
        held[0].continue_()
    late.value.finished()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert said.count() == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_family_of_seven_registers_whatever_happens_to_its_phone(
    language: str, new_page: Any, portal: str, line: Wire, citizen: Account, luxor_unit: Facility
) -> None:
    people = family_of_seven()
    phone = new_page(PHONE)
    enter(phone, portal, citizen)
    phone.goto(f"{line.address}/{language}/register/")
    send(phone)
    phone.check("input[name=governorate][value=EG-LX]", force=True)
    send_over_a_line_that_breaks(phone, line)
    phone.check(f"input[name=district][value='{luxor_unit.district_id}']", force=True)
    send_over_a_line_that_breaks(phone, line)
    number_and_name(phone, people[0])
    phone.keyboard.press("Tab")
    phone.locator("[data-said]", has_text="1985").wait_for()
    send_over_a_line_that_breaks(phone, line)
    assert "1985" in phone.inner_text("main"), "what was read from the number is shown back"
    phone.goto(f"{phone.url.replace('/spouses/', '/family/add/')}?as=spouse")
    number_and_name(phone, people[1])
    send_over_a_line_that_breaks(phone, line)
    assert phone.url.endswith("/spouses/")
    phone.close()

    another = new_page(PHONE, javascript=False)
    enter(another, portal, citizen)
    another.goto(f"/{language}/register/")
    another.locator("main .notice a").first.click()
    base = another.url.rstrip("/")
    for person in people[2:]:
        another.goto(f"{base}/family/add/?as=child")
        number_and_name(another, person)
        send(another)
    enter_newborn(another, base)
    another.goto(f"{base}/work/")
    while another.url.endswith("/work/"):
        another.check("input[name=work][value=irregular_worker]", force=True)
        send(another)
    another.fill("textarea[name=address]", ADDRESS)
    send(another)
    another.check(f"input[name=unit][value='{luxor_unit.pk}']", force=True)
    send(another)
    words = another.inner_text("main")
    assert NEWBORN in words and all(person["full_name"] in words for person in people)
    another.check("input[name=declared]", force=True)
    send(another)
    assert re.search(REFERENCE, another.inner_text("main"))
    with system_reach():
        application = Application.objects.get(account=citizen)
        assert (application.status, application.applicants.count()) == ("received", 7)


def enter_newborn(page: Any, base: str) -> None:
    born = cairo_today() - timedelta(days=9)
    page.goto(f"{base}/family/add/?by=certificate&as=child")
    page.fill("input[name=full_name]", NEWBORN)
    page.fill("input[name=certificate_number]", "١٢٣٤٥٦٧")
    for part, number in enumerate((born.day, born.month, born.year)):
        page.fill(f"input[name=birth_date_{part}]", str(number))
    page.check("input[name=sex][value=female]", force=True)
    page.check("input[name=guardian][value='1']", force=True)
    send(page)


def sign_in_again(page: Any, language: str, phone: str) -> None:
    """From the page that asks for the number, by the code that was sent."""
    page.fill("input[name=phone]", phone)
    send(page)
    with page.context.new_page() as messages:
        messages.goto(f"/{language}/messages/")
        told = messages.locator("main section").first.inner_text().split("\n", 1)[1]
    page.fill("input[name=code]", re.search(r"\d{6}", told).group())
    send(page)


def test_what_is_typed_outlives_the_session_and_a_page_that_is_left(
    new_page: Any, portal: str, citizen: Account
) -> None:
    page = new_page(PHONE)
    enter(page, portal, citizen)
    page.goto("/ar/register/")
    send(page)
    address = page.url.replace("/governorate/", "/address/")
    page.goto(address)
    page.fill("textarea", "قرية")
    page.goto("/ar/rates/")
    session = SessionStore(next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid"))
    wait_for(lambda: "typed" in session.load())  # a page that is left hands over in the background
    page.goto(address)
    assert page.input_value("textarea") == "قرية", "left half filled"
    page.fill("textarea", ADDRESS)
    page.context.clear_cookies(name="sessionid")
    with page.expect_navigation(url=re.compile("sign-in")):
        page.locator("main form button[type=submit]").first.click()
    sign_in_again(page, "ar", citizen.phone)
    assert page.url == address
    assert page.input_value("textarea") == ADDRESS
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    send(page)
    page.goto(address)
    assert page.input_value("textarea") == ADDRESS, "saved"


def test_a_fault_is_said_as_one_leaves_the_field(new_page: Any, portal: str, citizen: Account) -> None:
    page = new_page(PHONE)
    enter(page, portal, citizen)
    page.goto("/en/register/")
    send(page)
    page.goto(page.url.replace("/governorate/", "/head/"))
    page.fill("input[name=national_id]", "2850301290001")
    page.keyboard.press("Tab")
    page.locator("#id_national_id_error").wait_for()
    by_script = page.inner_text("#id_national_id_error")
    assert "You typed 13 digits" in by_script
    assert page.get_attribute("#id_national_id", "aria-invalid") == "true"
    assert page.locator("#id_full_name_error").count() == 0, "not asked for yet"
    page.locator("main form button[type=submit]").first.click()
    page.locator("[data-error-summary]").wait_for()
    assert by_script in page.inner_text("#id_national_id_error"), "the same words when it is sent"
    page.fill("input[name=national_id]", family_of_five()[0]["national_id"])
    page.keyboard.press("Tab")
    page.locator("#id_national_id_error").wait_for(state="detached")
