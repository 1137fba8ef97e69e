"""The device's clock may be wrong, or be set while entries wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

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
from tests.browser.wire import Wire
from tests.worker import wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today

pytestmark = pytest.mark.django_db(transaction=True)


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
