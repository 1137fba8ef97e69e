"""Files of numbers hold what the endpoints send, cell by cell, and nothing of another area."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Facility
from services.statistics import jobs
from services.statistics.exports.kinds import ServicesByDayExporter
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
from uhis_portal.accounts.models import Account
from uhis_portal.files.reading import Table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("care")]
BOTH = months(last_month(), this_month())


@pytest.mark.parametrize("folded", [False, True], ids=["pending", "rolled up"])
def test_services_by_month_are_the_same_in_csv_in_the_workbook_and_at_the_endpoint(
    folded: bool, client: Client, governorate_admin: Account, luxor_unit: Facility
) -> None:
    if folded:
        jobs.roll_up()
    text = list(rows_of_csv(made(governorate_admin, "services-by-month", area="EG-LX", **BOTH)))
    sheets = sheets_of(made(governorate_admin, "services-by-month", format="xlsx", area="EG-LX", **BOTH))
    assert list(sheets) == ["About this file", "Data"]
    heads, *rows = sheets["Data"]
    assert heads == text[0]
    assert heads[:5] == ["Month", "Governorate code", "Governorate", "Facility code", "Facility"]
    assert [row[0] for row in rows] == [last_month(), last_month(), this_month()]
    assert [[f"{row[0]:%Y-%m}", *row[1:-2], *(str(int(cell)) for cell in row[-2:])] for row in rows] == text[
        1:
    ]
    assert [(row[5], row[-2], row[-1]) for row in rows] == [
        ("PHC-FM", 3, 1),
        ("PHC-LAB", 2, 1),
        ("PHC-FM", 4, 1),
    ]
    assert {row[3] for row in rows} == {luxor_unit.pk}
    sent = sign_in(client, governorate_admin).get("/api/v1/statistics/EG-LX/", BOTH).json()["services"]
    by_month: dict[str, int] = {}
    by_kind: dict[str, int] = {}
    for row in rows:
        by_month[row[0].isoformat()] = by_month.get(row[0].isoformat(), 0) + int(row[-2])
        by_kind[row[5]] = by_kind.get(row[5], 0) + int(row[-2])
    assert by_month == {part["month"]: part["value"] for part in sent["by_month"]}
    assert by_kind == {part["code"]: part["value"] for part in sent["by_kind"]}


def test_the_workbook_in_arabic_runs_from_right_to_left_and_its_first_sheet_says_what_it_is(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    content = made(governorate_admin, "services-by-day", format="xlsx", language="ar", area="EG-LX", **BOTH)
    sheets = sheets_of(content)
    about, data = sheets.values()
    words = {row[0]: row[1] for row in about if row[0] and len(row) > 1}
    assert "الأقصر (EG-LX)" in words.values()
    assert len([value for value in words.values() if value]) == 5
    assert data[0][0] == "اليوم" and data[1][0] == last_month()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for sheet in ("sheet1", "sheet2"):
            assert b'rightToLeft="1"' in archive.read(f"xl/worksheets/{sheet}.xml")


def test_what_the_portal_writes_its_own_reader_reads(governorate_admin: Account) -> None:
    for format in ("csv", "xlsx"):
        content = made(governorate_admin, "services-by-day", format=format, area="EG-LX", **BOTH)
        assert content.startswith(b"\xef\xbb\xbf" if format == "csv" else b"PK")
        if format == "csv":
            rows = list(Table(io.BytesIO(content), ServicesByDayExporter.columns, {}).rows())
            assert [row.number for row in rows] == [2, 3, 4]


def test_registered_people_stand_by_unit_sex_and_age_at_the_end_of_the_month(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    heads, *rows = rows_of_csv(
        made(governorate_admin, "registered", area="EG-LX", to=f"{last_month():%Y-%m}")
    )
    assert heads[-4:] == ["Facility", "Sex", "Age band", "People"]
    (row,) = rows
    end = this_month() - timedelta(days=1)
    age = end.year - 1990
    band = next(
        text for first, text in ((35, "35–44"), (45, "45–54"), (25, "25–34")) if first <= age < first + 10
    )
    assert row[0] == end.isoformat()
    assert row[4:] == [luxor_unit.pk, luxor_unit.name_en, "male", band, "1"]
    before = list(rows_of_csv(made(governorate_admin, "registered", area="EG-LX", to="2024-01")))
    assert len(before) == 1


def test_people_reached_stand_by_kind_and_year_once_each(governorate_admin: Account) -> None:
    wish = {"area": "EG-LX", "from": f"{last_month():%Y-%m}", "to": f"{this_month():%Y-%m}"}
    for folded in (False, True):
        if folded:
            jobs.roll_up()
        _heads, *rows = rows_of_csv(
            made(governorate_admin, "reached", language="en" if folded else "ar", **wish)
        )
        reached = {(row[0], row[3]): int(row[-1]) for row in rows}
        assert reached[str(this_month().year), "PHC-FM"] == 1
        assert (str(this_month().year), "PHC-DENT") not in reached


def test_text_in_a_file_cannot_run_as_a_formula(governorate_admin: Account, luxor_unit: Facility) -> None:
    Facility.objects.filter(pk=luxor_unit.pk).update(name_en='=HYPERLINK("http://x")')
    rows = list(rows_of_csv(made(governorate_admin, "services-by-month", area="EG-LX", **BOTH)))
    assert rows[1][4] == '\'=HYPERLINK("http://x")'
    content = made(governorate_admin, "services-by-month", format="xlsx", area="EG-LX", **BOTH)
    assert sheets_of(content)["Data"][1][4] == '=HYPERLINK("http://x")'
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet2.xml")


def test_a_file_without_data_has_its_headings_and_says_so(client: Client, national_admin: Account) -> None:
    pk = ask(national_admin, "services-by-month", area="EG-C", **BOTH)
    assert finish(pk).rows_done == 0
    assert len(list(rows_of_csv(content_of(pk)))) == 1
    page = sign_in(client, national_admin).get(f"/en/exports/{pk}/").content.decode()
    assert "There is no data of this area and period." in page


def test_kinds_that_have_no_name_any_more_stand_by_their_code(governorate_admin: Account) -> None:
    names = dict(ServiceType.objects.values_list("pk", "name_en"))
    rows = list(rows_of_csv(made(governorate_admin, "services-by-month", area="EG-LX", **BOTH)))
    assert all(row[6] == names[row[5]] for row in rows[1:])


def test_asked_for_twice_it_is_the_same_file_and_later_a_new_one(governorate_admin: Account) -> None:
    wish: dict[str, Any] = {"area": "EG-LX", **BOTH}
    first = ask(governorate_admin, "services-by-month", **wish)
    assert ask(governorate_admin, "services-by-month", **wish) == first
    assert ask(governorate_admin, "services-by-month", language="ar", **wish) != first
    one = finish(first)
    assert ask(governorate_admin, "services-by-month", **wish) == first
    one.finished_at = timezone.now() - one.SAME_FOR - timedelta(seconds=1)
    one.save()
    assert ask(governorate_admin, "services-by-month", **wish) != first


@pytest.mark.parametrize(("about", "field", "code"), [
    ({"area": "EG-LX", "from": "2026-05", "to": "2026-01"}, "to", "reversed"),
    ({"area": "EG-LX", "from": "1999-01", "to": "2026-01"}, "from", "too_early"),
    ({"area": "EG-LX", "from": "2099-01", "to": "2099-02"}, "from", "future"),
    ({"area": "EG-LX", "from": "yesterday"}, "from", "invalid"),
    ({"area": "EG-LX", "from": "2026-13"}, "from", "invalid"),
    ({"area": "EG-ASN"}, "area", "not_yours"),
    ({"area": "EG"}, "area", "not_yours"),
    ({"area": "XX"}, "area", "unknown"),
    ({"area": ""}, "area", "required"),
    ({"facility": "PTS-1"}, "facility", "unknown"),
    ({"area": "EG-LX", "facility": "'; DROP TABLE"}, "facility", "unknown"),
])  # fmt: skip
def test_what_cannot_be_made_is_refused_at_its_field_by_page_and_endpoint(
    about: dict[str, str], field: str, code: str, client: Client, governorate_admin: Account
) -> None:
    sign_in(client, governorate_admin)
    sent = {"kind": "services-by-month", "format": "csv", "language": "en", "about": about}
    answer = client.post("/api/v1/exports/", sent, content_type="application/json")
    assert answer.status_code == 422, answer.content
    assert field in str(answer.json())
    assert code in str(answer.json())
    page = client.post("/en/exports/new/services-by-month/", {"format": "csv", "language": "en", **about})
    assert page.status_code == 422
    assert [fault["code"] for fault in page.context["form"].errors.get_json_data()[field]] == [code]


def test_the_page_asks_for_what_the_endpoint_asks_for(client: Client, governorate_admin: Account) -> None:
    sign_in(client, governorate_admin)
    about = {"area": "EG-LX", **months(last_month())}
    answer = client.post("/api/v1/exports/", {"kind": "services-by-month", "format": "csv", "language": "en",
                                              "about": about}, content_type="application/json")  # fmt: skip
    assert answer.status_code == 201
    sent = answer.json()
    page = client.post("/en/exports/new/services-by-month/", {"format": "csv", "language": "en", **about})
    assert page.status_code == 302
    assert page.url == f"/en/exports/{sent['id']}/"
    assert answer.headers["Location"].endswith(f"/api/v1/exports/{sent['id']}/")
    finish(seen(sent["id"]).pk)
    shown = client.get(page.url).context["export"]
    now = client.get(f"/api/v1/exports/{sent['id']}/").json()
    assert {**shown, "id": str(shown["id"])} == {**now}
    assert now["state"]["code"] == "made" and now["rows"] == {"total": 2, "done": 2}
    by_page = client.get(f"/en/exports/{sent['id']}/file/")
    by_api = client.get(now["download"])
    assert b"".join(by_page) == b"".join(by_api) == content_of(seen(sent["id"]).pk)
    assert by_page.headers["Content-Disposition"].endswith('.csv"')
    assert isinstance(date.fromisoformat(now["as_of"][:10]), date)
