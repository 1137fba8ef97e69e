"""A visit is logged by keyboard alone."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import Any

import pytest

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.models import OtherPatient
from tests.browser.desk.conftest import NAME, ledger, open_desk, press, wait_for_shell
from tests.browser.wire import Wire
from tests.families import national_id
from tests.made_up_families import MEN, WOMEN
from tests.services.visits import lines_of, person_of, visit
from tests.worker import wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import comparable
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)
# Keys that write nothing are told by `keydown`; of letters that the keyboard of the tests has not, only the text comes.
COUNT_KEYS = """() => {
  window.keys = 0;
  addEventListener("keydown", (event) => { window.keys += event.key.length > 1 ? 1 : 0; }, true);
  addEventListener("beforeinput", (event) => { window.keys += event.inputType === "insertText" ? 1 : 0; }, true);
}"""


@pytest.mark.parametrize(("language", "word"), [("ar", "معملى"), ("en", "laboratory")])
def test_a_visit_takes_at_most_15_seconds_and_8_keys_besides_number_and_word(
    language: str, word: str, device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, language)
    page.evaluate(COUNT_KEYS)
    assert page.evaluate("document.activeElement.id") == "id_who"
    began = monotonic()
    page.keyboard.type(number, delay=110)
    page.keyboard.press("Enter", delay=110)
    page.keyboard.type(word, delay=110)
    page.keyboard.press("Enter", delay=110)
    assert page.locator("[data-lines] tr").count() == 1
    page.keyboard.press("Enter", delay=110)
    wait_for(lambda: len(ledger()) == 1)
    took = monotonic() - began
    keys = page.evaluate("window.keys") - len(number) - len(word)
    page.locator("[data-today] bdi", has_text=NAME).wait_for()
    assert page.evaluate("document.activeElement.id") == "id_who"
    assert (ledger()[0].service_type_id, ledger()[0].cover) == ("PHC-LAB", "covered")
    assert keys <= 8 and took <= 15, f"{keys} keys, {took:.1f} s"
    print(f"{language}: {keys} keys besides number and word, {took:.1f} s")  # noqa: T201 (a figure)


def test_a_whole_visit_is_seen_without_scrolling_on_a_small_screen(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk)
    page.set_viewport_size({"width": 1366, "height": 640})  # 768 px less what the browser takes
    press(page, number, "Enter", "1", "2", "3")
    page.locator("[data-patient] h2", has_text=NAME).wait_for()
    page.evaluate("() => document.fonts.ready.then(() => true)")  # another font breaks lines elsewhere
    for part in (
        "#id_who",
        "[data-patient]",
        "#desk-kind",
        "[data-lines] tr >> nth=2",
        "#desk-day",
        "#desk-save",
    ):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 640, part


def test_name_quantity_diagnosis_an_earlier_day_and_undoing_by_keys_alone(
    device: Any, line: Wire, clerk: Account, person: Beneficiary
) -> None:
    page = open_desk(device, line, clerk, "en")
    page.keyboard.type("خالد سامى")
    page.keyboard.press("Enter")
    page.locator("[data-patient] h2", has_text=NAME).wait_for()
    assert "Covered" in page.inner_text("[data-patient]")
    press(page, "1", "+", "+", "2", "*", "٤", "Enter", "/", "j45.9", "Enter", "F4", "-2")
    assert "Late entry" in page.inner_text("[data-day]")
    press(page, "Enter", "Enter")
    wait_for(lambda: len(ledger()) == 2)
    records = sorted(ledger(), key=lambda one: one.quantity)
    assert [(one.quantity, one.diagnosis) for one in records] == [(3, ""), (4, "J45.9")]
    assert {one.provided_on for one in records} == {cairo_today() - timedelta(days=2)}
    page.locator("[data-undo]").first.wait_for()
    page.keyboard.press("F7")
    page.keyboard.type("wrong kind")
    page.keyboard.press("Enter")
    page.locator("[data-today] del").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_who"
    assert page.locator("[data-told]").bounding_box()["y"] < page.locator("#id_who").bounding_box()["y"]
    assert sum(one.reverses_id is not None for one in ledger()) == 1


@pytest.mark.parametrize("typed", ["5/13", "5/0", "31/2"])
def test_a_day_that_no_year_has_is_asked_for_again(
    typed: str, device: Any, line: Wire, clerk: Account
) -> None:
    page = open_desk(device, line, clerk, "en")
    press(page, "F4", typed, "Enter")
    page.locator("[data-fault]", has_text="Write the day as").wait_for()
    assert page.evaluate("document.activeElement.id") == "desk-day"


def test_of_several_the_clerk_chooses_by_a_digit(
    device: Any, line: Wire, clerk: Account, luxor_unit: Facility
) -> None:
    people = {person_of(luxor_unit, serial=serial).pk for serial in (1, 2)}
    page = open_desk(device, line, clerk)
    press(page, "خالد سامي", "Enter")
    page.locator("[data-people] button").nth(1).wait_for()
    press(page, "2")
    page.locator("[data-patient] h2", has_text=NAME).wait_for()
    assert page.evaluate("document.activeElement.id") == "desk-kind"
    press(page, "1", "Enter")
    wait_for(lambda: len(ledger()) == 1)
    assert ledger()[0].beneficiary_id in people


def test_what_this_desk_logs_most_stands_first(
    device: Any, line: Wire, clerk: Account, person: Beneficiary, luxor_unit: Facility
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-VACC"))
    page = open_desk(device, line, clerk, "en")
    name = ServiceType.objects.get(pk="PHC-VACC").name_en
    assert name in page.locator("[data-favourites] button").first.inner_text()


@pytest.mark.parametrize(
    ("language", "typed"), [("ar", "dent"), ("ar", "اسنان"), ("en", "أسنان"), ("en", "PHC-DENT")]
)
def test_kinds_are_found_as_they_are_typed_in_both_languages(
    language: str, typed: str, device: Any, line: Wire, clerk: Account
) -> None:
    page = open_desk(device, line, clerk, language)
    page.locator("#desk-kind").focus()
    press(page, typed)
    assert "PHC-DENT" in page.locator("#desk-kinds [aria-selected=true]").inner_text()


def test_an_answer_that_comes_late_brings_nobody_back(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    held: list[Any] = []
    wait_for_shell(page, "en")  # what a service worker takes over at this moment would not be held
    page.route("**/desk/look-up", lambda route: held.append(route))
    press(page, number, "Enter")
    page.locator("[data-patient]", has_text="Looking up").wait_for()
    press(page, "F2")
    with page.expect_response("**/desk/look-up"):
        held[0].continue_()
    page.evaluate("desk.line.hello()")
    assert page.locator("[data-patient]").is_hidden()
    assert page.evaluate("document.activeElement.id") == "id_who"


def test_somebody_not_registered_is_logged_too(device: Any, line: Wire, clerk: Account) -> None:
    page = open_desk(device, line, clerk, "en")
    page.keyboard.type(national_id(cairo_today().replace(year=1980, day=1), 7))
    page.keyboard.press("Enter")
    page.locator("[data-fault]", has_text="No one is registered").wait_for()
    page.keyboard.press("F8")
    page.keyboard.type("رجل من الحادث")
    page.keyboard.press("Enter")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    wait_for(lambda: len(ledger()) == 1)
    with system_reach():
        assert list(OtherPatient.objects.values_list("kind", "full_name")) == [
            ("unregistered", "رجل من الحادث")
        ]


def test_text_is_compared_in_the_page_as_in_the_portal(device: Any, line: Wire, clerk: Account) -> None:
    page = open_desk(device, line, clerk)
    names = [name for kind in ServiceType.objects.all() for name in (kind.code, kind.name_ar, kind.name_en)]
    names += [*MEN, *WOMEN]
    names += ["أبو بكر", "عبد الله", "ام عبد  الله", "عبدالله", "لا عبدالله", "مُحَمَّد", "محمـــد", "٠١٢۳", "ﷲ", "ﻻ", "Straße",
              "ÉCLAIR", "x_y-z", "ة ى ئ ؤ ء آ", "کیان", "ابي ام", "ـ", "", " ", "A\u200fB", "naïve ½", "Σς"]  # fmt: skip
    assert page.evaluate("names => names.map(desk.comparable)", names) == [comparable(name) for name in names]
