"""The main job, once through, as its people do it: a family registers, a clerk approves, care is logged, it is counted.

Served by gunicorn, rolled up by the real worker, clicked in Chromium, in both languages.
"""

import re
from typing import Any

import pytest
from django.db import connection

from facilities.directory.models import Facility
from facilities.staff.models import Role
from services.statistics.models import ServiceDelta, ServicesByDay
from tests.browser.conftest import DESK, PHONE, wait_until
from tests.cast import staff
from tests.families import ADDRESS, family_of_five
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "made up for the tests"
NUMBER = "01000000042"
WORDS = {
    "ar": {
        "register": "تسجيل", "registered": "المسجلون", "luxor": "الأقصر",
    },
    "en": {"register": "Register", "registered": "Registered", "luxor": "Luxor"},
}  # fmt: skip


@pytest.fixture
def unit(transactional_db: None) -> Facility:
    return (
        Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit", district="3601")
        .order_by("code")
        .first()
    )


@pytest.fixture
def clerk_with_password(unit: Facility) -> Account:
    return with_password(staff("journey-clerk", Role.CLERK, facility=unit))


@pytest.fixture
def admin_with_password(transactional_db: None) -> Account:
    return with_password(staff("journey-admin", Role.NATIONAL_ADMINISTRATOR))


def with_password(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.save()
    return account


def send(page: Any) -> None:
    """Press the button of the page's form and wait for the next page."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def sign_in_as_citizen(page: Any, language: str) -> None:
    page.goto(f"/{language}/register/")
    send(page)
    page.fill("input[name=phone]", NUMBER)
    send(page)
    with page.context.new_page() as messages:
        messages.goto(f"/{language}/messages/")
        code = re.search(
            r"\d{6}", messages.locator("main section").first.inner_text().split("\n", 1)[1]
        ).group()
    page.fill("input[name=code]", code)
    send(page)


def sign_in_as_staff(page: Any, language: str, account: Account) -> None:
    page.goto(f"/{language}/staff/sign-in/")
    page.fill("input[name=username]", account.username)
    page.fill("input[name=password]", PASSWORD)
    send(page)


def enter_person(page: Any, person: dict[str, str]) -> None:
    if person["relation"] != "head":
        page.check(f"input[name=relation][value={person['relation']}]", force=True)
    page.fill("input[name=full_name]", person["full_name"])
    page.fill("input[name=national_id]", person["national_id"])
    send(page)


def register_family(page: Any, language: str, people: list[dict[str, str]], unit: Facility) -> str:
    """From the first page to the reference number."""
    sign_in_as_citizen(page, language)
    send(page)
    draft = re.search(r"/register/([0-9a-f-]{36})/", page.url).group(1)
    base = f"/{language}/register/{draft}"
    page.goto(f"{base}/head/")
    enter_person(page, people[0])
    for person in people[1:]:
        page.goto(f"{base}/family/add/")
        enter_person(page, person)
    for step, name, value in (
        ("governorate", "governorate", unit.governorate_id),
        ("district", "district", unit.district_id),
        ("unit", "unit", unit.pk),
    ):
        page.goto(f"{base}/{step}/")
        page.check(f"input[name={name}][value='{value}']", force=True)
        send(page)
    page.goto(f"{base}/work/")
    while page.url.endswith("/work/"):
        page.check("input[name=work][value=employee]", force=True)
        send(page)
    page.goto(f"{base}/address/")
    page.fill("textarea[name=address]", ADDRESS)
    send(page)
    page.goto(f"{base}/check/")
    for person in people:
        assert person["full_name"] in page.inner_text("main")
    page.check("input[name=declared]", force=True)
    send(page)
    return re.search(r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{2}", page.inner_text("main")).group()


def approve(page: Any, language: str, reference: str) -> None:
    page.goto(f"/{language}/desk/applications/")
    page.locator("tr", has_text=reference).get_by_role("link").click()
    page.wait_for_url("**/desk/applications/*/")
    with page.expect_navigation():
        page.locator("form[action*=approve] button[type=submit]").click()


def log_three_services(page: Any, language: str, person: dict[str, str]) -> None:
    page.goto(f"/{language}/desk/")
    page.locator("[data-favourites] button").first.wait_for()
    page.keyboard.type(person["national_id"])
    page.keyboard.press("Enter")
    for kind in ("PHC-FM", "PHC-LAB", "PHC-DENT"):
        page.keyboard.type(kind)
        page.keyboard.press("Enter")
    page.locator("[data-patient] h2", has_text=person["full_name"]).wait_for()
    page.keyboard.press("Enter")
    page.locator("[data-today] [data-undo]").nth(2).wait_for()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_family_registers_is_approved_gets_care_and_is_counted(
    language: str,
    new_page: Any,
    worker: Any,
    unit: Facility,
    clerk_with_password: Account,
    admin_with_password: Account,
) -> None:
    family = family_of_five(day=5 if language == "ar" else 6)

    reference = register_family(new_page(PHONE), language, family, unit)

    desk = new_page(DESK)
    sign_in_as_staff(desk, language, clerk_with_password)
    approve(desk, language, reference)
    log_three_services(desk, language, family[0])
    assert desk.locator("[role=status], .notice, .message").first.is_visible()

    wait_until(lambda: not ServiceDelta.objects.exists() and ServicesByDay.objects.count() == 3, worker)
    numbers = new_page(DESK)
    sign_in_as_staff(numbers, language, admin_with_password)
    numbers.goto(f"/{language}/statistics/EG-LX/")
    shown = numbers.request.get("/api/v1/statistics/EG-LX/").json()
    assert counted(shown) == (5, 3)
    words = numbers.inner_text("main")
    assert WORDS[language]["luxor"] in words
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(quantity) FROM statistics_servicesbyday WHERE governorate = 'EG-LX'")
        assert cursor.fetchone() == (3,)


def counted(shown: dict[str, Any]) -> tuple[int, int]:
    """Registered people and services of the representation that the dashboard shows."""
    return shown["registered"]["value"], shown["services"]["total"]
