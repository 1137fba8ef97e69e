"""Entries wait on the device until the portal has answered: over a line that breaks, in a browser that dies, in two tabs."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from facilities.directory.models import Facility
from facilities.staff.models import Post, Role
from registry.people.models import Beneficiary
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK
from tests.browser.desk.conftest import (
    NAME,
    READY,
    cut,
    ledger,
    log,
    open_desk,
    press,
    wait_for_shell,
    wait_for_state,
)
from tests.browser.test_finder import wait_until
from tests.browser.test_pages import enter
from tests.browser.wire import Wire
from tests.families import national_id
from tests.worker import wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_a_network_the_cover_is_not_checked_until_there_is_one(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    cut(page, line)
    for typed in (NAME, f"{number[:3]}99{number[5:]}"):
        press(page, "F2", typed, "Enter")
        page.locator("[data-fault]", has_text="only a whole national ID number").wait_for()
    press(page, "F2", number, "Enter")
    assert "not checked" in page.inner_text("[data-patient]").lower()
    line.mend()
    page.evaluate("void desk.queue.send()")
    page.locator("[data-patient]", has_text="Covered").wait_for()


def test_ten_entries_outlive_a_cut_line_a_reload_and_a_killed_browser(
    chromium: Any, line: Wire, clerk: Account, number: str, person: Beneficiary, tmp_path: Path
) -> None:
    def browser() -> Any:
        arguments = [*ARGUMENTS, "--no-sandbox"] if os.getuid() == 0 else ARGUMENTS
        opened = chromium.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=CHROMIUM, args=arguments, viewport=DESK, base_url=line.address
        )
        opened.set_default_timeout(15_000)
        return opened

    device = browser()
    page = open_desk(device, line, clerk)
    wait_for_shell(page)
    for _entry in range(4):
        log(page, number)
    cut(page, line)
    for _entry in range(3):
        log(page, number, "2")
    wait_until(page, "desk.queue.pending >= 3")
    page.goto(f"{line.address}/ar/desk/")
    wait_until(page, "window.desk && desk.queue.open && desk.kinds.favourites.length")
    for _entry in range(3):
        log(page, number, "3")
    wait_until(page, "desk.queue.pending >= 6")
    kill(str(tmp_path))
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in (number, NAME):
        assert not any(secret.encode(how) in kept for how in ("utf-8", "utf-16-le"))
    line.mend()
    device = browser()
    page = open_desk(device, line, clerk)
    wait_for(lambda: len(ledger()) == 10)
    wait_for_state(page, pending=0, refused=0)
    assert len({record.pk for record in ledger()}) == 10
    assert {record.beneficiary_id for record in ledger()} == {person.pk}
    device.close()


def kill(profile: str) -> None:
    """End a browser at once, known by the folder of its profile."""
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            said = (process / "cmdline").read_bytes().decode(errors="ignore")
        except OSError:
            continue
        if f"--user-data-dir={profile}" in said and "--type=" not in said:
            os.kill(int(process.name), signal.SIGKILL)
            wait_for(lambda gone=process: not (gone / "exe").exists())


def test_two_tabs_send_once(device: Any, line: Wire, clerk: Account, number: str) -> None:
    page = open_desk(device, line, clerk)
    other = device.new_page()
    other.goto("/ar/desk/")
    wait_until(other, READY)
    cut(page, line)
    cut(other, line)
    page.bring_to_front()
    for _entry in range(3):
        log(page, number)
    wait_until(other, "desk.queue.pending === 3")
    line.mend()
    for tab in (page, other):
        tab.evaluate("void desk.queue.send()")
    for tab in (page, other):
        wait_for_state(tab, pending=0, sent=3)
    assert len(ledger()) == 3


def test_a_full_device_says_so_and_loses_nothing(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    page.evaluate("""() => {
      window.add = IDBObjectStore.prototype.add;
      const full = new DOMException("full", "QuotaExceededError");
      IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = () => { throw full; };
    }""")
    log(page, number)
    wait_for(lambda: len(ledger()) == 1)
    page.locator("[data-trouble]", has_text="full").wait_for()
    cut(page, line)
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.locator("[data-fault]", has_text="nothing was saved").wait_for()
    assert page.locator("[data-lines] tr").count() == 1, "what was typed stays on the screen"
    page.evaluate("() => { IDBObjectStore.prototype.add = window.add; }")
    page.keyboard.press("Enter")
    wait_for_state(page, pending=1)
    line.mend()
    wait_for(lambda: len(ledger()) == 2)


def test_what_is_refused_stays_until_it_is_settled(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    cut(page, line)
    stranger = national_id(cairo_today().replace(year=1982, day=1), 7)
    for _entry in range(2):
        log(page, stranger)
    line.mend()
    wait_for_state(page, refused=2)
    page.keyboard.press("F10")
    page.keyboard.press("Enter")
    page.locator("[data-fault]", has_text="No one is registered").wait_for()
    assert page.evaluate("document.activeElement.value") == stranger
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    wait_for(lambda: len(ledger()) == 1)
    wait_for_state(page, refused=1)
    page.locator("[data-kept-list] .button--quiet").click()
    page.locator("[data-kept-list] .button--warning").click()
    wait_for_state(page, refused=0)
    assert len(ledger()) == 1


def test_entries_of_a_facility_that_the_clerk_has_left_are_refused_and_hold_up_no_others(
    device: Any, line: Wire, clerk: Account, number: str, port_said_unit: Facility
) -> None:
    page = open_desk(device, line, clerk, "en")
    cut(page, line)
    log(page, number)
    Post.objects.filter(account=clerk).update(until=cairo_today())
    Post.objects.create(account=clerk, role=Role.CLERK, facility=port_said_unit, since=cairo_today())
    line.mend()
    page.evaluate("void desk.queue.send()")
    page.locator("[data-kept-list]", has_text="only at your own facility").wait_for()
    assert page.locator("[data-mend]").count() == 0
    log(page, number)
    wait_for(lambda: [one.facility_id for one in ledger()] == [port_said_unit.pk])


def test_a_browser_that_keeps_nothing_is_told_so_and_still_logs(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    device.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    page = device.new_page()
    enter(page, line.address, clerk)
    page.goto("/en/desk/")
    wait_until(page, READY)
    page.locator("[data-trouble]", has_text="keeps nothing").wait_for()
    log(page, number)
    assert len(ledger()) == 1
    cut(page, line)
    press(page, number, "Enter", "1", "Enter")
    page.locator("[data-fault]", has_text="nothing was saved").wait_for()
    line.mend()
    page.keyboard.press("Enter")
    wait_for(lambda: len(ledger()) == 2)


def test_an_answer_that_is_lost_leads_to_no_second_record(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    device.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    page = device.new_page()
    enter(page, line.address, clerk)
    page.goto(f"{line.address}/en/desk/")
    wait_until(page, READY)

    def lose_the_answer(route: Any) -> None:
        route.fetch()
        route.abort()

    wait_for_shell(page, "en")  # what a service worker takes over at this moment would not be lost
    page.route("**/service-records/batch", lose_the_answer, times=1)
    press(page, number, "Enter", "1", "Enter")
    page.locator("[data-fault]", has_text="nothing was saved").wait_for()
    assert len(ledger()) == 1
    page.keyboard.press("Enter")
    page.locator("[data-told]", has_text="is logged").wait_for()
    assert len(ledger()) == 1
