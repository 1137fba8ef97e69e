"""The ledger as a file: one row an entry, in pieces, killed and resumed to the same bytes, within what a sheet holds."""

import io
import tracemalloc
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from facilities.directory.models import Facility
from services.records.models import ServiceRecord
from services.statistics.exports import ledger
from tests.cast import sign_in
from tests.services.statistics.exports.conftest import (
    ask,
    content_of,
    finish,
    last_month,
    made,
    months,
    rows_of_csv,
    seen,
    sheets_of,
    this_month,
)
from tests.services.visits import lines_of, visit
from uhis_portal.accounts.models import Account
from uhis_portal.files import turns
from uhis_portal.files.exports import making
from uhis_portal.files.exports.models import Export
from uhis_portal.files.exports.sheets import SheetWriter
from uhis_portal.reach import system_reach

BOTH = months(last_month(), this_month())


@pytest.mark.django_db
def test_each_entry_is_a_row_and_nothing_in_it_names_a_person(
    care: dict[str, Any], governorate_admin: Account, luxor_unit: Facility
) -> None:
    pk = ask(governorate_admin, "records", area="EG-LX", **BOTH)
    assert seen(pk).rows_total == 5
    finish(pk)
    content = content_of(pk)
    heads, *rows = rows_of_csv(content)
    by_id = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    with system_reach():
        records = list(ServiceRecord.objects.filter(governorate="EG-LX"))
    assert by_id.keys() == {str(record.pk) for record in records}
    reversal = by_id[str(care["reversal"].pk)]
    assert (reversal["Quantity"], reversal["Reversal of"]) == ("-1", str(care["slip"].pk))
    late = [row for row in by_id.values() if row["Late"] == "yes"]
    assert {row["Day"] for row in late} == {last_month().isoformat()}
    assert {(row["Sex"], row["Year of birth"], row["Facility code"]) for row in by_id.values()} == {
        ("male", "1990", luxor_unit.pk)
    }
    person = care["person"]
    for secret in (str(person.pk), person.full_name, str(person.household.pk)):
        assert secret.encode() not in content


@pytest.mark.django_db
def test_the_workbook_holds_the_same_cells_as_the_text(
    care: dict[str, Any], governorate_admin: Account
) -> None:
    _heads, *text = rows_of_csv(made(governorate_admin, "records", area="EG-LX", **BOTH))
    _heads, *cells = sheets_of(made(governorate_admin, "records", format="xlsx", area="EG-LX", **BOTH))[
        "Data"
    ]
    shown = [
        [*row[:3], row[3].isoformat(), *row[4:6], str(int(row[6])), row[7], str(int(row[8])), *row[9:]]
        for row in cells
    ]
    assert shown == text


@pytest.fixture
def many(many_entries: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "AT_ONCE", 7)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_killed_in_the_middle_it_goes_on_to_the_same_bytes(
    format: str,
    many: None,
    governorate_admin: Account,
    national_admin: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked_at = timezone.now()
    whole = ask(governorate_admin, "records", format=format, area="EG-LX", **BOTH)
    killed = ask(national_admin, "records", format=format, area="EG-LX", **BOTH)
    with system_reach():  # what the file says of itself is of the same moment in both
        Export.objects.update(asked_at=asked_at, as_of=timezone.now())
    assert finish(whole).rows_done == 45
    kept = making.Keeper.keep
    steps, killings = iter(range(1000)), iter(range(1000))

    def dying(self: making.Keeper) -> None:
        kept(self)
        if next(steps) % 3 == 1:
            next(killings)
            raise KeyboardInterrupt

    monkeypatch.setattr(making.Keeper, "keep", dying)
    while seen(killed).is_under_way:
        before = seen(killed).rows_done
        try:
            making.step(killed)
        except KeyboardInterrupt:
            assert seen(killed).rows_done == before
    assert next(killings) >= 3
    assert content_of(killed) == content_of(whole)
    if format == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content_of(killed))) as archive:
            assert archive.testzip() is None
        assert len(sheets_of(content_of(killed))["Data"]) == 46


@pytest.mark.django_db(transaction=True)
def test_what_is_written_down_later_does_not_change_a_file_that_is_being_made(
    many: None, care: dict[str, Any], clerk: Account, governorate_admin: Account, luxor_unit: Facility
) -> None:
    pk = ask(governorate_admin, "records", area="EG-LX", **BOTH)
    making.step(pk)
    visit(clerk, luxor_unit.pk, care["person"].pk, lines_of("PHC-DENT"), on=last_month())
    assert finish(pk).rows_done == 45


@pytest.mark.django_db
def test_more_rows_than_a_sheet_holds_are_refused_and_csv_is_offered(
    care: dict[str, Any], client: Client, governorate_admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SheetWriter, "most_rows", 4)
    sign_in(client, governorate_admin)
    wish = {"format": "xlsx", "language": "en", "area": "EG-LX", **BOTH}
    page = client.post("/en/exports/new/records/", wish)
    assert page.status_code == 422
    said = "This file would have 5 rows, and an Excel sheet holds 4. Choose CSV, or a shorter period."
    assert page.context["form"].errors["format"] == [said]
    assert client.post("/en/exports/new/records/", {**wish, "format": "csv"}).status_code == 302
    # Where the rows are not counted beforehand it is found out on the way.
    monkeypatch.setattr(SheetWriter, "most_rows", 2)
    one = finish(ask(governorate_admin, "services-by-month", format="xlsx", area="EG-LX", **BOTH))
    assert (one.state, one.reason["code"]) == ("failed", "too_many_rows")
    assert "holds 2 rows" in one.reason["en"]


def test_a_long_sheet_takes_no_more_memory_than_a_short_one() -> None:
    """Pieces of rows go through the writer; nothing of what was written stays with it."""
    from uhis_portal.files.exports.writing import Heading

    columns = ledger.LedgerExporter.columns
    row = ("0190-1", "LX-F01", "وحدة", last_month(), "PHC-FM", "كشف", 1, "ذكر", 1990, "مغطى", False, None)

    def most(pieces: int) -> int:
        writer = SheetWriter(columns, Heading("ledger"), timezone.now())
        writer.begin()
        tracemalloc.start()
        for _piece in range(pieces):
            writer.rows([row] * 500)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(1)
    assert most(20) < 1.3 * most(2)


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_the_portal_is_counted_and_the_file_can_go_on(
    many: None, client: Client, governorate_admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    pk = ask(governorate_admin, "records", area="EG-LX", **BOTH)
    making.step(pk)
    with monkeypatch.context() as broken:
        broken.setattr(ledger.LedgerExporter, "row", lambda *_given: 1 / 0)
        for _time in range(Export.TRIES):
            making.step(pk)
    one = seen(pk)
    assert (one.state, one.rows_done, one.can_be_resumed) == ("failed", 7, True)
    answer = sign_in(client, governorate_admin).post(f"/en/exports/{pk}/resume/")
    assert answer.status_code == 302
    assert finish(pk).rows_done == 45


@pytest.mark.django_db(transaction=True)
def test_a_lost_task_is_found_by_the_clock(many: None, governorate_admin: Account) -> None:
    pk = ask(governorate_admin, "records", area="EG-LX", **BOTH)
    making.advance_stalled()
    assert seen(pk).rows_done == 0  # it was touched a moment ago: its task may still come
    with system_reach():
        Export.objects.update(touched_at=timezone.now() - 2 * timedelta(seconds=turns.STALLED))
    making.advance_stalled()
    assert seen(pk).state == "made"
