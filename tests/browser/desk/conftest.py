"""The clerk's desk in a browser of its own: the line to the portal that can be cut, and what a clerk does at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.models import ServiceRecord
from tests.browser.conftest import DESK
from tests.browser.test_finder import wait_until
from tests.browser.test_pages import enter
from tests.browser.wire import Wire
from tests.services.visits import person_of
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

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
    """Until `let_through`, or another page: pages still come, but the desk gets no answer, and has noticed."""
    # In the page itself: what a service worker takes over at this moment passes by the browser's own interception.
    page.evaluate(
        """() => {
          window.unhindered = window.fetch;
          window.fetch = (path, ...more) =>
            path.startsWith("/api/v1/") ? Promise.reject(new TypeError("kept")) : window.unhindered(path, ...more);
        }"""
    )
    page.evaluate("desk.line.hello().catch(() => {})")
    wait_until(page, "desk.line.state === 'offline'")


def let_through(page: Any) -> None:
    page.evaluate("window.fetch = window.unhindered")


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
