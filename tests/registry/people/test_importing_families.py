"""Families that had a file before: taken whole or not at all, the same file twice changes nothing, a kill doubles nobody."""

from datetime import date, timedelta
from itertools import cycle
from typing import Any

import pytest
from django.utils import timezone, translation

from facilities.directory.models import Facility
from registry.people.models import Beneficiary, Household, Membership, PossibleDuplicate, Relation
from tests.families import national_id
from tests.made_up_families import HEADINGS, as_csv, families, family
from tests.uhis_portal.files.conftest import counts, faults_of, finish, save, seen
from tests.uhis_portal.files.conftest import send as send_file
from tests.worker import Worker, wait_for
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.files import actions, turns
from uhis_portal.files.models import Import
from uhis_portal.reach import reach_of, system_reach, within

Rows = list[tuple[str, ...]]


def send(by: Account, rows: Any, headings: tuple[str, ...] = HEADINGS) -> Import:
    """A file, checked."""
    return finish(send_file(by, as_csv(rows, headings), kind="households", name="families.csv"))


def changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, cell) for name, cell in zip(HEADINGS, row, strict=True))


def people() -> int:
    with system_reach():
        return Beneficiary.objects.count()


@pytest.mark.django_db
def test_families_of_a_file_are_registered_with_their_numbers_and_units(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    one = send(governorate_admin, families(3, luxor_unit.pk))
    assert (one.state, counts(one)) == ("checked", (12, 0, 0, 0))
    assert people() == 0, "a dry run saves nothing"
    save(one)
    with system_reach():
        numbers = set(Household.objects.values_list("file_number", flat=True))
        assert numbers == {"OLD-0000000", "OLD-0000001", "OLD-0000002"}
        memberships = Membership.objects.all()
        assert {one.began_by for one in memberships} == {"imported"} and memberships.count() == 12
        assert len(set(Beneficiary.objects.values_list("code", flat=True))) == 12
    assert Facility.objects.get(pk=luxor_unit.pk).taken == 12


@pytest.mark.django_db
def test_members_may_be_called_as_the_portal_calls_them(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    for number, language in enumerate(("ar", "en")):
        with translation.override(language):
            words = [str(Relation(row[1]).label) for row in family(number, luxor_unit.pk)]
        rows = [
            changed(row, relation=word)
            for row, word in zip(family(number, luxor_unit.pk), words, strict=True)
        ]
        assert counts(send(governorate_admin, rows)) == (4, 0, 0, 0)


@pytest.mark.django_db
def test_who_is_like_somebody_registered_waits_to_be_looked_at_once_the_file_is_saved(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    save(send(governorate_admin, family(0, luxor_unit.pk)))
    name = family(0, luxor_unit.pk)[0][2]
    born_a_day_later = changed(family(1, luxor_unit.pk)[0], full_name=name)
    one = send(governorate_admin, [born_a_day_later])
    with system_reach():
        assert not PossibleDuplicate.objects.filter(one__full_name=name, other__full_name=name).exists()
    save(one)
    with system_reach():
        assert PossibleDuplicate.objects.filter(one__full_name=name, other__full_name=name).exists()


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(governorate_admin: Account, luxor_unit: Facility) -> None:
    save(send(governorate_admin, families(3, luxor_unit.pk)))
    again = send(governorate_admin, families(3, luxor_unit.pk))
    assert counts(again) == (0, 0, 12, 0)
    assert people() == 12


@pytest.mark.django_db
def test_every_wrong_row_is_named_at_its_column_and_makes_its_family_wrong(
    governorate_admin: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    unit = luxor_unit.pk
    headless, twice, far, wrong_id = (family(number, unit) for number in range(4))
    headless[0] = changed(headless[0], relation="child")
    twice[2] = changed(twice[2], relation="head")
    far = [changed(row, unit=port_said_unit.pk) for row in far]
    wrong_id[1] = changed(wrong_id[1], national_id="123", full_name="منى")
    one = send(governorate_admin, [*headless, *twice, *far, *wrong_id, *family(4, unit)])
    assert counts(one) == (4, 0, 0, 16)
    found = {(row, column, code) for row, column, code in faults_of(one) if code != "with_a_wrong_one"}
    assert found == {
        (2, "relation", "no_head"),
        (8, "relation", "second_head"),
        (10, "unit", "not_yours"),
        (15, "national_id", "length"),
        (15, "full_name", "name"),
    }
    others = [row for row, _column, code in faults_of(one) if code == "with_a_wrong_one"]
    assert others == [3, 4, 5, 6, 7, 9, 11, 12, 13, 14, 16, 17]


@pytest.mark.django_db
def test_an_empty_cell_or_a_person_who_stands_twice_makes_the_whole_family_wrong(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    first, second = family(0, luxor_unit.pk), family(1, luxor_unit.pk)
    first[3] = changed(first[3], full_name="")
    second[1] = changed(second[1], national_id=first[0][3])
    one = save(send(governorate_admin, [*first, *second, *family(2, luxor_unit.pk)]), right_rows_only=True)
    assert counts(one) == (4, 0, 0, 8)
    assert (5, "full_name", "required") in faults_of(one) and (2, "", "with_a_wrong_one") in faults_of(one)
    assert people() == 4


@pytest.mark.django_db
def test_rows_of_a_family_that_lie_apart_are_refused(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    first, second = family(0, luxor_unit.pk), family(1, luxor_unit.pk)
    one = send(governorate_admin, [*first[:2], *second, *first[2:]])
    assert {(row, code) for row, _column, code in faults_of(one)} >= {(8, "apart"), (9, "apart")}
    with system_reach():
        assert one.rows_new == 6, "what stood first is right"


@pytest.mark.django_db
def test_a_family_that_lies_across_two_chunks_is_taken_whole(
    governorate_admin: Account, luxor_unit: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry.people.imports.importer import HouseholdImporter

    monkeypatch.setattr(HouseholdImporter, "chunk_size", 3)
    one = save(send(governorate_admin, families(5, luxor_unit.pk)))
    assert counts(one) == (20, 0, 0, 0) and people() == 20


@pytest.mark.django_db
def test_somebody_who_is_registered_elsewhere_makes_the_family_wrong(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    save(send(governorate_admin, families(1, luxor_unit.pk)))
    other = [changed(row, file_number="OLD-77") for row in family(0, luxor_unit.pk)]
    one = send(governorate_admin, other)
    assert {(row, column, code) for row, column, code in faults_of(one)} == {
        (row, "national_id", "already_registered") for row in (2, 3, 4, 5)
    }


@pytest.mark.django_db
def test_a_family_that_is_there_with_other_people_is_not_changed_by_a_file(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    save(send(governorate_admin, families(1, luxor_unit.pk)))
    one = send(governorate_admin, family(0, luxor_unit.pk)[:3])
    assert (2, "file_number", "differs") in faults_of(one)


@pytest.mark.django_db
def test_a_unit_without_room_is_said_at_the_unit(governorate_admin: Account, luxor_unit: Facility) -> None:
    Facility.objects.filter(pk=luxor_unit.pk).update(places=6)
    one = send(governorate_admin, families(2, luxor_unit.pk))
    assert counts(one) == (4, 0, 0, 4)
    assert (6, "unit", "full") in faults_of(one)


@pytest.mark.django_db
def test_children_alone_are_no_family(governorate_admin: Account, luxor_unit: Facility) -> None:
    child = ("OLD-1", "head", "علي حسن محمود", national_id(date(2019, 1, 1), 1), luxor_unit.pk)
    assert (2, "national_id", "no_adult") in faults_of(send(governorate_admin, [child]))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "may"),
    [("governorate_admin", True), ("national_admin", True), ("manager", False), ("clerk", False)],
)
def test_administrators_import_families_and_nobody_else(
    who: str, may: bool, request: pytest.FixtureRequest
) -> None:
    from registry.people.imports.importer import HouseholdImporter

    account = request.getfixturevalue(who)
    with within(reach_of(account)) as reach:
        assert HouseholdImporter.may_import(account, reach) is may


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_midway_goes_on_and_registers_nobody_twice(
    worker: Worker, governorate_admin: Account, luxor_unit: Facility
) -> None:
    number = 150
    source = send_file(
        governorate_admin, as_csv(families(number, luxor_unit.pk)), kind="households", name="families.csv"
    )
    wait_for(lambda: seen(source).state == "checked", 120)
    one = seen(source)
    with within(reach_of(governorate_admin)):
        actions.save(
            by=one.account, source=one.pk, version=one.version, right_rows_only=False, now=timezone.now()
        )
    wait_for(lambda: seen(source).rows_done > 0, 120)
    worker.kill()
    assert seen(source).state == "saving" and people() == seen(source).rows_new < 4 * number
    with system_reach():  # as if the worker had been away for a while
        Import.objects.update(touched_at=timezone.now() - timedelta(seconds=turns.STALLED))
    worker.start()
    wait_for(lambda: seen(source).state == "saved", 120)
    assert people() == 4 * number and Facility.objects.get(pk=luxor_unit.pk).taken == 4 * number


NEWBORN = (*HEADINGS, "certificate_number", "guardian", "birth_date", "sex")


def with_a_newborn(number: int, unit: str, **cells: str) -> Rows:
    """A family of a file, whose last child is a newborn without a national ID."""
    rows = [(*row, "", "", "", "") for row in family(number, unit)]
    told = {
        "national_id": "",
        "certificate_number": f"٧٧٨٨-{number}",
        "guardian": rows[1][3],
        "birth_date": (cairo_today() - timedelta(days=40)).isoformat(),
        "sex": "أنثى",
        **cells,
    }
    rows[3] = tuple(told.get(name, cell) for name, cell in zip(NEWBORN, rows[3], strict=True))
    return rows


@pytest.mark.django_db
def test_a_newborn_without_a_number_comes_in_by_certificate_and_guardian(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    save(send(governorate_admin, with_a_newborn(0, luxor_unit.pk), NEWBORN))
    with system_reach():
        [child] = Beneficiary.objects.filter(national_id_index=None).select_related("guardian")
        assert (child.certificate_number, child.sex) == ("77880", "female")
        assert child.guardian and child.guardian.household_id == child.household_id
    again = send(governorate_admin, with_a_newborn(0, luxor_unit.pk), NEWBORN)
    assert counts(again) == (0, 0, 4, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"guardian": ""}, "guardian", "required"),
        ({"guardian": national_id(date(1970, 1, 1), 1)}, "guardian", "unknown_guardian"),
        ({"birth_date": ""}, "birth_date", "required"),
        ({"birth_date": "yesterday"}, "birth_date", "not_a_day"),
        ({"birth_date": "2020-01-01"}, "birth_date", "no_newborn"),
        ({"sex": "?"}, "sex", "required"),
        ({"certificate_number": ""}, "national_id", "required"),
        ({"certificate_number": "شهادة"}, "certificate_number", "signs"),
    ],
)
def test_what_is_wrong_with_a_newborn_is_said_at_its_cell(
    governorate_admin: Account, luxor_unit: Facility, cells: dict[str, str], column: str, code: str
) -> None:
    one = send(governorate_admin, with_a_newborn(0, luxor_unit.pk, **cells), NEWBORN)
    assert (5, column, code) in faults_of(one) and counts(one) == (0, 0, 0, 4)


@pytest.mark.django_db
def test_a_file_as_an_old_machine_writes_it_in_arabic_is_read(
    governorate_admin: Account, luxor_unit: Facility
) -> None:
    """Arabic headings, digits and words, in Windows-1256."""
    arabic_digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    words = {"head": "رب الأسرة", "spouse": "زوجة", "child": "ابن"}
    rows = [
        (number, words[relation], name, digits.translate(arabic_digits), unit)
        for number, relation, name, digits, unit in family(0, luxor_unit.pk)
    ]
    headings = ("رقم ملف الأسرة", "صلة القرابة", "الاسم بالكامل", "الرقم القومي", "رمز الوحدة")
    content = as_csv(rows, headings).decode()
    # Windows-1256 has no Arabic-Indic digits: an old machine writes Latin ones there.
    for encoding, text in (("utf-8", content), ("windows-1256", as_csv(
        [(*row[:3], family(0, luxor_unit.pk)[at][3], row[4]) for at, row in enumerate(rows)], headings
    ).decode())):  # fmt: skip
        one = finish(
            send_file(governorate_admin, text.encode(encoding), kind="households", name="families.csv")
        )
        assert counts(one) == (4, 0, 0, 0), encoding


@pytest.mark.django_db
def test_a_family_of_forty_is_taken_whole(governorate_admin: Account, luxor_unit: Facility) -> None:
    head = family(0, luxor_unit.pk)[0]
    children = [
        changed(
            head,
            relation="child",
            full_name=f"{name} علي حسن محمود",
            national_id=national_id(date(1990, 1, 1) + timedelta(days=day), 1 + day % 9),
        )
        for day, name in zip(range(39), cycle(["سعيد", "كريم", "هدى", "منى", "نور"]), strict=False)
    ]
    assert counts(save(send(governorate_admin, [head, *children]))) == (40, 0, 0, 0)
