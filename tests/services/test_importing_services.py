"""Days on paper from a file: each row is judged as at the desk, named with its reason where it is wrong, and written once."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as portal
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from facilities.directory.models import Department, Facility
from facilities.staff.models import Post
from registry.people.models import Beneficiary, FileHolder
from services.records.faults import WORDS
from services.records.imports.importer import ServiceRecordImporter
from services.records.models import DiagnosisName, OtherPatient, ServiceRecord
from tests.cast import sign_in
from tests.families import national_id
from tests.made_up_services import HEADINGS, as_csv, plant, register, right_rows
from tests.services.visits import person_of, undo
from tests.uhis_portal.files import workbooks
from tests.uhis_portal.files.conftest import counts, faults_of, finish, reach_of_now, save, seen, send
from tests.worker import Worker, wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.files import actions, reading, turns
from uhis_portal.files import workbooks as reading_workbooks
from uhis_portal.files.actions import FileTooLarge
from uhis_portal.files.models import Import, ImportFault
from uhis_portal.reach import system_reach, within

pytestmark = pytest.mark.django_db(transaction=True)
BORN = date(1990, 5, 4)
NUMBER = national_id(BORN, 1)


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit, born=BORN)


def today() -> str:
    return cairo_today().isoformat()


def row(**cells: str) -> tuple[str, ...]:
    """A right row of the files below, unless `cells` say otherwise."""
    given = {"day": today(), "patient": NUMBER, "service_type": "PHC-LAB", **cells}
    return tuple(given.get(name, "") for name in COLUMNS)


COLUMNS = (
    "day",
    "patient",
    "patient_kind",
    "patient_name",
    "service_type",
    "quantity",
    "department",
    "diagnosis",
    "visit",
)


def imported(by: Account, *rows: tuple[str, ...], headings: tuple[str, ...] = COLUMNS) -> Import:
    """The file of these rows, checked and saved."""
    one = finish(send(by, as_csv(list(rows), headings), kind="services"))
    return save(one, right_rows_only=True) if one.rows_right else one


def is_beyond(source: UUID, rows: float) -> bool:
    return seen(source).rows_done > rows or seen(source).state == "saved"


def records() -> list[ServiceRecord]:
    with system_reach():
        return list(ServiceRecord.objects.order_by("id"))


def events(action: str) -> list[Event]:
    with system_reach():
        return list(Event.objects.filter(action=action).order_by("at"))


def test_a_row_is_read_as_people_write_and_stands_in_the_ledger_as_if_logged_at_the_desk(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    with system_reach():
        part = Department.objects.create(
            facility=luxor_unit, name="معمل", name_ar="معمل الوحدة", name_en="Laboratory of the unit"
        )
    day = cairo_today() - timedelta(days=3)
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    on_paper = f"{day.day}/{day.month}/{day.year}".translate(arabic)
    one = imported(
        clerk,
        (on_paper, NUMBER.translate(arabic), "phc-lab", "٢", "معمل الوحده", "j45.9", "١٧"),
        headings=("اليوم", "الرقم القومي", "نوع الخدمة", "العدد", "القسم", "التشخيص", "رقم الزيارة"),
    )
    assert counts(one) == (1, 0, 0, 0), faults_of(one)
    record = records()[0]
    assert (record.provided_on, record.beneficiary_id, record.quantity) == (day, person.pk, 2)
    assert (record.service_type_id, record.department_id, record.diagnosis) == ("PHC-LAB", part.pk, "J45.9")
    assert (record.facility_id, record.recorded_by_id, record.cover) == (luxor_unit.pk, clerk.pk, "covered")
    assert (record.sex, record.birth_year, record.reverses_id) == (person.sex, 1990, None)


def test_every_fault_of_every_row_is_said_at_its_column_in_the_words_of_the_desk(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    future = (cairo_today() + timedelta(days=1)).isoformat()
    wrong: list[tuple[dict[str, str], list[tuple[str, str]]]] = [
        ({"day": future}, [("day", "future")]),
        ({"day": "1/1/2019"}, [("day", "too_late")]),
        ({"day": "31/2/2026"}, [("day", "not_a_day")]),
        ({"day": ""}, [("day", "required")]),
        ({"patient": national_id(BORN, 3)}, [("patient", "not_registered")]),
        ({"patient": "123"}, [("patient", "length")]),
        ({"patient": "B7KM-3XQ9-T4"}, [("patient", "not_registered")]),
        ({"patient": ""}, [("patient", "required")]),
        ({"patient_kind": "زائر"}, [("patient", "one_only")]),
        ({"patient": "", "patient_kind": "قريب"}, [("patient_kind", "not_a_choice")]),
        ({"patient": "", "patient_kind": "زائر", "patient_name": "م" * 161}, [("patient_name", "max_length")]),
        ({"service_type": "غسيل السيارات"}, [("service_type", "unknown")]),
        ({"service_type": "SEC-IPD"}, [("service_type", "not_given_here")]),
        ({"quantity": "0"}, [("quantity", "out_of_range")]),
        ({"quantity": "1,000,000"}, [("quantity", "out_of_range")]),
        ({"quantity": "-1"}, [("quantity", "out_of_range")]),
        ({"quantity": "مرتين"}, [("quantity", "not_a_number")]),
        ({"department": "قسم لا وجود له"}, [("department", "not_here")]),
        ({"diagnosis": "asthma"}, [("diagnosis", "invalid")]),
        ({"diagnosis": "J\\N"}, [("diagnosis", "invalid")]),
        ({"day": future, "quantity": "999", "diagnosis": "5"},
         [("day", "future"), ("quantity", "out_of_range"), ("diagnosis", "invalid")]),
        ({"day": "yesterday", "diagnosis": "5"}, [("day", "not_a_day"), ("diagnosis", "invalid")]),
    ]  # fmt: skip
    one = imported(clerk, *(row(**cells) for cells, _faults in wrong), row())
    expected = [
        (number, column, code) for number, (_cells, faults) in enumerate(wrong, 2) for column, code in faults
    ]
    assert sorted(faults_of(one)) == sorted(expected)
    assert counts(one) == (1, 0, 0, len(wrong)) and len(records()) == 1
    with system_reach():
        said = ImportFault.objects.get(row=2).words
    for language in ("ar", "en"):
        with translation.override(language):
            assert said[language] == str(WORDS["provided_on:future"])


def test_only_what_is_right_is_written_however_much_is_wrong(clerk: Account, luxor_unit: Facility) -> None:
    with system_reach():
        register(luxor_unit, 60)
    planted = plant(list(right_rows(600, 60, cairo_today(), 60)), 24, 60, cairo_today(), random.Random(7))
    one = imported(clerk, *planted.rows, headings=HEADINGS)
    assert {number: (column, code) for number, column, code in faults_of(one)} == planted.faults
    assert counts(one) == (576, 0, 0, 24) and len(records()) == 576
    again = finish(send(clerk, as_csv(planted.rows), kind="services"))
    assert counts(again) == (0, 0, 576, 24), "the same file again has no effect"
    with pytest.raises(ValidationError) as refused:
        save(again, right_rows_only=True)
    assert refused.value.code == "nothing_to_save"
    assert len(records()) == 576


def test_checking_writes_nothing_but_who_was_looked_up_by_whom(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    finish(send(clerk, as_csv([row(), row(patient=national_id(BORN, 3))], COLUMNS), kind="services"))
    assert records() == []
    (looked,) = events("people.look_up_many")
    assert (looked.account_id, looked.facility, looked.reason) == (
        clerk.pk,
        luxor_unit.pk,
        "to enter services from paper",
    )
    assert looked.details["beneficiary"] == [str(person.pk)] and len(looked.details["not_found"]) == 1
    assert national_id(BORN, 3) not in str(looked.details)


def test_a_family_sees_that_it_was_looked_up_from_a_list_on_paper(
    client: Client, clerk: Account, citizen: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    neighbour = person_of(luxor_unit, born=BORN, serial=3)
    with system_reach():
        FileHolder.objects.create(
            account=citizen, household=person.household, how="counter", joined_at=timezone.now()
        )
    finish(send(clerk, as_csv([row(), row(patient=neighbour.code)], COLUMNS), kind="services"))
    answer = (
        sign_in(client, citizen).get(f"/api/v1/households/{person.household_id}/readings/").json()["results"]
    )
    assert [(one["what"]["code"], one["about"]) for one in answer] == [
        ("people.look_up_many", person.full_name)
    ]
    page = client.get(f"/ar/my-file/{person.household_id}/opened/").content.decode()
    assert "لتسجيل خدمات من الورق" in page


def test_a_person_of_another_unit_is_found_as_at_the_desk_and_comes_into_nobodys_reach(
    clerk: Account, port_said_unit: Facility
) -> None:
    stranger = person_of(port_said_unit, born=BORN)
    one = imported(clerk, row(), row(patient=stranger.code.lower()))
    assert counts(one) == (2, 0, 0, 0) and {record.beneficiary_id for record in records()} == {stranger.pk}


def test_rows_with_the_same_number_day_and_person_are_one_visit(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    other_day = (cairo_today() - timedelta(days=1)).isoformat()
    imported(
        clerk,
        row(visit="12"), row(visit="١٢", service_type="PHC-FM"), row(visit="12", day=other_day),
        row(visit="13"), row(), row(),
    )  # fmt: skip
    visits = [record.visit for record in records()]
    assert visits[0] == visits[1] and len(set(visits)) == 5


def test_who_is_not_registered_is_entered_once_for_the_rows_of_a_visit(
    clerk: Account, luxor_unit: Facility
) -> None:
    guest = {"patient": "", "patient_kind": "غير مسجل", "patient_name": "سامي فتحي"}
    one = imported(
        clerk, row(**guest, visit="5"), row(**guest, visit="5", service_type="PHC-FM"),
        row(patient="", patient_kind="visitor"),
    )  # fmt: skip
    assert counts(one) == (3, 0, 0, 0), faults_of(one)
    with system_reach():
        named = {patient.full_name: patient.kind for patient in OtherPatient.objects.all()}
    assert named == {"سامي فتحي": "unregistered", "": "visitor"}
    assert [record.cover_reason for record in records()] == ["unregistered", "unregistered", "visitor"]
    assert len({record.other_patient_id for record in records()}) == 2


def test_who_is_not_registered_is_entered_once_though_the_rows_of_the_visit_are_taken_side_by_side(
    clerk: Account, luxor_unit: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ServiceRecordImporter, "chunk_size", 2)
    guest = {"patient": "", "patient_kind": "غير مسجل", "patient_name": "سامي فتحي", "visit": "5"}
    rows = [row(**guest), row(patient="", patient_kind="visitor")] * 6
    assert counts(imported(clerk, *rows)) == (12, 0, 0, 0)
    with system_reach():
        assert OtherPatient.objects.filter(full_name="سامي فتحي").count() == 1
        assert len(Event.objects.filter(action="records.enter_patients")) == 6
    assert len({record.other_patient_id for record in records()}) == 7


def test_of_a_wrong_row_nothing_is_kept_of_the_patient_either(clerk: Account, luxor_unit: Facility) -> None:
    guest = {"patient": "", "patient_kind": "زائر", "patient_name": "سامي فتحي"}
    future = (cairo_today() + timedelta(days=1)).isoformat()
    one = imported(
        clerk, row(**guest, day="yesterday"), row(**guest, day=future),
        row(**guest | {"patient_name": "م" * 161}, quantity="0"), row(patient="", patient_kind="visitor"),
    )  # fmt: skip
    assert faults_of(one) == [
        (2, "day", "not_a_day"), (3, "day", "future"),
        (4, "patient_name", "max_length"), (4, "quantity", "out_of_range"),
    ]  # fmt: skip
    assert counts(one) == (1, 0, 0, 3)
    with system_reach():
        assert OtherPatient.objects.get().full_name == ""


def test_the_same_paper_at_another_facility_is_not_counted_again(
    clerk: Account, foreign_clerk: Account, person: Beneficiary
) -> None:
    imported(clerk, row())
    one = imported(foreign_clerk, row())
    assert faults_of(one) == [(2, "", "id_reused")] and len(records()) == 1


def test_clerks_of_one_desk_share_what_was_said_of_headings(
    client: Client, clerk: Account, other_clerk: Account, person: Beneficiary
) -> None:
    content = as_csv([(today(), NUMBER, "PHC-LAB")], ("اليوم", "الرقم القومي", "ما قدمناه"))
    one = seen(send(clerk, content, kind="services"))
    assert one.state == "headings"
    answer = sign_in(client, clerk).post(
        f"/api/v1/imports/{one.pk}/headings/", {"columns": ["service_type"]},
        content_type="application/json", headers={"If-Match": f'"{one.version}"'},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    assert finish(one.pk).rows_new == 1
    assert finish(send(other_clerk, content + b"\r\n", kind="services")).rows_new == 1


def test_only_clerks_import_services(client: Client, manager: Account, clerk: Account) -> None:
    assert sign_in(client, manager).get("/en/files/new/services/").status_code == 403
    assert sign_in(client, clerk).get("/en/files/new/services/").status_code == 200


def test_windows_1256_and_a_workbook_with_days_as_excel_keeps_them_are_read(
    clerk: Account, person: Beneficiary
) -> None:
    text = f"اليوم;الرقم القومي;نوع الخدمة;القسم\r\n{today()};{NUMBER};PHC-LAB;\r\n"
    one = save(finish(send(clerk, text.encode("windows-1256"), kind="services")))
    assert (one.read_as["encoding"], one.rows_new) == ("windows-1256", 1)
    book = workbooks.written(
        [["Day of service", "National ID", "Service", "Quantity"], [today(), NUMBER, "PHC-FM", 2]]
    )
    assert save(finish(send(clerk, book, kind="services", name="days.xlsx"))).rows_new == 1
    assert sorted(record.quantity for record in records()) == [1, 2]


def test_a_merged_cell_and_a_formula_without_a_value_are_faults_of_their_rows(
    clerk: Account, person: Beneficiary
) -> None:
    def cell(at: str, text: str) -> str:
        return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'

    data = (
        f'<row r="1">{cell("A1", "Day of service")}{cell("B1", "National ID")}{cell("C1", "Service")}</row>'
        f'<row r="2">{cell("A2", today())}{cell("B2", NUMBER)}{cell("C2", "PHC-LAB")}</row>'
        f'<row r="3"><c r="A3"><f>TODAY()</f></c>{cell("B3", NUMBER)}{cell("C3", "PHC-LAB")}</row>'
        f'<row r="4">{cell("A4", today())}{cell("B4", NUMBER)}{cell("C4", "PHC-LAB")}</row>'
        f'<row r="5">{cell("A5", today())}{cell("C5", "PHC-LAB")}</row>'
        f'<row r="6">{cell("A6", today())}{cell("B6", NUMBER)}<c r="C6" t="str"><f>A1</f><v>PHC-FM</v></c></row>'
    )
    book = workbooks.by_hand(data, after='<mergeCells count="1"><mergeCell ref="B4:B5"/></mergeCells>')
    one = finish(send(clerk, book, kind="services", name="days.xlsx"))
    assert faults_of(one) == [
        (3, "day", "formula_without_value"), (4, "patient", "merged_cell"), (5, "patient", "merged_cell"),
    ]  # fmt: skip
    assert one.rows_new == 2, "a formula with a value is what it shows"


def test_too_many_rows_and_a_workbook_that_unpacks_without_end_are_refused_in_words(
    clerk: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 100)
    one = finish(send(clerk, as_csv([row()] * 101, COLUMNS), kind="services"))
    assert (one.state, one.reason and one.reason["code"]) == ("failed", "too_many_rows") and records() == []
    monkeypatch.setattr(reading_workbooks, "LARGEST_UNPACKED", 1_000_000)
    bomb = workbooks.by_hand(" " * 2_000_000)
    assert len(bomb) < 5_000
    with pytest.raises(FileTooLarge) as refused:
        send(clerk, bomb, kind="services", name="days.xlsx")
    assert refused.value.code == "too_large_unpacked"


@pytest.mark.long
def test_a_worker_that_is_killed_again_and_again_writes_no_row_twice(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    clerk: Account,
    luxor_unit: Facility,
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.services.settings_in_small_steps")
    settings.IMPORTERS = {"services": "tests.services.importing.InSmallSteps"}
    with system_reach():
        register(luxor_unit, 50)
    planted = plant(list(right_rows(3_000, 50, cairo_today(), 60)), 16, 50, cairo_today(), random.Random(3))
    source = send(clerk, as_csv(planted.rows), kind="services")
    one = finish(source)
    worker: Worker = request.getfixturevalue("worker")
    with within(reach_of_now(clerk)):
        actions.save(by=clerk, source=source, version=one.version, right_rows_only=True, now=timezone.now())
    for share in (0.1, 0.5):
        wait_for(partial(is_beyond, source, share * 3_000), 60)
        worker.kill()
        assert len(records()) == seen(source).rows_new
        with system_reach():  # as if the worker had been away for a while
            Import.objects.update(touched_at=timezone.now() - timedelta(seconds=turns.STALLED))
        worker.start()
    wait_for(lambda: seen(source).state == "saved", 60)
    assert counts(seen(source)) == (2_984, 0, 0, 16) and len(records()) == 2_984
    assert {number: (column, code) for number, column, code in faults_of(seen(source))} == planted.faults


def test_names_of_diagnoses_are_loaded_by_a_national_administrator_and_shown_with_the_record(
    client: Client, clerk: Account, national_admin: Account, person: Beneficiary
) -> None:
    headings = ("ICD-10 code", "Arabic name", "English name", "Edition and licence")
    names = [
        ("J45", "الربو", "Asthma", "made up for a test"),
        ("j45.9", "", "Asthma not specified", "made up for a test"),
        ("ASTHMA", "ربو", "", "made up for a test"),
        ("I10", "", "", "made up for a test"),
        ("K29", "التهاب المعدة", "", ""),
    ]
    one = save(finish(send(national_admin, as_csv(names, headings), kind="diagnoses")), right_rows_only=True)
    assert counts(one) == (2, 0, 0, 3)
    assert faults_of(one) == [(4, "code", "invalid"), (5, "name_ar", "required"), (6, "source", "required")]
    changed = [("J45", "الربو الشعبي", "Asthma", "made up for a test"), names[1]]
    assert counts(save(finish(send(national_admin, as_csv(changed, headings), kind="diagnoses")))) == (
        0,
        1,
        1,
        0,
    )
    assert sorted(DiagnosisName.objects.values_list("pk", flat=True)) == ["J45", "J45.9"]
    imported(clerk, row(diagnosis="J45"), row(diagnosis="J45.9"), row(diagnosis="I10"))
    shown = sign_in(client, clerk).get("/api/v1/service-records/").json()["results"]
    assert {one["diagnosis"]: one["diagnosis_name"] for one in shown} == {
        "J45": {"ar": "الربو الشعبي", "en": "Asthma"},
        "J45.9": {"ar": "Asthma not specified", "en": "Asthma not specified"},
        "I10": None,
    }
    assert sign_in(client, clerk).get("/en/files/new/diagnoses/").status_code == 403


def test_nothing_is_taken_after_a_death_or_while_the_facility_was_shut_and_unknown_counts_as_open(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    days = [row(day=(cairo_today() - timedelta(days=ago)).isoformat()) for ago in (4, 5, 20, 21)]
    with system_reach():
        Beneficiary.objects.filter(pk=person.pk).update(died_on=cairo_today() - timedelta(days=5))
    before = list(luxor_unit.statuses.all())
    luxor_unit.statuses.all().delete()
    unknown = finish(send(clerk, as_csv(days, COLUMNS), kind="services"))
    opened = cairo_today() - timedelta(days=20)
    luxor_unit.statuses.create(status="under_construction", since=None, until=opened)
    luxor_unit.statuses.create(status="open", since=opened)
    known = save(finish(send(clerk, as_csv(days, COLUMNS), kind="services")), right_rows_only=True)
    luxor_unit.statuses.all().delete()
    luxor_unit.statuses.bulk_create(before)
    assert faults_of(unknown) == [(2, "day", "after_death")]
    assert faults_of(known) == [(2, "day", "after_death"), (5, "day", "not_open")]
    assert len(records()) == 2


def test_wrong_rows_that_come_mended_in_a_second_file_join_their_visit(
    client: Client, clerk: Account, person: Beneficiary
) -> None:
    guest = {"patient": "", "patient_kind": "زائر", "patient_name": "سامي", "visit": "8"}
    one = imported(
        clerk, row(visit="7"), row(visit="7", quantity="0"), row(**guest), row(**guest, quantity="0")
    )
    assert counts(one) == (2, 0, 0, 2)
    wrong = sign_in(client, clerk).get(f"/ar/files/{one.pk}/wrong-rows.csv")
    text = b"".join(wrong.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "الصف 3." in text and "الصف 5." in text
    mended = save(finish(send(clerk, text.replace(",0,", ",2,").encode(), kind="services")))
    assert counts(mended) == (2, 0, 0, 0), faults_of(mended)
    assert len(records()) == 4 and len({record.visit for record in records()}) == 2
    with system_reach():
        assert OtherPatient.objects.count() == 1


def test_a_changed_copy_of_a_saved_file_is_told_apart_before_it_is_counted_twice(
    client: Client, clerk: Account, person: Beneficiary
) -> None:
    paper = [row(), row(service_type="PHC-FM"), row(service_type="PHC-DENT", quantity="0")]
    imported(clerk, *paper)
    undone = next(one for one in records() if one.service_type_id == "PHC-FM")
    undo(clerk, undone)
    copy = finish(send(clerk, as_csv([*paper[:2], row(service_type="PHC-DENT")], COLUMNS), kind="services"))
    assert (copy.rows_new, copy.rows_alike) == (3, 1), "what was undone is not counted"
    page = sign_in(client, clerk).get(f"/en/files/{copy.pk}/").content.decode()
    assert "1 of these rows is much like what is already there" in page


def test_a_file_that_was_begun_at_one_desk_is_not_logged_at_another(
    clerk: Account, port_said_unit: Facility, person: Beneficiary
) -> None:
    one = finish(send(clerk, as_csv([row()], COLUMNS), kind="services"))
    with system_reach():
        post = clerk.posts.get()
        Post.objects.filter(pk=post.pk).update(facility=port_said_unit)
    one = save(one)
    assert (one.state, one.reason and one.reason["code"], records()) == ("failed", "not_allowed", [])


def test_days_are_taken_as_far_back_as_at_the_desk(clerk: Account, person: Beneficiary) -> None:
    last = cairo_today() - timedelta(days=portal.LATEST_ENTRY_DAYS)
    one = imported(clerk, row(day=last.isoformat()), row(day=(last - timedelta(days=1)).isoformat()))
    assert (one.rows_new, faults_of(one)) == (1, [(3, "day", "too_late")])
