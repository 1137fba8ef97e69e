"""The desk's page itself: kept on the device, installed, taken over by a newer one, and accessible in every state."""

from __future__ import annotations

import re
from typing import Any

import pytest

from facilities.directory.models import Facility
from tests.browser.conftest import DESK, PHONE
from tests.browser.desk.conftest import (
    NAME,
    cut,
    ledger,
    log,
    open_desk,
    press,
    wait_for_shell,
    wait_for_state,
)
from tests.browser.test_finder import wait_until
from tests.browser.test_pages import AXE, WIDEST, assert_all_in_order, enter
from tests.browser.wire import Wire
from tests.families import national_id
from tests.services.visits import person_of
from tests.worker import wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_newer_page_takes_the_queue_over(device: Any, line: Wire, clerk: Account) -> None:
    page = open_desk(device, line, clerk, "en")
    newer = device.new_page()
    newer.goto("/en/offline/")
    newer.evaluate("""new Promise((done) => {
      const asked = indexedDB.open("desk", 2);
      asked.onsuccess = () => { asked.result.close(); done(); };
    })""")
    page.locator("[data-trouble]", has_text="newer version").wait_for()


def test_a_desk_that_an_older_version_kept_opens_until_there_is_a_newer(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk)
    wait_for_shell(page)
    cut(page, line)
    log(page, number)
    page.evaluate("""async () => {
      const name = (await caches.keys()).find((one) => one.startsWith("desk-"));
      const [now, older] = [await caches.open(name), await caches.open("desk-older")];
      for (const request of await now.keys()) await older.put(request, await now.match(request, { ignoreVary: true }));
      await caches.delete(name);
    }""")
    page.goto(f"{line.address}/ar/desk/")
    wait_until(page, "window.desk && desk.queue.open")
    wait_for_state(page, pending=1)
    line.mend()
    wait_for(lambda: len(ledger()) == 1)


def test_the_desk_can_be_installed(device: Any, line: Wire, clerk: Account) -> None:
    page = open_desk(device, line, clerk)
    devtools = device.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    assert told["errors"] == [] and "/ar/desk/" in told["data"]
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )


@pytest.mark.parametrize("language", ["ar", "en"])
def test_in_every_state_axe_finds_nothing_on_a_desk_and_on_a_phone(
    language: str,
    device: Any,
    line: Wire,
    clerk: Account,
    manager: Account,
    number: str,
    luxor_unit: Facility,
) -> None:
    person_of(luxor_unit, serial=2)
    page = open_desk(device, line, clerk, language)

    def look(state: str) -> None:
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            assert page.evaluate(WIDEST) <= 0, f"{state}: wider than {size['width']} px"
        found = AXE.run(page).response["violations"]
        assert not found, f"{state}: {[(one['id'], one['nodes'][0]['html'][:150]) for one in found]}"

    look("empty")
    press(page, number, "Enter", "1")
    page.locator("[data-patient] h2", has_text=NAME).wait_for()
    page.keyboard.type("e")
    look("with a person")
    press(page, "F2", "خالد", "Enter")
    page.locator("[data-people] button").nth(1).wait_for()
    look("several found")
    press(page, "F2", "F8")
    look("not registered")
    page.keyboard.press("F2")
    cut(page, line)
    log(page, national_id(cairo_today().replace(year=1983, day=1), 7))
    look("waiting")
    line.mend()
    wait_for_state(page, refused=1)
    look("refused")
    device.clear_cookies(name="sessionid")
    page.evaluate("desk.line.hello().catch(() => {})")
    page.locator("[data-locked]").wait_for(state="visible")
    look("locked")
    enter(page, line.address, manager)
    page.goto(f"/{language}/desk/locked/")
    page.locator("[data-queues] button").wait_for()
    look("release")
    enter(page, line.address, clerk)
    assert_all_in_order(page, language, ["/desk/other/"])
    assert re.search("desk/other", page.url)
