"""The ledger: what was given is written once, undone by another row, and never changed."""

from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction
from uuid_utils.compat import uuid7

from facilities.directory.models import Facility
from registry.people.actions import look_up
from registry.people.models import Beneficiary
from services.records.actions import Line
from services.records.models import ServiceRecord
from tests.services.visits import lines_of, person_of, undo, visit
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


@pytest.fixture
def stranger(port_said_unit: Facility) -> Beneficiary:
    """Someone registered in Port Said."""
    return person_of(port_said_unit, serial=3)


def ledger() -> list[ServiceRecord]:
    with system_reach():
        return list(ServiceRecord.objects.order_by("recorded_at", "pk"))


def faults(error: pytest.ExceptionInfo[ValidationError]) -> dict[str, str]:
    """The code of the first fault at each field."""
    return {field: found[0].code for field, found in error.value.error_dict.items()}


def test_a_visit_leaves_a_row_per_kind_with_what_statistics_count_by(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM") + lines_of("PHC-LAB", quantity=3))

    first, second = ledger()
    assert (first.service_type_id, first.quantity, first.level, first.category) == (
        "PHC-FM", 1, "primary", "consultation",
    )  # fmt: skip
    assert (second.service_type_id, second.quantity, second.category) == ("PHC-LAB", 3, "diagnostic")
    assert first.visit == second.visit
    for row in (first, second):
        assert (row.facility_id, row.district_id, row.governorate_id) == (
            luxor_unit.pk, luxor_unit.district_id, "EG-LX",
        )  # fmt: skip
        assert (row.beneficiary_id, row.sex, row.birth_year) == (person.pk, "male", 1990)
        assert (row.recorded_by_id, row.provided_on, row.reverses_id) == (clerk.pk, cairo_today(), None)


def test_a_visit_is_noted_in_the_audit_under_the_person(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB"))
    with system_reach():
        event = Event.objects.get(action="records.log_visit")
    assert (event.account_id, event.subject_id, event.facility) == (clerk.pk, str(person.pk), luxor_unit.pk)
    assert event.details["records"] == 2


def test_a_visit_sent_again_is_answered_the_same_and_written_once(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    lines, visit_id = lines_of("PHC-FM", "PHC-DENT"), uuid7()
    first = visit(clerk, luxor_unit.pk, person.pk, lines, visit_id=visit_id)
    second = visit(clerk, luxor_unit.pk, person.pk, lines, visit_id=visit_id)

    assert [row.pk for row in first] == [row.pk for row in second] == [line.id for line in lines]
    assert len(ledger()) == 2
    with system_reach():
        assert Event.objects.filter(action="records.log_visit").count() == 1


@pytest.mark.parametrize(
    "other",
    [{"quantity": 2}, {"service_type": "PHC-LAB"}],
    ids=["another quantity", "another kind"],
)
def test_an_id_that_stands_for_something_else_is_refused_and_nothing_is_written(
    other: dict[str, Any], clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    line, visit_id = Line(uuid7(), "PHC-FM", 1), uuid7()
    visit(clerk, luxor_unit.pk, person.pk, [line], visit_id=visit_id)
    with pytest.raises(Conflict):
        visit(
            clerk,
            luxor_unit.pk,
            person.pk,
            [line._replace(**other), *lines_of("PHC-DENT")],
            visit_id=visit_id,
        )
    assert [(row.service_type_id, row.quantity) for row in ledger()] == [("PHC-FM", 1)]


def test_an_id_of_another_facility_is_refused_without_telling_what_it_is(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility,
    person: Beneficiary, stranger: Beneficiary,
) -> None:  # fmt: skip
    line = Line(uuid7(), "PHC-FM", 1)
    visit(clerk, luxor_unit.pk, person.pk, [line])
    with pytest.raises(Conflict):
        visit(foreign_clerk, port_said_unit.pk, stranger.pk, [line])
    assert len(ledger()) == 1


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (("NO-SUCH", 1), "lines.1.service_type", "not_given_here"),
        (("SEC-SURG", 1), "lines.1.service_type", "not_given_here"),
        (("PHC-LAB", 0), "lines.1.quantity", "out_of_range"),
        (("PHC-LAB", -1), "lines.1.quantity", "out_of_range"),
        (("PHC-LAB", 101), "lines.1.quantity", "out_of_range"),
        (("PHC-LAB", 10**30), "lines.1.quantity", "out_of_range"),
    ],
)
def test_a_fault_is_named_at_its_line_and_nothing_is_saved(
    line: tuple[str, int], field: str, code: str, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    with pytest.raises(ValidationError) as error:
        visit(clerk, luxor_unit.pk, person.pk, [*lines_of("PHC-FM"), Line(uuid7(), *line)])
    assert faults(error) == {field: code}
    assert ledger() == []


@pytest.mark.parametrize(
    ("days", "code"),
    [(-1, "future"), (91, "too_late")],
)
def test_a_day_to_come_or_long_past_is_refused(
    days: int, code: str, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    with pytest.raises(ValidationError) as error:
        visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"), on=cairo_today() - timedelta(days=days))
    assert faults(error) == {"provided_on": code}


def test_ninety_days_late_is_still_logged(clerk: Account, luxor_unit: Facility, person: Beneficiary) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"), on=cairo_today() - timedelta(days=90))
    assert ledger()[0].recorded_at.date() > ledger()[0].provided_on


def test_nobody_is_treated_before_being_born(clerk: Account, luxor_unit: Facility) -> None:
    newborn = person_of(luxor_unit, born=cairo_today(), serial=5)
    with pytest.raises(ValidationError) as error:
        visit(clerk, luxor_unit.pk, newborn.pk, lines_of("PHC-FM"), on=cairo_today() - timedelta(days=1))
    assert faults(error) == {"provided_on": "before_birth"}


@pytest.mark.parametrize("lines", [[], lines_of(*["PHC-FM"] * 21)], ids=["none", "too many"])
def test_a_visit_has_one_to_twenty_lines(
    lines: list[Line], clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    with pytest.raises(ValidationError) as error:
        visit(clerk, luxor_unit.pk, person.pk, lines)
    assert set(faults(error)) == {"lines"}


def test_an_id_stands_once_in_a_visit(clerk: Account, luxor_unit: Facility, person: Beneficiary) -> None:
    line = Line(uuid7(), "PHC-FM", 1)
    with pytest.raises(ValidationError) as error:
        visit(clerk, luxor_unit.pk, person.pk, [line, line])
    assert faults(error) == {"lines": "id_twice"}


def test_a_hospital_logs_hospital_care_and_initiatives_but_no_family_medicine(person: Beneficiary) -> None:
    hospital = Facility.objects.get(pk="LX-H2")
    system = Account.system()
    visit(system, hospital.pk, person.pk, lines_of("SEC-OPD", "TER-CATH", "INI-QUEUE"))
    with pytest.raises(ValidationError):
        visit(system, hospital.pk, person.pk, lines_of("PHC-FM"))


def test_a_laboratory_logs_tests_alone(person: Beneficiary) -> None:
    laboratory = Facility.objects.filter(kind="laboratory").first()
    visit(Account.system(), laboratory.pk, person.pk, lines_of("SEC-LAB"))
    with pytest.raises(ValidationError):
        visit(Account.system(), laboratory.pk, person.pk, lines_of("SEC-OPD"))


def test_a_clerk_logs_only_at_the_own_desk(
    clerk: Account,
    governorate_admin: Account,
    national_admin: Account,
    person: Beneficiary,
    luxor_unit: Facility,
) -> None:
    with pytest.raises(PermissionDenied):
        visit(clerk, "LX-H2", person.pk, lines_of("SEC-OPD"))
    for administrator in (governorate_admin, national_admin):
        with pytest.raises(PermissionDenied):
            visit(administrator, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    assert ledger() == []


def test_a_person_of_another_unit_must_be_looked_up_by_the_same_clerk_first(
    clerk: Account, other_clerk: Account, luxor_unit: Facility, stranger: Beneficiary
) -> None:
    with pytest.raises(ValidationError) as error:
        visit(clerk, luxor_unit.pk, stranger.pk, lines_of("PHC-FM"))
    assert faults(error) == {"beneficiary": "not_found"}

    with system_reach():
        digits = stranger.national_id
    with within(reach_of(clerk)):
        found = look_up(
            by=clerk, national_id=digits, reason="visit", today=cairo_today(), facility=luxor_unit.pk
        )
    assert found == stranger
    with pytest.raises(ValidationError):
        visit(other_clerk, luxor_unit.pk, stranger.pk, lines_of("PHC-FM"))
    assert len(visit(clerk, luxor_unit.pk, stranger.pk, lines_of("PHC-FM"))) == 1
    with pytest.raises(ValidationError):
        visit(clerk, luxor_unit.pk, stranger.pk, lines_of("PHC-FM"), now=cairo_now() + timedelta(hours=13))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_when_the_audit_cannot_be(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    owner = owner_connection(connection.settings_dict["NAME"])
    role = connection.settings_dict["USER"]
    with owner.cursor() as cursor:
        cursor.execute(f"REVOKE INSERT ON audit_event FROM {role}")
        try:
            with pytest.raises(ProgrammingError, match="audit_event"):
                visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
        finally:
            cursor.execute(f"GRANT INSERT ON audit_event TO {role}")
    owner.close()
    assert ledger() == []


def test_a_reversal_is_a_row_with_the_sign_turned_and_the_record_stays(
    clerk: Account, other_clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB", quantity=3))
    undo(other_clerk, record, reason="  wrong quantity ")

    kept, reversal = ledger()
    assert (kept.pk, kept.quantity) == (record.pk, 3)
    assert (reversal.quantity, reversal.reverses_id, reversal.reason) == (-3, record.pk, "wrong quantity")
    assert (reversal.visit, reversal.provided_on, reversal.recorded_by_id) == (
        record.visit, record.provided_on, other_clerk.pk,
    )  # fmt: skip


def test_a_reversal_sent_again_is_answered_the_same(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    reversal_id = uuid7()
    assert undo(clerk, record, id=reversal_id) == undo(clerk, record, id=reversal_id)
    assert len(ledger()) == 2
    with pytest.raises(Conflict):
        undo(clerk, record, id=reversal_id, reason="another reason")


def test_a_record_is_undone_once(clerk: Account, luxor_unit: Facility, person: Beneficiary) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    reversal = undo(clerk, record)
    with pytest.raises(Conflict):
        undo(clerk, record)
    with pytest.raises(ValidationError):
        undo(clerk, reversal)
    assert len(ledger()) == 2


def test_a_reversal_wants_a_reason_and_the_own_facility(
    clerk: Account,
    foreign_clerk: Account,
    governorate_admin: Account,
    luxor_unit: Facility,
    person: Beneficiary,
) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    for reason in ("", "   ", "x" * 201):
        with pytest.raises(ValidationError) as error:
            undo(clerk, record, reason=reason)
        assert set(error.value.error_dict) == {"reason"}
    with pytest.raises(ServiceRecord.DoesNotExist):
        undo(foreign_clerk, record)
    with pytest.raises(PermissionDenied):
        undo(governorate_admin, record)
    assert len(ledger()) == 1


def test_a_foreign_clerk_sees_no_record_even_with_every_filter_removed(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    seen = {}
    for account in (clerk, foreign_clerk):
        with within(reach_of(account)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM records_servicerecord")
            seen[account.username] = cursor.fetchone()[0]
    assert seen == {"clerk": 1, "foreign-clerk": 0}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_servicerecord")
        assert cursor.fetchone()[0] == 0


def test_a_clerk_cannot_write_a_row_for_another_facility_past_the_action(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    with (
        within(reach_of(clerk)),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        connection.cursor().execute(
            """INSERT INTO records_servicerecord (id, visit, facility_id, governorate_id, service_type_id, level, category,
                   beneficiary_id, sex, birth_year, provided_on, quantity, recorded_by_id, recorded_at, reason)
               SELECT %s, visit, 'LX-H2', governorate_id, service_type_id, level, category, beneficiary_id, sex,
                      birth_year, provided_on, quantity, recorded_by_id, recorded_at, ''
                 FROM records_servicerecord WHERE id = %s""",
            [uuid7(), record.pk],
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_servicerecord SET quantity = 5",
        "UPDATE records_servicerecord SET quantity = 5 WHERE false",
        "DELETE FROM records_servicerecord",
        "TRUNCATE records_servicerecord CASCADE",
    ],
)
@pytest.mark.parametrize("role", ["serving", "owner"])
def test_the_database_refuses_to_change_the_ledger(
    statement: str, role: str, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    settings = connection.settings_dict
    if role == "owner":
        direct = owner_connection(settings["NAME"])
        refusal: type[Exception] = psycopg2.errors.RestrictViolation
    else:
        direct = psycopg2.connect(
            dbname=settings["NAME"], host=settings["HOST"], port=settings["PORT"] or None,
            user=settings["USER"], password=settings["PASSWORD"] or None,
        )  # fmt: skip
        direct.autocommit = True
        refusal = psycopg2.errors.InsufficientPrivilege
    with direct.cursor() as cursor:
        cursor.execute("SET portal.everything = 'on'")
        with pytest.raises(refusal):
            cursor.execute(statement)
    direct.close()
    assert [row.quantity for row in ledger()] == [1]
