"""Care given in two governorates, and files of it: asked for, and made as the worker makes them."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from facilities.directory.models import Facility
from services.statistics.reading.periods import months_after
from tests.services.visits import lines_of, own_reach, person_of, undo, visit
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.files.exports import actions, making
from uhis_portal.files.exports.models import Export
from uhis_portal.files.exports.taking import pieces
from uhis_portal.reach import SYSTEM, system_reach, within

Ask = Callable[..., UUID]


def this_month() -> date:
    return cairo_today().replace(day=1)


def last_month() -> date:
    return months_after(this_month(), -1)


def months(first: date, last: date | None = None) -> dict[str, str]:
    return {"from": f"{first:%Y-%m}", "to": f"{last or first:%Y-%m}"}


@pytest.fixture
def care(luxor_unit: Facility, port_said_unit: Facility, clerk: Account) -> dict[str, Any]:
    """In Luxor: last month 3 + 2, this month 4 and one that was undone; in Port Said one."""
    person = person_of(luxor_unit)
    elsewhere = person_of(port_said_unit, serial=3)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", quantity=3), on=last_month())
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB", quantity=2), on=last_month())
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", quantity=4))
    (slip,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-DENT"))
    reversal = undo(clerk, slip)
    visit(Account.system(), port_said_unit.pk, elsewhere.pk, lines_of("PHC-FM"), on=last_month())
    return {"person": person, "slip": slip, "reversal": reversal}


@pytest.fixture
def many_entries(care: dict[str, Any], clerk: Account, luxor_unit: Facility) -> None:
    """Forty more entries in Luxor, of last month: 45 rows in all."""
    for _number in range(20):
        visit(clerk, luxor_unit.pk, care["person"].pk, lines_of("PHC-FM", "PHC-LAB"), on=last_month())


def ask(by: Account, kind: str, *, format: str = "csv", language: str = "en", **about: str) -> UUID:
    """Ask for a file in the reach that a request of `by` would have; its id."""
    with within(own_reach(by)) as reach:
        return actions.ask(by=by, reach=reach, kind=kind, format=format, language=language, given=about,
                           now=timezone.now()).pk  # fmt: skip


def finish(pk: UUID) -> Export:
    """Do what the worker does until nothing is left to do."""
    while making.step(pk):
        pass
    return seen(pk)


def seen(pk: UUID) -> Export:
    with system_reach():
        return Export.objects.select_related("account").get(pk=pk)


def content_of(pk: UUID) -> bytes:
    return b"".join(pieces(seen(pk), SYSTEM))


def made(by: Account, kind: str, **wish: Any) -> bytes:
    """The bytes of a file that is made at once."""
    one = finish(ask(by, kind, **wish))
    assert one.state == "made", one.reason
    content = content_of(one.pk)
    assert len(content) == one.size
    return content


def rows_of_csv(content: bytes) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(content.decode("utf-8-sig")))


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
