"""Two at once at one ledger: nobody waits for ever, and everything stands there once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from uuid_utils.compat import uuid4, uuid7

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.actions import Guest, Item, Result, log_batch
from services.records.entries import Entry
from services.records.models import OtherPatient, ServiceRecord
from services.statistics.counting.recount import differences
from tests.services.visits import lines_of, own_reach, person_of, undo, visit
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db(transaction=True)
ITEMS = 40


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


def item(person: Beneficiary | None, guest: Guest | None = None, **changes: Any) -> Item:
    given: dict[str, Any] = {
        "id": str(uuid7()), "visit": str(uuid7()), "service_type": "PHC-LAB", "quantity": 1,
        "provided_on": cairo_today(), "beneficiary": str(person.pk) if person else None,
    }  # fmt: skip
    return Item(Entry(**{**given, **changes}), guest=guest)


def send(by: Account, facility: Facility, items: list[Item], **more: Any) -> list[Result]:
    with within(own_reach(by)):
        return log_batch(by=by, facility=facility.pk, items=items, now=more.get("now") or cairo_now())


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each returned, all begun at the same moment, or the error with which it ended."""
    together = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        together.wait(20)
        try:
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def logged(results: Any) -> bool:
    return isinstance(results, list) and not any(result.faults for result in results)


def codes(results: list[Result]) -> list[dict[str, str]]:
    return [{field: found[0].code for field, found in one.faults.items()} for one in results]


def test_two_batches_with_the_same_records_in_opposite_orders_are_both_answered(
    clerk: Account, other_clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    for _round in range(3):
        items = [item(person) for _number in range(ITEMS)]
        answers = at_once(
            lambda items=items: send(clerk, luxor_unit, items),
            lambda items=items: send(other_clerk, luxor_unit, items[::-1]),
        )
        assert all(map(logged, answers)), answers
    with system_reach():
        assert ServiceRecord.objects.count() == 3 * ITEMS
    assert list(differences()) == []


def test_two_batches_with_the_same_new_patients_in_opposite_orders_are_both_answered(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    guests = [Guest(uuid4(), "unregistered", full_name="رجل بلا أوراق") for _number in range(ITEMS)]
    items = [item(None, guest) for guest in guests]
    answers = at_once(
        lambda: send(clerk, luxor_unit, items), lambda: send(other_clerk, luxor_unit, items[::-1])
    )
    assert all(map(logged, answers)), answers
    with system_reach():
        assert (ServiceRecord.objects.count(), OtherPatient.objects.count()) == (ITEMS, ITEMS)


def test_two_reversals_with_one_id_at_once_are_one(
    clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB", quantity=4))
    one = uuid7()
    answers = at_once(*[lambda: undo(clerk, record, id=one).pk] * 2)
    assert answers == [one, one]
    with system_reach():
        assert Event.objects.filter(action="records.reverse").count() == 1
        assert sum(ServiceRecord.objects.values_list("quantity", flat=True)) == 0


def test_the_id_of_a_reversal_stands_for_nothing_else(
    clerk: Account,
    foreign_clerk: Account,
    luxor_unit: Facility,
    port_said_unit: Facility,
    person: Beneficiary,
) -> None:
    first, second = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB", "PHC-FM"))
    reversal = undo(clerk, first)
    stranger = person_of(port_said_unit, serial=3)
    (foreign,) = visit(foreign_clerk, port_said_unit.pk, stranger.pk, lines_of("PHC-FM"))
    for taken in (reversal.pk, first.pk, second.pk, foreign.pk):
        with pytest.raises(Conflict) as refusal:
            undo(clerk, second, id=taken)
        assert refusal.value.code == "id_reused", taken
    (result,) = send(clerk, luxor_unit, [item(person, id=str(reversal.pk))])
    assert result.faults["id"][0].code == "id_reused"
    with system_reach():
        assert ServiceRecord.objects.filter(reverses__isnull=False).count() == 1


def test_a_patient_of_another_facility_is_nobody_here(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    guest = Guest(uuid4(), "visitor", full_name="زائر", birth_year=1980)
    assert logged(send(foreign_clerk, port_said_unit, [item(None, guest)]))
    for claimed in (guest, Guest(guest.id, "unregistered")):
        (result,) = send(clerk, luxor_unit, [item(None, claimed)])
        assert codes([result]) == [{"other_patient": "id_reused"}]
    (result,) = send(clerk, luxor_unit, [item(None, other_patient=str(guest.id))])
    assert codes([result]) == [{"other_patient": "not_found"}]
    with system_reach():
        assert [row.facility_id for row in ServiceRecord.objects.all()] == [port_said_unit.pk]


def looked_up(clerk: Account, place: Facility, person: Beneficiary) -> None:
    with system_reach():
        note(by=clerk, action="people.look_up", subject=person, facility=place.pk)


def merged(one: Beneficiary, into: Beneficiary) -> UUID:
    with system_reach():
        Beneficiary.objects.filter(pk=one.pk).update(merged_into=into)
    return into.pk


def test_who_was_merged_after_the_look_up_is_logged_as_who_goes_on(
    clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    one, other = (person_of(port_said_unit, serial=serial) for serial in (3, 5))
    looked_up(clerk, luxor_unit, one)
    before, after = item(one), item(one)
    assert logged(send(clerk, luxor_unit, [before]))
    goes_on = merged(one, other)
    assert logged(send(clerk, luxor_unit, [before, after]))
    with system_reach():
        assert ServiceRecord.objects.get(pk=before.entry.id).beneficiary_id == one.pk
        assert ServiceRecord.objects.get(pk=after.entry.id).beneficiary_id == goes_on
        assert ServiceRecord.objects.count() == 2


def test_a_look_up_holds_for_twelve_hours_and_a_resend_for_ever(
    clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    stranger = person_of(port_said_unit, serial=3)
    looked_up(clerk, luxor_unit, stranger)
    now, kept = cairo_now(), item(stranger)
    assert logged(send(clerk, luxor_unit, [kept], now=now + timedelta(hours=11, minutes=59)))
    late = send(clerk, luxor_unit, [kept, item(stranger)], now=now + timedelta(hours=12, minutes=1))
    assert codes(late) == [{}, {"beneficiary": "not_found"}]
