"""Who reports and who decides: what takes effect at once, what waits, and what each of them is told."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from facilities.directory.models import Facility
from registry.people.actions import confirm, report, withdraw
from registry.people.dependants import findings_of
from registry.people.models import DependantRule, Household, LifeEvent
from tests.families import national_id
from tests.registry.people.households import (
    PAPER,
    TODAY,
    codes,
    decide,
    five,
    noon,
    now_in,
    pk,
    record,
    registered_family,
    rows,
    tell,
    the,
    turn_down,
)
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def family(clerk: Account, citizen: Account, luxor_unit: Facility) -> Household:
    """The citizen's family."""
    return registered_family(clerk, luxor_unit, holder=citizen, phone="01000000001", address="شارع المعبد 12")


def audited(action: str) -> list[Event]:
    with system_reach():
        return list(Event.objects.filter(action=action))


def messages() -> list[str]:
    with system_reach():
        return [one.body for one in Message.objects.order_by("made_at")]


def death_of_spouse(by: Account, family: Household, **more: object) -> LifeEvent:
    return tell(by, family, "death", beneficiary=pk(the(family, "spouse")), happened_on=MARCH, **more)


def test_what_a_citizen_reports_waits_and_changes_nothing(citizen: Account, family: Household) -> None:
    event = death_of_spouse(citizen, family)
    assert (event.status, event.decided_at) == ("reported", None)
    assert len(now_in(family)) == 5
    assert len(audited("people.report_change")) == 1


def test_a_citizen_has_seen_no_paper(citizen: Account, family: Household) -> None:
    assert death_of_spouse(citizen, family, proof=PAPER).status == "reported"


def test_a_clerk_confirms_with_the_paper_and_the_family_is_told(
    citizen: Account, clerk: Account, family: Household
) -> None:
    event = death_of_spouse(citizen, family)
    with pytest.raises(ValidationError) as caught:
        decide(clerk, event, proof=" ")
    assert codes(caught) == {"proof": "required"}
    confirmed = decide(clerk, event)
    assert (confirmed.status, confirmed.decided_by, confirmed.proof) == ("confirmed", clerk, PAPER)
    assert len(now_in(family)) == 4
    [noted] = audited("people.confirmed_change")
    assert (noted.account_id, noted.details["kind"], noted.facility) == (clerk.pk, "death", family.unit_id)
    [message] = messages()
    assert len(message) <= 70


def test_a_clerk_of_another_unit_of_the_governorate_confirms_too(
    citizen: Account, governorate_admin: Account, family: Household
) -> None:
    assert decide(governorate_admin, death_of_spouse(citizen, family)).status == "confirmed"


def test_a_clerk_of_another_governorate_meets_nothing(
    citizen: Account, foreign_clerk: Account, family: Household
) -> None:
    event = death_of_spouse(citizen, family)
    with pytest.raises(LifeEvent.DoesNotExist):
        decide(foreign_clerk, event)
    with pytest.raises(Household.DoesNotExist):
        death_of_spouse(foreign_clerk, family)


def test_another_citizen_neither_reports_nor_withdraws_for_the_family(
    citizen: Account, other_citizen: Account, family: Household
) -> None:
    event = death_of_spouse(citizen, family)
    with pytest.raises(Household.DoesNotExist):
        death_of_spouse(other_citizen, family)
    with pytest.raises(LifeEvent.DoesNotExist), within(reach_of(other_citizen)):
        withdraw(by=other_citizen, event_id=event.pk, now=noon(TODAY))


def test_the_database_itself_hides_a_change_from_strangers(
    citizen: Account, other_citizen: Account, foreign_clerk: Account, family: Household
) -> None:
    event = death_of_spouse(citizen, family)
    for stranger in (other_citizen, foreign_clerk):
        with within(reach_of(stranger)):
            assert not LifeEvent.objects.exists()
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                LifeEvent.objects.bulk_create([copy_of(event)])


def copy_of(event: LifeEvent) -> LifeEvent:
    kept = {
        field.attname: getattr(event, field.attname)
        for field in LifeEvent._meta.concrete_fields
        if field.name != "id"
    }
    return LifeEvent(**kept)


def test_a_clerk_who_records_with_the_paper_changes_at_once(clerk: Account, family: Household) -> None:
    event = record(clerk, family, "death", beneficiary=pk(the(family, "spouse")), happened_on=MARCH)
    assert (event.status, event.decided_by) == ("confirmed", clerk)


def test_without_a_paper_what_a_clerk_records_waits(clerk: Account, family: Household) -> None:
    event = death_of_spouse(clerk, family)
    assert event.status == "reported"
    assert decide(clerk, event).status == "confirmed"


@pytest.mark.parametrize("kind", ["adoption", "custody", "join", "split"])
def test_who_moves_people_between_families_does_not_confirm_it(
    clerk: Account, family: Household, kind: str
) -> None:
    child = the(family, "child")
    given = {
        "adoption": {"full_name": "ليلى سعيد", "national_id": national_id(date(2020, 1, 1), 2)},
        "custody": {"beneficiary": pk(child), "other_national_id": national_id(date(1990, 1, 1), 2)},
        "join": {"other_national_id": national_id(date(1990, 1, 1), 2)},
        "split": {"leaving": [pk(the(family, "spouse"))], "their_head": pk(the(family, "spouse"))},
    }[kind]
    event = record(clerk, family, kind, happened_on=MARCH, **given)
    assert event.status == "reported"
    with pytest.raises(ValidationError) as refused:
        decide(clerk, event)
    assert refused.value.code == "own_report"


def test_another_address_in_the_same_place_and_another_language_need_no_clerk(
    citizen: Account, family: Household
) -> None:
    moved = tell(citizen, family, "move", happened_on=MARCH, address="شارع النيل 3")
    asked = tell(citizen, family, "correction", field="language", language="en")
    assert (moved.status, asked.status) == ("confirmed", "confirmed")
    with system_reach():
        family.refresh_from_db()
    assert (family.address, family.language) == ("شارع النيل 3", "en")
    assert all(one.until is None for one in rows(family))


def test_another_mobile_number_waits_for_a_clerk(citizen: Account, family: Household) -> None:
    event = tell(citizen, family, "correction", field="phone", phone="01000000009")
    assert event.status == "reported"


def test_a_refusal_has_a_reason_that_the_family_reads(
    citizen: Account, clerk: Account, family: Household
) -> None:
    event = death_of_spouse(citizen, family)
    with pytest.raises(ValidationError) as caught:
        turn_down(clerk, event, reason=" ")
    assert codes(caught) == {"reason": "required"}
    refused = turn_down(clerk, event)
    assert (refused.status, refused.reason) == ("refused", "the paper is missing")
    assert len(now_in(family)) == 5
    assert len(messages()) == 1


def test_one_takes_back_what_nobody_has_decided(citizen: Account, clerk: Account, family: Household) -> None:
    event = death_of_spouse(citizen, family)
    with within(reach_of(citizen)):
        assert withdraw(by=citizen, event_id=event.pk, now=noon(TODAY)).status == "withdrawn"
    with pytest.raises(Conflict):
        decide(clerk, event)


def test_a_decided_change_is_not_decided_otherwise_and_twice_is_once(
    citizen: Account, clerk: Account, other_clerk: Account, family: Household
) -> None:
    event = death_of_spouse(citizen, family)
    decide(clerk, event)
    assert decide(clerk, event).version == 2
    with pytest.raises(Conflict):
        turn_down(other_clerk, event)


def test_an_older_version_decides_nothing(citizen: Account, clerk: Account, family: Household) -> None:
    event = death_of_spouse(citizen, family)
    with pytest.raises(Stale), within(reach_of(clerk)):
        confirm(by=clerk, event_id=event.pk, proof=PAPER, now=noon(TODAY), today=TODAY, version=7)


def test_the_same_death_is_reported_once(citizen: Account, clerk: Account, family: Household) -> None:
    death_of_spouse(citizen, family)
    with pytest.raises(Conflict) as refused:
        death_of_spouse(clerk, family)
    assert refused.value.code == "waiting"


def test_a_report_that_no_longer_fits_is_refused_at_its_field(
    citizen: Account, clerk: Account, family: Household
) -> None:
    event = tell(
        citizen, family, "divorce", beneficiary=pk(the(family, "spouse")), happened_on=MARCH, lives="own"
    )
    record(clerk, family, "death", beneficiary=pk(the(family, "spouse")), happened_on=MARCH)
    with pytest.raises(ValidationError) as caught:
        decide(clerk, event)
    assert codes(caught) == {"beneficiary": "unknown"}


def test_a_citizen_learns_nothing_of_who_is_registered(
    citizen: Account, clerk: Account, family: Household, luxor_unit: Facility
) -> None:
    registered_family(clerk, luxor_unit, five(day=2))
    known, unknown = national_id(date(1985, 3, 2), 1), national_id(date(1985, 3, 9), 1)
    told = [
        tell(citizen, family, "join", happened_on=MARCH, other_national_id=number)
        for number in (known, unknown)
    ]
    assert [one.status for one in told] == ["reported", "reported"]
    assert [sorted(json.loads(one.details)) for one in told] == [["other_national_id", "relation"]] * 2


def test_that_a_clerk_was_told_who_is_registered_is_noted(
    citizen: Account, clerk: Account, family: Household
) -> None:
    event = tell(
        citizen, family, "birth", full_name="يوسف أحمد", national_id=national_id(date(2026, 3, 3), 1)
    )
    decide(clerk, event)
    again = tell(citizen, family, "adoption", happened_on=date(2026, 3, 10), full_name="يوسف أحمد",
                 national_id=national_id(date(2026, 3, 5), 3))  # fmt: skip
    decide(clerk, again)
    other = tell(citizen, family, "custody", beneficiary=pk(the(family, "child")), happened_on=MARCH,
                 other_national_id=national_id(date(1990, 1, 1), 2))  # fmt: skip
    with within(reach_of(clerk)), pytest.raises(ValidationError):
        confirm(by=clerk, event_id=other.pk, proof=PAPER, now=noon(TODAY), today=TODAY)
    [noted] = audited("people.told_of_registration")
    assert noted.details == {"kind": "custody", "codes": ["not_registered"]}


def test_no_identifier_of_a_report_stands_in_clear(citizen: Account, family: Household) -> None:
    number = national_id(date(1985, 3, 9), 1)
    event = tell(citizen, family, "join", happened_on=MARCH, other_national_id=number)
    with system_reach(), connection.cursor() as cursor:
        cursor.execute("SELECT details FROM people_lifeevent WHERE id = %s", [event.pk])
        sealed = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT e::text FROM people_lifeeventevent e")
        history = str(cursor.fetchall())
    assert number.encode() not in sealed
    assert number not in history
    assert not any(number in str(one.details) for one in audited("people.report_change"))


def test_a_change_whose_audit_cannot_be_written_leaves_nothing_behind(
    clerk: Account, family: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_audit(**_: object) -> None:
        raise DatabaseError("no audit")

    spouse = pk(the(family, "spouse"))
    monkeypatch.setattr("registry.people.actions.life.note", no_audit)
    with pytest.raises(DatabaseError):
        record(clerk, family, "death", beneficiary=spouse, happened_on=MARCH)
    with system_reach():
        assert not LifeEvent.objects.exists()
    assert len(now_in(family)) == 5


def test_what_there_is_not_is_not_reported(citizen: Account, family: Household) -> None:
    with pytest.raises(ValidationError) as caught, within(reach_of(citizen)):
        report(by=citizen, household_id=family.pk, kind="party", given={}, now=noon(TODAY), today=TODAY)
    assert codes(caught) == {"kind": "unknown"}


def test_without_a_rule_of_dependants_the_reviewer_decides_and_with_one_the_age_is_held_against_it(
    family: Household,
) -> None:
    def answers() -> set[tuple[str, str]]:
        found = findings_of(rows(family), on=TODAY)
        return {(one.relation, found[pk(one)].answer.value) for one in rows(family) if pk(one) in found}

    assert answers() == {("spouse", "not_known"), ("child", "not_known")}
    DependantRule.objects.create(relation="child", until_age=10, since=date(2026, 1, 1), source="a decree")
    DependantRule.objects.create(relation="spouse", condition="not_working", source="a decree")
    assert answers() == {("spouse", "condition"), ("child", "ended"), ("child", "allowed")}
