"""The pages on which families are decided about: queues, reviews, pairs, changes, units, who reads a file."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Applicant, Application
from registry.people.models import Beneficiary, Handover, Household, LifeEvent, PossibleDuplicate, UnitRequest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import WIDEST, assert_all_in_order, enter
from tests.families import family_of_five, send_application
from tests.made_up_families import as_csv, families
from tests.registry.people.duplicates.entering import HEAD, ONE_DIGIT_OFF, Person, entered, the_pair
from tests.registry.people.households import five, pk, registered_family, tell, the
from tests.registry.people.test_handovers import propose
from tests.registry.people.test_unit_requests import ask
from tests.uhis_portal.files.conftest import finish, send
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db(transaction=True)
IN_TURN = pytest.mark.parametrize(("language", "first"), [("ar", 0), ("en", 1)], ids=["ar", "en"])
THIRTY_DAYS = timedelta(days=30)


@pytest.fixture
def disputed(citizen: Account, clerk: Account, luxor_unit: Facility) -> Application:
    """An application that is late, whose head is registered already by a number one digit off, and disputed by a spouse."""
    people = family_of_five(day=9)
    people[0]["full_name"] = "سعيد فؤاد رمضان بدوي"
    number = people[0]["national_id"]
    entered(clerk, luxor_unit, Person(people[0]["full_name"], number[:13] + str((int(number[13]) + 1) % 10)))
    application = send_application(citizen, luxor_unit, people)
    with system_reach():
        Applicant.objects.filter(application=application, relation="spouse").update(disputed_at=cairo_now())
        Application.objects.filter(pk=application.pk).update(sent_at=cairo_now() - THIRTY_DAYS)
    return application


@pytest.fixture
def pair(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> PossibleDuplicate:
    """Two records of one head, whose names and numbers differ."""
    entered(clerk, luxor_unit, HEAD)
    shorter = HEAD.full_name.replace(" عبد الله", "")
    entered(foreign_clerk, port_said_unit, Person(shorter, ONE_DIGIT_OFF))
    return the_pair()


@pytest.fixture
def family(clerk: Account, luxor_unit: Facility) -> Household:
    return registered_family(clerk, luxor_unit, five(day=7))


@pytest.fixture
def died(clerk: Account, family: Household) -> LifeEvent:
    """A death, told and not decided."""
    return tell(clerk, family, "death", today=cairo_today(), beneficiary=pk(the(family, "head")),
                happened_on=cairo_today() - timedelta(days=2), new_head=pk(the(family, "spouse")))  # fmt: skip


@pytest.fixture
def asked(clerk: Account, family: Household, luxor_unit: Facility) -> UnitRequest:
    other = Facility.objects.family_units_of("EG-LX", on=cairo_today()).exclude(pk=luxor_unit.pk)[0]
    return ask(clerk, family.pk, other.pk)


@pytest.fixture
def handover(governorate_admin: Account, family: Household, luxor_unit: Facility) -> Handover:
    return propose(governorate_admin, luxor_unit)


@IN_TURN
def test_the_pages_that_decide_applications(
    language: str, first: int, new_page: Any, portal: str, clerk: Account, disputed: Application,
    sent_application: Application, pair: PossibleDuplicate,
) -> None:  # fmt: skip
    with within(reach_of(clerk)):
        draft = actions.begin(by=clerk, today=cairo_today(), given={}, channel="hotline")
    page = new_page(PHONE)
    enter(page, portal, clerk)
    assert_all_in_order(page, language, [
        "/desk/applications/", f"/desk/applications/{disputed.pk}/", f"/desk/applications/{sent_application.pk}/?lines=6",
        "/desk/applications/?status=received&overdue=on", "/desk/hotline/", f"/desk/hotline/{draft.pk}/",
        f"/desk/hotline/{draft.pk}/phone/", "/desk/dispute/",
        "/desk/duplicates/", f"/desk/duplicates/{pair.pk}/",
    ][first::2])  # fmt: skip


@IN_TURN
def test_the_pages_that_decide_changes_and_units(
    language: str, first: int, new_page: Any, portal: str, governorate_admin: Account, died: LifeEvent,
    asked: UnitRequest, handover: Handover, luxor_unit: Facility,
) -> None:  # fmt: skip
    rows = [*families(2, luxor_unit.pk), *families(1, "no-such-unit")]
    checked = finish(send(governorate_admin, as_csv(rows), kind="households", name="أسر.csv")).pk
    with system_reach():
        [one] = handover.families.all()
    page = new_page(PHONE)
    enter(page, portal, governorate_admin)
    assert_all_in_order(page, language, [
        "/changes/", f"/changes/{died.pk}/", f"/desk/unit-requests/{asked.pk}/", "/desk/unit-requests/",
        "/desk/handovers/", f"/desk/handovers/{handover.pk}/", f"/desk/handovers/{handover.pk}/families/{one.pk}/",
        f"/files/{checked}/", "/files/new/households/", "/desk/duplicates/?status=same",
    ][first::2])  # fmt: skip


@IN_TURN
def test_the_pages_of_who_reads_a_file(
    language: str, first: int, new_page: Any, portal: str, clerk: Account, family: Household
) -> None:
    with system_reach():
        number = Beneficiary.objects.get(pk=pk(the(family, "head"))).national_id
    page = new_page(PHONE)
    enter(page, portal, clerk)
    assert_all_in_order(page, language, [
        "/desk/files/", "/desk/files/join/", "/desk/files/code/", "/desk/files/end/", "/desk/files/number/",
        f"/families/{family.pk}/changes/new/",
    ][first::2])  # fmt: skip
    page.goto(f"/{language}/desk/files/code/")
    assert page.evaluate("document.activeElement.name") == "national_id", "the first key lands in its field"
    page.keyboard.type(number)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel-reference")
    page.emulate_media(media="print")
    assert page.locator(".no-print").is_hidden() and page.locator(".panel-reference").is_visible()
    assert page.evaluate(WIDEST) == 0


def test_a_decision_that_was_refused_keeps_its_form_open_and_leads_to_the_field(
    new_page: Any, portal: str, governorate_admin: Account, sent_application: Application
) -> None:
    page = new_page(PHONE)
    enter(page, portal, governorate_admin)
    page.goto(f"/ar/desk/applications/{sent_application.pk}/")
    refusal = page.locator("form[action$='/refuse/']")
    assert refusal.is_hidden(), "three decisions fit on a screen, each unfolds when it is wanted"
    page.locator("summary").last.click()
    refusal.locator("button").click()
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className").startswith("error-summary")
    page.locator(".error-summary a").click()
    assert page.evaluate("document.activeElement.name") == "reason"


def test_what_two_records_do_not_share_is_marked(
    new_page: Any, portal: str, clerk: Account, pair: PossibleDuplicate
) -> None:
    page = new_page(DESK)
    enter(page, portal, clerk)
    page.goto(f"/ar/desk/duplicates/{pair.pk}/")
    assert page.locator("mark").all_inner_texts() == ["عبد", "الله"]
    assert page.locator("tr.differs").count() == 3  # the name, the number, the unit


@pytest.fixture
def full_queue(luxor_unit: Facility, clerk: Account) -> Callable[[int], None]:
    """Fills the queue of changes: so many births of one family."""

    def fill(number: int) -> None:
        family = registered_family(clerk, luxor_unit, five(day=8))
        for nth in range(number):
            tell(clerk, family, "correction", today=cairo_today(), field="other", what=f"الاسم {nth}")

    return fill


def test_a_full_queue_is_walked_by_keyboard(
    new_page: Any, portal: str, clerk: Account, full_queue: Callable[[int], None]
) -> None:
    full_queue(26)
    page = new_page(PHONE)
    enter(page, portal, clerk)
    page.goto("/en/changes/")
    assert page.locator("tbody tr").count() == 25
    page.locator("a[rel=next]").press("Enter")
    page.wait_for_url("**page=2**")
    assert page.locator("tbody tr").count() == 1
    assert page.locator("nav [aria-current=page]").first.is_visible()
