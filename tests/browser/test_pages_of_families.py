"""The pages on which a family registers, follows its application and keeps its file, in Arabic and English by turns."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Application
from registry.people.actions import access, look_up, report
from registry.people.models import Household, LifeEvent
from registry.people.units import asking
from tests.browser.conftest import PHONE
from tests.browser.test_journey import send
from tests.browser.test_pages import assert_all_in_order, enter
from tests.families import approve, family_of_five, national_id, send_application
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db(transaction=True)
IN_TURN = pytest.mark.parametrize(("language", "first"), [("ar", 0), ("en", 1)], ids=["ar", "en"])
LONG = "محمد عبد الرحمن عبد الفتاح مصطفى عبد المقصود الشرقاوي أبو العينين"


def odd_family() -> list[dict[str, Any]]:
    """Long names, two of the same sex, a newborn, somebody with a passport, more children than looks likely."""
    head, spouse, *children = family_of_five(day=3)
    newborn = {"relation": "child", "full_name": "مريم محمد عبد الرحمن", "known_by": "certificate",
               "certificate_number": "1234567", "birth_date": cairo_today() - timedelta(days=9), "sex": "female",
               "guardian": 1}  # fmt: skip
    foreign = {"relation": "dependant", "full_name": "Maria Fernanda González de la Cruz", "known_by": "passport",
               "passport_number": "XK1234567", "nationality": "ES", "birth_date": cairo_today() - timedelta(days=20_000),
               "sex": "female"}  # fmt: skip
    more = [
        {**children[0], "national_id": national_id(cairo_today() - timedelta(days=400 * nth), nth % 10)}
        for nth in range(1, 13)
    ]
    spouse["national_id"] = national_id(cairo_today() - timedelta(days=14_000), 7)
    return [{**head, "full_name": LONG}, spouse, *children, newborn, foreign, *more]


@pytest.fixture
def half_filled(other_citizen: Account, luxor_unit: Facility) -> Application:
    with within(reach_of(other_citizen)):
        given = {"governorate": "EG-LX", "district": luxor_unit.district_id, "applicants": odd_family()}
        return actions.begin(by=other_citizen, today=cairo_today(), given=given)


@pytest.fixture
def returned(clerk: Account, other_citizen: Account, luxor_unit: Facility) -> Application:
    application = send_application(other_citizen, luxor_unit, family_of_five(day=4))
    with system_reach():
        child = application.applicants.get(position=4)
    asked = [{"field": "address", "person": None, "why": "Which building?"},
             {"field": "national_id", "person": str(child.pk), "why": "الرقم في الشهادة مختلف."},
             {"field": "papers", "person": None, "why": "الصورة غير واضحة."}]  # fmt: skip
    with within(reach_of(clerk)):
        return actions.return_for_mending(
            by=clerk, application_id=application.pk, to_mend=asked, now=cairo_now()
        )


@pytest.fixture
def refused(clerk: Account, other_citizen: Account, luxor_unit: Facility) -> Application:
    application = send_application(other_citizen, luxor_unit, family_of_five(day=5))
    with within(reach_of(clerk)):
        return actions.refuse(by=clerk, application_id=application.pk, reason="Registered already?")


@pytest.fixture
def family(registered: Application, citizen: Account, clerk: Account, other_unit: Facility) -> Household:
    """A family that asked for another unit and whose file a clerk opened."""
    with system_reach():
        family = registered.household
        reach = reach_of(citizen)
    assert family is not None
    with within(reach_of(clerk)):
        number = family_of_five(day=1)[0]["national_id"]
        look_up(by=clerk, national_id=number, reason="زيارة", today=cairo_today(), facility="")
    with within(reach):
        asking.ask(by=citizen, household_id=family.pk, unit=other_unit.pk, why="closer", now=timezone.now(),
                   today=cairo_today())  # fmt: skip
    return family


@pytest.fixture
def other_unit(luxor_unit: Facility) -> Facility:
    units = Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit", district__isnull=False)
    return units.exclude(pk=luxor_unit.pk).order_by("code")[0]


@pytest.fixture
def birth(family: Household, citizen: Account) -> LifeEvent:
    with system_reach():
        reach = reach_of(citizen)
    with within(reach):
        head = family.memberships.get(relation="head", until=None)
        given = {"full_name": "مريم أحمد محمود", "known_by": "certificate", "certificate_number": "7654321",
                 "birth_date": cairo_today() - timedelta(days=5), "sex": "female",
                 "guardian": str(head.beneficiary_id)}  # fmt: skip
        return report(by=citizen, household_id=family.pk, kind="birth", given=given, now=timezone.now(),
                      today=cairo_today())  # fmt: skip


@IN_TURN
def test_the_pages_of_an_application_in_all_its_states(
    language: str, first: int, new_page: Any, portal: str, other_citizen: Account, half_filled: Application,
    returned: Application, refused: Application,
) -> None:  # fmt: skip
    page = new_page(PHONE)
    enter(page, portal, other_citizen)
    half, back = f"/register/{half_filled.pk}", f"/register/{returned.pk}"
    with system_reach():
        adult = half_filled.applicants.get(position=0).pk
        child = returned.applicants.get(position=4).pk
    assert_all_in_order(page, language, [
        f"{half}/", f"{half}/family/", f"{half}/unit/?all=1", f"{half}/family/{adult}/work/", f"{half}/papers/",
        f"{half}/withdraw/", f"{back}/", f"{back}/check/", f"{back}/family/{child}/", f"{back}/papers/",
        "/my-file/", f"/register/{refused.pk}/sent/",
    ][first::2])  # fmt: skip


@IN_TURN
def test_the_pages_of_a_familys_own_file(
    language: str, first: int, new_page: Any, portal: str, citizen: Account, other_citizen: Account,
    family: Household, birth: LifeEvent, luxor_unit: Facility,
) -> None:  # fmt: skip
    named = {**family_of_five(day=1)[0], "relation": "dependant"}
    send_application(other_citizen, luxor_unit, [*family_of_five(day=6), named])
    page = new_page(PHONE)
    enter(page, portal, citizen)
    changes = f"/families/{family.pk}/changes/new"
    assert_all_in_order(page, language, [
        "/my-file/", "/my-file/named/", f"/my-file/{family.pk}/opened/", f"/my-file/{family.pk}/unit/",
        f"{changes}/correction/", f"{changes}/", f"/changes/{birth.pk}/", f"{changes}/birth/", "/my-file/join/",
        "/my-number/", "/follow/", "/",
    ][first::2])  # fmt: skip


def test_of_several_families_one_is_chosen(
    new_page: Any,
    portal: str,
    citizen: Account,
    clerk: Account,
    registered: Application,
    luxor_unit: Facility,
) -> None:
    approve(clerk, send_application(citizen, luxor_unit, family_of_five(day=7)))
    page = new_page(PHONE)
    enter(page, portal, citizen)
    assert_all_in_order(page, "ar", ["/my-file/choose/"])


def test_pages_with_faults_are_in_order_too(
    new_page: Any, portal: str, citizen: Account, registered: Application
) -> None:
    page = new_page(PHONE)
    enter(page, portal, citizen)
    for path in ("/ar/my-file/join/", f"/ar/my-file/{registered.household_id}/unit/", "/ar/my-number/"):
        page.goto(path)
        send(page)
        page.locator(".error-summary a").first.click()
        assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true", path


def test_a_printed_code_joins_a_phone_to_the_file_without_a_script(
    new_page: Any, portal: str, other_citizen: Account, clerk: Account, registered: Application
) -> None:
    head = family_of_five(day=1)[0]
    with within(reach_of(clerk)):
        printed = access.print_join_code(
            by=clerk, national_id=head["national_id"], card_seen=True, now=timezone.now()
        )
    page = new_page(PHONE, javascript=False)
    enter(page, portal, other_citizen)
    page.goto("/ar/my-file/join/")
    page.fill("input[name=code]", printed.code)
    for part, typed in enumerate(("١", "٣", "١٩٨٥")):
        page.fill(f"input[name=birth_date_{part}]", typed)
    send(page)
    assert page.url.endswith("/ar/my-file/") and printed.household.file_number in page.inner_text("main")
