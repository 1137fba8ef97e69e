"""A check compares every roll-up with a recount, mends what differs beside the living system, and says what it found."""

import threading
from io import StringIO
from typing import Any

import pytest
from celery.schedules import crontab
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from facilities.directory.models import Facility
from registry.people.duplicates.actions import merge, undo_merge
from registry.people.models import Beneficiary, PossibleDuplicate
from services.statistics import jobs
from services.statistics.actions import DRAINING, begin_check, check_next, fold
from services.statistics.actions.checking import CHECKING
from services.statistics.counting import ROLLS
from services.statistics.counting.recount import differences
from services.statistics.models import (
    Check,
    PeopleReached,
    RegistrationsByDay,
    ServicesByDay,
    ServicesOfFacility,
)
from tests.another_connection import held_by_another
from tests.cast import sign_in
from tests.services.visits import lines_of, person_of, undo, visit
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.celery import app
from uhis_portal.reach import SYSTEM, system_reach

pytestmark = pytest.mark.django_db(transaction=True)
ROLL_UP_TABLES = [*(roll.table for roll in ROLLS), "statistics_knownas"]


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


def checked() -> Check:
    """A check, begun by the clock and carried out at once."""
    begun = begin_check(by=Account.system(), now=timezone.now())
    while check_next():
        pass
    begun.refresh_from_db()
    return begun


def noted(action: str) -> list[dict[str, Any]]:
    """What the audit holds of an action, in its order."""
    with system_reach():
        return list(Event.objects.filter(action=action).order_by("at").values_list("details", flat=True))


def rolled_up() -> dict[str, set[tuple[Any, ...]]]:
    """The cells of each roll-up that did not come to nothing."""
    with system_reach():
        return {
            roll.table: {
                tuple(cell[name] for name in (*roll.cell, *roll.sums))
                for cell in roll.model.objects.values(*roll.cell, *roll.sums)
                if any(cell[name] for name in roll.sums)
            }
            for roll in ROLLS
        }


def empty_all_roll_ups() -> None:
    """As someone might by mistake, who may do everything."""
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(ROLL_UP_TABLES)}")
    owner.close()


def merged(stays: Beneficiary, goes: Beneficiary, by: Account) -> PossibleDuplicate:
    """The pair of two records of one person, of whom one goes on as the other."""
    one, other = sorted((stays, goes), key=lambda each: each.pk)
    with system_reach():
        pair = PossibleDuplicate.objects.get(one=one, other=other)  # found when they were registered
        merge(
            by=by, reach=SYSTEM, pair_id=pair.pk, survivor=stays.pk, membership=stays.memberships.get().pk,
            reason="one person", now=timezone.now(), today=cairo_today(), version=pair.version,
        )  # fmt: skip
    return pair


def test_a_check_of_right_numbers_finds_nothing_and_changes_nothing(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB"))
    jobs.roll_up()
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    check = checked()
    assert (check.wrong, check.found, check.done, check.of) == (0, [], len(ROLLS), len(ROLLS))
    assert check.ended_at is not None and check.asked_by is None
    # Two kinds in each of four roll-ups, one cell in the two of facilities without kinds, one in each of four of registered
    # people; four areas of people reached by two kinds.
    assert check.cells == (2 + 2 + 2 + 2 + 1 + 1) + 4 + 8
    assert noted("statistics.mend") == []


def test_wrong_cells_are_mended_named_and_noted(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    ServicesByDay.objects.update(quantity=41)
    RegistrationsByDay.objects.create(
        governorate="EG-C", district="0101", unit="C-1", sex="male", birth_year=1990, day="2024-01-01", people=2
    )  # fmt: skip
    check = checked()
    assert check.wrong == 2
    today = cairo_today().isoformat()
    assert check.found == [
        {
            "roll": "services by governorate, kind and day",
            "cell": f"EG-LX {today} PHC-FM primary consultation",
            "shown": "41 1",
            "recounted": "1 1",
        },
        {
            "roll": "registered people by unit and day",
            "cell": "EG-C 2024-01-01 0101 C-1 male 1990",
            "shown": "2",
            "recounted": "0",
        },
    ]
    assert [details["cells"] for details in noted("statistics.mend")] == [1, 1]
    assert list(differences()) == []
    assert checked().wrong == 0


def test_a_page_that_was_wrong_is_sent_anew_when_it_is_mended(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    empty_all_roll_ups()
    sign_in(client, clerk)
    wrong_page = client.get("/en/statistics/EG-LX/")
    assert checked().wrong > 0
    answer = client.get("/en/statistics/EG-LX/", headers={"If-None-Match": wrong_page.headers["ETag"]})
    assert answer.status_code == 200
    assert answer.context["numbers"]["services"]["value"] == 1


def test_a_rebuild_restores_every_emptied_cell_while_people_go_on_writing(
    clerk: Account, luxor_unit: Facility, national_admin: Account
) -> None:
    stays, goes = person_of(luxor_unit, serial=3), person_of(luxor_unit, serial=4)
    pair = merged(stays, goes, national_admin)
    records = visit(clerk, luxor_unit.pk, stays.pk, lines_of("PHC-FM", "PHC-LAB", quantity=3))
    undo(clerk, records[1])
    jobs.roll_up()
    before = rolled_up()
    empty_all_roll_ups()
    assert list(differences()) != []

    stop, written = threading.Event(), []

    def write() -> None:
        try:
            while not stop.is_set() or len(written) < 20:
                written.extend(visit(clerk, luxor_unit.pk, stays.pk, lines_of("PHC-DENT")))
                fold()
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    check = begin_check(by=national_admin, now=timezone.now())
    while check_next():
        pass
    stop.set()
    writer.join()
    check.refresh_from_db()
    assert check.ended_at is not None and check.asked_by == national_admin.pk
    assert {details["roll_up"] for details in noted("statistics.mend")} == {
        roll.name for roll in ROLLS if before[roll.table]
    }
    assert list(differences()) == []
    jobs.roll_up()
    assert list(differences()) == []
    after = rolled_up()
    assert sum(ServicesOfFacility.objects.values_list("records", flat=True)) == 1 + len(written)
    unchanged = {table for table in after if "registration" in table or "peopleof" in table}
    assert {table: after[table] for table in unchanged} == {table: before[table] for table in unchanged}
    # As whom a patient counts is known again: a merge that is taken back moves the care back.
    with system_reach(), transaction.atomic():
        pair.refresh_from_db()
        undo_merge(
            by=national_admin, reach=SYSTEM, pair_id=pair.pk, reason="two people", now=timezone.now(),
            version=pair.version,
        )  # fmt: skip
    visit(clerk, luxor_unit.pk, goes.pk, lines_of("PHC-FM"))
    assert list(differences()) == []
    jobs.roll_up()
    assert list(differences()) == []
    people = PeopleReached.objects.get(governorate="EG", service_type="PHC-FM", year=0)
    assert people.people == 2


def test_it_is_found_when_only_what_patients_are_known_as_was_lost(
    clerk: Account, luxor_unit: Facility, national_admin: Account
) -> None:
    """Nothing shown is wrong then, but the next drain would count a reversal for the wrong person."""
    stays, goes = person_of(luxor_unit, serial=3), person_of(luxor_unit, serial=4)
    (record,) = visit(clerk, luxor_unit.pk, goes.pk, lines_of("PHC-FM"))
    merged(stays, goes, national_admin)
    jobs.roll_up()
    assert checked().wrong == 0
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute("DELETE FROM statistics_knownas")
    owner.close()
    assert list(differences()) == []

    check = checked()
    assert (check.wrong, check.found) == (1, [])
    assert list(differences()) == []
    jobs.roll_up()
    undo(clerk, record)
    assert list(differences()) == []
    jobs.roll_up()
    assert list(differences()) == []
    assert checked().wrong == 0


def test_a_check_goes_on_where_it_was_left(clerk: Account, luxor_unit: Facility, person: Beneficiary) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    begin_check(by=Account.system(), now=timezone.now())
    for done in (1, 2, 3):
        assert check_next()
        assert Check.objects.get().done == done
    again = begin_check(by=Account.system(), now=timezone.now())
    assert (Check.objects.count(), again.done) == (1, 3)
    jobs.check()
    assert Check.objects.get().ended_at is not None
    assert check_next() is False


def test_a_checker_that_dies_while_mending_leaves_the_roll_up_to_the_next_one(
    clerk: Account, luxor_unit: Facility, person: Beneficiary, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    ServicesByDay.objects.update(quantity=5)
    begin_check(by=Account.system(), now=timezone.now())

    def die(*_what: object) -> None:
        raise ConnectionError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("services.statistics.actions.checking.keep", die)
        with pytest.raises(ConnectionError):
            check_next()
    assert ServicesByDay.objects.get().quantity == 5
    assert Check.objects.get().done == 0
    assert noted("statistics.mend") == []
    jobs.check()
    assert (Check.objects.get().wrong, ServicesByDay.objects.get().quantity) == (1, 1)


def test_a_second_checker_does_nothing_while_one_is_at_work(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    begin_check(by=Account.system(), now=timezone.now())
    with held_by_another(CHECKING):
        assert check_next() is False
        assert Check.objects.get().done == 0
    assert check_next() is True


def test_four_checkers_at_once_mend_once(clerk: Account, luxor_unit: Facility, person: Beneficiary) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    empty_all_roll_ups()
    begin_check(by=Account.system(), now=timezone.now())

    def check() -> None:
        try:
            while Check.objects.filter(ended_at=None).exists():
                check_next()
        finally:
            connection.close()

    checkers = [threading.Thread(target=check) for _number in range(4)]
    for checker in checkers:
        checker.start()
    for checker in checkers:
        checker.join()
    assert list(differences()) == []
    assert Check.objects.get().done == len(ROLLS)
    mended = [details["roll_up"] for details in noted("statistics.mend")]
    assert mended and len(mended) == len(set(mended))


def test_nobody_folds_while_a_roll_up_is_mended(
    clerk: Account, luxor_unit: Facility, person: Beneficiary, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    ServicesByDay.objects.update(quantity=5)
    begin_check(by=Account.system(), now=timezone.now())
    begun, done = threading.Event(), threading.Event()

    def check() -> None:
        try:
            check_next()
        finally:
            done.set()
            connection.close()

    with held_by_another(DRAINING):
        checker = threading.Thread(target=check)
        checker.start()
        begun.wait(0.3)  # there is nothing to wait for: the checker waits for the drainer
        assert ServicesByDay.objects.get().quantity == 5
        assert not done.is_set()
    checker.join()
    assert ServicesByDay.objects.get().quantity == 1


def test_the_database_holds_one_check_at_a_time() -> None:
    Check.objects.create(begun_at=timezone.now(), of=1)
    with pytest.raises(IntegrityError, match="one_check_at_a_time"), transaction.atomic():
        Check.objects.create(begun_at=timezone.now(), of=1)


def test_the_clock_begins_a_check_at_night_and_goes_on_with_it() -> None:
    tasks = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert isinstance(tasks["statistics.begin_check"], crontab)
    assert tasks["statistics.begin_check"].hour == {3}
    assert app.conf.timezone == "Africa/Cairo"
    assert tasks["statistics.check"] == 30.0
    jobs.begin_check()
    assert Check.objects.get().asked_by is None
    jobs.check()
    assert Check.objects.get().ended_at is not None
    assert noted("statistics.begin_check") == [{}]


def test_the_command_mends_where_it_is_asked_to(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    ServicesByDay.objects.update(quantity=9)
    said = StringIO()
    call_command("check_numbers", "--mend", stdout=said)
    assert "1 differed and were mended" in said.getvalue()
    assert ServicesByDay.objects.get().quantity == 1
    call_command("check_numbers", stdout=said)
    assert said.getvalue().count("agrees with the recount") == len(ROLLS)
