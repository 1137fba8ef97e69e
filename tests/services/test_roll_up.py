"""Deltas and roll-ups: in one snapshot, for each cell, roll-up + pending = recount."""

import threading
from datetime import date, timedelta
from io import StringIO
from typing import Any

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from facilities.directory.models import Facility
from registry.people.models import Beneficiary, Membership
from registry.people.models.registered import Reason
from services.records.models import ServiceRecord
from services.statistics import actions, jobs
from services.statistics.actions import DRAINING
from services.statistics.counting import ROLLS, SERVICES, SOURCES
from services.statistics.counting.recount import differences
from services.statistics.models import (
    RegistrationCell,
    RegistrationDelta,
    RegistrationsByDay,
    RollUp,
    ServiceCell,
    ServiceDelta,
    ServicesByDay,
    ServicesByMonth,
)
from tests.another_connection import another_connection, held_by_another
from tests.services.counted import counted
from tests.services.visits import lines_of, person_of, undo, visit
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


def wrong() -> list[Any]:
    return list(differences())


def rolled_up() -> tuple[int, int]:
    """Services and registered people that stand in the roll-ups, without what is pending."""
    services = sum(ServicesByDay.objects.values_list("quantity", flat=True))
    assert services == sum(ServicesByMonth.objects.values_list("quantity", flat=True))
    return services, sum(RegistrationsByDay.objects.values_list("people", flat=True))


def columns(model: type[Any]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - {"id"}


def test_a_delta_holds_what_the_counted_row_says(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB", quantity=3))
    delta = ServiceDelta.objects.get()
    said = {name: getattr(delta, name) for name in columns(ServiceCell)}
    assert said == {name: getattr(record, f"{name}_id", None) or getattr(record, name) for name in said}
    assert (delta.provided_on, delta.quantity, delta.records) == (record.provided_on, 3, 1)
    undo(clerk, record)
    last = ServiceDelta.objects.order_by("pk").last()
    assert (last.quantity, last.records) == (-3, -1)

    with system_reach():
        membership = Membership.objects.get()
    noted = RegistrationDelta.objects.get()
    cell = {name: getattr(noted, name) for name in columns(RegistrationCell) - {"day"}}
    assert cell == {
        name: getattr(membership, f"{name}_id", None) or getattr(membership, name) for name in cell
    }
    assert (noted.day, noted.people) == (membership.since, 1)


def test_every_dimension_of_a_cell_is_a_column_of_the_counted_row() -> None:
    ledger = {field.name for field in ServiceRecord._meta.concrete_fields}
    membership = {field.name for field in Membership._meta.concrete_fields}
    assert columns(ServiceCell) <= ledger
    assert columns(RegistrationCell) - {"day"} <= membership
    assert columns(ServiceCell) <= columns(ServiceDelta)


def test_a_source_gives_each_of_its_roll_ups_all_its_columns() -> None:
    for source in SOURCES:
        for roll in source.rolls:
            assert columns(roll.model) == {*roll.cell, *roll.sums}
            unique = {tuple(one.fields) for one in roll.model._meta.constraints}
            assert roll.cell in unique, f"{roll.name} is not unique in its cell"


def test_one_statement_of_many_rows_leaves_one_delta_per_cell(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of(*["PHC-LAB"] * 5, "PHC-FM"))
    deltas = ServiceDelta.objects.order_by("service_type").values_list("service_type", "quantity", "records")
    assert list(deltas) == [("PHC-FM", 1, 1), ("PHC-LAB", 5, 5)]


def test_folding_moves_the_numbers_and_changes_none(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (record, _other) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB", quantity=2))
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"), on=cairo_today() - timedelta(days=40))
    undo(clerk, record)
    before = counted()
    assert rolled_up() == (0, 0)
    assert wrong() == []

    jobs.roll_up()

    assert not ServiceDelta.objects.exists()
    assert not RegistrationDelta.objects.exists()
    assert rolled_up() == (3, 1)
    after = counted()
    assert (after.care, after.registered) == (before.care, before.registered)
    assert wrong() == []


def test_folding_again_changes_nothing(clerk: Account, luxor_unit: Facility, person: Beneficiary) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    once = (rolled_up(), RollUp.objects.get().folded)
    for _time in range(3):
        assert actions.fold() == 0
        jobs.roll_up()
    assert (rolled_up(), RollUp.objects.get().folded) == once


def test_many_small_batches_come_to_the_same(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    for _visit in range(7):
        visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB"))
    folded = []
    while number := actions.fold(at_once=3):
        folded.append(number)
        assert wrong() == []
    assert len(folded) == 5
    assert rolled_up() == (14, 1)


def test_a_second_drainer_does_nothing_while_one_is_at_work(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    with held_by_another(DRAINING):
        assert actions.fold() == 0
        assert ServiceDelta.objects.exists()
    assert actions.fold() > 0
    assert wrong() == []


def test_a_drainer_killed_between_taking_and_committing_leaves_everything_as_it_was(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    with another_connection() as drainer, drainer.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s), pg_backend_pid()", [DRAINING])
        backend = cursor.fetchone()[1]
        cursor.execute(SERVICES.fold, [100])
        assert cursor.fetchone()[0] == 1
        with connection.cursor() as killer:
            killer.execute("SELECT pg_terminate_backend(%s, 20000)", [backend])
            assert killer.fetchone() == (True,)
        with pytest.raises(psycopg2.OperationalError):
            drainer.commit()
    assert ServiceDelta.objects.count() == 1
    assert rolled_up() == (0, 0)
    jobs.roll_up()
    assert rolled_up() == (1, 1)
    assert wrong() == []


def test_a_writer_held_open_across_a_drain_is_counted_when_it_commits(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    """A drain that remembered how far it had come would pass over the lower ids of the open transaction."""
    written, drained = threading.Event(), threading.Event()

    def hold_open() -> None:
        try:
            with transaction.atomic():
                visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-DENT"))
                written.set()
                assert drained.wait(20)
        finally:
            connection.close()

    writer = threading.Thread(target=hold_open)
    writer.start()
    assert written.wait(20)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    assert rolled_up()[0] == 1
    drained.set()
    writer.join()
    assert counted().care.total() == 2
    assert wrong() == []
    jobs.roll_up()
    assert rolled_up()[0] == 2
    assert wrong() == []


def test_what_is_rolled_back_was_never_counted(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    with transaction.atomic():
        visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
        transaction.set_rollback(True)
    assert not ServiceDelta.objects.exists()
    assert wrong() == []


def test_only_triggers_note_deltas_and_nobody_takes_a_roll_up_away() -> None:
    with another_connection() as serving:
        serving.autocommit = True
        cursor = serving.cursor()
        for statement in (
            "INSERT INTO statistics_registrationdelta (governorate, district, unit, sex, birth_year, day, people)"
            " VALUES ('EG-LX', '3601', 'LX-F01', 'male', 1990, '2024-01-01', 1000)",
            "UPDATE statistics_servicedelta SET quantity = 0",
            "TRUNCATE statistics_servicedelta",
            "DELETE FROM statistics_servicesbyday",
            "DELETE FROM statistics_registrationsbyday",
            "TRUNCATE people_membership CASCADE",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(statement)
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor, pytest.raises(psycopg2.errors.RestrictViolation):
        cursor.execute("TRUNCATE people_membership CASCADE")
    owner.close()


def test_a_membership_counts_from_its_first_day_to_the_day_before_its_end(
    luxor_unit: Facility, person: Beneficiary
) -> None:
    def registered_on(day: date) -> int:
        return counted(luxor_unit.governorate, day).registered.total

    first, left = date(2024, 2, 1), date(2025, 3, 1)
    assert (registered_on(first - timedelta(days=1)), registered_on(first)) == (0, 1)
    with system_reach():
        Membership.objects.update(until=left, ended_by=Reason.MOVE)
    for _time in ("pending", "rolled up"):
        assert (registered_on(left - timedelta(days=1)), registered_on(left)) == (1, 0)
        assert wrong() == []
        jobs.roll_up()


def test_a_corrected_or_deleted_membership_is_counted_anew(luxor_unit: Facility, person: Beneficiary) -> None:
    jobs.roll_up()
    with system_reach():
        Membership.objects.update(sex="female", birth_year=1991)
    numbers = counted(luxor_unit.governorate)
    assert numbers.registered.by_sex == {"female": 1}
    assert wrong() == []
    jobs.roll_up()
    with system_reach():
        Membership.objects.all().delete()
    assert counted(luxor_unit.governorate).registered.by_sex == {}
    assert wrong() == []


def test_a_facility_that_moves_changes_no_past_number(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    district = luxor_unit.district
    elsewhere = luxor_unit.governorate.districts.exclude(pk=district.pk).order_by("code").first()
    Facility.objects.filter(pk=luxor_unit.pk).update(district=elsewhere)
    try:
        visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    finally:
        Facility.objects.filter(pk=luxor_unit.pk).update(district=district)
    jobs.roll_up()
    assert set(ServicesByMonth.objects.values_list("district", "quantity")) == {
        (district.pk, 1),
        (elsewhere.pk, 1),
    }
    assert wrong() == []


def test_the_check_says_that_all_numbers_agree_and_names_those_that_do_not(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    said = StringIO()
    call_command("check_numbers", stdout=said)
    assert said.getvalue().count("agrees with the recount") == len(ROLLS)

    ServicesByDay.objects.update(quantity=41)
    RegistrationsByDay.objects.create(
        governorate="EG-C",
        district="0101",
        unit="C-1",
        sex="male",
        birth_year=1990,
        day="2024-01-01",
        people=2,
    )
    with pytest.raises(CommandError, match="2 cells"):
        call_command("check_numbers", stdout=said)
    assert "shown 41 1, recounted 1 1" in said.getvalue()
    assert "shown 2, recounted 0" in said.getvalue()
