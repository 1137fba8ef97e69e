"""The queue is its clerk's alone: locked by whatever ends the session, unreadable in the browser, released unread."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.browser.desk.conftest import (
    KEPT,
    NAME,
    cut,
    handles,
    keep_from_the_portal,
    ledger,
    let_through,
    log,
    open_desk,
    press,
    sign_out,
    states,
    wait_for_shell,
    wait_for_state,
)
from tests.browser.test_pages import enter
from tests.browser.wire import Wire
from tests.families import national_id
from tests.worker import wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)
# All that the browser keeps, as text; bytes as Latin-1.
STORED = """async () => {
  const asked = indexedDB.open("desk");
  await new Promise((done) => { asked.onsuccess = done; });
  const rows = [];
  for (const name of asked.result.objectStoreNames) {
    const all = asked.result.transaction(name).objectStore(name).getAll();
    await new Promise((done) => { all.onsuccess = done; });
    rows.push(...all.result);
  }
  asked.result.close();
  const isBytes = (one) => one instanceof ArrayBuffer || ArrayBuffer.isView(one);
  const text = JSON.stringify(rows, (_key, one) => isBytes(one) ? new TextDecoder("latin1").decode(one) : one);
  const pages = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) pages.push(await (await cache.match(request, { ignoreVary: true })).text());
  }
  return text + pages.join(" ") + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
}"""
EXPORTED = """async () => {
  const asked = indexedDB.open("desk");
  await new Promise((done) => { asked.onsuccess = done; });
  const all = asked.result.transaction("queues").objectStore("queues").getAll();
  await new Promise((done) => { all.onsuccess = done; });
  asked.result.close();
  return crypto.subtle.exportKey("raw", all.result[0].handle).then(() => "read", (fault) => fault.name);
}"""


def test_who_signs_out_locks_the_queue_and_opens_it_again(
    device: Any, line: Wire, clerk: Account, other_clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    keep_from_the_portal(page)
    log(page, number)
    wait_for_state(page, pending=1)
    sign_out(page)
    assert handles(page) == [False]
    assert (
        page.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('desk-')))") == []
    )
    open_desk(device, line, other_clerk, "en")
    page.locator("[data-trouble]", has_text="another clerk").wait_for()
    assert handles(page) == [False, True] and page.locator("[data-kept]").is_hidden()
    assert ledger() == []
    sign_out(page)
    open_desk(device, line, clerk, "en")
    wait_for(lambda: len(ledger()) == 1)
    assert ledger()[0].recorded_by_id == clerk.pk


def test_who_signs_out_without_a_network_is_signed_out_as_soon_as_there_is_one(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    cut(page, line)
    log(page, number)
    page.locator("form[action$='/sign-out/'] button").click()
    page.locator("[data-locked]", has_text="1 entry is kept locked").wait_for()
    wait_for(lambda: handles(page) == [False])
    page.goto("about:blank")  # or the page that is open might sign out a moment sooner
    line.mend()
    page.goto(f"{line.address}/en/desk/")
    page.wait_for_url(lambda address: not address.endswith("/desk/"))
    assert device.request.get(f"{line.address}/api/v1/desk/").status in (401, 403)
    assert (handles(page), states(page), ledger()) == ([False], ["pending"], [])
    open_desk(device, line, clerk, "en")
    wait_for(lambda: len(ledger()) == 1)


@pytest.mark.parametrize("how", ["the session is ended", "the password is new"])
def test_what_ends_a_session_locks_the_queue_and_keeps_it(
    how: str, device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    keep_from_the_portal(page)
    log(page, number)
    if how == "the session is ended":
        device.clear_cookies(name="sessionid")
    else:
        clerk.set_password("another one, long enough")
        clerk.save(update_fields=["password"])
    press(page, number, "Enter")
    let_through(page)
    page.evaluate("desk.queue.send()")
    page.locator("[data-locked]", has_text="1 entry is kept locked").wait_for()
    assert page.get_by_text("can also release what is kept here").is_visible()
    assert page.locator("form[data-find]").is_hidden() and NAME not in page.inner_text("main")
    wait_for(lambda: handles(page) == [False])
    assert (states(page), ledger()) == (["pending"], [])
    open_desk(device, line, clerk, "en")
    wait_for(lambda: len(ledger()) == 1)


def test_the_enter_that_was_on_its_way_while_the_desk_locked_leads_nowhere(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    device.clear_cookies(name="sessionid")
    press(page, number)
    page.evaluate("desk.line.hello().catch(() => {})")
    page.locator("[data-locked]").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-locked]')")
    assert page.get_by_text("can also release what is kept here").is_hidden(), "nothing is kept"
    press(page, "Enter")
    page.locator("[data-locked] a").focus()
    page.evaluate("desk.queue.locked()")
    assert page.evaluate("document.activeElement.matches('[data-locked] a')"), (
        "who went on is not brought back"
    )
    page.locator("[data-locked] a").press("Enter")
    page.wait_for_url("**/sign-in/?next=/en/desk/")


def test_a_session_ends_by_the_clock_too_while_there_is_no_network(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    wait_for_shell(page, "en")
    cut(page, line)
    log(page, number)
    page.clock.set_fixed_time(cairo_now() + timedelta(hours=13))
    page.goto(f"{line.address}/en/desk/")
    page.locator("[data-locked]", has_text="1 entry is kept locked").wait_for()
    wait_for(lambda: handles(page) == [False])
    assert page.locator("form[data-find]").is_hidden() and states(page) == ["pending"]


def test_the_manager_releases_a_locked_queue_unread(
    device: Any, line: Wire, clerk: Account, manager: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    keep_from_the_portal(page)
    log(page, number)
    log(page, national_id(cairo_today().replace(year=1981, day=1), 7), "2")
    wait_for_state(page, pending=2)
    sign_out(page)
    enter(page, line.address, manager)
    page.goto("/en/desk/locked/")
    page.locator("[data-queues] button").click()
    page.locator("[data-told] li").wait_for()
    words = page.inner_text("main")
    assert "1 entry is logged" in words and "No one is registered" in words
    assert number not in page.content() and NAME not in page.content()
    (record,) = ledger()
    assert record.recorded_by_id == clerk.pk
    with system_reach():
        (noted,) = Event.objects.filter(action="records.release_queue")
        assert (noted.account_id, noted.subject_id, noted.details["records"]) == (
            manager.pk,
            str(clerk.pk),
            1,
        )
    assert states(page) == ["refused"]


def test_nothing_in_the_browsers_storage_can_be_read(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk)
    cut(page, line)
    log(page, number)
    wait_for_state(page, pending=1)
    seen = page.evaluate(STORED)
    assert number not in seen and NAME not in seen
    assert page.evaluate(EXPORTED) == "InvalidAccessError"
    assert [queue["open"] for queue in page.evaluate(KEPT, "queues")] == [False]


def test_nothing_of_a_patient_stays_after_sending_and_no_key_after_signing_out(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk)
    cut(page, line)
    log(page, number)
    assert set(page.evaluate(KEPT, "entries")[0]) >= {"iv", "sealed"}
    line.mend()
    wait_for_state(page, pending=0, sent=1)
    (left,) = page.evaluate(KEPT, "entries")
    assert set(left) == {"seq", "id", "clerk", "state", "at"}
    sign_out(page)
    assert [page.evaluate(KEPT, store) for store in ("queues", "entries", "facts")] == [[], [], []]
