"""The directory as a file: out and in again nothing changes; what is wrong is named; a worker that is killed goes on."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from facilities.directory.actions import revise
from facilities.directory.keeping.file_columns import CODE, COLUMNS
from facilities.directory.models import Facility, Revision
from facilities.directory.sheet import read, with_sheet
from facilities.geography.models import District
from tests.cast import sign_in
from tests.facilities.directory.putting_back import directory_put_back  # noqa: F401 (a fixture)
from tests.uhis_portal.files.conftest import counts, faults_of, finish, reach_of_now, save, seen, send
from tests.worker import Worker, wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.files import actions, turns
from uhis_portal.files.models import Import
from uhis_portal.reach import system_reach, within

NEW = {
    "name_ar": "وحدة طب أسرة تجريبية", "name_en": "Made-up Family Medicine Unit", "kind": "family_medicine_unit",
    "owner": "eha", "levels": "primary", "governorate": "EG-LX", "source": "made up",
}  # fmt: skip
MANY = 4_000


# Signs that part the texts of one cell, run as formulas, or stand for another language, within values.
HARD_TO_WRITE = {
    "other_names": [
        {"kind": "former", "name": {"ar": None, "en": "Old / New"}, "from_year": 1980},
        {"kind": "former", "name": {"ar": "Latin only", "en": None}, "from_year": 1981},
        {"kind": "former", "name": {"ar": "أ; ب", "en": "a; b"}, "from_year": 1990},
        {"kind": "former", "name": {"ar": "-أ", "en": "=1+1"}, "from_year": 1991},
        {"kind": "former", "name": {"ar": "مستشفى أ / ب", "en": None}, "from_year": 1992},
        {"kind": "former", "name": {"ar": "مستشفى ج", "en": "Hosp / ital"}, "from_year": 1993},
    ],
    "contacts": [{"kind": "phone", "value": "+20952372025"}, {"kind": "website", "value": "https://example.eg/a;b?c=1"}],
    "note": "'=cmd", "source": "+1 \"quoted\", comma; semi", "address": {"ar": "٥ شارع", "en": "'quoted'"},
    "departments": [{"name": {"ar": "قسم أ", "en": "A"}}, {"name": {"ar": "قسم ب", "en": "B"}}],
    "services": [{"service_type": "PHC-LAB", "department": "قسم أ"}, {"service_type": "PHC-LAB", "department": "قسم ب"}],
    "accreditations": [{"state": "registered", "since": "2025-09-01", "source": "GAHAR"},
                       {"state": "provisional", "since": "2025-09", "source": "GAHAR"}],
    "capacities": [{"kind": "beds", "quantity": 5, "source": "a"},
                   {"kind": "beds", "quantity": 6, "as_of": "2024-01-01", "source": "a"},
                   {"kind": "incubators", "quantity": 7, "as_of": "2024-02-01", "source": "a"}],
    "opening_hours": [{"of": "general", "season": "all_year", "hours": "Sa-Fr 20:00-02:00"},
                      {"of": "general", "season": "ramadan", "hours": "Sa 08:00-32:00"}],
}  # fmt: skip


def revised(by: Account, code: str, changes: dict[str, Any]) -> dict[str, Any]:
    """The sheet of a facility after a change of its first version."""
    with within(reach_of_now(by)) as reach:
        revise(by=by, reach=reach, facility_code=code, version=1, changes=changes, now=timezone.now())
    return sheet_of(code)


def file_of(*rows: dict[str, str]) -> bytes:
    """A CSV file with the columns of the first row."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def checked(by: Account, *rows: dict[str, str]) -> Import:
    return finish(send(by, file_of(*rows), kind="facilities", name="facilities.csv"))


def saved(by: Account, *rows: dict[str, str]) -> Import:
    return save(checked(by, *rows))


def sheet_of(code: str) -> dict[str, Any]:
    return read(with_sheet(Facility.objects.all()).get(pk=code))


def exported(client: Client, language: str, form: str) -> bytes:
    answer = client.get(f"/{language}/facilities/export.{form}?area=all")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.mark.django_db
class TestFiles:
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_an_export_imported_again_changes_nothing(
        self, client: Client, national_admin: Account, language: str, form: str
    ) -> None:
        file = exported(sign_in(client, national_admin), language, form)
        one = finish(send(national_admin, file, kind="facilities", name=f"facilities.{form}"))
        assert (one.state, faults_of(one), counts(one)) == ("checked", [], (0, 0, 121, 0))

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_signs_that_part_cells_come_back_as_they_went(
        self, client: Client, national_admin: Account, form: str
    ) -> None:
        known = revised(national_admin, "LX-H2", HARD_TO_WRITE)
        file = exported(sign_in(client, national_admin), "ar", form)
        one = finish(send(national_admin, file, kind="facilities", name=f"facilities.{form}"))
        assert (one.state, faults_of(one), counts(one)) == ("checked", [], (0, 0, 121, 0))
        assert sheet_of("LX-H2") == known

    def test_names_that_stay_keep_their_years_beside_a_new_one(
        self, client: Client, governorate_admin: Account
    ) -> None:
        before = revised(governorate_admin, "LX-H2", HARD_TO_WRITE)
        lines = csv.DictReader(
            io.StringIO(exported(sign_in(client, governorate_admin), "en", "csv").decode("utf-8-sig"))
        )
        cells = next(line for line in lines if line["Facility code"] == "LX-H2")
        told = {
            "code": "LX-H2",
            "former_names": f"{cells['Former names']}; جديد / New",
            "website": cells["Website"],
        }
        assert counts(saved(governorate_admin, told)) == (0, 1, 0, 0)
        after = sheet_of("LX-H2")
        new = [row for row in after["other_names"] if row not in before["other_names"]]
        assert [row["name"] for row in new] == [{"ar": "جديد", "en": "New"}]
        assert len(after["other_names"]) == len(before["other_names"]) + 1
        assert after["contacts"] == before["contacts"]

    def test_a_name_that_several_districts_share_is_not_guessed(self, national_admin: Account) -> None:
        rows = [{"code": f"QN-F90{at}", **NEW, "governorate": "EG-KN", "district": name}
                for at, name in enumerate(("قنا", "2701", District.objects.get(pk="2702").full_name))]  # fmt: skip
        one = checked(national_admin, *rows)
        assert (faults_of(one), counts(one)) == ([(2, "district", "several")], (2, 0, 0, 1))

    def test_the_code_of_a_closed_facility_makes_no_new_one(self, governorate_admin: Account) -> None:
        saved(governorate_admin, {"code": "LX-H2", "status": "closed"})
        one = checked(governorate_admin, {"code": "LX-H2", **NEW, "status": "open"})
        assert faults_of(one) == [(2, "name_ar", "closed"), (2, "kind", "closed")]
        mended = {"code": "LX-H2", "name_en": "Karnak Int. Hospital", "note": "closed for good"}
        assert counts(checked(governorate_admin, mended)) == (0, 1, 0, 0)
        assert counts(saved(governorate_admin, {"code": "LX-H2", "status": "open"})) == (0, 1, 0, 0)
        renamed = {"code": "LX-H2", "name_ar": NEW["name_ar"], "name_en": NEW["name_en"]}
        assert counts(checked(governorate_admin, renamed)) == (0, 1, 0, 0)

    @pytest.mark.parametrize(("language", "words"), [("ar", "مستورد من ملف"), ("en", "imported from a file")])
    def test_the_history_says_that_it_came_from_a_file_in_the_language_that_reads_it(
        self, language: str, words: str, client: Client, governorate_admin: Account
    ) -> None:
        saved(governorate_admin, {"code": "LX-H2", "note": "from a file"})
        page = sign_in(client, governorate_admin).get(f"/{language}/facilities/LX-H2/history/")
        assert words in page.content.decode()
        answer = client.get("/api/v1/facilities/LX-H2/revisions/", headers={"Accept-Language": language})
        assert answer.json()["results"][0]["explanation"] == words

    def test_a_missing_column_leaves_a_part_and_an_empty_cell_empties_it(
        self, governorate_admin: Account
    ) -> None:
        one = saved(
            governorate_admin,
            {"code": "LX-H2", "icu_beds": "", "beds": "٢٠٥", "emergency": "نعم", "former_names": ""},
        )
        assert counts(one) == (0, 1, 0, 0)
        sheet = sheet_of("LX-H2")
        have = {row["kind"]: row["quantity"] for row in sheet["capacities"]}
        assert have["beds"] == 205 and "icu_beds" not in have and have["incubators"] == 30
        assert (sheet["emergency"], sheet["other_names"]) == (True, [])
        revision = Revision.objects.get(facility="LX-H2")
        assert sorted(revision.changes) == ["capacities", "emergency", "other_names"]
        assert revision.made_by == governorate_admin

    def test_the_same_file_twice_changes_nothing_the_second_time(self, governorate_admin: Account) -> None:
        rows = (
            {"code": "LX-F950", **NEW, "hours": "Sa-Th 8:00-14:00; Fr off", "phone": "095 237 2025", "status": "trial",
             "accreditation": "provisional", "accreditation_since": "2026-05", "services": "PHC-LAB", "district": "3601"},
            {"code": "LX-H2", **dict.fromkeys(NEW, ""), "name_ar": "مستشفى الكرنك الدولي",
             "name_en": "Karnak International Hospital", "kind": "hospital", "owner": "eha", "levels": "tertiary",
             "governorate": "الأقصر", "source": "visit", "hours": "24/7", "phone": "", "status": "مفتوحة",
             "accreditation": "", "accreditation_since": "", "services": "", "district": "الأقصر"},
        )  # fmt: skip
        assert counts(saved(governorate_admin, *rows)) == (1, 1, 0, 0)
        again = checked(governorate_admin, *rows)
        assert (faults_of(again), counts(again)) == ([], (0, 0, 2, 0))
        assert [Facility.objects.get(pk=code).version for code in ("LX-F950", "LX-H2")] == [1, 2]
        assert sheet_of("LX-F950")["accreditations"][0]["since"] == "2026-05"

    def test_a_later_count_stands_beside_the_older_one(self, governorate_admin: Account) -> None:
        saved(
            governorate_admin,
            {"code": "LX-H2", "beds": "210", "capacities_as_of": "1/5/2026", "source": "visit"},
        )
        beds = [
            (row["as_of"], row["quantity"])
            for row in sheet_of("LX-H2")["capacities"]
            if row["kind"] == "beds"
        ]
        assert beds == [(None, 201), ("2026-05-01", 210)]

    def test_another_status_holds_from_today_on(self, governorate_admin: Account) -> None:
        saved(governorate_admin, {"code": "LX-H2", "status": "suspended"})
        facility = with_sheet(Facility.objects.all()).get(pk="LX-H2")
        today = timezone.localdate()
        assert facility.status_on(today) == "suspended" and facility.status_on(date(2025, 1, 1)) == "open"

    def test_every_wrong_row_is_named_at_its_column(self, governorate_admin: Account) -> None:
        one = checked(
            governorate_admin,
            {
                "code": "LX-H2",
                "latitude": "25.7",
                "longitude": "32.6",
                "beds": "many",
                "hours": "24/7",
                "phone": "1",
            },
            {"code": "LX-H3", "latitude": "55", "longitude": "32.6", "beds": "28", "hours": "", "phone": ""},
            {"code": "LX-H4", "latitude": "", "longitude": "", "beds": "", "hours": "from 8", "phone": "12"},
            {"code": "PS-H1", "latitude": "", "longitude": "", "beds": "5", "hours": "", "phone": ""},
            {"code": "nonsense", "latitude": "", "longitude": "", "beds": "", "hours": "", "phone": ""},
            {"code": "LX-H2", "latitude": "", "longitude": "", "beds": "", "hours": "", "phone": ""},
        )
        assert faults_of(one) == [
            (2, "beds", "not_a_number"),
            (3, "latitude", "outside"),
            (4, "hours", "day"),
            (4, "phone", "phone"),
            (5, "code", "elsewhere"),
            (6, "code", "invalid"),
            (7, "", "twice"),
        ]

    def test_the_right_rows_are_saved_when_asked_and_the_wrong_ones_handed_back(
        self, client: Client, governorate_admin: Account
    ) -> None:
        one = checked(
            governorate_admin,
            {"code": "LX-H2", "beds": "205"},
            {"code": "LX-H3", "beds": "-3"},
            {"code": "LX-H4", "beds": "9"},
        )
        done = save(one, right_rows_only=True)
        assert (done.state, counts(done)) == ("saved", (0, 2, 0, 1))
        page = sign_in(client, governorate_admin).get(f"/en/files/{done.pk}/")
        assert page.status_code == 200

    def test_what_the_database_refuses_of_one_row_does_not_stop_the_others(
        self, governorate_admin: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("facilities.directory.sheet.checking.overlap", lambda one, other: False)
        monkeypatch.setattr("facilities.directory.sheet.checking.collide", lambda part, one, other: False)
        one = checked(
            governorate_admin, {"code": "LX-H2", "phone": "19000; 19000"}, {"code": "LX-H3", "phone": "19001"}
        )
        assert (faults_of(one), counts(one)) == ([(2, "phone", "one_contact_once")], (0, 1, 0, 1))

    def test_administrators_import_and_staff_export(
        self, client: Client, clerk: Account, citizen: Account
    ) -> None:
        sign_in(client, clerk)
        assert client.get("/en/files/new/facilities/").status_code in (403, 404)
        own = b"".join(client.get("/en/facilities/export.csv").streaming_content).decode()
        assert len(own.strip().splitlines()) == 2
        assert sign_in(Client(), citizen).get("/en/facilities/export.csv").status_code == 403

    def test_columns_have_each_their_own_heading(self) -> None:
        headings = [
            heading for one in (CODE, *(c.column for c in COLUMNS)) for heading in {one.ar, one.en, one.name}
        ]
        assert len(set(headings)) == len(headings)


def made_up(number: int) -> list[dict[str, str]]:
    return [{"code": f"QQ-{'AB'[at // 9000]}{at % 9000 + 1000}", **NEW} for at in range(number)]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("directory_put_back")
def test_four_thousand_rows_with_the_worker_killed_on_the_way_are_each_written_once(
    worker: Worker, national_admin: Account
) -> None:
    source = send(national_admin, file_of(*made_up(MANY)), kind="facilities", name="facilities.csv")
    wait_for(lambda: seen(source).state == "checked", 300)
    one = seen(source)
    assert counts(one) == (MANY, 0, 0, 0) and not Facility.objects.filter(pk__startswith="QQ-").exists()
    with within(reach_of_now(national_admin)):
        actions.save(
            by=national_admin, source=source, version=one.version, right_rows_only=False, now=timezone.now()
        )
    for share in (0.2, 0.6):
        wait_for(lambda share=share: seen(source).rows_done > share * MANY, 300)
        worker.kill()
        done = seen(source)
        assert done.state == "saving"
        assert Facility.objects.filter(pk__startswith="QQ-").count() == done.rows_new == done.rows_done
        with system_reach():  # as if the worker had been away for a while
            Import.objects.update(touched_at=timezone.now() - timedelta(seconds=turns.STALLED))
        worker.start()
    wait_for(lambda: seen(source).state == "saved", 300)
    assert counts(seen(source)) == (MANY, 0, 0, 0)
    assert Facility.objects.filter(pk__startswith="QQ-", version=1).count() == MANY
    assert Revision.objects.filter(facility__code__startswith="QQ-").count() == MANY
