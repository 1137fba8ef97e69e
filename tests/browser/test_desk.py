"""The clerk's desk in a browser: by keyboard alone, with a line that breaks, a browser that dies and a clerk who leaves."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Facility
from facilities.staff.models import Post, Role
from registry.people.models import Beneficiary
from services.records.models import OtherPatient, ServiceRecord
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK, PHONE
from tests.browser.test_finder import wait_until
from tests.browser.test_pages import AXE, WIDEST, assert_all_in_order, enter
from tests.browser.wire import Wire
from tests.families import national_id
from tests.made_up_families import MEN, WOMEN
from tests.services.visits import lines_of, person_of, visit
from tests.worker import wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import comparable
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "خالد سامي فتحي علي"
KEPT = """async (store) => {
  const asked = indexedDB.open("desk");
  await new Promise((done, fail) => { asked.onsuccess = done; asked.onerror = fail; });
  const all = asked.result.transaction(store).objectStore(store).getAll();
  await new Promise((done) => { all.onsuccess = done; });
  asked.result.close();
  if (store !== "queues") return all.result;
  return all.result.map(({ clerk, handle }) => ({ clerk, key: Boolean(handle), open: handle && handle.extractable }));
}"""
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
# Keys that write nothing are told by `keydown`; of letters that the keyboard of the tests has not, only the text comes.
COUNT_KEYS = """() => {
  window.keys = 0;
  addEventListener("keydown", (event) => { window.keys += event.key.length > 1 ? 1 : 0; }, true);
  addEventListener("beforeinput", (event) => { window.keys += event.inputType === "insertText" ? 1 : 0; }, true);
}"""
NAMED_KEYS = {"Enter", "Escape", "F2", "F4", "F7", "F8", "F9", "F10"}
READY = (
    "document.querySelector('[data-favourites] button') && document.querySelector('[data-line] .badge--good')"
)


@pytest.fixture
def line(portal: str) -> Iterator[Wire]:
    wire = Wire(urlsplit(portal).port or 0)
    yield wire
    wire.close()


@pytest.fixture
def device(chromium: Any, line: Wire) -> Iterator[Any]:
    """A browser of its own at the end of the wire, service worker and all."""
    context = chromium.new_context(viewport=DESK, base_url=line.address)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def person(clerk: Account, luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


@pytest.fixture
def number(person: Beneficiary) -> str:
    with system_reach():
        return Beneficiary.objects.get(pk=person.pk).national_id or ""


def open_desk(device: Any, line: Wire, account: Account, language: str = "ar") -> Any:
    """The desk as `account`, connected and ready."""
    page = device.pages[0] if device.pages else device.new_page()
    enter(page, line.address, account)
    page.goto(f"{line.address}/{language}/desk/")
    wait_until(page, READY)
    wait_until(page, "desk.queue.open")
    return page


def wait_for_shell(page: Any, language: str = "ar") -> None:
    """The device keeps the desk itself."""
    wait_until(page, f"caches.match('/{language}/desk/shell/', {{ ignoreVary: true }}).then(Boolean)")


def log(page: Any, number: str, kind: str = "1") -> None:
    """A visit with the fewest keys; back when the desk is ready for the next."""
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.keyboard.type(kind)
    page.keyboard.press("Enter")
    wait_until(
        page, "document.activeElement.id === 'id_who' && document.querySelector('[data-told]').textContent"
    )
    page.evaluate("document.querySelector('[data-told]').textContent = ''")


def ledger() -> list[ServiceRecord]:
    with system_reach():
        return list(ServiceRecord.objects.order_by("recorded_at", "pk"))


def cut(page: Any, line: Wire) -> None:
    """The line breaks, and the page has noticed."""
    line.cut()
    page.evaluate("desk.line.hello().catch(() => {})")
    wait_until(page, "desk.line.state === 'offline'")


def keep_from_the_portal(page: Any) -> None:
    """Pages still come, but the desk gets no answer, and has noticed."""
    page.route("**/api/v1/**", lambda route: route.abort())
    page.evaluate("desk.line.hello().catch(() => {})")
    wait_until(page, "desk.line.state === 'offline'")


def states(page: Any) -> list[str]:
    return sorted(entry["state"] for entry in page.evaluate(KEPT, "entries"))


def handles(page: Any) -> list[bool]:
    """Of each queue on the device, whether its key is there."""
    return sorted(queue["key"] for queue in page.evaluate(KEPT, "queues"))


def sign_out(page: Any) -> None:
    with page.expect_navigation():
        page.locator("form[action$='/sign-out/'] button").click()


def press(page: Any, *keys: str) -> None:
    """Type words and press named keys."""
    for one in keys:
        page.keyboard.press(one) if one in NAMED_KEYS else page.keyboard.type(one)


def wait_for_state(page: Any, **counts: int) -> None:
    wait_until(page, " && ".join(f"desk.queue.{name} === {count}" for name, count in counts.items()))


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
    assert sum(one.reverses_id is not None for one in ledger()) == 1


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


def test_an_answer_that_comes_late_brings_nobody_back(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    held: list[Any] = []
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
    page.unroute("**/api/v1/**")
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
    page.unroute("**/api/v1/**")
    press(page, number, "Enter")
    page.locator("[data-locked]", has_text="1 entry is kept locked").wait_for()
    assert page.locator("form[data-find]").is_hidden() and NAME not in page.inner_text("main")
    wait_for(lambda: handles(page) == [False])
    assert (states(page), ledger()) == (["pending"], [])
    open_desk(device, line, clerk, "en")
    wait_for(lambda: len(ledger()) == 1)


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
    page.unroute("**/api/v1/**")
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


def test_a_wrong_clock_gives_no_wrong_day(device: Any, line: Wire, clerk: Account, number: str) -> None:
    page = open_desk(device, line, clerk)
    wait_for_shell(page)
    cut(page, line)
    page.clock.set_fixed_time(cairo_now() - timedelta(days=9))
    page.goto(f"{line.address}/ar/desk/")
    wait_until(page, "window.desk && desk.queue.open && desk.kinds.favourites.length")
    log(page, number)
    wait_for_state(page, pending=1)
    line.mend()
    wait_for(lambda: len(ledger()) == 1)
    assert ledger()[0].provided_on == cairo_today()


def test_a_clock_that_was_set_meanwhile_has_the_clerk_say_the_day(
    device: Any, line: Wire, clerk: Account, number: str
) -> None:
    page = open_desk(device, line, clerk, "en")
    cut(page, line)
    page.clock.set_fixed_time(cairo_now() - timedelta(days=9))
    log(page, number)
    page.clock.set_fixed_time(cairo_now())
    line.mend()
    page.evaluate("void desk.queue.send()")
    page.locator("[data-kept-list]", has_text="The clock of this device was changed").wait_for()
    press(page, "F10", "Enter")
    assert page.evaluate("document.activeElement.id") == "desk-day"
    page.locator("[data-patient] h2", has_text=NAME).wait_for()
    press(page, "-1", "Enter", "Enter")
    wait_for(lambda: [one.provided_on for one in ledger()] == [cairo_today() - timedelta(days=1)])
    wait_for_state(page, refused=0)


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

    page.route("**/service-records/batch", lose_the_answer, times=1)
    press(page, number, "Enter", "1", "Enter")
    page.locator("[data-fault]", has_text="nothing was saved").wait_for()
    assert len(ledger()) == 1
    page.keyboard.press("Enter")
    page.locator("[data-told]", has_text="is logged").wait_for()
    assert len(ledger()) == 1


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
